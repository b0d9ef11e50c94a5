import Foundation
import TestKit
import Testing

/// `tenon bench` against the built daemon.
@Suite(.daemon, .timeLimit(.minutes(1)))
struct LoadTestScenarios {
    private static let small = ["bench", "--warm-up", "0", "--connections", "50", "--tenants", "5"]

    @Test func `every operation is called, answered rightly and counted, and nothing is left behind`() throws {
        let mix = ["--mix", "get=50,find=10,list=10,tokens=10,update=10,create=5,echo=5"]
        let report = try report(Self.small + ["--duration", "1"] + mix)
        #expect(report["errors"] as? [String: Int] == [:])
        let started = try #require(report["started"] as? Int)
        #expect(started > 0 && report["succeeded"] as? Int == started && report["failed"] as? Int == 0)
        let operations = try #require(report["operations"] as? [String: [String: Any]])
        #expect(Set(operations.keys) == ["get", "find", "list", "tokens", "update", "create", "echo"])
        #expect(operations.values.reduce(0) { $0 + ($1["calls"] as? Int ?? 0) } == started)
        let daemon = try #require(report["daemon"] as? [String: Any])
        #expect(daemon["pid"] as? Int32 == TestDaemon.current?.processID)
        try expectNothingLeft()
    }

    @Test func `at a rate as many calls are made as it asks for, over all channels`() throws {
        let report = try report(Self.small + ["--duration", "0.5", "--rate", "200", "--channels", "4"])
        #expect(report["started"] as? Int == 100 && report["failed"] as? Int == 0)
        #expect(report["channels"] as? [String: Int] == ["count": 4, "fewest_calls": 25, "most_calls": 25])
        #expect(report["start_delay_us"] != nil)
    }

    @Test func `people get a table, and a page if they want one`() throws {
        let page = "\(try #require(TestDaemon.current).directory)/load.html"
        let output = try tenon(Self.small + ["--duration", "0.2", "--mix", "get=1,echo=1", "--html", page])
        #expect(output.exitCode == 0 && output.standardOutput.hasPrefix("loop  "), "\(output)")
        let rows = output.standardOutput.split(separator: "\n").compactMap { $0.split(separator: " ").first }
        #expect(rows.suffix(4) == ["LATENCY_MS", "get", "echo", "all"], "\(output)")
        #expect(try String(contentsOfFile: page, encoding: .utf8).hasSuffix("</html>\n"))
    }

    @Test func `what is slower than was asked for fails with exit code 1 and is named`() throws {
        for goal in [["--min-rate", "100000000"], ["--max-p99", "0.0001"]] {
            let output = try tenon(Self.small + ["--duration", "0.2"] + goal)
            #expect(output.exitCode == 1 && output.standardError.contains("tenon: \(goal[0]) is missed: "), "\(output)")
        }
        #expect(try tenon(Self.small + ["--duration", "0.2", "--min-rate", "1", "--max-p99", "10000"]).exitCode == 0)
        try expectNothingLeft()
    }

    @Test(arguments: [
        ["--mix", "nonsense=1"], ["--in-flight", "0"], ["--channels", "0"], ["--channels", "65"], ["--rate", "0"], ["--tenants", "0"],
        ["--connections", "-1"], ["--page-size", "1001"], ["--duration", "0"], ["--duration", "nan"], ["--warm-up", "-1"],
        ["--max-p99", "0"], ["--min-rate", "0"], ["--html", "/nowhere/at/all.html"],
    ])
    func `wrong usage is named, with exit code 64`(arguments: [String]) throws {
        let output = try tenon(["bench"] + [arguments.joined(separator: "=")])
        let line = output.standardError.split(separator: "\n").first ?? ""
        #expect(output.exitCode == 64 && line.contains(arguments[0]), "\(output)")
    }

    @Test func `without a daemon it exits 2`() throws {
        let output = try tenon(Self.small, environment: ["TENON_SOCKET": "/nowhere/tenon.sock"])
        #expect(output.exitCode == 2 && output.standardError.hasPrefix("tenon: UNAVAILABLE: no daemon answers on "), "\(output)")
    }

    @Test func `who is no admin caller is told what is missing`() async throws {
        let daemon = try await TestDaemon.start(
            callers: "callers: [{name: web, uid: \(geteuid()), may_act_as: ['user:*']}]",
            arguments: try #require(TestDaemon.current).sameDatabase)
        let output = try tenon(Self.small, environment: ["TENON_SOCKET": daemon.socketPath])
        await daemon.stop()
        daemon.removeDirectory()
        #expect(output.exitCode == 1 && output.standardError.hasPrefix("tenon: PERMISSION_DENIED ADMIN_ONLY: "), "\(output)")
        #expect(output.standardError.contains("admin caller"), "\(output)")
    }

    @Test func `what is kept stays until it is cleaned away`() throws {
        let kept = try tenon(Self.small + ["--duration", "0.1", "--keep"])
        let workspace = try #require(kept.standardError.split(whereSeparator: \.isWhitespace).last.map(String.init), "\(kept)")
        #expect(try tenon(["workspaces", "get", workspace]).exitCode == 0)
        let cleaned = try tenon(["bench", "--clean"])
        #expect(cleaned.exitCode == 0 && cleaned.standardError == "removed 1 workspace of load tests\n", "\(cleaned)")
        try expectNothingLeft()
    }

    @Test func `Ctrl-C ends a run early: what was measured is told, and nothing is left behind`() async throws {
        let daemon = try #require(TestDaemon.current)
        let page = "\(daemon.directory)/early.html"
        let arguments = Self.small + ["--duration", "3600", "--mix", "create=1", "--html", page]
        let bench = try RunningProgram.start("tenon", arguments, environment: ["TENON_SOCKET": daemon.socketPath])
        let deadline = ContinuousClock.now + .seconds(20)
        while try daemon.psql("SELECT 1 FROM connections WHERE external_id LIKE 'bench-new:%' LIMIT 1").standardOutput.isEmpty {
            try #require(ContinuousClock.now < deadline, "\(bench.standardError)")
        }
        bench.signal(SIGINT)
        #expect(await bench.exitCode() == 130)
        #expect(bench.standardError.contains("tenon: ending early and cleaning up"))
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("<td>create</td>"))
        try expectNothingLeft()
    }

    // MARK: - Helpers

    /// Runs it to its end and reads what it prints for scripts.
    private func report(_ arguments: [String]) throws -> [String: Any] {
        let output = try tenon(arguments + ["--output", "json"])
        #expect(output.exitCode == 0, "\(output)")
        return try #require(try JSONSerialization.jsonObject(with: Data(output.standardOutput.utf8)) as? [String: Any], "\(output)")
    }

    private func expectNothingLeft() throws {
        let workspaces = try tenon(["workspaces", "list", "--all", "--field", "name"])
        #expect(workspaces.exitCode == 0 && !workspaces.standardOutput.contains("tenon bench"), "\(workspaces)")
    }
}
