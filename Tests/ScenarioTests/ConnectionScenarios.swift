import Foundation
import TenonClient
import TestKit
import Testing

/// Connections, as their requirements say it.
@Suite(.daemon)
struct ConnectionScenarios {
    @Test func `Insert connection succeeds: GIVEN a tenant and a provider, WHEN inserting, THEN the row is created and timestamps are set`()
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let expiry = Timestamp(seconds: 1_900_000_000, nanos: 123_456_000)
        let connection = try await story.makeConnection(in: tenant, provider: "slack", externalID: "T024BE7LD") {
            $0.displayName = "Team"
            $0.scopes = ["chat:write", "users:read"]
            $0.accessTokenCiphertext = [0, 1, 255]
            $0.expiresAt = expiry
            $0.metadataJSON = #"{"team_id":"T024BE7LD","nested":{"a":[1,2.5,null,true]}}"#
        }
        #expect(connection.tenantID == tenant.id && connection.workspaceID == story.workspace.id)
        #expect(connection.status == "active" && connection.healthStatus == "unknown" && !connection.isDefault)
        #expect(connection.scopes == ["chat:write", "users:read"] && connection.expiresAt == expiry)
        #expect(connection.hasAccessToken && !connection.hasRefreshToken && connection.tokenGeneration == 1)
        let created = try #require(connection.createdAt)
        #expect(connection.updatedAt == created && abs(Date.now.timeIntervalSince1970 - Double(created.seconds)) < 60)
        let metadata = try JSONDecoder().decode([String: JSONValue].self, from: Data(connection.metadataJSON.utf8))
        #expect(metadata["team_id"] == .string("T024BE7LD"))

        let read = try await story.client.connections.getConnection(GetConnectionRequest(id: connection.id.uppercased()))
        #expect(read == connection)
    }

    @Test
    func `Duplicate tuple rejected: GIVEN (T, github, org:42), WHEN inserting the same tuple, THEN it fails due to unique constraint`()
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let first = try await story.makeConnection(in: tenant, externalID: "org:42")
        await expectRefusal(.alreadyExists, "CONNECTION_EXISTS") { try await story.makeConnection(in: tenant, externalID: "org:42") }
        let output = try story.daemon.psql(
            """
            INSERT INTO connections (id, tenant_id, workspace_id, provider_slug, external_id)
            VALUES (gen_random_uuid(), '\(tenant.id)', '\(story.workspace.id)', 'github', 'org:42')
            """)
        #expect(output.standardError.contains("duplicate key value violates unique constraint"))
        let page = try await story.client.connections.listConnections(ListConnectionsRequest(tenantID: tenant.id))
        #expect(page.connections == [first])
    }

    @Test
    func `Tenant isolation enforced: GIVEN tenants T1 and T2, WHEN each inserts the same (provider, external id), THEN both rows exist`()
        async throws
    {
        let story = try await Story.begin()
        let (one, two) = (try await story.makeTenant("T1"), try await story.makeTenant("T2"))
        let first = try await story.makeConnection(in: one, externalID: "org:7")
        let second = try await story.makeConnection(in: two, externalID: "org:7")
        #expect(first.id != second.id)
        for (tenant, connection) in [(one, first), (two, second)] {
            let found = try await story.client.connections.findConnection(
                FindConnectionRequest(tenantID: tenant.id, providerSlug: "github", externalID: "org:7"))
            #expect(found == connection)
        }
    }

    @Test func `Tenant-scoped listing: GIVEN connections across tenants, WHEN listing (T1, github), THEN only those are returned`()
        async throws
    {
        let story = try await Story.begin()
        let (one, two) = (try await story.makeTenant("T1"), try await story.makeTenant("T2"))
        var expected: [Connection] = []
        for index in 0..<3 {
            expected.append(try await story.makeConnection(in: one, externalID: "org:\(index)"))
            _ = try await story.makeConnection(in: one, provider: "slack", externalID: "T\(index)")
            _ = try await story.makeConnection(in: two, externalID: "org:\(index)")
        }
        let page = try await story.client.connections.listConnections(ListConnectionsRequest(tenantID: one.id, providerSlug: "github"))
        #expect(page.connections == expected && page.nextPageToken.isEmpty)

        let context = story.daemon.client(actor: story.owner, tenant: one.id)
        let fromContext = try await context.connections.listConnections(ListConnectionsRequest(providerSlug: "github"))
        #expect(fromContext.connections == expected, "the tenant context stands in for tenant_id")
        let explicit = try await context.connections.listConnections(ListConnectionsRequest(tenantID: two.id))
        #expect(explicit.connections.map(\.tenantID) == [two.id, two.id, two.id], "tenant_id wins over the tenant context")
        let all = try await story.client.connections.listConnections(ListConnectionsRequest())
        #expect(all.connections.count == 9)
    }

    @Test func `GIVEN a tenant with connections, WHEN the tenant is deleted, THEN its connections are gone`() async throws {
        let story = try await Story.begin()
        let (tenant, other) = (try await story.makeTenant(), try await story.makeTenant())
        let gone = try await story.makeConnection(in: tenant)
        let kept = try await story.makeConnection(in: other)
        _ = try await story.client.tenancy.deleteTenant(DeleteTenantRequest(id: tenant.id))
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await story.client.connections.getConnection(GetConnectionRequest(id: gone.id))
        }
        #expect(try await story.client.connections.getConnection(GetConnectionRequest(id: kept.id)) == kept)
        let count = try story.daemon.psql("SELECT count(*) FROM connections WHERE tenant_id = '\(tenant.id)'")
        #expect(count.standardOutput == "0\n")
    }

    @Test func `WHEN a connection is updated, THEN updated_at moves, created_at stays and only the masked fields change`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant()) {
            $0.displayName = "Before"
            $0.scopes = ["a"]
            $0.metadataJSON = #"{"k":1}"#
        }
        let renamed = try await story.client.connections.updateConnection(UpdateConnectionRequest(id: connection.id, displayName: "After"))
        #expect(renamed.displayName == "After" && renamed.scopes == ["a"] && renamed.metadataJSON == connection.metadataJSON)
        #expect(renamed.createdAt == connection.createdAt)
        let (before, after) = (try #require(connection.updatedAt), try #require(renamed.updatedAt))
        #expect((after.seconds, after.nanos) > (before.seconds, before.nanos))
        #expect(renamed.tokenGeneration == connection.tokenGeneration)

        let cleared = try await story.client.connections.updateConnection(
            UpdateConnectionRequest(id: connection.id, updateMask: FieldMask(paths: ["scopes", "metadata_json"])))
        #expect(cleared.scopes == [] && cleared.metadataJSON == "" && cleared.displayName == "After")
    }

    @Test func `Partial update of tokens: WHEN one field is named, THEN the others stay, and an empty named field is cleared`() async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let expiry = Timestamp(seconds: 1_900_000_000, nanos: 0)
        let connection = try await story.makeConnection(in: tenant) {
            $0.accessTokenCiphertext = Array("access".utf8)
            $0.refreshTokenCiphertext = Array("refresh".utf8)
            $0.expiresAt = expiry
        }
        let reader = try await story.member("service", of: tenant, kind: "service")
        let refreshed = try await reader.connections.updateTokensStatus(
            UpdateTokensStatusRequest(id: connection.id, accessTokenCiphertext: Array("second".utf8), expectedTokenGeneration: 1))
        #expect(refreshed.tokenGeneration == 2 && refreshed.hasRefreshToken && refreshed.expiresAt == expiry)

        let dropped = try await reader.connections.updateTokensStatus(
            UpdateTokensStatusRequest(id: connection.id, updateMask: FieldMask(paths: ["refresh_token_ciphertext", "expires_at"])))
        #expect(dropped.tokenGeneration == 3 && !dropped.hasRefreshToken && dropped.expiresAt == nil)

        let failed = try await reader.connections.updateTokensStatus(UpdateTokensStatusRequest(id: connection.id, status: "error"))
        #expect(failed.status == "error" && failed.tokenGeneration == 3, "the generation moves only with token bytes")

        let tokens = try await reader.connections.getConnectionTokens(GetConnectionTokensRequest(id: connection.id))
        #expect(tokens.accessTokenCiphertext == Array("second".utf8) && tokens.refreshTokenCiphertext.isEmpty)
        #expect(tokens.tokenGeneration == 3 && tokens.status == "error")
    }

    @Test func `GIVEN tokens somebody else replaced, WHEN updating from the old generation, THEN it is aborted with the current one`()
        async throws
    {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        let update = { (token: String) in
            try await story.client.connections.updateTokensStatus(
                UpdateTokensStatusRequest(id: connection.id, accessTokenCiphertext: Array(token.utf8), expectedTokenGeneration: 1))
        }
        #expect(try await update("winner").tokenGeneration == 2)
        let error = await expectRefusal(.aborted, "TOKEN_GENERATION_MISMATCH") { try await update("loser") }
        #expect(error?.metadata == ["token_generation": "2"])
    }

    @Test func `GIVEN a revoked connection, WHEN its tokens are read, THEN it is refused, and only a new access token brings it back`()
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant) { $0.accessTokenCiphertext = [1] }
        let service = try await story.member("service", of: tenant, kind: "service")
        _ = try await service.connections.updateTokensStatus(UpdateTokensStatusRequest(id: connection.id, status: "revoked"))
        await expectRefusal(.failedPrecondition, "CONNECTION_REVOKED") {
            try await service.connections.getConnectionTokens(GetConnectionTokensRequest(id: connection.id))
        }
        for status in ["active", "error"] {
            await expectRefusal(.failedPrecondition, "STATUS_TRANSITION") {
                try await service.connections.updateTokensStatus(UpdateTokensStatusRequest(id: connection.id, status: status))
            }
        }
        let back = try await service.connections.updateTokensStatus(
            UpdateTokensStatusRequest(id: connection.id, accessTokenCiphertext: [2], status: "active"))
        #expect(back.status == "active")
    }

    @Test func `WHEN a connection is created as the default, THEN it takes the place of the one before`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let first = try await story.makeConnection(in: tenant) { $0.isDefault = true }
        #expect(first.isDefault)
        let second = try await story.makeConnection(in: tenant) { $0.isDefault = true }
        #expect(second.isDefault)
        #expect(try await story.client.connections.getConnection(GetConnectionRequest(id: first.id)).isDefault == false)
    }

    @Test func `WHEN a connection is deleted, THEN it is not found, and its place is free again`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant, externalID: "org:9")
        _ = try await story.client.connections.deleteConnection(DeleteConnectionRequest(id: connection.id))
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await story.client.connections.deleteConnection(DeleteConnectionRequest(id: connection.id))
        }
        #expect(try await story.makeConnection(in: tenant, externalID: "org:9").id != connection.id)
    }

    @Test func `Keyset paging: GIVEN 1000 rows and inserts going on, WHEN paging, THEN no row comes twice and each first row exactly once`()
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let initial = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1_000 { group.addTask { try await story.makeConnection(in: tenant).id } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        var seen: [String] = []
        var request = ListConnectionsRequest(tenantID: tenant.id, pageSize: 37)
        repeat {
            async let insert = story.makeConnection(in: tenant)
            let page = try await story.client.connections.listConnections(request)
            #expect(page.connections.count <= 37)
            seen += page.connections.map(\.id)
            request.pageToken = page.nextPageToken
            _ = try await insert
        } while !request.pageToken.isEmpty && seen.count < 3_000
        #expect(Set(seen).count == seen.count, "no row twice")
        #expect(initial.isSubset(of: seen), "every row that was there at the start")
    }

    @Test func `WHEN the page size is 0, above 1000 or negative, THEN it is 50, 1000 or refused`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        try await withThrowingTaskGroup { group in
            for _ in 0..<60 { group.addTask { _ = try await story.makeConnection(in: tenant) } }
            try await group.waitForAll()
        }
        let list = { (size: Int32) in
            try await story.client.connections.listConnections(ListConnectionsRequest(tenantID: tenant.id, pageSize: size)).connections
                .count
        }
        #expect(try await list(0) == 50)
        #expect(try await list(5_000) == 60)
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "page_size") { try await list(-1) }
    }

    @Test func `GIVEN large connections, WHEN a page of 1000 is asked for, THEN it ends at 1 MiB and the next one goes on`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        for _ in 0..<20 {
            _ = try await story.makeConnection(in: tenant) { $0.metadataJSON = "{\"k\":\"\(String(repeating: "v", count: 65_000))\"}" }
        }
        var counts: [Int] = []
        var request = ListConnectionsRequest(tenantID: tenant.id, pageSize: 1_000)
        repeat {
            let page = try await story.client.connections.listConnections(request)
            counts.append(page.connections.count)
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty && counts.count < 20
        #expect(counts == [16, 4])
    }

    @Test func `WHEN a page token is damaged or of another query, THEN it is refused`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        for _ in 0..<3 { _ = try await story.makeConnection(in: tenant) }
        let list = { (provider: String, token: String) in
            try await story.client.connections.listConnections(
                ListConnectionsRequest(tenantID: tenant.id, providerSlug: provider, pageSize: 1, pageToken: token))
        }
        let token = try await list("github", "").nextPageToken
        #expect(try await list("github", token).connections.count == 1)
        for (provider, token) in [("slack", token), ("github", String(token.dropLast())), ("github", "nonsense"), ("github", token + "A")] {
            await expectRefusal(.invalidArgument, "PAGE_TOKEN_INVALID", field: "page_token") { try await list(provider, token) }
        }
    }
}

/// A JSON value, as far as the tests look into it.
private enum JSONValue: Decodable, Equatable {
    case string(String)
    case other

    init(from decoder: any Decoder) throws {
        self = (try? decoder.singleValueContainer().decode(String.self)).map(JSONValue.string) ?? .other
    }
}
