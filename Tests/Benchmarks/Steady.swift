import ArgumentParser
import LoadTest

/// Whether a minute under load looks like its first second.
struct Steady: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "GetConnection at 70 % of the peak, on schedule whatever the daemon does.",
        discussion: """
            Goals: p99.9 is at most 10 times p50, no call fails, the daemon's memory grows by 5 % at most. A call fails after a second. How even the machine \
            itself is, pgbench shows, with a bare select at 70 % of its own peak, and threads that only compute, at 50 and at 70 % of all cores.
            """)

    @Option(help: "Connections in the database.")
    var connections = 10_000
    @Option(help: "Tenants in the database.")
    var tenants = 100
    @Option(help: "How long the peak is looked for, in seconds.")
    var peakSeconds = 5
    @Option(help: "How long it is called at 70 % of that, in seconds.")
    var seconds = 60
    @OptionGroup var report: ReportOptions

    /// Far beyond the goal; without it a daemon that falls behind would be waited for long after.
    private static let timeout: Duration = .seconds(1)

    func validate() throws {
        guard tenants > 0, connections >= tenants else { throw ValidationError("--tenants takes 1 or more, --connections as many") }
        guard peakSeconds > 0, seconds > 0 else { throw ValidationError("--peak-seconds and --seconds take 1 or more") }
    }

    func run() async throws {
        let found = try await ServedDataSet.serving(connectionCount: connections, tenantCount: tenants) { try await measure($0) }
        try report.finish(found)
    }

    private func measure(_ served: ServedDataSet) async throws -> Report {
        progress("looking for the peak")
        let peak = try await served.successfulLoad(.get, inFlight: 64, for: .seconds(peakSeconds))
        let rate = (peak.callsPerSecond * 0.7).rounded()
        progress("measuring at \(Int(rate)) calls/s for \(seconds) s")
        let steady = await served.load(
            .get, .open(callsPerSecond: rate), for: .seconds(seconds), warmUp: .seconds(2), timeout: Self.timeout)
        let alone = try bareSelect(served), cores = bareCores(), spread = steady.latency.p999 / steady.latency.p50
        let memory = steady.daemon.map { Double($0.residentKiBAfter) / Double($0.residentKiBBefore) }
        return Report(
            figures: [figure("peak, 64 in flight", peak), figure("open loop at \(Int(rate)) calls/s", steady), alone] + cores,
            goals: [
                Report.Goal("open loop: p99.9 : p50", spread, most: 10),
                Report.Goal("open loop: p99.9 : p50, beside that of pgbench", spread / (alone[.p999US] / alone[.p50US]), most: 1),
                Report.Goal("open loop: failed calls", Double(steady.failed), most: 0),
                Report.Goal("open loop: MiB after : MiB before", memory ?? .nan, most: 1.05),
            ])
    }

    /// What the machine makes of a load that has nothing to do with the daemon.
    private func bareSelect(_ served: ServedDataSet) throws -> Report.Figure {
        let pgbench = try Pgbench(served.daemon), script = PgbenchScripts(connectionCount: connections).bareSelect
        let count = try pgbench.bestClientCount(script, among: [2, 4, 8], seconds: min(2, peakSeconds))
        let peak = try pgbench.run(script, clientCount: count, seconds: peakSeconds)
        let rate = (peak[.callsPerSecond] * 0.7).rounded()
        progress("measuring pgbench at \(Int(rate)) transactions/s for \(seconds) s")
        let figure = try pgbench.run(script, clientCount: count, seconds: seconds, transactionsPerSecond: rate)
        return Report.Figure(name: "\(script.name), pgbench -c \(count) --rate \(Int(rate))", values: figure.values)
    }

    /// What it makes of one that needs nothing but its cores.
    private func bareCores() -> [Report.Figure] {
        let cores = BareCores(seconds: min(seconds, 20))
        return [0.5, 0.7].map { useOfCores in
            progress("computing at \(Int(useOfCores * 100)) % of all cores for \(cores.seconds) s")
            return cores.run(useOfCores: useOfCores)
        }
    }

    private func figure(_ name: String, _ found: LoadReport) -> Report.Figure {
        Report.Figure(
            name: name,
            values: Report.Figure(name, found).values + [
                Report.Value(.p999US, found.latency.p999), Report.Value(.startDelayP999US, found.startDelay?.p999 ?? .nan),
                Report.Value(.failed, Double(found.failed)),
                Report.Value(.mebibytesBefore, found.daemon.map { Double($0.residentKiBBefore) / 1_024 } ?? .nan),
                Report.Value(.mebibytesAfter, found.daemon.map { Double($0.residentKiBAfter) / 1_024 } ?? .nan),
            ])
    }
}

extension Report.Column {
    /// How much of the p99.9 is this program's own lateness.
    static let startDelayP999US = Self(key: "startDelayP999US", title: "late p99.9", digits: 1)
    static let failed = Self(key: "failed", title: "failed", digits: 0)
    /// The daemon's memory in RAM, without its database.
    static let mebibytesBefore = Self(key: "mebibytesBefore", title: "MiB before", digits: 1)
    static let mebibytesAfter = Self(key: "mebibytesAfter", title: "MiB after", digits: 1)
}
