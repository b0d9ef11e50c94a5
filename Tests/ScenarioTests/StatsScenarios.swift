import Foundation
import TenonClient
import TestKit
import Testing

/// What the daemon counts, as GetStats and `tenon stats` show it.
@Suite(.daemon, .timeLimit(.minutes(1)))
struct StatsScenarios {
    private func stats() async throws -> [Stat] {
        try await #require(TestDaemon.current).client().daemon.getStats(GetStatsRequest()).stats
    }

    private func value(_ stats: [Stat], _ name: String, _ label: String = "") throws -> Double {
        try #require(stats.first { $0.name == name && $0.label == label }, "\(name){\(label)}").value
    }

    @Test func `calls, refusals and how long both took are counted by method`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let label = "method=\"GetConnection\"", refusal = "\(label),reason=\"CONNECTION_NOT_FOUND\""
        func ask(_ client: TenonClient) async throws {
            _ = try await client.connections.getConnection(GetConnectionRequest(id: connection.id))
        }
        try await ask(story.client)
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await ask(story.stranger()) }
        let before = try await stats()
        for _ in 0..<5 { try await ask(story.client) }
        for _ in 0..<2 { await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await ask(story.stranger()) } }
        let after = try await stats()

        func growth(_ name: String, _ label: String = "") throws -> Double { try value(after, name, label) - value(before, name, label) }
        #expect(try growth("tenon_call_duration_seconds_count", label) == 7)
        #expect(try growth("tenon_call_duration_seconds_bucket", "\(label),le=\"+Inf\"") == 7)
        // What is not found takes a millisecond at least.
        #expect(try growth("tenon_call_duration_seconds_sum", label) >= 0.002)
        #expect(try growth("tenon_calls_refused_total", refusal) == 2)
        // And GetStats itself.
        #expect(try growth("tenon_calls_started_total") == 8)
        #expect(try growth("tenon_channels_accepted_total") >= 1)
        #expect(try growth("tenon_received_bytes_total") > 7 * 36)
        #expect(try growth("tenon_sent_bytes_total") > 7 * 36)
        #expect(try growth("tenon_database_segments_total") >= 7)
    }

    @Test func `a call whose deadline passes is counted once, whoever of the daemon notices it`() async throws {
        let daemon = try #require(TestDaemon.current)
        func count() async throws -> Double {
            try await stats().filter { $0.label.hasSuffix("reason=\"DEADLINE_EXCEEDED\"") }.reduce(0) { $0 + $1.value }
        }
        let before = try await count()
        let held = try HeldTable("connections", of: daemon)
        defer { held.release() }
        // The client may give up first; its channel stays open.
        let client = daemon.client()
        await #expect(throws: TenonError.self) {
            _ = try await client.connections.getConnection(
                GetConnectionRequest(id: UUID().uuidString), options: CallOptions(timeout: .milliseconds(50)))
        }
        while try await count() == before { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try await count() == before + 1)
        await client.close()
    }

    @Test func `the process, its sessions and its channels are told as they are`() async throws {
        let stats = try await stats()
        #expect(try value(stats, "process_resident_memory_bytes") > 1_000_000)
        #expect(try value(stats, "process_cpu_seconds_total") > 0)
        let started = try value(stats, "process_start_time_seconds")
        #expect(started <= Date().timeIntervalSince1970 && started > Date().timeIntervalSince1970 - 3600)
        for kind in ["app_read", "app_long_read", "app_write", "admin"] {
            #expect(try value(stats, "tenon_database_sessions", "kind=\"\(kind)\",state=\"ready\"") >= 1)
        }
        #expect(try value(stats, "tenon_channels_open") >= 1)
        #expect(try value(stats, "tenon_calls_open") == 1)
    }

    @Test func `no label names what a peer sent`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await story.stranger().connections.getConnection(GetConnectionRequest(id: connection.id))
        }
        for stat in try await stats() {
            for text in [story.owner, story.workspace.id, tenant.id, connection.id, connection.externalID] {
                #expect(!(stat.name + stat.label).contains(text))
            }
        }
    }

    // MARK: - The command line

    @Test func `tenon stats shows the daemon, a row for each method and one for each refusal`() async throws {
        let story = try await Story.begin()
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await story.client.connections.getConnection(GetConnectionRequest(id: UUID().uuidString))
        }
        let text = try tenon(["stats"]).standardOutput
        #expect(text.contains(/(?m)^daemon +0\.1\.0, up [0-9]+ (s|min .*)$/))
        #expect(text.contains(/(?m)^memory +[0-9.]+ MiB$/))
        #expect(
            text.contains(
                /(?m)^sessions +app_read [0-9]+ of [0-9]+ ready, app_long_read 1 of 1 ready, app_write [0-9]+ of [0-9]+ ready, admin 1 of 1 ready$/
            ))
        #expect(text.contains(/(?m)^METHOD +CALLS +REFUSED +MEAN MS +P50 MS +P99 MS$/))
        #expect(text.contains(/(?m)^CreateWorkspace +[1-9][0-9]* +[0-9]+ +[0-9.]+ +[0-9.]+ +[0-9.]+$/))
        #expect(text.contains(/(?m)^REASON +METHOD +CALLS$/))
        #expect(text.contains(/(?m)^CONNECTION_NOT_FOUND +GetConnection +[1-9][0-9]*$/))
    }

    @Test func `tenon stats --prometheus announces each family once and then its samples`() async throws {
        let lines = try tenon(["stats", "--prometheus"]).standardOutput.split(separator: "\n")
        let types = lines.filter { $0.hasPrefix("#") }
        #expect(Set(types).count == types.count)
        #expect(types.contains("# TYPE tenon_call_duration_seconds histogram"))
        #expect(types.contains("# TYPE tenon_calls_started_total counter") && types.contains("# TYPE tenon_channels_open gauge"))
        for line in lines where !line.hasPrefix("#") {
            #expect(line.contains(/^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$/), "\(line)")
        }
    }

    @Test func `tenon stats --watch shows what happened since the last look, until it is told to stop`() async throws {
        let daemon = try #require(TestDaemon.current)
        let file = FileManager.default.temporaryDirectory.appending(path: "tenon-watch-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let shell = try RunningProgram.start(
            "/bin/sh",
            [
                "-c", "exec \"$0\" stats --watch --interval 0.1 --socket \"$1\" > \"$2\"", "\(RunningProgram.binaryDirectory)/tenon",
                daemon.socketPath, file,
            ])
        func looks() -> [Substring] {
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").filter { $0.contains(/^GetStats +/) }
        }
        while looks().count < 3 { try await Task.sleep(for: .milliseconds(20)) }
        shell.signal(SIGINT)
        #expect(await shell.exitCode() == SIGINT)
        // One call to GetStats lies between two looks.
        #expect(looks().allSatisfy { $0.contains(/^GetStats +1 +[0-9.]+ +0 +[0-9]/) }, "\(looks())")
    }

    @Test(arguments: [
        (["--interval", "0"], "--interval takes 0.1 to 3600 seconds"),
        (["--watch", "--prometheus"], "--prometheus and --watch exclude each other"),
    ])
    func `what fits no look is refused before it`(arguments: [String], line: String) throws {
        let output = try tenon(["stats"] + arguments)
        #expect(output.exitCode == 64 && output.standardError.contains(line), "\(output)")
    }
}
