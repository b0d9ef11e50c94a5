import FoundationEssentials
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    @Suite struct `Preparing a database` {
        private let database: Database

        init() throws { database = try #require(Database.current) }

        private func prepare(_ urls: (migrateURL: String, databaseURL: String)) throws -> SetupReport {
            try Storage.prepare(migrateURL: urls.migrateURL, databaseURL: urls.databaseURL)
        }

        @Test func `the catalog of a fresh database is exactly the nine slugs, and a second start changes nothing`() throws {
            let urls = try database.another()
            #expect(
                try prepare(urls)
                    == SetupReport(appliedMigrations: [
                        "0001_tables", "0002_grants", "0003_walls_and_trail", "0004_runs_and_expiry", "0005_memberships_by_actor",
                    ]))
            let rows = "SELECT slug, display_name, auth_type FROM providers ORDER BY slug COLLATE \"C\""
            let session = try PlainSession(urls.migrateURL)
            #expect(try session.query(rows) == Catalog.providers.map { [$0.slug, $0.displayName, $0.authType.rawValue] })
            #expect(Catalog.providers.count == 9)
            #expect(try prepare(urls) == SetupReport())
        }

        @Test func `a missing provider comes back, a changed one stays, and another auth_type is reported`() throws {
            let urls = try database.another()
            _ = try prepare(urls)
            let session = try PlainSession(urls.migrateURL)
            try session.execute(
                "DELETE FROM providers WHERE slug = 'jira'; UPDATE providers SET display_name = 'Mine', auth_type = 'webhook-only' WHERE slug = 'slack'"
            )
            let report = try prepare(urls)
            #expect(report.providerDrift == [ProviderDrift(slug: "slack", expectedAuthType: .oauth2, foundAuthType: "webhook-only")])
            #expect(
                try session.query("SELECT display_name FROM providers WHERE slug IN ('jira', 'slack') ORDER BY slug") == [
                    ["Jira"], ["Mine"],
                ])
        }

        @Test func `a migration that was changed after it ran is a clear error`() throws {
            let urls = try database.another()
            _ = try prepare(urls)
            try PlainSession(urls.migrateURL).execute("UPDATE schema_migrations SET checksum = 'other' WHERE number = 1")
            #expect(throws: SetupError.checksumMismatch(migration: "0001_tables")) { try prepare(urls) }
        }

        @Test func `a schema newer than the code is a clear error`() throws {
            let urls = try database.another()
            _ = try prepare(urls)
            try PlainSession(urls.migrateURL).execute(
                "INSERT INTO schema_migrations (number, name, checksum) VALUES (9999, '9999_later', '')")
            #expect(throws: SetupError.schemaNewer(found: 9999, known: Migration.all.count)) { try prepare(urls) }
        }

        @Test func `a migration that fails leaves nothing behind`() throws {
            let urls = try database.another()
            let session = try SetupSession(urls.migrateURL, for: .migration)
            let broken = Migration(name: "0001_broken", text: "CREATE TABLE half (n INTEGER); SELECT 1/0")
            #expect(throws: SetupError.self) { try Migration.apply([broken], session) }
            #expect(try session.value("SELECT to_regclass('half') IS NULL AND NOT EXISTS (SELECT 1 FROM schema_migrations)") == "t")
        }

        @Test func `several daemons may prepare one database at once`() async throws {
            let urls = try database.another()
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try prepare(urls).appliedMigrations.count } }
                return try await group.reduce(0, +)
            }
            #expect(applied == Migration.all.count)
        }

        @Test func `GIVEN a daemon that never ends its preparation, WHEN another starts, THEN it gives up, and later it may pass`() throws {
            let urls = try database.another()
            let first = try SetupSession(urls.migrateURL, for: .migration)
            try first.locked { () throws(SetupError) in
                let error = #expect(throws: SetupError.self) {
                    try Storage.prepare(migrateURL: urls.migrateURL, databaseURL: urls.databaseURL, lockTimeout: .milliseconds(50))
                }
                #expect(error?.isOutage == true && error?.description.contains("55P03") == true)
            }
            #expect(try prepare(urls).appliedMigrations.count == Migration.all.count)
        }

        @Test func `a database that is not UTF8 is refused in one line`() throws {
            let name = "ascii\(UUID().uuidString.lowercased().filter { $0 != "-" })"
            try PlainSession(database.superuserURL).execute(
                "CREATE DATABASE \(name) OWNER tenon_owner ENCODING 'SQL_ASCII' TEMPLATE template0")
            let url =
                database.databaseURL.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/\(name)"
            let error = #expect(throws: SetupError.encodingUnsuited(found: "SQL_ASCII")) { try prepare((url, url)) }
            #expect(error?.isOutage == false)
        }

        @Test func `the tables are made in the schema public, whatever the roles' own search path`() throws {
            let urls = try database.another()
            let owner = try PlainSession(urls.migrateURL)
            try owner.execute(
                "CREATE SCHEMA other; ALTER ROLE tenon_owner IN DATABASE \(try owner.query("SELECT current_database()")[0][0] ?? "") SET search_path = other"
            )
            _ = try prepare(urls)
            #expect(try owner.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'other'::regnamespace") == [["0"]])
        }

        @Test func `one role for both is said to weaken the second wall`() throws {
            let urls = try database.another()
            let warning = try #require(prepare((urls.migrateURL, urls.migrateURL)).weakerSecondWall)
            #expect(warning.contains("the second wall is weaker") && warning.contains("owns the tables"))
        }

        @Test func `a superuser as login role is said to weaken the second wall`() throws {
            let urls = try database.another()
            let report = try prepare((urls.migrateURL, database.superuserURL(like: urls.databaseURL)))
            #expect(report.weakerSecondWall?.contains("is a superuser") == true)
        }

        @Test func `a session role that is a superuser or owns the tables is refused`() throws {
            let superuser = try SetupSession(database.superuserURL, for: .daemon),
                owner = try SetupSession(database.migrateURL, for: .migration)
            #expect(throws: SetupError.sessionRoleTooStrong(role: "postgres", reason: "is a superuser")) {
                try Roles.check("postgres", superuser)
            }
            #expect(throws: SetupError.sessionRoleTooStrong(role: "tenon_owner", reason: "owns the tables")) {
                try Roles.check("tenon_owner", owner)
            }
        }

        @Test func `a migrating role that may not grant names the SQL to run`() throws {
            try PlainSession(database.superuserURL).execute("CREATE ROLE \"other login\"")
            let weak = try SetupSession(database.databaseURL, for: .migration)
            let sql = "GRANT tenon_app TO \"other login\"; GRANT tenon_admin TO \"other login\"; GRANT tenon_gate TO \"tenon_login\";"
            #expect(throws: SetupError.rolesMissing(sql: sql)) { try Roles.setUp(weak, loginRole: "other login") }
        }

        @Test func `the admin role has no privilege on connections and runs, the app role none on the catalog's rows`() throws {
            let session = try PlainSession(database.migrateURL)
            let privileges = """
                SELECT bool_or(has_table_privilege('tenon_admin', t, p)) FROM unnest('{connections,operation_runs}'::text[]) t,
                    unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) p
                """
            #expect(try session.query(privileges) == [["f"]])
            #expect(try session.query("SELECT has_table_privilege('tenon_app', 'providers', 'INSERT')") == [["f"]])
            #expect(try session.query("SELECT has_table_privilege('tenon_app', 'audit_log', 'UPDATE, DELETE')") == [["f"]])
        }

        @Test func `every constraint the code maps exists, and every foreign key and unique tuple is mapped`() throws {
            let session = try PlainSession(database.migrateURL)
            let rows = try session.query(
                """
                SELECT conname, CASE contype WHEN 'f' THEN '23503' ELSE '23505' END FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace AND (contype = 'f' OR conname = 'connections_tuple_key') AND conname NOT LIKE 'operation_runs%'
                """)
            #expect(rows.count == 8)
            for row in rows {
                let rejection = SQLRejection(sqlState: try #require(row[1]), constraint: row[0])
                #expect(Verdict(rejection) != nil, "\(rejection)")
            }
            #expect(try session.query("SELECT count(*) FROM pg_constraint WHERE conname = 'connections_metadata_check'") == [["1"]])
            #expect(Verdict(SQLRejection(sqlState: "23505", constraint: "connections_pkey")) == nil)
            #expect(Verdict(SQLRejection(sqlState: "22P02", statementName: "get_connection")) == nil)
        }
    }
}
