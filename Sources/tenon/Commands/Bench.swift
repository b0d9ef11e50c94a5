internal import ArgumentParser
internal import LoadTest
internal import TenonClient

/// A load test of a running daemon.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures how many calls the daemon answers, and how fast (admin callers).",
        discussion: """
            Makes a workspace with tenants and connections of its own, calls the daemon for a while, checks every reply, prints what came of it \
            and removes the workspace. Without --rate a number of calls is under way at any time, each next one started when the last has come \
            back: the peak. With --rate calls are started on schedule whatever the daemon does, and count from when they should have started, so \
            that a stall shows in all calls it held up.

            The caller must be an admin and may speak for \(LoadDataSet.manager) and \(LoadDataSet.service). Operations of a mix: get, find, list, \
            tokens, update, create, echo (no database). Latencies are of all calls, failed ones among them.

            Examples:
              tenon bench
              tenon bench --mix get=90,list=5,update=5 --in-flight 256 --channels 8
              tenon bench --rate 2000 --duration 60 --max-p99 5 --html load.html
              tenon bench --duration 5 --min-rate 10000 --output json
              tenon bench --clean

            Exit codes: 0 measured, 1 refused by the daemon, or --max-p99 or --min-rate missed, 2 no answer from a daemon, 64 wrong usage, \
            130 ended by Ctrl-C: what was measured until then is printed.
            """)

    @Option(help: "Calls under way at any time (default: 64).") var inFlight: Int?
    @Option(help: "Channels that the calls are spread over.") var channels = 1
    @Option(help: "Start this many calls a second, whatever the daemon does.") var rate: Double?
    @Option(help: "Operations and their weights.") var mix = "get=100"
    @Option(help: "Tenants to make.") var tenants = 100
    @Option(help: "Connections to make.") var connections = 10_000
    @Option(help: "Connections on a page of list, 1 to 1000.") var pageSize = 50
    @Option(help: "Seconds to measure for.") var duration = 10.0
    @Option(help: "Seconds to call for before anything counts.") var warmUp = 2.0
    @Flag(help: "Leave the workspace in place.") var keep = false
    @Flag(help: "Only remove the workspaces that load tests left, also those of running ones.") var clean = false
    @Option(name: .customLong("max-p99"), help: "Fail if the 99th percentile is above so many milliseconds.") var maxP99: Double?
    @Option(help: "Fail if fewer calls a second succeed.") var minRate: Double?
    @Option(help: "Write the latency curve and the throughput over time to this file, as a page.") var html: String?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        func check(_ isRight: Bool, _ message: String) throws { if !isRight { throw ValidationError(message) } }
        _ = try loadMix()
        try check((1...65_536).contains(calls), "--in-flight takes 1 to 65536")
        try check((1...1_024).contains(channels), "--channels takes 1 to 1024")
        try check(rate.map { $0 > 0 && $0 <= 1_000_000 } ?? true, "--rate takes more than 0 and at most 1000000 calls a second")
        try check(rate == nil || inFlight == nil, "--rate and --in-flight exclude each other: at a rate, calls do not wait for others")
        try check(rate != nil || channels <= calls, "--channels: more channels than --in-flight calls would stay unused")
        try check((1...100_000).contains(tenants), "--tenants takes 1 to 100000")
        try check((1...10_000_000).contains(connections), "--connections takes 1 to 10000000")
        try check((1...1_000).contains(pageSize), "--page-size takes 1 to 1000")
        try check(duration > 0 && duration <= 604_800, "--duration takes more than 0 and at most 604800 seconds")
        try check(warmUp >= 0 && warmUp <= 3_600, "--warm-up takes 0 to 3600 seconds")
        try check(maxP99.map { $0 > 0 } ?? true, "--max-p99 takes more than 0 milliseconds")
        try check(minRate.map { $0 > 0 } ?? true, "--min-rate takes more than 0 calls a second")
        try check(!keep || !clean, "--keep and --clean exclude each other")
        if let html { try PrivateFile.checkWritable(html, flag: "--html") }
    }

    private var calls: Int { inFlight ?? 64 }

    private func loadMix() throws -> LoadMix {
        do throws(LoadMixFault) {
            return try LoadMix(parsing: mix)
        } catch {
            throw ValidationError("--mix: \(visible("\(error)"))")
        }
    }

    private func plan() throws -> LoadPlan {
        LoadPlan(
            pace: rate.map { .open(callsPerSecond: $0) } ?? .closed(inFlight: calls), mix: try loadMix(), channels: channels,
            duration: .seconds(duration), warmUp: .seconds(warmUp), pageSize: pageSize)
    }

    func run() async throws {
        let client = global.makeClient(isInTenant: false)
        do {
            try await run(DataSetStore(client: client))
        } catch let error as TenonError {
            await client.close()
            throw error.exitCode(hint: Self.hint(error))
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }

    private func run(_ store: DataSetStore) async throws {
        if clean {
            let count = try await store.removeAll()
            return writeToStandardError("removed \(count) \(count == 1 ? "workspace" : "workspaces") of load tests\n")
        }
        let interrupt = await Interrupt.begin()
        let report = try await measured(with: store, try plan(), interrupt.stop)
        if let report { try await show(report) }
        if let exitCode = interrupt.exitCode { throw exitCode }
        if let report { try judge(report) }
    }

    /// Makes a data set, measures, and removes it whatever came of that; nil: it was ended before anything was measured.
    private func measured(with store: DataSetStore, _ plan: LoadPlan, _ stop: StopSign) async throws(TenonError) -> LoadReport? {
        let workspaceID = try await store.begin()
        let progress = BenchProgress()
        var report: LoadReport?, failure: TenonError?
        do throws(TenonError) {
            let dataSet = try await store.fill(
                workspaceID, tenantCount: tenants, connectionCount: connections, stop: stop,
                progress: { progress.loading($0, of: connections) })
            if let dataSet, !stop.isPutUp {
                let run = LoadRun(plan, on: dataSet, socketPath: global.socket, stop: stop) { global.makeClient(isInTenant: false) }
                report = await run.run { progress.running($0, of: $0.isWarmUp ? warmUp : duration) }
            }
        } catch {
            failure = error
        }
        if !keep { progress.removing() }
        let leftover = await dispose(of: workspaceID, store)
        progress.clear()
        if let leftover { writeToStandardError("\(leftover)\n") }
        if let failure { throw failure }
        return report
    }

    /// Gives what is to be said about what stays: what was measured counts, even if the data set can not be removed.
    private func dispose(of workspaceID: String, _ store: DataSetStore) async -> String? {
        if keep { return "kept workspace \(workspaceID)" }
        do throws(TenonError) {
            try await store.remove(workspaceID)
            return nil
        } catch {
            return "tenon: workspace \(workspaceID) is left behind, tenon bench --clean removes it: \(visible("\(error)"))"
        }
    }

    private func show(_ report: LoadReport) async throws {
        if let html { try PrivateFile.write(Array(LoadPage(report).html.utf8), to: html, mode: 0o644) }
        let printer = Printer(
            format: global.output, field: global.field, badges: BadgeBook(client: global.makeClient()), showsColors: false)
        try await BenchTable(report).print(on: printer)
        if let bottleneck = report.bottleneck { writeToStandardError("tenon: \(bottleneck)\n") }
    }

    /// Fails if the daemon was slower than was asked for.
    private func judge(_ report: LoadReport) throws {
        var missed: [String] = []
        if report.started == 0 { missed.append("no call was made") }
        let p99 = report.latency.p99 / 1_000
        if let maxP99, p99 > maxP99 { missed.append("--max-p99 is missed: \(p99.fixed(3)) ms instead of at most \(maxP99.fixed(3)) ms") }
        if let minRate, report.callsPerSecond < minRate {
            missed.append("--min-rate is missed: \(report.callsPerSecond.fixed(0)) calls a second instead of at least \(minRate.fixed(0))")
        }
        for line in missed { writeToStandardError("tenon: \(line)\n") }
        if !missed.isEmpty { throw ExitCode(1) }
    }

    /// What a refused data set lacks.
    private static func hint(_ error: TenonError) -> String? {
        switch error.reason {
        case "ADMIN_ONLY": "tenon bench makes a workspace of its own: run it as an admin caller"
        case "ACTOR_NOT_ALLOWED": "tenon bench speaks for \(LoadDataSet.manager) and \(LoadDataSet.service): the caller must be allowed to"
        default: nil
        }
    }
}
