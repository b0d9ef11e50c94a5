import Access
import FoundationEssentials
import Postgres
import Testing

@testable import Storage

@Suite struct `Audit actions` {
    @Test func `the stable ids are these`() {
        #expect(
            AuditAction.allCases.map(\.rawValue) == [
                "provider.upsert", "workspace.create", "workspace.delete", "tenant.create", "tenant.delete", "workspace.membership.grant",
                "workspace.membership.revoke", "tenant.membership.grant", "tenant.membership.revoke", "connection.create",
                "connection.update", "connection.tokens.update", "connection.default.set", "connection.default.clear", "connection.delete",
                "run.start", "run.finish",
            ])
    }

    /// Statements of a segment in which another one writes the row.
    private static let silent: Set<String> = ["set_created_default"]

    @Test(arguments: Storage.statements)
    func `a statement that changes something writes a row of the trail`(statement: Statement) {
        let changes = statement.text.contains(/\b(INSERT INTO|DELETE FROM|UPDATE [a-z_]+ [a-z]+ SET)\b/)
        #expect(statement.text.contains("INSERT INTO audit_log") == (changes && !Self.silent.contains(statement.name)))
    }
}

extension `Storage on PostgreSQL` {
    @Suite struct `The trail` {
        /// What the trail says of the story's workspace, oldest first.
        private func trail(_ story: Story, of actor: String? = nil) throws -> [[String?]] {
            try PlainSession(story.database.superuserURL).query(
                """
                SELECT action, outcome, actor, caller, caller_uid, caller_pid, tenant_id, target_type, target_id, payload, request_id FROM audit_log
                WHERE workspace_id = $1 AND ($2 = '' OR actor = $2) ORDER BY at, id
                """, [story.workspaceID.text, actor ?? ""])
        }

        @Test func `each change writes one row that says who, what, where and which fields`() async throws {
            let story = try await Story.begin()
            let storage = story.storage, bob = try ActorID("service:bob-\(UUID().text)")
            let caller = Caller(name: "web", uid: 501, mayActAs: [ActorPattern("*")])
            let call = try CallContext(
                caller: caller, processID: 77, groupID: 5, actor: story.owner, tenantContext: nil, requestID: "r-1")
            let tenants = call.workspaceAuthority(for: .tenantManage), members = call.workspaceAuthority(for: .membershipManage)
            let tenant = try await storage.createTenant(tenants, workspaceID: story.workspaceID, name: "T").ask().id
            _ = try await storage.grantWorkspaceMembership(
                tenants, workspaceID: story.workspaceID, grantee: bob, role: .member
            ).ask()
            _ = try await storage.grantTenantMembership(members, tenantID: tenant, grantee: bob, role: .service).ask()
            var new = NewConnection.some("github", "org:1")
            new.accessTokenCiphertext = Array("canary-token".utf8)
            new.metadataJSON = #"{"secret": "canary-metadata"}"#
            new.scopes = ["canary-scope"]
            new.isDefault = true
            let id = try await storage.createConnection(
                call.singleTenantScope(for: .connectionManage, tenant: tenant), new
            ).ask().id
            _ = try await storage.updateConnection(
                call.scope(for: .connectionManage), id: id,
                ConnectionPatch(displayName: .set("Ours"), metadataJSON: .set(#"{"k": "canary-metadata"}"#))
            ).ask()
            _ = try await storage.updateTokensStatus(
                call.scope(for: .tokensWrite), id: id,
                TokensPatch(refreshTokenCiphertext: .set(Array("canary-token".utf8)), status: .set(.error))
            ).ask()
            try await storage.deleteConnection(call.scope(for: .connectionManage), id: id).ask()
            try await storage.revokeTenantMembership(members, tenantID: tenant, member: bob).ask()
            try await storage.revokeWorkspaceMembership(tenants, workspaceID: story.workspaceID, member: bob).ask()
            try await storage.deleteTenant(tenants, id: tenant).ask()
            try await storage.deleteWorkspace(Story.admin().adminAuthority(), id: story.workspaceID).ask()

            let rows = try trail(story)
            let who = [story.owner, "web", "501", "77"]
            func row(_ action: String, _ tenant: String?, _ type: String, _ target: String, _ payload: String) -> [String?] {
                [action, "done"] + who + [tenant, type, target, payload, "r-1"]
            }
            #expect(
                rows.dropFirst().dropLast() == [
                    row("tenant.create", tenant.text, "tenant", tenant.text, #"{"name": "T"}"#),
                    row("workspace.membership.grant", nil, "membership", bob.text, #"{"role": "member"}"#),
                    row("tenant.membership.grant", tenant.text, "membership", bob.text, #"{"role": "service"}"#),
                    row(
                        "connection.create", tenant.text, "connection", id.text,
                        #"{"fields": ["scopes", "access_token_ciphertext", "metadata_json"], "status": "active", "is_default": true, "#
                            + #""external_id": "org:1", "display_name": "GitHub org:1", "provider_slug": "github"}"#),
                    row(
                        "connection.update", tenant.text, "connection", id.text,
                        #"{"fields": ["display_name", "metadata_json"], "display_name": "Ours"}"#),
                    row(
                        "connection.tokens.update", tenant.text, "connection", id.text,
                        #"{"fields": ["refresh_token_ciphertext", "status"], "status": "error", "token_generation": 2}"#),
                    row(
                        "connection.delete", tenant.text, "connection", id.text, #"{"external_id": "org:1", "provider_slug": "github"}"#),
                    row("tenant.membership.revoke", tenant.text, "membership", bob.text, #"{"role": "service"}"#),
                    row("workspace.membership.revoke", nil, "membership", bob.text, #"{"role": "member"}"#),
                    row("tenant.delete", tenant.text, "tenant", tenant.text, #"{"name": "T"}"#),
                ])
            #expect(rows.first?[0] == "workspace.create" && rows.last?[0] == "workspace.delete")
            #expect(!"\(rows)".contains("canary"))
        }

        @Test func `a refusal of what the actor may see is one denied row, once a second at most`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            let viewer = try await story.member(.viewer, of: tenant)
            let scope = try story.call(viewer).scope(for: .connectionManage)
            func seconds() throws -> Int {
                try #require(
                    Int(PlainSession(story.database.superuserURL).query("SELECT floor(extract(epoch FROM now()))::bigint")[0][0] ?? ""))
            }
            let before = try seconds()
            for _ in 0..<20 {
                await expectRefusal(.capabilityMissing) {
                    try await story.storage.deleteConnection(scope, id: connection.id).ask()
                }
            }
            let after = try seconds()
            let rows = try trail(story, of: viewer)
            #expect((1...(after - before + 1)).contains(rows.count))
            #expect(rows[0].prefix(3) == ["connection.delete", "denied", viewer])
            #expect(rows[0][8] == connection.id.text && rows[0][9] == #"{"reason": "CAPABILITY_MISSING"}"#)
            // Another action has a second of its own.
            await expectRefusal(.capabilityMissing) {
                try await story.storage.updateConnection(scope, id: connection.id, ConnectionPatch(displayName: .set("x"))).ask()
            }
            #expect(try trail(story, of: viewer).last?[0] == "connection.update")
        }

        @Test func `the wrong state is recorded with its reason`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant(), connection = try await story.makeConnection(in: tenant)
            let owner = try ActorID(story.owner), outsider = try ActorID("user:\(UUID().text)")
            let tenants = try story.call().workspaceAuthority(for: .tenantManage)
            let members = try story.call().workspaceAuthority(for: .membershipManage)
            await expectRefusal(.lastOwner) {
                try await story.storage.revokeWorkspaceMembership(tenants, workspaceID: story.workspaceID, member: owner).ask()
            }
            await expectRefusal(.lastOwner) {
                try await story.storage.grantWorkspaceMembership(
                    tenants, workspaceID: story.workspaceID, grantee: owner, role: .member
                ).ask()
            }
            await expectRefusal(.workspaceMembershipMissing) {
                try await story.storage.grantTenantMembership(members, tenantID: tenant, grantee: outsider, role: .viewer).ask()
            }
            await expectRefusal(.workspaceNotEmpty) {
                try await story.storage.deleteWorkspace(
                    Story.admin(actor: "user:admin-\(story.workspaceID.text)").adminAuthority(), id: story.workspaceID
                ).ask()
            }
            _ = try await story.update(connection.id, TokensPatch(status: .set(.revoked)))
            await expectRefusal(.statusTransition) {
                try await story.update(connection.id, TokensPatch(status: .set(.error)))
            }
            let denied = try trail(story).filter { $0[1] == "denied" }.map { [$0[0] ?? "", $0[9] ?? ""] }
            #expect(
                denied == [
                    ["workspace.membership.revoke", #"{"reason": "LAST_OWNER"}"#],
                    ["workspace.membership.grant", #"{"role": "member", "reason": "LAST_OWNER"}"#],
                    ["tenant.membership.grant", #"{"role": "viewer", "reason": "WORKSPACE_MEMBERSHIP_MISSING"}"#],
                    ["workspace.delete", #"{"reason": "WORKSPACE_NOT_EMPTY"}"#],
                    ["connection.tokens.update", #"{"reason": "STATUS_TRANSITION"}"#],
                ])
        }

        @Test func `reads, lost races, bad input, what changes nothing and what is not to be seen leave no row`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant(), connection = try await story.makeConnection(in: tenant)
            let viewer = try await story.member(.viewer, of: tenant), stranger = "user:\(UUID().text)"
            let count = try trail(story).count
            _ = try await story.get(connection.id)
            _ = try await story.list(tenant)
            await expectRefusal(.capabilityMissing) {
                try await story.storage.getConnectionTokens(story.call(viewer).scope(for: .tokensRead), id: connection.id).ask()
            }
            await #expect(throws: StorageError.self) {
                try await story.update(connection.id, TokensPatch(accessTokenCiphertext: .set([1]), expectedTokenGeneration: 9))
            }
            await expectRefusal(.connectionExists) {
                try await story.makeConnection(in: tenant, .some(connection.providerSlug, connection.externalID))
            }
            await expectRefusal(.unknownProvider) { try await story.makeConnection(in: tenant, .some("myspace")) }
            try await story.storage.revokeWorkspaceMembership(
                story.call().workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, member: try ActorID(stranger)
            ).ask()
            await expectRefusal(.connectionNotFound) {
                try await story.storage.deleteConnection(
                    story.call(stranger).scope(for: .connectionManage), id: connection.id
                ).ask()
            }
            await expectRefusal(.workspaceNotFound) {
                try await story.storage.createTenant(
                    story.call(stranger).workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, name: "T"
                ).ask()
            }
            #expect(try trail(story).count == count)
        }

        @Test func `the trail of a deleted tenant stays, for the workspace's owner and for admin callers`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            _ = try await story.makeConnection(in: tenant)
            let authority = try story.call().workspaceAuthority(for: .tenantManage),
                audit = try story.call().workspaceAuthority(for: .auditView)
            try await story.storage.deleteTenant(authority, id: tenant).ask()
            func actions(_ authority: WorkspaceAuthority, _ place: AuditPlace) async throws -> [String] {
                try await story.storage.listAuditEvents(authority, in: place, AuditFilter(), pageSize: 10, pageToken: "").ask()
                    .records.map(\.action)
            }
            let wanted = ["tenant.delete", "connection.create", "tenant.create"]
            #expect(try await actions(audit, .workspace(story.workspaceID, tenant: tenant)) == wanted)
            await expectRefusal(.tenantNotFound) { try await actions(audit, .tenant(tenant)) }
            let admin = try Story.admin()
            #expect(
                try await actions(admin.workspaceAuthority(for: .auditView), .workspace(story.workspaceID, tenant: tenant)) == wanted)
            #expect(try await actions(admin.workspaceAuthority(for: .auditView), .everywhere(admin.adminAuthority())).count == 10)
        }

        @Test func `pages go from the newest on, filtered, each event once, with tokens of their own query`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var ids: [UUID] = []
            for n in 0..<7 { ids.append(try await story.makeConnection(in: tenant, .some(n < 5 ? "github" : "slack")).id) }
            let authority = try story.call().workspaceAuthority(for: .auditView)
            func all(_ filter: AuditFilter, pageSize: Int) async throws -> [AuditRecord] {
                var records: [AuditRecord] = []
                var token = ""
                repeat {
                    let page = try await story.storage.listAuditEvents(
                        authority, in: .tenant(tenant), filter, pageSize: pageSize, pageToken: token
                    ).ask()
                    #expect(page.records.count <= pageSize)
                    records += page.records
                    token = page.nextPageToken
                } while !token.isEmpty
                return records
            }
            let everything = try await all(AuditFilter(), pageSize: 3)
            #expect(everything.map(\.targetID) == ids.reversed().map(\.text) + [tenant.text])
            #expect(try await all(AuditFilter(action: .connectionCreate), pageSize: 2).count == 7)
            #expect(try await all(AuditFilter(targetID: ids[2].text), pageSize: 2).map(\.targetID) == [ids[2].text])
            #expect(try await all(AuditFilter(actor: ActorID("user:nobody")), pageSize: 2).isEmpty)
            let middle = everything[3]
            #expect(try await all(AuditFilter(after: middle.at), pageSize: 50).count == 3)
            #expect(try await all(AuditFilter(before: middle.at), pageSize: 50).count == 4)
            let token = try await story.storage.listAuditEvents(
                authority, in: .tenant(tenant), AuditFilter(), pageSize: 2, pageToken: ""
            ).ask().nextPageToken
            await expectRefusal(.pageTokenInvalid) {
                try await story.storage.listAuditEvents(
                    authority, in: .tenant(tenant), AuditFilter(action: .tenantCreate), pageSize: 2, pageToken: token
                ).ask()
            }
        }
    }

    @Suite struct `The last owner` {
        /// What two owners do to each other at the same moment.
        @Test(arguments: ["revoke revoke", "demote demote", "revoke demote"], 0..<15)
        func `two owners can not leave a workspace without one`(what: String, round: Int) async throws {
            let story = try await Story.begin()
            let first = try ActorID(story.owner), second = try ActorID("user:\(UUID().text)")
            _ = try await story.storage.grantWorkspaceMembership(
                story.call().workspaceAuthority(for: .tenantManage), workspaceID: story.workspaceID, grantee: second, role: .owner
            ).ask()
            func end(_ target: ActorID, by actor: ActorID, _ verb: Substring) async throws {
                let authority = try story.call(actor.text).workspaceAuthority(for: .tenantManage)
                let revoke = { @Sendable () async throws in
                    try await story.storage.revokeWorkspaceMembership(
                        authority, workspaceID: story.workspaceID, member: target
                    ).ask()
                }
                let demote = { @Sendable () async throws in
                    _ = try await story.storage.grantWorkspaceMembership(
                        authority, workspaceID: story.workspaceID, grantee: target, role: .member
                    ).ask()
                }
                do {
                    try await (verb == "revoke" ? revoke : demote)()
                } catch StorageError.refused(let verdict) {
                    #expect([.lastOwner, .workspaceNotFound, .capabilityMissing].contains(verdict))
                }
            }
            let verbs = what.split(separator: " ")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await end(second, by: first, verbs[0]) }
                group.addTask { try await end(first, by: second, verbs[1]) }
                try await group.waitForAll()
            }
            let owners = try PlainSession(story.database.superuserURL).query(
                "SELECT count(*) FROM workspace_memberships WHERE workspace_id = $1 AND role = 'owner'", [story.workspaceID.text])
            #expect(owners == [["1"]])
        }
    }
}
