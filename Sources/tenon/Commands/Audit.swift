internal import ArgumentParser
internal import TenonClient

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The trail of state changes.", discussion: "Example:\n  tenon audit list --workspace 0b7c… --actor user:ada",
        subcommands: [List.self])

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was changed, and what was refused, newest first.",
            discussion: """
                Of a workspace for its owners, of a tenant for actors with audit.view there, of everything for admin callers. A page may be short, or
                empty, before the list ends. With --all and --output json every page is a JSON document of its own.

                Examples:
                  tenon audit list --workspace 0b7c… --actor user:ada
                  tenon audit list --of-tenant 5f1e… --action connection.tokens.update --after 2026-11-01T00:00:00Z
                  tenon audit list --workspace 0b7c… --target 9c2d… --output json --all
                """)
        @Option(help: "Only this tenant.") var ofTenant: String = ""
        @Option(help: "Only this workspace and its tenants.") var workspace: String = ""
        @Option(help: "Only what this actor did.") var by: String = ""
        @Option(help: "Only this action, such as connection.create.") var action: String = ""
        @Option(help: "Only this target: an id, a slug, or the member of a membership.") var target: String = ""
        @Option(help: "Only after this time, such as 2026-11-01T00:00:00Z.") var after: TimeArgument?
        @Option(help: "Only before this time.") var before: TimeArgument?
        @OptionGroup var paging: PagingOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            var request = ListAuditEventsRequest(
                tenantID: ofTenant, workspaceID: workspace, actor: by, action: action, targetID: target, after: after?.timestamp,
                before: before?.timestamp, pageSize: paging.pageSize)
            let columns = ["at", "action", "outcome", "actor", "caller", "caller_uid", "target_type", "target_id", "payload_json"]
            try await paging.print("audit_events", columns: columns, printer) { pageToken in
                request.pageToken = pageToken
                let reply = try await client.audit.listAuditEvents(request)
                return (reply.auditEvents.map(Record.init), reply.nextPageToken)
            }
        }
    }
}
