import Access
import FoundationEssentials
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    @Suite(.serialized) struct Statements {
        private let database: Database

        init() throws { database = try #require(Database.current) }

        @Test func `every statement prepares, as either role, and every name is there once`() throws {
            for role in [Storage.appRole, Storage.adminRole] {
                let session = try PlainSession(database.databaseURL)
                try session.execute("SET ROLE \(role)")
                for statement in Storage.statements { try session.execute("PREPARE \(statement.name) AS \(statement.text)") }
            }
            #expect(Set(Storage.statements.map(\.name)).count == Storage.statements.count)
        }

        @Test(arguments: Storage.statements)
        func `a statement begins with what it answers and never selects a star`(statement: Statement) {
            #expect(statement.text.hasPrefix("-- "))
            #expect(!statement.text.contains("*"))
        }

        @Test func `one call is one segment`() async throws {
            // Another pool, so that nobody else counts.
            let configuration = PoolConfiguration(url: database.databaseURL, appRole: Storage.appRole, adminRole: Storage.adminRole)
            let pool = SessionPool(configuration, statements: Storage.statements, logger: Database.quiet)
            try await pool.start()
            let storage = Storage(pool: pool), admin = try Story.admin()
            let owner = try ActorID("user:\(UUID().uuidString)"), service = try ActorID("service:\(UUID().uuidString)")
            let context = try CallContext(caller: admin.caller, processID: 7, groupID: 8, actor: owner.text, tenantContext: nil)
            let reader = try CallContext(caller: admin.caller, processID: 7, groupID: 8, actor: service.text, tenantContext: nil)
            func one<Value>(_ call: () async throws -> Value) async throws -> Value {
                let before = pool.counters.segments
                let value = try await call()
                #expect(pool.counters.segments == before + 1)
                return value
            }
            let workspace = try await one {
                try await storage.createWorkspace(admin.adminAuthority(), name: "W", owner: owner).ask()
            }
            let tenant = try await one {
                try await storage.createTenant(
                    context.workspaceAuthority(for: .tenantManage), workspaceID: workspace.id, name: "T"
                ).ask()
            }
            _ = try await one {
                try await storage.grantWorkspaceMembership(
                    context.workspaceAuthority(for: .tenantManage), workspaceID: workspace.id, grantee: service, role: .member
                ).ask()
            }
            _ = try await one {
                try await storage.grantTenantMembership(
                    context.workspaceAuthority(for: .membershipManage), tenantID: tenant.id, grantee: service, role: .service
                ).ask()
            }
            var new = NewConnection.some("github", "1")
            new.isDefault = true
            let connection = try await one { [new] in
                try await storage.createConnection(context.singleTenantScope(for: .connectionManage, tenant: tenant.id), new).ask()
            }
            _ = try await one { try await storage.getConnection(context.scope(for: .connectionView), id: connection.id).ask() }
            _ = try await one {
                try await storage.findConnection(
                    context.singleTenantScope(for: .connectionView, tenant: tenant.id), providerSlug: "github", externalID: "1"
                ).ask()
            }
            for scope in [context.scope(for: .connectionView), context.scope(for: .connectionView, tenant: tenant.id)] {
                _ = try await one {
                    try await storage.listConnections(scope, ConnectionFilter(), pageSize: 5, pageToken: "").ask()
                }
            }
            _ = try await one {
                try await storage.updateConnection(
                    context.scope(for: .connectionManage), id: connection.id, ConnectionPatch(displayName: .set("x"))
                ).ask()
            }
            _ = try await one {
                try await storage.updateTokensStatus(
                    context.scope(for: .tokensWrite), id: connection.id, TokensPatch(accessTokenCiphertext: .set([1]))
                ).ask()
            }
            _ = try await one { try await storage.getConnectionTokens(reader.scope(for: .tokensRead), id: connection.id).ask() }
            try await one { try await storage.deleteConnection(context.scope(for: .connectionManage), id: connection.id).ask() }
            try await one { try await storage.deleteTenant(context.workspaceAuthority(for: .tenantManage), id: tenant.id).ask() }
            _ = try await one { try await storage.getProvider(admin.callerAuthority, slug: "github").ask() }
            _ = try await one { try await storage.listProviders(admin.callerAuthority).ask() }
            _ = try await one {
                try await storage.upsertProvider(
                    admin.adminAuthority(), slug: "github", displayName: "GitHub", authType: .oauth2
                ).ask()
            }
            await pool.shutdown()
        }
    }

    @Suite struct Plans {
        /// A statement, its arguments as SQL (`T` a tenant, `C` a connection in it), and the indexes its plan must use.
        struct Hot: Sendable, CustomTestStringConvertible {
            let name: String
            let arguments: String
            let indexes: [String]

            var testDescription: String { name }
        }

        private static let actor = "'user:loaded-0', "
        private static let page = ", now() - interval '30 minutes', C, 51, 51, NULL, NULL"
        private static let expiry = ", NULL, now() + interval '1 hour'"
        private static let membership = "tenant_memberships_"

        static let hot = [
            Hot(name: "get_connection", arguments: actor + "ARRAY[C::uuid], '{viewer}', NULL", indexes: ["connections_pkey", membership]),
            Hot(
                name: "get_connection_tokens", arguments: actor + "ARRAY[C::uuid], '{viewer}', NULL",
                indexes: ["connections_pkey", membership]),
            Hot(
                name: "find_connection", arguments: actor + "T, '{viewer}', 'github', '4'", indexes: ["connections_tuple_key", membership]),
            Hot(
                name: "update_connection", arguments: actor + "C, '{viewer}', NULL, true, 'n', false, NULL, false, NULL, '{}'",
                indexes: ["connections_pkey", membership]),
            Hot(
                name: "update_tokens_status",
                arguments: actor + "C, '{viewer}', NULL, 1, true, '\\x01', false, NULL, NULL, NULL, false, NULL, '{}'",
                indexes: ["connections_pkey", membership]),
            Hot(name: "delete_connection", arguments: actor + "C, '{viewer}', NULL", indexes: ["connections_pkey", membership]),
            Hot(
                name: "create_connection",
                arguments: actor
                    + "T, '{viewer}', gen_random_uuid(), 'github', 'new', '', 'active', NULL, NULL, NULL, NULL, NULL, false, '{}'",
                indexes: ["tenants_pkey", membership, "connections_tuple_key"]),
            Hot(name: "lock_tenant_of_created", arguments: "C", indexes: ["connections_pkey", "tenants_pkey"]),
            Hot(
                name: "lock_tenant_of_connection", arguments: actor + "C, '{viewer}', NULL",
                indexes: ["connections_pkey", membership, "tenants_pkey"]),
            Hot(
                name: "set_default_connection", arguments: actor + "C, '{viewer}', NULL",
                indexes: ["connections_pkey", membership, "connections_default_key"]),
            Hot(
                name: "clear_default_connection", arguments: actor + "T, '{viewer}', 'github'",
                indexes: [membership, "connections_default_key"]),
            Hot(
                name: "get_default_connection", arguments: actor + "T, '{viewer}', 'github'",
                indexes: [membership, "connections_default_key"]),
            Hot(
                name: "start_operation_run", arguments: actor + "C, '{viewer}', NULL, gen_random_uuid(), 'sync', 60",
                indexes: ["connections_pkey", membership]),
            Hot(
                name: "finish_operation_run", arguments: actor + "R, '{viewer}', NULL, 'failed', NULL, 'TIMEOUT', NULL",
                indexes: ["operation_runs_pkey", membership, "connections_"]),
            Hot(name: "get_operation_run", arguments: actor + "R, '{viewer}', NULL", indexes: ["operation_runs_pkey", membership]),
            Hot(
                name: "list_operation_runs", arguments: actor + "'{viewer}', T" + page,
                indexes: ["tenant_memberships_actor_idx", "operation_runs_page_idx"]),
            Hot(
                name: "list_tenant_operation_runs", arguments: actor + "'{viewer}', T" + page,
                indexes: [membership, "operation_runs_page_idx"]),
            Hot(
                name: "list_connection_operation_runs", arguments: actor + "'{viewer}', NULL" + page + ", C",
                indexes: ["connections_pkey", membership, "operation_runs_connection_page_idx"]),
            Hot(
                name: "list_expiring_connections", arguments: actor + "'{viewer}', T" + page + expiry,
                indexes: ["tenant_memberships_actor_idx", "connections_expiry_page_idx"]),
            Hot(
                name: "list_expiring_tenant_connections", arguments: actor + "'{viewer}', T" + page + expiry,
                indexes: [membership, "connections_expiry_page_idx"]),
            Hot(name: "set_created_default", arguments: "C", indexes: ["connections_default_key", "connections_pkey"]),
            Hot(
                name: "list_connections", arguments: actor + "'{viewer}', T" + page,
                indexes: ["tenant_memberships_actor_idx", "connections_page_idx"]),
            Hot(
                name: "list_connections_of_provider", arguments: actor + "'{viewer}', T" + page + ", 'github'",
                indexes: ["tenant_memberships_actor_idx", "connections_provider_page_idx"]),
            Hot(name: "list_tenant_connections", arguments: actor + "'{viewer}', T" + page, indexes: [membership, "connections_page_idx"]),
            Hot(
                name: "list_tenant_connections_of_provider", arguments: actor + "'{viewer}', T" + page + ", 'github'",
                indexes: [membership, "connections_provider_page_idx"]),
        ]

        /// 20 000 connections over 1 000 tenants, in a database of their own.
        private static let load = """
            INSERT INTO workspaces (id, name) VALUES ('00000000-0000-4000-8000-000000000001', 'W');
            INSERT INTO workspace_memberships (workspace_id, actor, role)
                SELECT '00000000-0000-4000-8000-000000000001', 'user:loaded-' || n, 'member' FROM generate_series(0, 200) n;
            INSERT INTO tenants (id, workspace_id, name)
                SELECT gen_random_uuid(), '00000000-0000-4000-8000-000000000001', 'T' FROM generate_series(1, 1000);
            INSERT INTO tenant_memberships (tenant_id, actor, workspace_id, role) SELECT id, 'user:loaded-0', workspace_id, 'viewer' FROM tenants;
            INSERT INTO tenant_memberships (tenant_id, actor, workspace_id, role)
                SELECT t.id, 'user:loaded-' || (1 + (random() * 199)::integer), t.workspace_id, 'viewer' FROM tenants t, generate_series(1, 5)
                ON CONFLICT DO NOTHING;
            INSERT INTO connections (id, tenant_id, workspace_id, provider_slug, external_id, access_token_ciphertext, expires_at, created_at)
                SELECT gen_random_uuid(), t.id, t.workspace_id, (ARRAY['github', 'slack', 'jira', 'gmail'])[1 + n % 4], n::text, '\\x00',
                    now() + n * interval '1 hour', now() - n * interval '1 minute'
                FROM tenants t, generate_series(1, 20) n;
            SET tenon.actor = 'user:loaded-0';
            SET tenon.caller = 'load';
            INSERT INTO operation_runs (id, workspace_id, tenant_id, connection_id, kind, outcome, started_at, expires_at, finished_at)
                SELECT gen_random_uuid(), c.workspace_id, c.tenant_id, c.id, 'sync', 'succeeded', now() - n * interval '1 hour', now(), now()
                FROM connections c, generate_series(1, 3) n;
            ANALYZE;
            """

        @Test func `the plans of the hot statements use their indexes and scan no table, with the first values and with any`() throws {
            let database = try #require(Database.current)
            let urls = try database.another()
            _ = try Storage.prepare(migrateURL: urls.migrateURL, databaseURL: urls.databaseURL)
            let superuser = try PlainSession(database.superuserURL(like: urls.migrateURL))
            try superuser.execute(Self.load)
            let row = try #require(try superuser.query("SELECT tenant_id, id FROM connections LIMIT 1").first)
            let tenant = try #require(row[0]), connection = try #require(row[1])
            let run = try #require(try superuser.query("SELECT id FROM operation_runs LIMIT 1").first?[0])

            let session = try PlainSession(urls.databaseURL)
            try session.execute("SET ROLE tenon_app")
            try session.execute("SET tenon.actor = 'user:loaded-0'")
            for statement in Storage.statements { try session.execute("PREPARE \(statement.name) AS \(statement.text)") }
            for mode in ["force_custom_plan", "force_generic_plan"] {
                try session.execute("SET plan_cache_mode = \(mode)")
                for hot in Self.hot {
                    let arguments = hot.arguments.replacing(/\bT\b/, with: "'\(tenant)'").replacing(/\bC\b/, with: "'\(connection)'")
                        .replacing(/\bR\b/, with: "'\(run)'")
                    let plan = try session.query("EXPLAIN EXECUTE \(hot.name) (\(arguments))").map { $0[0] ?? "" }.joined(separator: "\n")
                    for index in hot.indexes { #expect(plan.contains(index), "\(mode) \(hot.name)\n\(plan)") }
                    let scanned = ["connections", "tenants", "tenant_memberships", "operation_runs"].filter {
                        plan.contains("Seq Scan on \($0) ")
                    }
                    #expect(scanned.isEmpty, "\(mode) \(hot.name)\n\(plan)")
                    // Else all memberships of the actor would be read for one row.
                    #expect(!plan.contains("Hash Join") || !hot.name.hasPrefix("get_connection"), "\(mode) \(hot.name)\n\(plan)")
                }
            }
        }
    }
}
