import Foundation
import TenonClient
import TestKit
import Testing

/// Runs of health checks and other operations, in the requirements' words.
@Suite(.daemon)
struct OperationScenarios {
    private func start(_ client: TenonClient, _ connection: Connection, _ kind: String = "health_check") async throws -> OperationRun {
        try await client.operations.startOperationRun(StartOperationRunRequest(connectionID: connection.id, kind: kind))
    }

    @discardableResult
    private func finish(
        _ client: TenonClient, _ run: OperationRun, _ outcome: String, health: String = "", reason: String = "", message: String = ""
    ) async throws -> OperationRun {
        try await client.operations.finishOperationRun(
            FinishOperationRunRequest(id: run.id, outcome: outcome, healthStatus: health, reasonCode: reason, message: message))
    }

    private func get(_ client: TenonClient, _ connection: Connection) async throws -> Connection {
        try await client.connections.getConnection(GetConnectionRequest(id: connection.id))
    }

    @Test func `OperationRun: used for run/health actions; it says who, when, how it ended, and the connection says the rest`() async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let worker = try await story.member("operator", of: tenant)
        let run = try await start(worker, connection)
        #expect(run.connectionID == connection.id && run.tenantID == tenant.id && run.workspaceID == story.workspace.id)
        #expect(run.kind == "health_check" && run.outcome == "running" && run.finishedAt == nil)
        #expect(try await run.actor == worker.daemon.whoAmI(WhoAmIRequest()).actor)
        let finished = try await finish(worker, run, "succeeded", health: "degraded", reason: "RATE_LIMITED", message: "429 from upstream")
        #expect(finished.outcome == "succeeded" && finished.healthStatus == "degraded" && finished.finishedAt != nil)
        let after = try await get(worker, connection)
        #expect(after.healthStatus == "degraded" && after.lastHealthCheckAt == run.startedAt)
        #expect(after.lastErrorReasonCode == "RATE_LIMITED" && after.lastErrorMessage == "429 from upstream")
        let runs = try await worker.operations.listOperationRuns(ListOperationRunsRequest(connectionID: connection.id))
        #expect(runs.operationRuns == [finished])
        #expect(try await worker.operations.getOperationRun(GetOperationRunRequest(id: run.id.uppercased())) == finished)
    }

    @Test func `OperationRun: canonical “view run” link`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        let run = try await start(story.client, connection, "sync")
        #expect(run.link == "tenon://runs/\(run.id)")

        let daemon = try await TestDaemon.start(arguments: ["--run-link-base", "https://ops.example/tenon/runs/"])
        try await TestDaemon.$current.withValue(daemon) {
            let story = try await Story.begin()
            let connection = try await story.makeConnection(in: try await story.makeTenant())
            let run = try await start(story.client, connection, "token_refresh")
            #expect(run.link == "https://ops.example/tenon/runs/\(run.id)")
            #expect(try await finish(story.client, run, "cancelled").link == run.link)
        }
        #expect(await daemon.stop() == 0)
        daemon.removeDirectory()
    }

    @Test func `OperationRun: reason codes and sanitized messages`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        let secret = "xoxb-" + String(repeating: "7Qz", count: 12)
        let message =
            "POST https://slack.example/api?token=\(secret) said\u{07}\n{\"error\":\"invalid_auth\",\"refresh_token\":\"\(secret)\"}"
        let run = try await finish(
            story.client, start(story.client, connection, "token_refresh"), "failed", reason: "INVALID_GRANT", message: message)
        let stored = try await get(story.client, connection)
        #expect(run.reasonCode == "INVALID_GRANT" && stored.lastErrorReasonCode == "INVALID_GRANT")
        #expect(run.message == stored.lastErrorMessage && run.message.contains("invalid_auth"))
        #expect(!run.message.contains(secret) && !run.message.contains(secret.dropFirst(5)))
        #expect(!run.message.unicodeScalars.contains { $0.properties.generalCategory == .control })

        let long = try await finish(
            story.client, start(story.client, connection, "sync"), "failed", reason: "INTERNAL_ERROR",
            message: String(repeating: "it broke. ", count: 5_000))
        #expect(long.message.unicodeScalars.count <= 512 && long.message.hasPrefix("it broke. it broke."))
    }

    @Test func `WHEN a run is finished twice, THEN the same content is a no-op and other content is refused`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        let run = try await start(story.client, connection)
        // The comparison is with what was stored of the message, not with what was sent.
        let message = "token=\(UUID().uuidString)"
        let finished = try await finish(story.client, run, "failed", reason: "TIMEOUT", message: message)
        #expect(try await finish(story.client, run, "failed", reason: "TIMEOUT", message: message) == finished)
        await expectRefusal(.failedPrecondition, "RUN_ALREADY_FINISHED") { try await finish(story.client, run, "succeeded") }
        #expect(try await story.client.operations.getOperationRun(GetOperationRunRequest(id: run.id)) == finished)
    }

    @Test func `GIVEN two health checks, WHEN the older finishes last, THEN it does not overwrite the newer result`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        let older = try await start(story.client, connection), newer = try await start(story.client, connection)
        try await finish(story.client, newer, "failed", health: "failing", reason: "INVALID_GRANT")
        let before = try await get(story.client, connection)
        try await finish(story.client, older, "succeeded")
        #expect(try await get(story.client, connection) == before)
        #expect(before.healthStatus == "failing" && before.lastErrorReasonCode == "INVALID_GRANT")
    }

    /// What FinishOperationRun refuses: the request, and the field it must name.
    static let badFinishes: [(FinishOperationRunRequest, String)] = [
        (FinishOperationRunRequest(outcome: ""), "outcome"),
        (FinishOperationRunRequest(outcome: "running"), "outcome"),
        (FinishOperationRunRequest(outcome: "expired"), "outcome"),
        (FinishOperationRunRequest(outcome: "failed"), "reason_code"),
        (FinishOperationRunRequest(outcome: "failed", reasonCode: "BAD_LUCK"), "reason_code"),
        (FinishOperationRunRequest(outcome: "succeeded", reasonCode: "TIMEOUT"), "reason_code"),
        (FinishOperationRunRequest(outcome: "succeeded", healthStatus: "well"), "health_status"),
        (FinishOperationRunRequest(outcome: "succeeded", healthStatus: "healthy"), "health_status"),
        (FinishOperationRunRequest(outcome: "cancelled", healthStatus: "healthy"), "health_status"),
    ]

    @Test(arguments: badFinishes)
    func `WHEN a run is finished with what does not fit, THEN the field is named and it goes on running`(
        request: FinishOperationRunRequest, field: String
    ) async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        let run = try await start(story.client, connection, "sync")
        var request = request
        request.id = run.id
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: field) {
            try await story.client.operations.finishOperationRun(request)
        }
        #expect(try await story.client.operations.getOperationRun(GetOperationRunRequest(id: run.id)) == run)
    }

    @Test func `WHEN a run is started of no known kind or a list asks for none, THEN the field is named`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "kind") { try await start(story.client, connection, "dance") }
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "kind") {
            try await story.client.operations.listOperationRuns(ListOperationRunsRequest(kind: "dance"))
        }
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "outcome") {
            try await story.client.operations.listOperationRuns(ListOperationRunsRequest(outcome: "lost"))
        }
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "connection_id") {
            try await story.client.operations.listOperationRuns(ListOperationRunsRequest(connectionID: "c"))
        }
    }

    @Test func `WHEN a connection is deleted, THEN its runs are gone`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        let run = try await start(story.client, connection)
        _ = try await story.client.connections.deleteConnection(DeleteConnectionRequest(id: connection.id))
        await expectRefusal(.notFound, "RUN_NOT_FOUND") { try await finish(story.client, run, "succeeded") }
        await expectRefusal(.notFound, "RUN_NOT_FOUND") {
            try await story.client.operations.getOperationRun(GetOperationRunRequest(id: run.id))
        }
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await start(story.client, connection) }
    }
}
