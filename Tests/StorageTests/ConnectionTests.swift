import Access
import FoundationEssentials
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    @Suite struct Connections {
        @Test func `Insert connection succeeds`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var new = NewConnection.some("github", "org:42")
            new.displayName = "Our organisation"
            new.scopes = ["repo", "read:org"]
            new.accessTokenCiphertext = [0, 1, 255]
            new.expiresAt = UnixMicroseconds(1_900_000_000_000_001)
            new.metadataJSON = #"{"installation_id": 42}"#
            let made = try await story.makeConnection(in: tenant, new)
            #expect(
                made.tenantID == tenant && made.workspaceID == story.workspaceID && made.providerSlug == "github"
                    && made.externalID == "org:42")
            #expect(
                made.displayName == new.displayName && made.scopes == new.scopes && made.expiresAt == new.expiresAt
                    && made.metadataJSON == new.metadataJSON)
            #expect(made.status == "active" && made.healthStatus == "unknown" && !made.isDefault && made.tokenGeneration == 1)
            #expect(made.hasAccessToken && !made.hasRefreshToken)
            #expect(made.createdAt == made.updatedAt && made.createdAt.value > 0)
            #expect(try await story.get(made.id) == made)
        }

        @Test func `Duplicate tuple rejected`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            _ = try await story.makeConnection(in: tenant, .some("github", "org:42"))
            await expectRefusal(.connectionExists) { try await story.makeConnection(in: tenant, .some("github", "org:42")) }
            _ = try await story.makeConnection(in: tenant, .some("slack", "org:42"))
        }

        @Test func `Tenant isolation enforced`() async throws {
            let story = try await Story.begin()
            let first = try await story.makeConnection(in: story.makeTenant(), .some("github", "org:42"))
            let second = try await story.makeConnection(in: story.makeTenant(), .some("github", "org:42"))
            #expect(first.id != second.id && first.tenantID != second.tenantID)
        }

        @Test func `of twenty who create the same tuple at once one succeeds and the others are told`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            _ = try await story.makeConnection(in: tenant, .some("github", "org:42"))
                            return "made"
                        } catch StorageError.refused(let verdict) {
                            return verdict.rawValue
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == ["made": 1, "CONNECTION_EXISTS": 19])
        }

        @Test func `creating in an absent or foreign tenant is one refusal, whatever is there`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let foreign = try await other.makeTenant()
            _ = try await other.makeConnection(in: foreign, .some("github", "org:42"))
            await expectRefusal(.tenantNotFound) { try await story.makeConnection(in: UUID(), .some("github", "org:42")) }
            await expectRefusal(.tenantNotFound) { try await story.makeConnection(in: foreign, .some("github", "org:42")) }
            await expectRefusal(.tenantNotFound) { try await story.makeConnection(in: foreign, .some("nobody", "org:42")) }
        }

        @Test func `a provider that is not in the catalog is refused`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            await expectRefusal(.unknownProvider) { try await story.makeConnection(in: tenant, .some("nobody")) }
        }

        @Test(arguments: [
            #"{"a": 1e100000, "b": 1e100000, "c": 1e100000}"#, #"{"a": "\u0000"}"#, #"{"a": 1e999999}"#, "{", "[1]", #""text""#,
            #"{"a": "\ud800"}"#,
        ])
        func `metadata the database can not keep is a refusal of that field`(json: String) async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            var new = NewConnection.some()
            new.metadataJSON = json
            await expectRefusal(.metadataInvalid) { try await story.makeConnection(in: tenant, new) }
            await expectRefusal(.metadataInvalid) {
                try await story.storage.updateConnection(
                    story.call().scope(for: .connectionManage), id: connection.id, ConnectionPatch(metadataJSON: .set(json))
                ).ask()
            }
        }

        @Test func `a new default takes the place of the old one, also when twenty come at once`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var new = NewConnection.some()
            new.isDefault = true
            let first = try await story.makeConnection(in: tenant, new)
            #expect(first.isDefault)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        var next = NewConnection.some()
                        next.isDefault = true
                        let made = try await story.makeConnection(in: tenant, next)
                        #expect(made.isDefault)
                    }
                }
                try await group.waitForAll()
            }
            let records = try await story.list(tenant).records
            #expect(records.count == 21 && records.count { $0.isDefault } == 1)
            await expectRefusal(.connectionExists) { try await story.makeConnection(in: tenant, new) }
            #expect(try await story.list(tenant).records == records)
        }

        @Test
        func `GIVEN a creation of a default that waits for the tenant, WHEN its actor is demoted, THEN it is created and is the default`()
            async throws
        {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var new = NewConnection.some()
            new.isDefault = true
            let other = try PlainSession(story.database.superuserURL)
            try other.execute("BEGIN; SELECT 1 FROM tenants WHERE id = '\(tenant)' FOR NO KEY UPDATE")
            async let made = story.makeConnection(in: tenant, new)
            let waiting = """
                SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tenond' AND wait_event_type = 'Lock' AND query LIKE '-- Serialises%'
                """
            try await story.database.wait(until: waiting, is: "1")
            try PlainSession(story.database.superuserURL).execute(
                "UPDATE tenant_memberships SET role = 'viewer' WHERE tenant_id = '\(tenant)'")
            try other.execute("COMMIT")
            #expect(try await made.isDefault)
            #expect(try await story.list(tenant).records.map(\.isDefault) == [true])
        }

        @Test func `GIVEN a connection of another tenant, WHEN it is read or written, THEN it is not found, as if it were not there`()
            async throws
        {
            let story = try await Story.begin(), other = try await Story.begin()
            let theirs = try await other.makeConnection(in: other.makeTenant()).id
            for id in [theirs, UUID()] {
                await expectRefusal(.connectionNotFound) { try await story.get(id) }
                await expectRefusal(.connectionNotFound) { try await story.update(id, TokensPatch(accessTokenCiphertext: .set([1]))) }
                await expectRefusal(.connectionNotFound) {
                    try await story.storage.getConnectionTokens(story.call().scope(for: .tokensRead), id: id).ask()
                }
                await expectRefusal(.connectionNotFound) {
                    try await story.storage.updateConnection(
                        story.call().scope(for: .connectionManage), id: id, ConnectionPatch(displayName: .set("x"))
                    ).ask()
                }
                await expectRefusal(.connectionNotFound) {
                    try await story.storage.deleteConnection(story.call().scope(for: .connectionManage), id: id).ask()
                }
            }
            #expect(try await other.get(theirs).tokenGeneration == 1)
        }

        @Test func `GIVEN a tenant context, WHEN a connection of another own tenant is read by id, THEN it is not found`() async throws {
            let story = try await Story.begin()
            let here = try await story.makeTenant(), there = try await story.makeTenant()
            let connection = try await story.makeConnection(in: there)
            #expect(try await story.get(connection.id, in: there) == connection)
            await expectRefusal(.connectionNotFound) { try await story.get(connection.id, in: here) }
        }

        @Test func `of reads that come together each sees what its own actor and tenant context let it see`() async throws {
            let stories = [try await Story.begin(), try await Story.begin()]
            var connections: [(owner: String, record: ConnectionRecord)] = []
            for story in stories {
                for _ in 0..<2 {
                    let tenant = try await story.makeTenant()
                    for _ in 0..<3 { connections.append((story.owner, try await story.makeConnection(in: tenant))) }
                }
            }
            let contexts = [nil] + Set(connections.map(\.record.tenantID)).map(Optional.some)
            let story = stories[0]
            try await withThrowingTaskGroup { group in
                for asked in connections + connections.reversed() {
                    for actor in stories.map(\.owner) {
                        for context in contexts {
                            group.addTask {
                                let isSeen = actor == asked.owner && (context == nil || context == asked.record.tenantID)
                                let seen = try? await story.get(asked.record.id, as: actor, in: context)
                                #expect(seen == (isSeen ? asked.record : nil))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }

        @Test(arguments: TenantRole.allCases)
        func `each role may do what its capabilities say, and is told what it lacks`(role: TenantRole) async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let actor = try await story.member(role, of: tenant)
            let connection = try await story.makeConnection(in: tenant)
            let call = try story.call(actor), storage = story.storage
            let acts: [(Capability, () async throws -> Void)] = [
                (
                    .connectionView,
                    { _ = try await storage.getConnection(call.scope(for: .connectionView), id: connection.id).ask() }
                ),
                (
                    .connectionView,
                    {
                        _ = try await storage.listConnections(
                            call.scope(for: .connectionView, tenant: tenant), ConnectionFilter(), pageSize: 1, pageToken: ""
                        ).ask()
                    }
                ),
                (
                    .tokensRead,
                    { _ = try await storage.getConnectionTokens(call.scope(for: .tokensRead), id: connection.id).ask() }
                ),
                (
                    .tokensWrite,
                    {
                        _ = try await storage.updateTokensStatus(
                            call.scope(for: .tokensWrite), id: connection.id, TokensPatch(accessTokenCiphertext: .set([1]))
                        ).ask()
                    }
                ),
                (
                    .connectionManage,
                    {
                        _ = try await storage.updateConnection(
                            call.scope(for: .connectionManage), id: connection.id, ConnectionPatch(displayName: .set("x"))
                        ).ask()
                    }
                ),
                (
                    .connectionManage,
                    {
                        _ = try await storage.createConnection(
                            call.singleTenantScope(for: .connectionManage, tenant: tenant), .some()
                        ).ask()
                    }
                ),
                (
                    .connectionManage,
                    { try await storage.deleteConnection(call.scope(for: .connectionManage), id: connection.id).ask() }
                ),
            ]
            for (capability, act) in acts {
                if role.capabilities.contains(capability) {
                    try await act()
                } else {
                    await expectRefusal(.capabilityMissing) { try await act() }
                }
            }
        }

        @Test func `a caller's ceiling holds for an owner too, and tells strangers nothing`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            let low = try story.call(ceiling: [.connectionView]), none = try story.call(ceiling: [])
            await expectRefusal(.capabilityMissing) {
                try await story.storage.deleteConnection(low.scope(for: .connectionManage), id: connection.id).ask()
            }
            await expectRefusal(.connectionNotFound) {
                try await story.storage.deleteConnection(
                    story.call(other.owner, ceiling: []).scope(for: .connectionManage), id: connection.id
                ).ask()
            }
            for scope in [none.scope(for: .connectionView), none.scope(for: .connectionView, tenant: tenant)] {
                await expectRefusal(.capabilityMissing) {
                    try await story.storage.listConnections(scope, ConnectionFilter(), pageSize: 1, pageToken: "").ask()
                }
            }
        }

        @Test func `finding by tuple: own, missing, foreign`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let tenant = try await story.makeTenant()
            let made = try await story.makeConnection(in: tenant, .some("github", "org:42"))
            let find = { (tenant: UUID, externalID: String) in
                try await story.storage.findConnection(
                    story.call().singleTenantScope(for: .connectionView, tenant: tenant), providerSlug: "github", externalID: externalID
                ).ask()
            }
            #expect(try await find(tenant, "org:42") == made)
            await expectRefusal(.connectionNotFound) { try await find(tenant, "org:43") }
            let foreign = try await other.makeTenant()
            _ = try await other.makeConnection(in: foreign, .some("github", "org:42"))
            await expectRefusal(.tenantNotFound) { try await find(foreign, "org:42") }
            await expectRefusal(.tenantNotFound) { try await find(UUID(), "org:42") }
        }

        @Test func `a partial update changes what it names, clears what it empties, and moves updated_at`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var new = NewConnection.some()
            new.displayName = "before"
            new.scopes = ["a"]
            new.metadataJSON = #"{"k": 1}"#
            let made = try await story.makeConnection(in: tenant, new)
            let update = { (patch: ConnectionPatch) in
                try await story.storage.updateConnection(story.call().scope(for: .connectionManage), id: made.id, patch).ask()
            }
            let named = try await update(ConnectionPatch(displayName: .set("after")))
            var expected = made
            expected.displayName = "after"
            expected.updatedAt = named.updatedAt
            #expect(named == expected && named.updatedAt > made.updatedAt)

            let cleared = try await update(ConnectionPatch(scopes: .set(nil), metadataJSON: .set(nil)))
            #expect(
                cleared.scopes == nil && cleared.metadataJSON == nil && cleared.displayName == "after"
                    && cleared.updatedAt > named.updatedAt)
            #expect(try await update(ConnectionPatch(scopes: .set([]))).scopes == [])
        }

        @Test func `a deleted connection is not found, and its tuple is free again`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let made = try await story.makeConnection(in: tenant, .some("github", "org:42"))
            let scope = try story.call().scope(for: .connectionManage)
            try await story.storage.deleteConnection(scope, id: made.id).ask()
            await expectRefusal(.connectionNotFound) { try await story.storage.deleteConnection(scope, id: made.id).ask() }
            _ = try await story.makeConnection(in: tenant, .some("github", "org:42"))
        }
    }
}
