import LoadTest
import TenonClient
import TestKit

/// Calls that ask nothing but whether the daemon serves, which is no operation of the load test.
struct HealthChecks {
    let daemon: TestDaemon

    /// Each of so many workers makes its next call when the last has come back.
    func figure(_ name: String, inFlight: Int, for duration: Duration) async throws -> Report.Figure {
        let client = daemon.client()
        _ = try await make(over: client, inFlight: inFlight, for: .milliseconds(500))
        let before = DaemonMeter.read(daemon.processID), start = ContinuousClock.now
        let count = try await make(over: client, inFlight: inFlight, for: duration)
        let took = ContinuousClock.now - start, after = DaemonMeter.read(daemon.processID)
        await client.close()
        guard let before, let after, count > 0 else { throw BenchmarkFailure(description: "the daemon's CPU can not be read") }
        return Report.Figure(
            name: name,
            values: [
                Report.Value(.callsPerSecond, Double(count) / (took / .seconds(1))),
                Report.Value(.daemonUSPerCall, (after.cpuSeconds - before.cpuSeconds) * 1e6 / Double(count)),
            ])
    }

    private func make(over client: TenonClient, inFlight: Int, for duration: Duration) async throws -> Int {
        let end = ContinuousClock.now + duration
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<inFlight {
                // On the client's own thread, as the load test does it.
                group.addTask(executorPreference: client.executor) {
                    var count = 0
                    while ContinuousClock.now < end {
                        try await check(client)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
    }
}

/// Asks whether the daemon serves; it must.
func check(_ client: TenonClient) async throws {
    let reply = try await client.health.check(HealthCheckRequest())
    guard reply.status == .serving else { throw BenchmarkFailure(description: "the daemon does not serve") }
}
