import ArgumentParser
import LoadTest
import TestKit

/// Whether more load ever makes it slower.
struct Curve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "GetConnection with ever more calls in flight over 1, 8 and 64 channels.",
        discussion:
            "Goal: with no load is the throughput of so many channels more than 20 % below the highest with less load; no call fails.")

    @Option(help: "Connections in the database.")
    var connections = 10_000
    @Option(help: "Tenants in the database.")
    var tenants = 100
    @Option(help: "How often each point is measured; the median counts.")
    var rounds = 3
    @Option(help: "How long one measurement takes, in seconds.")
    var seconds = 3
    @OptionGroup var report: ReportOptions

    private static let channelCounts = [1, 8, 64]
    private static let inFlightCounts = [1, 4, 16, 64, 256, 1_024]

    func validate() throws {
        guard tenants > 0, connections >= tenants else { throw ValidationError("--tenants takes 1 or more, --connections as many") }
        guard rounds > 0, seconds > 0 else { throw ValidationError("--rounds and --seconds take 1 or more") }
    }

    func run() async throws {
        let found = try await ServedDataSet.serving(connectionCount: connections, tenantCount: tenants) { try await measure($0) }
        try report.finish(found)
    }

    /// One point of the curve.
    private struct Point {
        let channels: Int
        let inFlight: Int
        var rounds: [Report.Figure] = []

        var name: String { "\(channels) channel\(channels == 1 ? "" : "s"), \(inFlight) in flight" }
    }

    private func measure(_ served: ServedDataSet) async throws -> Report {
        var points = Self.channelCounts.flatMap { channels in
            Self.inFlightCounts.filter { $0 >= channels }.map { Point(channels: channels, inFlight: $0) }
        }
        var generator = SeededGenerator(seed: 1)
        for round in 1...rounds {
            for index in points.indices.shuffled(using: &generator) {
                progress("round \(round) of \(rounds): \(points[index].name)")
                points[index].rounds.append(try await figure(points[index], served))
            }
        }
        let figures = points.map { ($0.channels, Report.Figure($0.name, mediansOf: $0.rounds)) }
        let goals = Self.channelCounts.map { channels in
            let rates = figures.filter { $0.0 == channels }.map { $0.1[.callsPerSecond] }
            let name = "\(channels) channel\(channels == 1 ? "" : "s"): lowest calls/s behind the highest"
            return Report.Goal(name, Self.leastShare(rates), least: 0.8)
        }
        return Report(figures: figures.map(\.1), goals: goals)
    }

    private func figure(_ point: Point, _ served: ServedDataSet) async throws -> Report.Figure {
        let found = try await served.successfulLoad(
            .get, inFlight: point.inFlight, channels: point.channels, for: .seconds(seconds))
        return Report.Figure(
            name: point.name,
            values: Report.Figure(point.name, found).values + [
                Report.Value(.fewestCalls, Double(found.channels.fewestCalls)), Report.Value(.mostCalls, Double(found.channels.mostCalls)),
            ])
    }

    /// What the deepest fall leaves: the lowest part of the highest before it that any of these is.
    static func leastShare(_ rates: [Double]) -> Double {
        var highest = 0.0, least = 1.0
        for rate in rates {
            highest = max(highest, rate)
            least = min(least, rate / highest)
        }
        return least
    }
}

extension Report.Column {
    /// Calls of the channel that had fewest.
    static let fewestCalls = Self(key: "fewestCalls", title: "fewest", digits: 0)
    /// Calls of the channel that had most.
    static let mostCalls = Self(key: "mostCalls", title: "most", digits: 0)
}
