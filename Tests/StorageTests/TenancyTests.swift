import Access
import FoundationEssentials
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    @Suite struct Tenancy {
        @Test func `a workspace may have no owner yet, or one from the start`() async throws {
            let storage = try #require(Database.current).storage
            let workspace = try await storage.createWorkspace(Story.admin().adminAuthority(), name: "Empty", owner: nil).ask()
            #expect(workspace.name == "Empty" && workspace.createdAt == workspace.updatedAt)

            let story = try await Story.begin()
            #expect(try await story.makeTenant() != story.makeTenant())
        }

        @Test func `a workspace owner becomes owner of the tenant it creates, an admin caller that is no member does not`() async throws {
            let story = try await Story.begin()
            let mine = try await story.makeTenant()
            #expect(try await story.list(mine).records.isEmpty)

            let admin = try Story.admin()
            let theirs = try await story.storage.createTenant(
                admin.workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, name: "T"
            ).ask()
            #expect(theirs.workspaceID == story.workspaceID && theirs.name == "T")
            await expectRefusal(.tenantNotFound) { try await story.list(theirs.id) }
            await expectRefusal(.tenantNotFound) { try await story.list(theirs.id, as: admin.actor.text) }
        }

        @Test func `creating a tenant: absent and foreign workspaces are the same, a member lacks the capability`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let member = try await story.member()
            let create = { (actor: String, workspace: UUID) in
                try await story.storage.createTenant(
                    story.call(actor).workspaceAuthority(for: .tenantManage), workspaceID: workspace, name: "T"
                ).ask()
            }
            await expectRefusal(.workspaceNotFound) { try await create(story.owner, UUID()) }
            await expectRefusal(.workspaceNotFound) { try await create(story.owner, other.workspaceID) }
            await expectRefusal(.capabilityMissing) { try await create(member, story.workspaceID) }
            await expectRefusal(.capabilityMissing) {
                try await story.storage.createTenant(
                    story.call(ceiling: [.connectionView]).workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID,
                    name: "T"
                ).ask()
            }
            await expectRefusal(.workspaceNotFound) {
                try await story.storage.createTenant(
                    Story.admin().workspaceAuthority(for: .tenantManage), workspaceID: UUID(), name: "T"
                ).ask()
            }
        }

        @Test func `GIVEN a tenant with connections, WHEN it is deleted, THEN they are gone with it`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant(), kept = try await story.makeTenant()
            let gone = try await story.makeConnection(in: tenant), stays = try await story.makeConnection(in: kept)
            try await story.storage.deleteTenant(story.call().workspaceAuthority(for: .tenantManage), id: tenant).ask()
            await expectRefusal(.connectionNotFound) { try await story.get(gone.id) }
            await expectRefusal(.tenantNotFound) { try await story.list(tenant) }
            #expect(try await story.get(stays.id) == stays)
            await expectRefusal(.tenantNotFound) {
                try await story.storage.deleteTenant(story.call().workspaceAuthority(for: .tenantManage), id: tenant).ask()
            }
        }

        @Test func `an admin caller deletes a tenant with connections it can not see`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            try await story.storage.deleteTenant(Story.admin().workspaceAuthority(for: .tenantManage), id: tenant).ask()
            await expectRefusal(.connectionNotFound) { try await story.get(connection.id) }
        }

        @Test(arguments: 0..<5)
        func `GIVEN writes going on, WHEN their tenant is deleted, THEN each write is done or refused as not found`(round: Int) async throws
        {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            let grantee = try ActorID(try await story.member())
            let refusals = try await withThrowingTaskGroup(of: Verdict?.self) { group in
                for n in 0..<40 {
                    group.addTask {
                        do {
                            switch n % 4 {
                            case 0: _ = try await story.makeConnection(in: tenant)
                            case 1: _ = try await story.update(connection.id, TokensPatch(accessTokenCiphertext: .set([UInt8(n)])))
                            case 2:
                                _ = try await story.storage.grantTenantMembership(
                                    story.call().workspaceAuthority(for: .membershipManage), tenantID: tenant, grantee: grantee,
                                    role: .viewer
                                ).ask()
                            default:
                                var next = NewConnection.some()
                                next.isDefault = true
                                _ = try await story.makeConnection(in: tenant, next)
                            }
                            return nil
                        } catch StorageError.refused(let verdict) {
                            return verdict
                        }
                    }
                    if n == 20 {
                        group.addTask {
                            try await story.storage.deleteTenant(
                                story.call().workspaceAuthority(for: .tenantManage), id: tenant
                            ).ask()
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: Set<Verdict>()) { verdicts, verdict in if let verdict { verdicts.insert(verdict) } }
            }
            #expect(refusals.isSubset(of: [.tenantNotFound, .connectionNotFound]))
            await expectRefusal(.connectionNotFound) { try await story.get(connection.id) }
        }

        @Test func `deleting a tenant: absent and foreign are the same, its members lack the capability`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let tenant = try await story.makeTenant(), second = try await story.makeTenant()
            let outsider = try await story.member(), tenantOwner = try await story.member(.owner, of: tenant)
            let delete = { (actor: String, id: UUID, context: UUID?) in
                try await story.storage.deleteTenant(
                    story.call(actor, in: context).workspaceAuthority(for: .tenantManage), id: id
                ).ask()
            }
            await expectRefusal(.tenantNotFound) { try await delete(story.owner, UUID(), nil) }
            await expectRefusal(.tenantNotFound) { try await delete(other.owner, tenant, nil) }
            await expectRefusal(.tenantNotFound) { try await delete(outsider, tenant, nil) }
            await expectRefusal(.tenantNotFound) { try await delete(story.owner, tenant, second) }
            await expectRefusal(.capabilityMissing) { try await delete(tenantOwner, tenant, nil) }
            #expect(try await story.list(tenant).records.isEmpty)
        }

        @Test func `granting a workspace membership creates it, and granting again changes the role`() async throws {
            let story = try await Story.begin()
            let actor = try ActorID("user:\(UUID().uuidString)")
            let grant = { (role: WorkspaceRole) in
                try await story.storage.grantWorkspaceMembership(
                    story.call().workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, grantee: actor, role: role
                ).ask()
            }
            let first = try await grant(.member), second = try await grant(.owner)
            #expect(first.workspaceID == story.workspaceID && first.tenantID == nil && first.actor == actor.text && first.role == "member")
            #expect(second.role == "owner" && second.createdAt == first.createdAt && second.updatedAt > first.updatedAt)
        }

        @Test func `the last owner of a workspace can not be demoted, not even by an admin caller`() async throws {
            let story = try await Story.begin()
            let owner = try ActorID(story.owner), second = try ActorID("user:\(UUID().uuidString)")
            let grant = { (context: CallContext, actor: ActorID, role: WorkspaceRole) in
                try await story.storage.grantWorkspaceMembership(
                    context.workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, grantee: actor, role: role
                ).ask()
            }
            await expectRefusal(.lastOwner) { try await grant(story.call(), owner, .member) }
            await expectRefusal(.lastOwner) { try await grant(Story.admin(), owner, .member) }
            _ = try await grant(story.call(), second, .owner)
            _ = try await grant(story.call(), owner, .member)
            await expectRefusal(.capabilityMissing) { try await grant(story.call(), owner, .owner) }
            await expectRefusal(.lastOwner) { try await grant(story.call(second.text), second, .member) }
        }

        @Test func `grants in a workspace and in its tenants do not wait for each other in a circle`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            // A pool of its own, so that nobody else's attempts count.
            let configuration = PoolConfiguration(
                url: story.database.databaseURL, appRole: Storage.appRole, adminRole: Storage.adminRole)
            let pool = SessionPool(configuration, statements: Storage.statements, logger: Database.quiet)
            try await pool.start()
            let storage = Storage(pool: pool)
            let owners = try ["a", "b"].map { try ActorID("user:\($0)-\(UUID().uuidString)") }
            for owner in owners {
                _ = try await storage.grantWorkspaceMembership(
                    story.call().workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, grantee: owner, role: .owner
                ).ask()
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for n in 0..<400 {
                    let actor = try story.call(owners[n % 2].text).workspaceAuthority(for: .tenantManage), grantee = owners[1 - n % 2]
                    group.addTask {
                        if n % 4 < 2 {
                            _ = try await storage.grantTenantMembership(
                                actor, tenantID: tenant, grantee: grantee, role: .owner
                            ).ask()
                        } else {
                            _ = try await storage.grantWorkspaceMembership(
                                actor, workspaceID: story.workspaceID, grantee: grantee, role: .owner
                            ).ask()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(pool.counters.retries == 0)
            await pool.shutdown()

            let other = try PlainSession(story.database.superuserURL)
            try other.execute("BEGIN; SELECT 1 FROM workspace_memberships WHERE workspace_id = '\(story.workspaceID)' FOR KEY SHARE")
            _ = try await story.storage.grantWorkspaceMembership(
                story.call().workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, grantee: owners[0], role: .member
            ).ask()
            try other.execute("COMMIT")
        }

        @Test func `two owners who demote each other at once leave one`() async throws {
            let story = try await Story.begin()
            let first = try ActorID(story.owner), second = try ActorID("user:\(UUID().uuidString)")
            _ = try await story.storage.grantWorkspaceMembership(
                story.call().workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, grantee: second, role: .owner
            ).ask()
            let done = await withTaskGroup(of: Bool.self) { group in
                for (actor, grantee) in [(first, second), (second, first)] {
                    group.addTask {
                        (try? await story.storage.grantWorkspaceMembership(
                            story.call(actor.text).workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, grantee: grantee,
                            role: .member
                        ).ask()) != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(done == 1)
        }

        @Test func `a tenant membership needs a membership of the workspace`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let stranger = try ActorID("user:\(UUID().uuidString)")
            for context in [try story.call(), try Story.admin()] {
                await expectRefusal(.workspaceMembershipMissing) {
                    try await story.storage.grantTenantMembership(
                        context.workspaceAuthority(for: .membershipManage), tenantID: tenant, grantee: stranger, role: .viewer
                    ).ask()
                }
            }
        }

        @Test(arguments: TenantRole.allCases)
        func `of a tenant's members only its owner grants`(role: TenantRole) async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let granter = try await story.member(role, of: tenant), grantee = try ActorID(try await story.member())
            let grant = {
                try await story.storage.grantTenantMembership(
                    story.call(granter).workspaceAuthority(for: .membershipManage), tenantID: tenant, grantee: grantee, role: .viewer
                ).ask()
            }
            if role == .owner {
                let membership = try await grant()
                #expect(membership.tenantID == tenant && membership.workspaceID == story.workspaceID && membership.role == "viewer")
            } else {
                await expectRefusal(.capabilityMissing) { try await grant() }
            }
        }

        @Test func `granting in an absent or foreign tenant is one refusal`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let foreign = try await other.makeTenant(), own = try await story.makeTenant()
            let outsider = try await story.member()
            let grant = { (actor: String, tenant: UUID) in
                try await story.storage.grantTenantMembership(
                    story.call(actor).workspaceAuthority(for: .membershipManage), tenantID: tenant, grantee: ActorID(outsider),
                    role: .owner
                ).ask()
            }
            await expectRefusal(.tenantNotFound) { try await grant(story.owner, UUID()) }
            await expectRefusal(.tenantNotFound) { try await grant(story.owner, foreign) }
            await expectRefusal(.tenantNotFound) { try await grant(outsider, own) }
        }

        @Test func `the table itself refuses the role service for a user`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            await #expect(throws: StorageError.self) {
                try await story.storage.grantTenantMembership(
                    story.call().workspaceAuthority(for: .membershipManage), tenantID: tenant, grantee: ActorID(story.owner),
                    role: .service
                ).ask()
            }
        }
    }
}
