import Access
import FoundationEssentials
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    /// Row-level security, on its own: what a session of the daemon may do whatever its statement forgets.
    @Suite struct `The second wall` {
        private let database: Database

        init() throws { database = try #require(Database.current) }

        /// A session as the daemon's have them, on behalf of an actor; nil: of nobody.
        private func session(_ actor: String?, role: String = Storage.appRole) throws -> PlainSession {
            let session = try PlainSession(database.databaseURL)
            try session.execute("SET ROLE \(role)")
            let settings = ["actor": actor ?? "", "action": "test", "caller": "test", "caller_uid": "1", "caller_pid": "1"]
            for (name, value) in settings { _ = try session.query("SELECT set_config('tenon.' || $1, $2, false)", [name, value]) }
            return session
        }

        @Test func `every table that knows a tenant or a workspace has it, and it binds the owner`() throws {
            let rows = try PlainSession(database.superuserURL).query(
                """
                SELECT DISTINCT c.relname FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('tenant_id', 'workspace_id')
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                    AND (a.attname IS NOT NULL OR c.relname IN ('tenants', 'workspaces')) AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """)
            #expect(rows.isEmpty)
        }

        @Test func `a statement that takes everybody for an owner reads and changes nothing of another tenant`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant, .some("github", "behind both walls"))
            let run = try await story.start(connection.id)
            let stranger = "user:\(UUID().text)"
            for hot in Plans.hot where hot.arguments.contains("'user:") {
                let text = try #require(Storage.statements.first { $0.name == hot.name }).text
                let everybody =
                    "(SELECT '\(tenant.text)'::uuid AS tenant_id, '\(story.workspaceID.text)'::uuid AS workspace_id, "
                    + "'\(stranger)'::text AS actor, 'viewer'::text AS role) m"
                let careless = text.replacing(/(tenant_memberships|my_tenants) m\b/, with: everybody).split(separator: "\n")
                    .filter { !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("FOR ") }.joined(separator: "\n")
                #expect(careless != text)
                let arguments = hot.arguments.replacing("user:loaded-0", with: stranger)
                    .replacing(/\bT\b/, with: "'\(tenant.text)'").replacing(/\bC\b/, with: "'\(connection.id.text)'")
                    .replacing(/\bR\b/, with: "'\(run.id.text)'")
                let session = try session(stranger)
                try session.execute("PREPARE careless AS \(careless)")
                if hot.name == "create_connection" {
                    // The tenant itself is not to be seen; what would be inserted all the same is refused.
                    _ = try session.query("EXECUTE careless (\(arguments))")
                } else {
                    let rows = try session.query("EXECUTE careless (\(arguments))")
                    // An empty list, and a default that is not there to be cleared, are no news.
                    let mayBeOK = hot.name.hasPrefix("list_") || hot.name == "clear_default_connection"
                    #expect(!rows.joined().contains { $0 == "OK" } || mayBeOK, "\(hot.name) \(rows)")
                    // A connection is a record, whose text has them somewhere.
                    for secret in [connection.externalID, connection.workspaceID.text] {
                        #expect(!rows.joined().contains { $0?.contains(secret) ?? false }, "\(hot.name) \(rows)")
                    }
                }
            }
            #expect(try await story.get(connection.id) == connection)
            #expect(try await story.list(tenant).records == [connection])
            #expect(try await story.listRuns(tenant).records == [run])
        }

        @Test func `without any condition only what the actor is entitled to is there`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let (mine, theirs) = (try await story.makeTenant(), try await other.makeTenant())
            let connection = try await story.makeConnection(in: mine)
            _ = try await other.makeConnection(in: theirs)
            let reads = [
                "SELECT tenant_id FROM connections", "SELECT id FROM tenants", "SELECT tenant_id FROM tenant_memberships",
                "SELECT tenant_id FROM audit_log WHERE tenant_id IS NOT NULL",
                "UPDATE connections SET display_name = 'x' RETURNING tenant_id",
                "DELETE FROM connections WHERE tenant_id <> '\(mine.text)' RETURNING tenant_id",
                "DELETE FROM tenants WHERE id <> '\(mine.text)' RETURNING id", "SELECT tenant_id FROM connections FOR UPDATE",
            ]
            for read in reads {
                let seen = Set(try session(story.owner).query(read).compactMap { $0[0] })
                #expect(seen.isSubset(of: [mine.text]), "\(read)")
                #expect(try session(nil).query(read).isEmpty, "\(read)")
                #expect(try session("user:\(UUID().text)").query(read).isEmpty, "\(read)")
            }
            #expect(try session(story.owner).query("SELECT id FROM workspaces") == [[story.workspaceID.text]])
            #expect(try await other.list(theirs).records.count == 1)
            #expect(try await story.get(connection.id).displayName == "x")
        }

        @Test func `an insert into another tenant is refused alike whether its tuple is taken or free`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let taken = try await story.makeConnection(in: tenant)
            for externalID in [taken.externalID, "free"] {
                let fault = #expect(throws: StorageFault.self) {
                    try session("user:stranger").query(
                        "INSERT INTO connections (id, tenant_id, workspace_id, provider_slug, external_id) VALUES (gen_random_uuid(), $1, $2, $3, $4)",
                        [tenant.text, story.workspaceID.text, taken.providerSlug, externalID])
                }
                #expect(fault?.description.contains("42501") == true, "\(fault as Any)")
            }
        }

        @Test(arguments: [
            "INSERT INTO tenant_memberships (tenant_id, actor, workspace_id, role) VALUES ('T', 'A', 'W', 'owner')",
            "UPDATE tenant_memberships SET role = 'owner' WHERE tenant_id = 'T'",
            "INSERT INTO workspace_memberships (workspace_id, actor, role) VALUES ('W', 'user:friend', 'owner')",
            "UPDATE workspace_memberships SET role = 'owner' WHERE workspace_id = 'W'",
            "INSERT INTO tenants (id, workspace_id, name) VALUES (gen_random_uuid(), 'W', 'T')",
            "INSERT INTO audit_log (outcome, actor, target_type, target_id) VALUES ('done', 'user:somebody else', 'x', 'x')",
            "UPDATE audit_log SET outcome = 'denied'", "DELETE FROM audit_log", "TRUNCATE audit_log",
            "UPDATE providers SET auth_type = 'oauth2'",
            "UPDATE my_tenants SET role = 'owner'", "SET ROLE tenon_gate",
        ])
        func `a viewer that is a member of the workspace can not raise itself or rewrite what happened`(sql: String) async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let viewer = try await story.member(.viewer, of: tenant)
            let statement = sql.replacing("'T'", with: "'\(tenant.text)'").replacing("'W'", with: "'\(story.workspaceID.text)'")
                .replacing("'A'", with: "'\(viewer)'")
            let fault = #expect(throws: StorageFault.self) { try session(viewer).query(statement) }
            #expect(fault?.description.contains("42501") == true, "\(fault as Any)")
        }

        @Test func `a viewer deletes no membership and no tenant, a tenant owner none of the workspace`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let viewer = try await story.member(.viewer, of: tenant), owner = try await story.member(.owner, of: tenant)
            for actor in [viewer, owner] {
                #expect(try session(actor).query("DELETE FROM workspace_memberships RETURNING actor").isEmpty)
                #expect(try session(actor).query("DELETE FROM tenants RETURNING id").isEmpty)
            }
            #expect(try session(viewer).query("DELETE FROM tenant_memberships RETURNING actor").isEmpty)
        }

        @Test func `an admin caller's role has no way to connections and runs`() throws {
            for table in ["connections", "operation_runs"] {
                let fault = #expect(throws: StorageFault.self) {
                    try session("user:root", role: Storage.adminRole).query("SELECT 1 FROM \(table)")
                }
                #expect(fault?.description.contains("42501") == true)
            }
        }
    }
}
