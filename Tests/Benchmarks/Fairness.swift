import ArgumentParser
import LoadTest
import TestKit

/// What a flood of pages on one channel does to another.
struct Fairness: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "GetConnection on schedule, alone and beside a channel that always has 256 pages under way.",
        discussion: "Goal: beside the flood, the p99 is at most 3 times what it is alone.")

    @Option(help: "Connections in the database.")
    var connections = 10_000
    @Option(help: "Tenants in the database.")
    var tenants = 100
    @Option(help: "GetConnection calls a second.")
    var rate = 1_000.0
    @Option(help: "How long one round of a figure takes, in seconds.")
    var seconds = 5
    @Option(help: "How often it is measured alone and beside the flood, in turn.")
    var rounds = 3
    @OptionGroup var report: ReportOptions

    func validate() throws {
        guard tenants > 0, connections >= tenants else { throw ValidationError("--tenants takes 1 or more, --connections as many") }
        guard rate > 0, seconds > 0, rounds > 0 else { throw ValidationError("--rate, --seconds and --rounds take more than 0") }
    }

    func run() async throws {
        let found = try await ServedDataSet.serving(connectionCount: connections, tenantCount: tenants) { try await measure($0) }
        try report.finish(found)
    }

    private func measure(_ served: ServedDataSet) async throws -> Report {
        var alone: [Report.Figure] = [], beside: [Report.Figure] = []
        for round in 1...rounds {
            progress("round \(round) of \(rounds)")
            alone.append(await figure("GetConnection, alone", served))
            beside.append(
                try await Flood.running(on: served.daemon) { await figure("GetConnection, beside 256 pages", served) })
        }
        let figures = [alone, beside].map { Report.Figure($0[0].name, mediansOf: $0) }
        return Report(figures: figures, goals: [Report.Goal(figures[1], to: figures[0], of: .p99US, most: 3)])
    }

    private func figure(_ name: String, _ served: ServedDataSet) async -> Report.Figure {
        Report.Figure(name, await served.load(.get, .open(callsPerSecond: rate), for: .seconds(seconds)))
    }
}

/// A channel that has as many pages under way as it may, always.
private struct Flood {
    /// As many as the daemon takes from one channel.
    private static let callCount: UInt32 = 256

    /// Runs the body beside the flood.
    static func running<Value: Sendable>(on daemon: TestDaemon, _ body: @Sendable () async throws -> Value) async throws -> Value {
        let channel = try RawChannel(daemon.socketPath)
        await channel.send((0..<callCount).flatMap { page(id: 2 * $0 + 1) })
        _ = try await channel.reply()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keepUp(channel) }
            let value = try await body()
            group.cancelAll()
            return value
        }
    }

    /// Sends another one for each that was answered.
    private static func keepUp(_ channel: RawChannel) async throws {
        var number = callCount
        while !Task.isCancelled {
            await channel.send(page(id: 2 * number + 1))
            let reply = try await channel.reply()
            guard reply.code == 0 else { throw BenchmarkFailure(description: "a page was refused: \(reply.reason)") }
            number += 1
        }
    }

    /// A request for a page of what the actor may see.
    private static func page(id: UInt32) -> [UInt8] {
        Wire.request(id: id, .connections("ListConnections"), extra: Wire.metadata("tenon-actor", LoadDataSet.manager))
    }
}
