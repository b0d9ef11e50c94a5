import Foundation
import TenonClient
import TestKit
import Testing

/// What a connection is, what it may hold and which one is the default, in the requirements' words.
@Suite(.daemon)
struct ConnectionLifeScenarios {
    private func setDefault(_ client: TenonClient, _ connection: Connection) async throws -> Connection {
        try await client.connections.setDefaultConnection(SetDefaultConnectionRequest(id: connection.id))
    }

    private func getDefault(_ client: TenonClient, _ tenant: Tenant, _ provider: String = "github") async throws -> Connection {
        try await client.connections.getDefaultConnection(GetDefaultConnectionRequest(tenantID: tenant.id, providerSlug: provider))
    }

    @Test func `ProviderConnection: an integration record owned by exactly one Tenant (and by extension, one Workspace)`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        #expect(connection.tenantID == tenant.id && connection.workspaceID == tenant.workspaceID)
        let other = try await story.makeTenant()
        let inOther = story.daemon.client(actor: story.owner, tenant: other.id)
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await inOther.connections.getConnection(GetConnectionRequest(id: connection.id))
        }
    }

    @Test func `ProviderConnection: key columns`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let entra = UUID().uuidString.lowercased()
        let made = try await story.makeConnection(in: tenant, provider: "microsoft", externalID: entra) {
            $0.displayName = "Contoso"
            $0.isDefault = true
            $0.scopes = ["User.Read"]
            $0.metadataJSON = #"{"primary_domain": "contoso.example"}"#
        }
        #expect(made.providerSlug == "microsoft" && made.externalID == entra && made.displayName == "Contoso" && made.isDefault)
        #expect(made.status == "active" && made.healthStatus == "unknown" && made.scopes == ["User.Read"])
        #expect(made.lastHealthCheckAt == nil && made.lastErrorReasonCode.isEmpty && made.lastErrorMessage.isEmpty)
        #expect(made.metadataJSON == #"{"primary_domain": "contoso.example"}"#)
        await expectRefusal(.alreadyExists, "CONNECTION_EXISTS") {
            try await story.makeConnection(in: tenant, provider: "microsoft", externalID: entra.uppercased())
        }
    }

    @Test func `ProviderConnection: one default per (tenant_id, provider) where is_default = true`() async throws {
        let story = try await Story.begin()
        let (tenant, other) = (try await story.makeTenant(), try await story.makeTenant())
        let first = try await story.makeConnection(in: tenant), second = try await story.makeConnection(in: tenant)
        let slack = try await story.makeConnection(in: tenant, provider: "slack"), elsewhere = try await story.makeConnection(in: other)
        for connection in [first, slack, elsewhere] { #expect(try await setDefault(story.client, connection).isDefault) }
        #expect(try await setDefault(story.client, second).isDefault)
        #expect(try await getDefault(story.client, tenant).id == second.id)
        #expect(try await getDefault(story.client, tenant, "slack").id == slack.id)
        #expect(try await getDefault(story.client, other).id == elsewhere.id)

        _ = try await story.client.connections.clearDefaultConnection(
            ClearDefaultConnectionRequest(tenantID: tenant.id, providerSlug: "github"))
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await getDefault(story.client, tenant) }
        #expect(try await getDefault(story.client, other).id == elsewhere.id)
    }

    @Test func `WHEN the default is revoked or deleted, THEN there is none, and a revoked one can not become it`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant) { $0.isDefault = true }
        let revoked = try await story.client.connections.updateTokensStatus(
            UpdateTokensStatusRequest(id: connection.id, status: "revoked"))
        #expect(!revoked.isDefault)
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await getDefault(story.client, tenant) }
        await expectRefusal(.failedPrecondition, "CONNECTION_REVOKED") { try await setDefault(story.client, connection) }
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "is_default") {
            try await story.makeConnection(in: tenant) { ($0.isDefault, $0.status) = (true, "revoked") }
        }
        let next = try await story.makeConnection(in: tenant) { $0.isDefault = true }
        _ = try await story.client.connections.deleteConnection(DeleteConnectionRequest(id: next.id))
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await getDefault(story.client, tenant) }
    }

    @Test func `Validation Rules: actions that toggle is_default must preserve the partial unique invariant`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        var connections: [Connection] = []
        for _ in 0..<8 { connections.append(try await story.makeConnection(in: tenant)) }
        for _ in 0..<5 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for n in 0..<64 { group.addTask { [connections] in _ = try await setDefault(story.client, connections[n % 8]) } }
                try await group.waitForAll()
            }
            let all = try await story.client.connections.listConnections(ListConnectionsRequest(tenantID: tenant.id)).connections
            #expect(all.count { $0.isDefault } == 1)
        }
    }

    @Test func `Validation Rules: provider must be one of allowed providers`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        await expectRefusal(.invalidArgument, "UNKNOWN_PROVIDER", field: "provider_slug") {
            try await story.makeConnection(in: tenant, provider: "fax")
        }
        await expectRefusal(.invalidArgument, "UNKNOWN_PROVIDER", field: "provider_slug") {
            try await story.client.connections.clearDefaultConnection(
                ClearDefaultConnectionRequest(tenantID: tenant.id, providerSlug: "fax"))
        }
    }

    @Test(arguments: ["", "common", "Organizations", "consumers", "contoso.example", "{3f2504e0-4f89-41d3-9a0c-0305e82c3301}", "3f2504e0"])
    func `Validation Rules: entra_tenant_id must be present and formatted as expected`(externalID: String) async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "external_id") {
            try await story.makeConnection(in: tenant, provider: "microsoft", externalID: externalID)
        }
    }

    @Test func `Validation Rules: an Entra tenant id is stored in lower case and found in any`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let id = UUID().uuidString
        let made = try await story.makeConnection(in: tenant, provider: "microsoft", externalID: id)
        #expect(made.externalID == id.lowercased())
        for spelling in [id, id.lowercased()] {
            let request = FindConnectionRequest(tenantID: tenant.id, providerSlug: "microsoft", externalID: spelling)
            #expect(try await story.client.connections.findConnection(request) == made)
        }
    }

    @Test(arguments: [
        ("slack", "E0123ABC"), ("github", "org:42"), ("jira", "not a cloud id"), ("google_drive", "ada@example.org"), ("gmail", "104"),
        ("zoho_cliq", "ünï"), ("zoho_mail", "650000000000000001"), ("google_calendar", "x"),
    ])
    func `for other providers any non-empty printable external id is stored as it is`(provider: String, externalID: String) async throws {
        let story = try await Story.begin()
        let made = try await story.makeConnection(in: try await story.makeTenant(), provider: provider, externalID: externalID)
        #expect(made.externalID == externalID)
    }

    @Test func `Validation Rules: display_name required`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "display_name") {
            try await story.makeConnection(in: tenant) { $0.displayName = "" }
        }
        let service = try await story.member("manager", of: tenant, kind: "service")
        func make(_ externalID: String) async throws -> Connection {
            try await service.connections.createConnection(
                CreateConnectionRequest(tenantID: tenant.id, providerSlug: "google_drive", externalID: externalID))
        }
        #expect(try await make("ada@example.org").displayName == "Google Drive ada@example.org")
        #expect(try await make(String(repeating: "9", count: 255)).displayName == "Google Drive " + String(repeating: "9", count: 187))
    }

    @Test func `GIVEN tokens that expire, WHEN listing what expires before a time, THEN it comes in that order and nothing else does`()
        async throws
    {
        let story = try await Story.begin()
        let tenants = [try await story.makeTenant(), try await story.makeTenant()].sorted { $0.id < $1.id }
        var wanted: [String] = []
        for tenant in tenants {
            for seconds in [300, 100, 200, 900, nil] as [Int64?] {
                let made = try await story.makeConnection(in: tenant) { $0.expiresAt = seconds.map { Timestamp(seconds: $0, nanos: 0) } }
                if let seconds, seconds < 900 { wanted.append("\(tenant.id) \(seconds) \(made.id)") }
            }
        }
        for (scope, expected) in [("", wanted.sorted()), (tenants[1].id, wanted.sorted().filter { $0.hasPrefix(tenants[1].id) })] {
            var request = ListConnectionsRequest(tenantID: scope, expiresBefore: Timestamp(seconds: 900, nanos: 0), pageSize: 2)
            var found: [String] = []
            repeat {
                let page = try await story.client.connections.listConnections(request)
                found += page.connections.map { "\($0.tenantID) \($0.expiresAt?.seconds ?? 0) \($0.id)" }
                request.pageToken = page.nextPageToken
            } while !request.pageToken.isEmpty
            #expect(found == expected)
        }
        let other = ListConnectionsRequest(expiresBefore: Timestamp(seconds: 899, nanos: 0), pageSize: 1)
        let token = try await story.client.connections.listConnections(other).nextPageToken
        await expectRefusal(.invalidArgument, "PAGE_TOKEN_INVALID") {
            try await story.client.connections.listConnections(
                ListConnectionsRequest(expiresBefore: Timestamp(seconds: 900, nanos: 0), pageToken: token))
        }
    }
}
