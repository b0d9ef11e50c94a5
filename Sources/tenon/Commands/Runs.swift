internal import ArgumentParser
internal import TenonClient

struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs of health checks and other operations on connections.",
        discussion: """
            A run is started before the work and finished after it. What a health check finds becomes the health of its connection.

            Example:
              run=$(tenon runs start 9c2d… health_check --field id)
              tenon runs finish $run succeeded --health-status healthy
            """,
        subcommands: [Start.self, Finish.self, Get.self, List.self])

    struct Start: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records that an operation on a connection began.",
            discussion: "Example:\n  tenon runs start 9c2d… token_refresh --field id")
        @Argument(help: "Id of the connection.") var connection: String
        @Argument(help: "health_check, token_refresh or sync.") var kind: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = StartOperationRunRequest(connectionID: connection, kind: kind)
            try await printer.record(Record(client.operations.startOperationRun(request)))
        }
    }

    struct Finish: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records how a run ended.",
            discussion: """
                What looks like a secret in the message is taken out before it is stored. Finishing again with the same words changes nothing.

                Examples:
                  tenon runs finish 41ab… succeeded
                  tenon runs finish 41ab… failed --reason-code INVALID_GRANT \\
                      --message "the user took the app's access away"
                """)
        @Argument(help: "Id of the run.") var id: String
        @Argument(help: "succeeded, failed or cancelled.") var outcome: String
        @Option(help: "What a health check found: healthy, degraded, failing or unknown (default: healthy if it succeeded, else failing).")
        var healthStatus: String = ""
        @Option(help: "Why it failed, such as INVALID_GRANT; tenon badges lists all.") var reasonCode: String = ""
        @Option(help: "One line for people.") var message: String = ""
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = FinishOperationRunRequest(
                id: id, outcome: outcome, healthStatus: healthStatus, reasonCode: reasonCode, message: message)
            try await printer.record(Record(client.operations.finishOperationRun(request)))
        }
    }

    struct Get: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one run.", discussion: "Example:\n  tenon runs get 41ab… --field link")
        @Argument(help: "Id of the run.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await printer.record(Record(client.operations.getOperationRun(GetOperationRunRequest(id: id))))
        }
    }

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists runs, the newest of each tenant first.",
            discussion: """
                \(PageOptions.documentsNote)

                Examples:
                  tenon runs list --connection 9c2d…
                  tenon runs list --kind token_refresh --outcome failed --all
                """)
        @Option(help: "Only runs on this connection.") var connection: String = ""
        @Option(help: "Only this kind: health_check, token_refresh or sync.") var kind: String = ""
        @Option(help: "Only this outcome: running, succeeded, failed, cancelled or expired.") var outcome: String = ""
        @OptionGroup var page: PageOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            var request = ListOperationRunsRequest(connectionID: connection, kind: kind, outcome: outcome, pageSize: page.pageSize)
            try await page.show(
                "operation_runs", columns: ["id", "connection_id", "kind", "started_at", "outcome", "reason_code", "link"], on: printer
            ) { token in
                request.pageToken = token
                let reply = try await client.operations.listOperationRuns(request)
                return (reply.operationRuns.map(Record.init), reply.nextPageToken)
            }
        }
    }
}
