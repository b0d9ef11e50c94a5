import Foundation
import TenonClient
import TestKit
import Testing

/// Badges, as the requirements of connections say them and as `tenon` shows them.
@Suite(.daemon, .timeLimit(.minutes(1)))
struct BadgeScenarios {
    // MARK: - The catalog

    @Test func `status: expected to map through BadgeCatalog (domain: ProviderConnectionStatus)`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        for (status, label) in [("active", "Active"), ("revoked", "Revoked"), ("error", "Error")] {
            _ = try await story.makeConnection(in: tenant, externalID: label) { $0.status = status }
        }
        let catalog = try await story.client.badges.getBadgeCatalog(GetBadgeCatalogRequest())
        let page = try await story.client.connections.listConnections(ListConnectionsRequest(tenantID: tenant.id))
        #expect(page.connections.count == 3)
        for connection in page.connections {
            let badge = try #require(catalog.badges.first { $0.domain == "connection_status" && $0.value == connection.status })
            #expect(badge.label == connection.externalID)
        }
    }

    @Test func `health_status: expected to map through BadgeCatalog (domain: ProviderConnectionHealth)`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        for (health, label) in [("unknown", "Not checked"), ("healthy", "Healthy"), ("degraded", "Degraded"), ("failing", "Failing")] {
            let connection = try await story.makeConnection(in: tenant, externalID: label)
            try setHealth(health, of: connection)
        }
        let catalog = try await story.client.badges.getBadgeCatalog(GetBadgeCatalogRequest())
        let page = try await story.client.connections.listConnections(ListConnectionsRequest(tenantID: tenant.id))
        #expect(page.connections.count == 4)
        for connection in page.connections {
            let badge = try #require(catalog.badges.first { $0.domain == "connection_health" && $0.value == connection.healthStatus })
            #expect(badge.label == connection.externalID)
        }
    }

    @Test(arguments: [
        ("connections", "status", "connection_status"), ("connections", "health_status", "connection_health"),
        ("operation_runs", "outcome", "run_outcome"), ("operation_runs", "health_status", "connection_health"),
    ])
    func `what the database allows in a column has a badge, and nothing else has`(table: String, column: String, domain: String)
        async throws
    {
        let daemon = try #require(TestDaemon.current)
        let output = try daemon.psql(
            """
            SELECT (regexp_matches(pg_get_constraintdef(c.oid), '''([^'']*)''::text', 'g'))[1]
            FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
            WHERE c.contype = 'c' AND c.conrelid = '\(table)'::regclass AND a.attname = '\(column)'
            """)
        let allowed = Set(output.standardOutput.split(separator: "\n").map(String.init))
        let catalog = try await daemon.client().badges.getBadgeCatalog(GetBadgeCatalogRequest())
        #expect(!allowed.isEmpty && allowed == Set(catalog.badges.filter { $0.domain == domain }.map(\.value)), "\(output)")
    }

    // MARK: - The command line

    @Test func `tenon badges lists domain, value, label, color, permanent and meaning`() throws {
        let lines = try tenon(["badges"]).standardOutput.split(separator: "\n")
        #expect(lines.first?.split(separator: " ").map(String.init) == ["DOMAIN", "VALUE", "LABEL", "COLOR", "PERMANENT", "MEANING"])
        #expect(lines.contains { $0.contains(/^connection_health +unknown +Not checked +gray +No health check has told/) })
        #expect(
            lines.contains { $0.contains(/^reason_code +INVALID_GRANT +Grant no longer valid +red +yes +The provider does not accept/) })
        #expect(lines.contains { $0.contains(/^reason_code +TIMEOUT +Timed out +yellow +no +The provider did not answer in time\.$/) })
        let json = try tenon(["badges", "--output", "json"])
        let object = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any]
        let badges = try #require(object?["badges"] as? [[String: Any]])
        #expect(badges.count == lines.count - 1)
        #expect(badges.first { $0["value"] as? String == "INVALID_GRANT" }?["permanent"] as? Bool == true)
        #expect(badges.first?["color"] as? String == "green")
    }

    @Test func `tables show labels, plain when piped, and JSON and fields the values`() async throws {
        let (connection, environment) = try await failingConnection()
        let get = try tenon(["connections", "get", connection.id], environment: environment).standardOutput
        #expect(get.contains(/\nstatus +Active\n/) && get.contains(/\nhealth_status +Failing\n/))
        #expect(get.contains(/\nlast_error_reason_code +Grant no longer valid\n/))
        let list = try tenon(["connections", "list"], environment: environment).standardOutput
        #expect(list.contains(/org:1 +Ours +Active +Failing\n$/))
        #expect(!(get + list).contains("\u{1B}"))

        for command in [["get", connection.id], ["list"]] {
            let status = try tenon(["connections"] + command + ["--field", "status"], environment: environment)
            let health = try tenon(["connections"] + command + ["--field", "health_status"], environment: environment)
            #expect(status.standardOutput == "active\n" && health.standardOutput == "failing\n")
            let json = try tenon(["connections"] + command + ["--output", "json"], environment: environment).standardOutput
            #expect(json.contains(#""status" : "active""#) && json.contains(#""health_status" : "failing""#))
        }
    }

    @Test func `on a terminal labels have their colours, columns stay in line, and JSON and fields stay as they are`() async throws {
        let (connection, environment) = try await failingConnection()
        for command in [["get", connection.id], ["list"]] {
            let arguments = ["connections"] + command
            let shown = try tenonOnTerminal(arguments, environment: environment)
            #expect(shown.contains("\u{1B}[32mActive\u{1B}[0m") && shown.contains("\u{1B}[31mFailing\u{1B}[0m"), "\(shown)")
            let piped = try tenon(arguments, environment: environment).standardOutput
            #expect(shown.replacing(/\u{1B}\[[0-9]+m/, with: "") == piped, "without the colours it is the same")
            for format in [["--output", "json"], ["--field", "status"]] {
                let script = try tenonOnTerminal(arguments + format, environment: environment)
                #expect(script.contains("active") && !script.contains("\u{1B}"))
            }
        }
    }

    @Test(arguments: [["NO_COLOR": "1"], ["NO_COLOR": "0"], ["TERM": "dumb"]])
    func `NO_COLOR and a dumb terminal switch colours off`(setting: [String: String]) async throws {
        let (connection, environment) = try await failingConnection()
        let shown = try tenonOnTerminal(["connections", "get", connection.id], environment: environment.merging(setting) { $1 })
        #expect(shown.contains(/\nstatus +Active\n/) && !shown.contains("\u{1B}"), "\(shown)")
    }

    // MARK: - Other versions of the daemon

    @Test func `a value without a badge is neutral, and so is every value when there is no catalog`() async throws {
        let connection = Connection(id: UUID().uuidString, externalID: "org:1", status: "paused", healthStatus: "failing")
        let list = Wire.field(2, ListConnectionsResponse(connections: [connection]).packed())
        let catalog = BadgeCatalog(badges: [
            Badge(domain: "connection_health", value: "failing", label: "Faili\u{1B}[5mng", color: "ultraviolet"),
            Badge(domain: "run_outcome", value: "paused", label: "Of another domain", color: "red"),
        ])
        let unimplemented = Wire.field(1, Wire.field(1, varint: 12))
        try await withAnswers([list, Wire.field(2, catalog.packed())]) { environment in
            let shown = try tenonOnTerminal(["connections", "list"], environment: environment)
            #expect(shown.contains("org:1") && shown.contains("\u{1B}[90mpaused\u{1B}[0m  Faili\u{FFFD}[5mng\n"), "\(shown)")
        }
        try await withAnswers([list, unimplemented]) { environment in
            let shown = try tenonOnTerminal(["connections", "list"], environment: environment)
            #expect(shown.contains("org:1") && shown.contains("\u{1B}[90mpaused\u{1B}[0m  \u{1B}[90mfailing\u{1B}[0m\n"), "\(shown)")
        }
    }

    @Test func `the catalog is asked for once, and only for a table with badges in it`() async throws {
        let page = ListConnectionsResponse(connections: [Connection(id: "1", status: "active")], nextPageToken: "next")
        let last = ListConnectionsResponse(connections: [Connection(id: "2", status: "active")])
        let (first, second) = (Wire.field(2, page.packed()), Wire.field(2, last.packed()))
        let catalog = Wire.field(2, BadgeCatalog().packed())
        let list = ["connections", "list", "--all"]
        for (command, answers) in [
            (list, [first, catalog, second]), (list + ["--field", "status"], [first, second]),
            (list + ["--output", "json"], [first, second]), (["connections", "list"], [Wire.field(2, ListConnectionsResponse().packed())]),
        ] {
            try await withAnswers(answers) { environment in
                let output = try tenon(command, environment: environment)
                #expect(output.exitCode == 0 && output.standardError == "", "\(command): \(output)")
            }
        }
    }

    // MARK: - Helpers

    /// A connection that a health check found failing, and an environment in which it is the only one to be seen.
    private func failingConnection() async throws -> (connection: Connection, environment: [String: String]) {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: story.makeTenant(), externalID: "org:1") { $0.displayName = "Ours" }
        try setHealth("failing", of: connection, reasonCode: "INVALID_GRANT")
        return (connection, ["TENON_ACTOR": story.owner])
    }

    private func setHealth(_ health: String, of connection: Connection, reasonCode: String? = nil) throws {
        let reason = reasonCode.map { "'\($0)'" } ?? "NULL"
        let output = try #require(TestDaemon.current).psql(
            "UPDATE connections SET health_status = '\(health)', last_error_reason_code = \(reason) WHERE id = '\(connection.id)'")
        try #require(output.exitCode == 0, "\(output)")
    }

    /// Runs `tenon` with a terminal as its standard output; gives what the terminal was sent, with its line ends as they were written.
    private func tenonOnTerminal(_ arguments: [String], environment: [String: String]) throws -> String {
        let socket = ["TENON_SOCKET": try #require(TestDaemon.current).socketPath, "TERM": "xterm", "NO_COLOR": ""]
        let output = try RunningProgram.output(
            "/usr/bin/script", ["-qec", "\(RunningProgram.binaryDirectory)/tenon \(arguments.joined(separator: " "))", "/dev/null"],
            environment: socket.merging(environment) { $1 })
        #expect(output.exitCode == 0, "\(output)")
        // The terminal echoes that there is no more input.
        return output.standardOutput.replacing("^D\u{8}\u{8}", with: "").replacing("\r\n", with: "\n")
    }

    /// A server that gives these bodies of responses, one for each request in turn, and must be asked for all of them and no more.
    private func withAnswers(_ bodies: [[UInt8]], _ test: (_ environment: [String: String]) async throws -> Void) async throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = "\(directory)/socket"
        let script = """
            $path = shift; socket(L, AF_UNIX, SOCK_STREAM, 0) or die; bind(L, pack_sockaddr_un($path)) or die "bind: $!\\n"; listen(L, 1) or die;
            syswrite(STDERR, "listening\\n"); accept(C, L) or die; $n = 0;
            while (sysread(C, $b, 65536)) { $n++; $answer = shift or last; syswrite(C, pack("H*", $answer)) }
            syswrite(STDERR, "asked $n times\\n")
            """
        let frames = bodies.enumerated().map { index, body in
            Wire.frame(id: UInt32(2 * index + 1), kind: 2, body).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        let server = try RunningProgram.start("/usr/bin/perl", ["-MSocket", "-e", script, path] + frames)
        defer { server.signal(SIGKILL) }
        try await server.waitForStandardError(containing: "listening\n")
        try await test(["TENON_SOCKET": path])
        _ = await server.exitCode()
        #expect(server.standardError == "listening\nasked \(bodies.count) times\n")
    }
}
