import Foundation
import TenonClient
import TestKit
import Testing

/// The trail of state changes, as those read it who may.
@Suite(.daemon)
struct AuditScenarios {
    private func events(_ client: TenonClient, _ request: ListAuditEventsRequest) async throws -> [AuditEvent] {
        try await client.audit.listAuditEvents(request).auditEvents
    }

    @Test func `AuditLog: used for state-changing actions, with stable action IDs`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        _ = try await story.client.connections.updateConnection(
            UpdateConnectionRequest(id: connection.id, displayName: "Ours"), options: CallOptions(requestID: "request 7"))
        _ = try await story.client.connections.getConnection(GetConnectionRequest(id: connection.id))
        _ = try await story.client.connections.deleteConnection(DeleteConnectionRequest(id: connection.id))

        let found = try await events(story.client, ListAuditEventsRequest(tenantID: tenant.id))
        #expect(found.map(\.action) == ["connection.delete", "connection.update", "connection.create", "tenant.create"])
        let update = found[1]
        #expect(update.outcome == "done" && update.actor == story.owner && update.caller == "local" && update.callerUID == geteuid())
        #expect(update.callerPID == UInt32(getpid()) && update.tenantID == tenant.id && update.workspaceID == story.workspace.id)
        #expect(update.targetType == "connection" && update.targetID == connection.id && update.requestID == "request 7")
        let payload = try #require(try JSONSerialization.jsonObject(with: Data(update.payloadJSON.utf8)) as? [String: Any])
        #expect(payload["fields"] as? [String] == ["display_name"] && payload["display_name"] as? String == "Ours")
    }

    @Test func `AuditLog: redacted payloads, no secrets`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant) {
            $0.accessTokenCiphertext = Array("canary".utf8)
            $0.metadataJSON = #"{"k":"canary"}"#
            $0.scopes = ["canary"]
        }
        _ = try await story.client.connections.updateTokensStatus(
            UpdateTokensStatusRequest(id: connection.id, refreshTokenCiphertext: Array("canary".utf8)))
        let found = try await events(story.client, ListAuditEventsRequest(tenantID: tenant.id))
        #expect(found.count == 3 && found[0].payloadJSON.contains("refresh_token_ciphertext"))
        let hex = Array("canary".utf8).map { String($0, radix: 16) }.joined()
        for spelling in ["canary", hex, Data("canary".utf8).base64EncodedString()] {
            #expect(!String(reflecting: found).contains(spelling))
        }
    }

    @Test func `WHEN an actor may see a connection but not change it, THEN the attempt is on the trail as denied`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let viewer = try await story.member("viewer", of: tenant)
        await expectRefusal(.permissionDenied, "CAPABILITY_MISSING") {
            try await viewer.connections.deleteConnection(DeleteConnectionRequest(id: connection.id))
        }
        let newest = try #require(try await events(story.client, ListAuditEventsRequest(tenantID: tenant.id)).first)
        #expect(newest.action == "connection.delete" && newest.outcome == "denied" && newest.targetID == connection.id)
        #expect(newest.payloadJSON == #"{"reason": "CAPABILITY_MISSING"}"#)
    }

    @Test func `refused reads and attempts on what is not to be seen are counted, and leave no event`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let request = ListAuditEventsRequest(tenantID: tenant.id)
        let before = try await events(story.client, request)
        func counted(_ method: String, _ reason: String) async throws -> Double {
            let stats = try await story.daemon.client().daemon.getStats(GetStatsRequest()).stats
            return stats.first { $0.name == "tenon_calls_refused_total" && $0.label == "method=\"\(method)\",reason=\"\(reason)\"" }?.value
                ?? 0
        }
        let hidden = try await counted("DeleteConnection", "CONNECTION_NOT_FOUND")
        let refused = try await counted("GetConnectionTokens", "CAPABILITY_MISSING")
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await story.stranger().connections.deleteConnection(DeleteConnectionRequest(id: connection.id))
        }
        await expectRefusal(.permissionDenied, "CAPABILITY_MISSING") {
            try await story.client.connections.getConnectionTokens(GetConnectionTokensRequest(id: connection.id))
        }
        #expect(try await counted("DeleteConnection", "CONNECTION_NOT_FOUND") == hidden + 1)
        #expect(try await counted("GetConnectionTokens", "CAPABILITY_MISSING") == refused + 1)
        #expect(try await events(story.client, request) == before)
    }

    @Test func `WHEN tokens are read, THEN it is one line in the log, without a byte of them`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant) { $0.accessTokenCiphertext = Array("canary".utf8) }
        let service = try await story.member("service", of: tenant, kind: "service")
        for _ in 0..<3 {
            _ = try await service.connections.getConnectionTokens(GetConnectionTokensRequest(id: connection.id))
        }
        // The line is written before the reply.
        let lines = story.daemon.standardError.split(separator: "\n").filter { $0.contains("tokens read") && $0.contains(connection.id) }
        #expect(lines.count == 3 && lines.allSatisfy { $0.contains(tenant.id) && $0.contains("service:") && !$0.contains("canary") })
    }

    @Test func `the trail is read with audit.view, by the workspace's owner, and whole by admin callers`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let manager = try await story.member("manager", of: tenant), owner = try await story.member("owner", of: tenant)
        #expect(try await !events(owner, ListAuditEventsRequest(tenantID: tenant.id)).isEmpty)
        #expect(try await !events(story.client, ListAuditEventsRequest(workspaceID: story.workspace.id)).isEmpty)
        #expect(try await !events(story.daemon.client(), ListAuditEventsRequest()).isEmpty)
        await expectRefusal(.permissionDenied, "CAPABILITY_MISSING") {
            try await events(manager, ListAuditEventsRequest(tenantID: tenant.id))
        }
        await expectRefusal(.notFound, "TENANT_NOT_FOUND") {
            try await events(story.stranger(), ListAuditEventsRequest(tenantID: tenant.id))
        }
    }

    @Test(arguments: [
        ("action", ListAuditEventsRequest(action: "connection.explode")), ("actor", ListAuditEventsRequest(actor: "bob")),
        ("page_size", ListAuditEventsRequest(pageSize: -1)), ("tenant_id", ListAuditEventsRequest(tenantID: "x")),
        ("workspace_id", ListAuditEventsRequest(workspaceID: "x")), ("target_id", ListAuditEventsRequest(targetID: "a\u{7}")),
        ("after", ListAuditEventsRequest(after: Timestamp(seconds: .max, nanos: 0))),
    ])
    func `bad filters name their field`(field: String, request: ListAuditEventsRequest) async throws {
        let daemon = try #require(TestDaemon.current)
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: field) { try await daemon.client().audit.listAuditEvents(request) }
    }

    @Test func `WHEN the page token is torn, THEN it is named`() async throws {
        let daemon = try #require(TestDaemon.current)
        await expectRefusal(.invalidArgument, "PAGE_TOKEN_INVALID", field: "page_token") {
            try await daemon.client().audit.listAuditEvents(ListAuditEventsRequest(pageToken: "torn"))
        }
    }
}
