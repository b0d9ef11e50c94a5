import Access
import FoundationEssentials
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    @Suite struct `The default connection` {
        private func setDefault(_ story: Story, _ id: UUID, as actor: String? = nil, in tenant: UUID? = nil) async throws
            -> ConnectionRecord
        {
            try await story.storage.setDefaultConnection(story.call(actor, in: tenant).scope(for: .connectionManage), id: id).ask()
        }

        private func getDefault(_ story: Story, _ tenant: UUID, _ provider: String = "github") async throws -> ConnectionRecord {
            try await story.storage.getDefaultConnection(
                story.call().singleTenantScope(for: .connectionView, tenant: tenant), providerSlug: provider
            ).ask()
        }

        private func clearDefault(_ story: Story, _ tenant: UUID, _ provider: String = "github") async throws {
            try await story.storage.clearDefaultConnection(
                story.call().singleTenantScope(for: .connectionManage, tenant: tenant), providerSlug: provider
            ).ask()
        }

        private func auditCount(_ story: Story, _ action: String) throws -> String? {
            try PlainSession(story.database.superuserURL).query(
                "SELECT count(*) FROM audit_log WHERE workspace_id = $1 AND action = $2", [story.workspaceID.text, action])[0][0]
        }

        @Test func `switching takes the default from the one that had it, in one step that the trail has once`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let first = try await story.makeConnection(in: tenant), second = try await story.makeConnection(in: tenant)
            let other = try await story.makeConnection(in: tenant, .some("slack"))
            _ = try await setDefault(story, other.id)
            #expect(try await setDefault(story, first.id).isDefault)
            let switched = try await setDefault(story, second.id)
            #expect(switched.isDefault && switched.updatedAt > second.updatedAt)
            #expect(try await getDefault(story, tenant).id == second.id)
            #expect(try await !story.get(first.id).isDefault)
            #expect(try await story.get(other.id).isDefault, "another provider has its own")

            let again = try await setDefault(story, second.id)
            #expect(again == switched, "what is so already is left as it is")
            #expect(try auditCount(story, "connection.default.set") == "3")
        }

        @Test func `clearing, revoking and deleting the default leave none`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            await expectRefusal(.connectionNotFound) { try await getDefault(story, tenant) }
            let ends: [(UUID) async throws -> Void] = [
                { _ in try await clearDefault(story, tenant) },
                { id in _ = try await story.update(id, TokensPatch(status: .set(.revoked))) },
                { id in try await story.storage.deleteConnection(story.call().scope(for: .connectionManage), id: id).ask() },
            ]
            for end in ends {
                let connection = try await story.makeConnection(in: tenant)
                _ = try await setDefault(story, connection.id)
                #expect(try await getDefault(story, tenant).id == connection.id)
                try await end(connection.id)
                await expectRefusal(.connectionNotFound) { try await getDefault(story, tenant) }
            }
            try await clearDefault(story, tenant)
            #expect(try auditCount(story, "connection.default.clear") == "1", "nothing to clear is nothing to record")
            await expectRefusal(.unknownProvider) { try await clearDefault(story, tenant, "fax") }
        }

        @Test func `a revoked connection can not become the default`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let kept = try await story.makeConnection(in: tenant), revoked = try await story.makeConnection(in: tenant)
            _ = try await setDefault(story, kept.id)
            _ = try await story.update(revoked.id, TokensPatch(status: .set(.revoked)))
            await expectRefusal(.connectionRevoked) { try await setDefault(story, revoked.id) }
            #expect(try await getDefault(story, tenant).id == kept.id)
        }

        @Test func `a switch needs the role, and tells strangers nothing`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            let operatorActor = try await story.member(.operator, of: tenant)
            await expectRefusal(.capabilityMissing) { try await setDefault(story, connection.id, as: operatorActor) }
            await expectRefusal(.connectionNotFound) { try await setDefault(story, connection.id, as: other.owner) }
            await expectRefusal(.connectionNotFound) { try await setDefault(story, connection.id, in: UUID()) }
            #expect(try await !story.get(connection.id).isDefault)
        }

        @Test func `after 64 concurrent switches over 8 connections there is exactly one default, 200 times over`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var ids: [UUID] = []
            for _ in 0..<8 { ids.append(try await story.makeConnection(in: tenant).id) }
            let counter = try PlainSession(story.database.superuserURL)
            for _ in 0..<200 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for n in 0..<64 {
                        group.addTask { [ids] in
                            let set = try await setDefault(story, ids[n % 8])
                            #expect(set.id == ids[n % 8] && set.isDefault)
                        }
                    }
                    try await group.waitForAll()
                }
                let defaults = try counter.query("SELECT id FROM connections WHERE tenant_id = $1 AND is_default", [tenant.text])
                #expect(defaults.count == 1)
            }
        }

        @Test func `switches, clears, revocations and creations at once leave at most one default and fail cleanly`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let counter = try PlainSession(story.database.superuserURL)
            for _ in 0..<40 {
                var ids: [UUID] = []
                for _ in 0..<4 { ids.append(try await story.makeConnection(in: tenant).id) }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for n in 0..<24 {
                        group.addTask { [ids] in
                            let id = ids[n % 4]
                            do {
                                switch n % 6 {
                                case 0: try await clearDefault(story, tenant)
                                case 1 where n == 7: _ = try await story.update(id, TokensPatch(status: .set(.revoked)))
                                case 2 where n == 8:
                                    try await story.storage.deleteConnection(
                                        story.call().scope(for: .connectionManage), id: id
                                    ).ask()
                                case 3:
                                    var new = NewConnection.some()
                                    new.isDefault = true
                                    _ = try await story.makeConnection(in: tenant, new)
                                default: _ = try await setDefault(story, id)
                                }
                            } catch StorageError.refused(.connectionRevoked), StorageError.refused(.connectionNotFound) {}
                        }
                    }
                    try await group.waitForAll()
                }
                let defaults = try counter.query("SELECT status FROM connections WHERE tenant_id = $1 AND is_default", [tenant.text])
                #expect(defaults.count <= 1 && !defaults.contains(["revoked"]))
            }
        }
    }
}
