import ArgumentParser
import LoadTest
import TenonClient
import TestKit

/// How soon a call is told that too much waits already.
struct Bounds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "ListConnections on schedule, while other channels ask for more pages than may wait.",
        discussion: """
            The others are a program of their own, and each of their callers waits as long as it was told before it asks again. What was refused \
            counts from when it was due, like the calls of an open loop; what was let in is not looked at any more after a second.

            Goals: the p99 of what was refused is at most 5 ms, all of it says when to try again, and it is at least half of the calls.
            """)

    @Option(help: "Connections in the database.")
    var connections = 10_000
    @Option(help: "Tenants in the database.")
    var tenants = 100
    @Option(help: "Channels of the others, 256 calls on each.")
    var channels = 18
    @Option(help: "ListConnections calls a second that are measured.")
    var rate = 50.0
    @Option(help: "How long it takes, in seconds.")
    var seconds = 30
    @OptionGroup var report: ReportOptions

    func validate() throws {
        guard tenants > 0, connections >= tenants else { throw ValidationError("--tenants takes 1 or more, --connections as many") }
        guard rate > 0, seconds > 0 else { throw ValidationError("--rate and --seconds take more than 0") }
        guard channels > 16 else { throw ValidationError("--channels takes 17 or more: fewer have nothing left when the queue is full") }
    }

    func run() async throws {
        let found = try await ServedDataSet.serving(connectionCount: connections, tenantCount: tenants) { try await measure($0.daemon) }
        try report.finish(found)
    }

    private func measure(_ daemon: TestDaemon) async throws -> Report {
        progress("\(channels * PageFlood.callersPerChannel) callers ask for pages")
        // They end by themselves if this program is stopped.
        return try await PageFlood.running(on: daemon, channels: channels, seconds: 4 * seconds + 60) {
            let before = try await refusedCount(daemon), start = ContinuousClock.now
            let found = await Probe(callsPerSecond: rate).calls(to: daemon, for: .seconds(seconds))
            let took = ContinuousClock.now - start
            let refusedPerSecond = (try await refusedCount(daemon) - before) / (took / .seconds(1))
            return makeReport(found, refusedPerSecond: refusedPerSecond)
        }
    }

    /// How much the daemon has refused so far, whomever it told.
    private func refusedCount(_ daemon: TestDaemon) async throws -> Double {
        let client = daemon.client(actor: LoadDataSet.manager)
        let stats = try await client.daemon.getStats(GetStatsRequest()).stats
        await client.close()
        return stats.first { $0.name == "tenon_calls_refused_total" && $0.label == #"method="ListConnections",reason="OVERLOADED""# }?.value
            ?? 0
    }

    private func makeReport(_ found: [Probe.Call], refusedPerSecond: Double) -> Report {
        let refused = found.filter { $0.outcome == .refused(saysWhen: true) || $0.outcome == .refused(saysWhen: false) }
        let latency = Samples(refused.map(\.latency)).microseconds([0.5, 0.99, 1])
        let figure = Report.Figure(
            name: "ListConnections, refused as OVERLOADED",
            values: [
                Report.Value(.p50US, latency[0]), Report.Value(.p99US, latency[1]), Report.Value(.maxUS, latency[2]),
                Report.Value(.startDelayP999US, Samples(found.map(\.startDelay)).microseconds([0.999])[0]),
                Report.Value(.refused, Double(refused.count)), Report.Value(.letIn, Double(found.count { $0.outcome == .letIn })),
                Report.Value(.failed, Double(found.count { $0.outcome == .failed })),
                Report.Value(.refusedPerSecond, refusedPerSecond),
            ])
        return Report(
            figures: [figure],
            goals: [
                Report.Goal("p99 of what was refused, ms", latency[1] / 1_000, most: 5),
                Report.Goal(
                    "refused, without saying when to try again", Double(refused.count { $0.outcome == .refused(saysWhen: false) }), most: 0),
                Report.Goal("failed otherwise", figure[.failed], most: 0),
                Report.Goal("refused : calls", Double(refused.count) / Double(found.count), least: 0.5),
            ])
    }
}

/// Asks for pages on schedule, over a channel of its own.
private struct Probe {
    let callsPerSecond: Double

    enum Outcome: Hashable {
        case refused(saysWhen: Bool)
        /// It has its page, or its time was over before.
        case letIn
        case failed
    }

    struct Call: Sendable {
        let outcome: Outcome
        /// From when it was due.
        let latency: Duration
        /// How late it was made.
        let startDelay: Duration
    }

    /// How long what was let in is looked at.
    private static let timeout = Duration.seconds(1)

    func calls(to daemon: TestDaemon, for duration: Duration) async -> [Call] {
        let client = daemon.client(actor: LoadDataSet.manager, timeout: Self.timeout)
        // On the client's thread, so that making a call wakes no other one.
        let found = await withTaskExecutorPreference(client.executor) {
            await withTaskGroup { group in
                let start = ContinuousClock.now
                for number in 0..<Int(duration / .seconds(1) * callsPerSecond) {
                    let due = start + .seconds(Double(number) / callsPerSecond)
                    try? await Task.sleep(until: due, tolerance: .zero)
                    group.addTask(executorPreference: client.executor) { await call(client, due: due) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        await client.close()
        return found
    }

    private func call(_ client: TenonClient, due: ContinuousClock.Instant) async -> Call {
        let startDelay = ContinuousClock.now - due
        let outcome = await outcome(client)
        return Call(outcome: outcome, latency: ContinuousClock.now - due, startDelay: startDelay)
    }

    private func outcome(_ client: TenonClient) async -> Outcome {
        do {
            _ = try await client.connections.listConnections(ListConnectionsRequest())
            return .letIn
        } catch {
            if error.code == .deadlineExceeded { return .letIn }
            let isRefused = error.code == .resourceExhausted && error.reason == "OVERLOADED"
            return isRefused ? .refused(saysWhen: error.retryAfter != nil) : .failed
        }
    }
}

extension Report.Column {
    fileprivate static let maxUS = Self(key: "maxUS", title: "max µs", digits: 1)
    fileprivate static let refused = Self(key: "refused", title: "refused", digits: 0)
    fileprivate static let letIn = Self(key: "letIn", title: "let in", digits: 0)
    /// By the daemon, whoever asked.
    fileprivate static let refusedPerSecond = Self(key: "refusedPerSecond", title: "refused/s", digits: 0)
}
