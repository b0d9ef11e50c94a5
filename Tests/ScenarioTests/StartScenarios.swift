import Foundation
import Postgres
import TenonClient
import TestKit
import Testing

/// What the daemon does with its catalog, its settings and its database before it serves.
@Suite(.serialized, .database, .timeLimit(.minutes(1)))
struct StartScenarios {
    private static let slugs = [
        "github", "gmail", "google_calendar", "google_drive", "jira", "microsoft", "slack", "zoho_cliq", "zoho_mail",
    ]

    @Test
    func `GIVEN a changed catalog, WHEN the daemon starts again, THEN the missing row is back, changes stay, another auth type is told`()
        async throws
    {
        let first = try await TestDaemon.start()
        let client = first.client()
        #expect(try await client.providers.listProviders(ListProvidersRequest()).providers.map(\.slug) == Self.slugs)
        let ours = UpsertProviderRequest(slug: "github", displayName: "Our GitHub", authType: "oauth2")
        _ = try await client.providers.upsertProvider(ours)
        let sql = "DELETE FROM providers WHERE slug = 'jira'; UPDATE providers SET auth_type = 'webhook-only' WHERE slug = 'slack'"
        #expect(try first.psql(sql).exitCode == 0)
        #expect(!first.standardError.contains("auth type"))
        #expect(await first.stop() == 0)

        let second = try await TestDaemon.start(directory: first.directory)
        let providers = try await second.client().providers.listProviders(ListProvidersRequest()).providers
        #expect(providers.map(\.slug) == Self.slugs)
        #expect(providers.first?.displayName == "Our GitHub")
        let reports = second.standardError.split(separator: "\n").filter { $0.contains("auth type") }
        #expect(reports.count == 1)
        for part in ["slug=slack", "expected=oauth2", "found=webhook-only"] { #expect(reports.first?.contains(part) == true) }
        #expect(await second.stop() == 0)
        second.removeDirectory()
    }

    // MARK: - Settings

    @Test(arguments: [
        (["--socket-mode", "rw"], "--socket-mode: rw"),
        (["--socket-mode", "0477"], "--socket-mode: 0477"),
        (["--socket-group", "no such group"], "--socket-group: there is no group no such group"),
        (["--log-level", "loud"], "--log-level: loud is none of trace, debug"),
        (["--log-format", "xml"], "--log-format: xml is neither text nor json"),
        (["--migrate-url", "postgresql:///x"], "--migrate-url needs --database-url"),
        (["--database-url", ""], "--database-url is empty"),
        (["--config", "/no/such/file"], "--config: can not read /no/such/file: No such file or directory"),
        (["--config", "/tmp"], "--config: can not read /tmp"),
        (["--database-url", "mysql://x:secret@y"], "--database-url: it must be a postgresql:// URI or a list of keyword=value"),
        (["--state-dir", "/proc/tenon"], "--state-dir: /proc/tenon"),
    ])
    func `WHEN a setting is wrong, THEN one line names it and the exit code is 78`(arguments: [String], line: String) throws {
        try expectRefusedStart(arguments, line)
    }

    // A service manager that starts the daemon again on 1, and not on 78, waits for its database this way.
    @Test(arguments: ["postgresql://x@127.0.0.1:1/x", "postgresql://x:secret@127.0.0.1:1/x", "host=/nowhere"])
    func `WHEN the database can not be reached, THEN one line names the setting and the exit code is 1`(url: String) throws {
        try expectRefusedStart(["--database-url", url], "--database-url: can not log in: connection to server ", exitCode: 1)
    }

    @Test func `GIVEN libpq's environment variables, WHEN the daemon runs its own PostgreSQL, THEN they lead nowhere`() async throws {
        let environment = [
            "PGHOSTADDR": "127.0.0.1", "PGPORT": "1", "PGSERVICE": "none", "PGOPTIONS": "-c synchronous_commit=off -c nonsense=1",
            "PGTARGETSESSIONATTRS": "standby",
        ]
        let daemon = try await TestDaemon.start(environment: environment)
        _ = try await daemon.client().providers.listProviders(ListProvidersRequest())
        await end(daemon)
    }

    @Test(arguments: [
        ("sokcet: /x", "no setting is called sokcet; there are socket, socket-mode"),
        ("log-level: loud", "--log-level: loud is none of"),
        ("log-level: ''", "log-level is empty"),
        ("- socket", "is not a YAML mapping"),
        ("socket: [a, b]", "is not a YAML mapping"),
        (": :", "is not a YAML mapping"),
    ])
    func `WHEN the configuration file is wrong, THEN one line says how and the exit code is 78`(text: String, line: String) throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = "\(directory)/tenon.yaml"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        try expectRefusedStart(["--config", file], line)
        try expectRefusedStart([], line, environment: ["TENON_CONFIG": file])
    }

    @Test func `flags win over the environment, the environment over the file`() throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = "\(directory)/tenon.yaml"
        try "log-level: from-file\nsocket-mode: 0999".write(toFile: file, atomically: true, encoding: .utf8)
        // The mode is looked at before the level: where it is right, the level is what is complained about.
        try expectRefusedStart(["--config", file], "--socket-mode: 0999")
        let mode = ["TENON_SOCKET_MODE": "0660"]
        try expectRefusedStart(["--config", file], "--log-level: from-file", environment: mode)
        let both = mode.merging(["TENON_LOG_LEVEL": "from-environment"]) { $1 }
        try expectRefusedStart(["--config", file], "--log-level: from-environment", environment: both)
        try expectRefusedStart(["--config", file, "--log-level", "from-flag"], "--log-level: from-flag", environment: both)
    }

    @Test func `WHEN the socket can not be made, THEN the line names --socket and a live daemon there is left alone`() async throws {
        let urls = try database()
        let daemon = try await start(urls)
        try expectRefusedStart(
            twoRoles(urls) + ["--socket", daemon.socketPath], "--socket: another server is listening on \(daemon.socketPath)")
        _ = try await daemon.client().health.check(HealthCheckRequest())
        await end(daemon)
        try expectRefusedStart(twoRoles(urls) + ["--socket", "/no/such/tenon.sock"], "--socket: ")
        try expectRefusedStart(twoRoles(urls) + ["--socket", "/tmp/" + String(repeating: "s", count: 120)], "--socket: the socket path")
    }

    @Test func `with the log format json every line is a JSON object`() async throws {
        let urls = try database()
        let daemon = try await TestDaemon.start(arguments: twoRoles(urls) + ["--log-format", "json"])
        #expect(await daemon.stop() == 0)
        struct Line: Decodable {
            let level: String, message: String, time: String, label: String
        }
        let lines = try daemon.standardError.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(lines.contains { $0.message.hasSuffix("is ready on \(daemon.socketPath)") && $0.level == "info" })
        #expect(lines.last?.message == "stopping")
        daemon.removeDirectory()
        let failed = try RunningProgram.output("tenond", ["--socket", "/no/such/tenon.sock", "--log-format", "json"] + twoRoles(urls))
        let last = try #require(failed.standardError.split(separator: "\n").last)
        #expect(try JSONDecoder().decode(Line.self, from: Data(last.utf8)).level == "critical")
    }

    // MARK: - A database of the operator's own

    @Test func `GIVEN a migrating role that may not create roles, WHEN the SQL it is told is run, THEN the daemon works with two roles`()
        async throws
    {
        let server = try TestDatabase()
        defer { server.end() }
        let urls = try server.makeDatabase()
        let superuser = try PlainSession(urls.superuser)
        try superuser.execute("ALTER ROLE tenon_owner NOCREATEROLE")
        let told = try expectRefusedStart(
            twoRoles(urls),
            "--migrate-url: the migrating role may not create or grant the daemon's roles; as a superuser run once: CREATE ROLE")
        let sql = try #require(told.split(separator: "run once: ").last)
        try superuser.execute(String(sql))

        let daemon = try await start(urls)
        #expect(!daemon.standardError.contains("second wall"))
        let story = try await TestDaemon.$current.withValue(daemon) { try await Story.begin() }
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant) { $0.accessTokenCiphertext = [1, 2, 3] }
        let service = try await story.member("service", of: tenant, kind: "service")
        let tokens = try await service.connections.getConnectionTokens(GetConnectionTokensRequest(id: connection.id))
        #expect(tokens.accessTokenCiphertext == [1, 2, 3])
        let owners = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'tenon_owner'"
        #expect(try superuser.query(owners) == [["0"]], "the daemon goes on as the restricted login alone")
        await end(daemon)
    }

    @Test func `WHEN one role does both, THEN the daemon works and says that the second wall is weaker`() async throws {
        let urls = try database()
        let daemon = try await TestDaemon.start(arguments: ["--database-url", urls.owner])
        #expect(daemon.standardError.contains("the second wall is weaker: the login role tenon_owner owns the tables"))
        _ = try await TestDaemon.$current.withValue(daemon) { try await Story.begin().makeTenant() }
        await end(daemon)
    }

    @Test(arguments: [
        ("INSERT INTO schema_migrations (number, name, checksum) VALUES (9999, '9999_later', '')", "use a newer build"),
        ("UPDATE schema_migrations SET checksum = 'other' WHERE number = 1", "with other content than this build has"),
        ("DROP TABLE schema_migrations", "already exists"),
    ])
    func `GIVEN a schema this build does not know, WHEN the daemon starts, THEN one line says so and the exit code is 78`(
        change: String, line: String
    ) async throws {
        let urls = try database()
        await end(try await start(urls))
        try PlainSession(urls.superuser).execute(change)
        let told = try expectRefusedStart(twoRoles(urls), line)
        #expect(told.hasPrefix("tenond: --migrate-url: "))
    }

    private func database() throws -> TestDatabase.URLs { try #require(TestDatabase.current).makeDatabase() }

    private func twoRoles(_ urls: TestDatabase.URLs) -> [String] { ["--database-url", urls.login, "--migrate-url", urls.owner] }

    private func start(_ urls: TestDatabase.URLs) async throws -> TestDaemon { try await TestDaemon.start(arguments: twoRoles(urls)) }

    private func end(_ daemon: TestDaemon) async {
        #expect(await daemon.stop() == 0)
        daemon.removeDirectory()
    }

    /// Expects one line that holds the text, and the exit code of a wrong configuration or another one; gives the line.
    @discardableResult
    private func expectRefusedStart(
        _ arguments: [String], _ text: String, exitCode: Int32 = 78, environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let socket = ["TENON_SOCKET": "\(directory)/tenon.sock"]
        let output = try RunningProgram.output("tenond", arguments, environment: socket.merging(environment) { $1 })
        #expect(output.exitCode == exitCode, sourceLocation: sourceLocation)
        let said = output.standardError
        #expect(said.hasPrefix("tenond: ") && said.contains(text) && !said.contains("secret"), "\(said)", sourceLocation: sourceLocation)
        #expect(said.split(separator: "\n").count == 1 && said.hasSuffix("\n"), "\(said)", sourceLocation: sourceLocation)
        return said
    }
}
