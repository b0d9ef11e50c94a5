internal import ArgumentParser
internal import TenonClient

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The trail of state changes.", discussion: "Example:\n  tenon audit list --of-tenant 5f1e… --actor user:ada",
        subcommands: [List.self])

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was changed, or tried and denied, newest first.",
            discussion: """
                A tenant's owners see its events, a workspace's owners those of the workspace, admin callers all of them.

                A time is one like 2027-01-31T12:00:00Z, or how long ago it was: 90s, 30m, 2h, 7d, 4w. A table shortens long payloads, JSON \
                and --field do not. \(PageOptions.documentsNote)

                Examples:
                  tenon audit list --of-tenant 5f1e… --actor user:ada
                  tenon audit list --workspace 0b7c… --by user:bob --after 7d --before 1d
                  tenon audit list --action connection.delete --all --output json
                """)
        @Option(help: "Only this tenant.") var ofTenant: String = ""
        @Option(help: "Only this workspace.") var workspace: String = ""
        @Option(help: ArgumentHelp("Only what this actor did, user:… or service:….", valueName: "actor"))
        var by: String = ""
        @Option(help: "Only this action, such as connection.create.") var action: String = ""
        @Option(help: "Only what happened to the thing of this id.") var target: String = ""
        @Option(help: ArgumentHelp("Only what happened after this time.", valueName: "time"))
        var after: PastTimeArgument?
        @Option(help: ArgumentHelp("Only what happened before this time.", valueName: "time"))
        var before: PastTimeArgument?
        @OptionGroup var page: PageOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            var request = ListAuditEventsRequest(
                tenantID: ofTenant, workspaceID: workspace, actor: by, action: action, targetID: target, after: after?.timestamp,
                before: before?.timestamp, pageSize: page.pageSize)
            try await page.show("audit_events", columns: Self.columns, on: printer) { token in
                request.pageToken = token
                let reply = try await client.audit.listAuditEvents(request)
                return (reply.auditEvents.map(Record.init), reply.nextPageToken)
            }
        }

        private static var columns: [Column] {
            [
                Column("time") { $0["at"].cell }, "action", "outcome", "actor",
                Column("caller") { "\($0["caller"].cell) \($0["caller_uid"].cell)/\($0["caller_pid"].cell)" },
                Column("target") { "\($0["target_type"].cell) \($0["target_id"].cell)" },
                Column("payload") { shortened($0["payload_json"].cell) },
            ]
        }

        /// At most 60 characters, so that an event stays a line.
        private static func shortened(_ text: String) -> String {
            text.count <= 60 ? text : "\(text.prefix(59))…"
        }
    }
}
