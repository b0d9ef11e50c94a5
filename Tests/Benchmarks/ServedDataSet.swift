import Foundation
import LoadTest
import Postgres
import TenonClient
import TestKit

/// A daemon that serves the data set of a load test, made through its own calls; then each connection got an id that follows from its number, so
/// that a script can pick one without a list.
struct ServedDataSet {
    let daemon: TestDaemon
    let dataSet: LoadDataSet

    /// What the ids of connections begin with, before twelve digits.
    static let idPrefix = "00000000-0000-4000-8000-"
    /// The digits of connection 0.
    static let firstIDNumber = 100_000_000_000

    /// Runs the body with such a daemon, which is gone afterwards.
    static func serving<Value>(
        connectionCount: Int, tenantCount: Int, _ body: (ServedDataSet) async throws -> Value
    ) async throws -> Value {
        let directory = try TestDirectory.make()
        return try await TestDaemon.running(in: directory, isDirectoryRemoved: true) { daemon in
            progress("making \(connectionCount) connections over \(tenantCount) tenants")
            let client = daemon.client(actor: LoadDataSet.manager), store = DataSetStore(client: client)
            let workspaceID = try await store.begin()
            let made = try await store.fill(
                workspaceID, tenantCount: tenantCount, connectionCount: connectionCount, stop: StopSign())
            await client.close()
            guard let made else { throw BenchmarkFailure(description: "the data set was not made") }
            try number(daemon)
            let ids = (0..<connectionCount).map { "\(idPrefix)\(firstIDNumber + $0)" }
            let dataSet = LoadDataSet(workspaceID: workspaceID, tenantIDs: made.tenantIDs, connectionIDs: ids)
            return try await body(ServedDataSet(daemon: daemon, dataSet: dataSet))
        }
    }

    private static func number(_ daemon: TestDaemon) throws {
        let session = try PlainSession(daemon.superuserURL)
        try session.execute("SET session_replication_role = replica")
        try session.execute(
            "UPDATE connections SET id = ('\(idPrefix)' || \(firstIDNumber) + split_part(external_id, ':', 2)::bigint)::uuid")
        try session.execute("VACUUM FULL connections")
        try session.execute("VACUUM ANALYZE")
        try session.execute("CHECKPOINT")
    }

    /// Makes calls as `tenon bench` does; one that has no answer when the timeout is over has failed.
    func load(
        _ operation: LoadOperation, _ pace: LoadPlan.Pace, channels: Int = 1, for duration: Duration, warmUp: Duration = .milliseconds(500),
        timeout: Duration = .seconds(20)
    ) async -> LoadReport {
        let plan = LoadPlan(pace: pace, mix: LoadMix(operation), channels: channels, duration: duration, warmUp: warmUp)
        let run = LoadRun(plan, on: dataSet, socketPath: daemon.socketPath, stop: StopSign()) { daemon.client(timeout: timeout) }
        return await run.run()
    }

    /// The same where a failed call would make the figures mean something else.
    func successfulLoad(
        _ operation: LoadOperation, inFlight: Int, channels: Int = 1, for duration: Duration
    ) async throws -> LoadReport {
        let found = await load(operation, .closed(inFlight: inFlight), channels: channels, for: duration)
        guard found.failed == 0, found.succeeded > 0 else {
            throw BenchmarkFailure(description: "\(found.failed) calls of \(operation.rawValue) failed: \(found.errors)")
        }
        return found
    }
}

extension Report.Column {
    static let callsPerSecond = Self(key: "callsPerSecond", title: "calls/s", digits: 0)
    static let p50US = Self(key: "p50US", title: "p50 µs", digits: 1)
    static let p999US = Self(key: "p999US", title: "p99.9 µs", digits: 1)
    /// CPU of the daemon for each call, without its database.
    static let daemonUSPerCall = Self(key: "daemonUSPerCall", title: "daemon µs", digits: 2)
}

extension Report.Figure {
    /// What a load test says of the daemon.
    init(_ name: String, _ found: LoadReport) {
        self.init(
            name: name,
            values: [
                Report.Value(.callsPerSecond, found.callsPerSecond), Report.Value(.p50US, found.latency.p50),
                Report.Value(.p99US, found.latency.p99), Report.Value(.daemonUSPerCall, found.daemon?.cpuUSPerCall ?? .nan),
            ])
    }

    /// The medians of several rounds of the same.
    init(_ name: String, mediansOf rounds: [Report.Figure]) {
        let columns = rounds.first?.values.map(\.column) ?? []
        self.init(name: name, values: columns.map { column in Report.Value(column, median(rounds.map { $0[column] })) })
    }
}

/// The middle one, or the lower one of two; not a number if there is none.
func median(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    return sorted.isEmpty ? .nan : sorted[(sorted.count - 1) / 2]
}

extension TestDaemon {
    /// Runs the body with a daemon on this directory, and stops it.
    static func running<Value>(
        in directory: String, isDirectoryRemoved: Bool, _ body: (TestDaemon) async throws -> Value
    ) async throws -> Value {
        let daemon = try await start(directory: directory)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(daemon))
        } catch {
            result = .failure(error)
        }
        await daemon.finish()
        if isDirectoryRemoved { daemon.removeDirectory() }
        return try result.get()
    }
}
