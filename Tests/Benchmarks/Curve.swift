import ArgumentParser
import LoadTest

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
    @Option(help: "How long each point is measured, in seconds.")
    var seconds = 3
    @OptionGroup var report: ReportOptions

    private static let channelCounts = [1, 8, 64]
    private static let inFlightCounts = [1, 4, 16, 64, 256, 1_024]

    func validate() throws {
        guard tenants > 0, connections >= tenants else { throw ValidationError("--tenants takes 1 or more, --connections as many") }
        guard seconds > 0 else { throw ValidationError("--seconds takes 1 or more") }
    }

    func run() async throws {
        let found = try await ServedDataSet.serving(connectionCount: connections, tenantCount: tenants) { try await measure($0) }
        try report.finish(found)
    }

    private func measure(_ served: ServedDataSet) async throws -> Report {
        var report = Report()
        for channels in Self.channelCounts {
            var figures: [Report.Figure] = []
            for inFlight in Self.inFlightCounts where inFlight >= channels {
                let name = "\(channels) channel\(channels == 1 ? "" : "s"), \(inFlight) in flight"
                progress("measuring \(name)")
                figures.append(try await point(name, served, channels: channels, inFlight: inFlight))
            }
            report.figures += figures
            let share = Self.leastShare(figures.map { $0[.callsPerSecond] })
            report.goals.append(
                Report.Goal("\(channels) channel\(channels == 1 ? "" : "s"): lowest calls/s behind the highest", share, least: 0.8))
        }
        return report
    }

    private func point(_ name: String, _ served: ServedDataSet, channels: Int, inFlight: Int) async throws -> Report.Figure {
        let found = try await served.successfulLoad(.get, inFlight: inFlight, channels: channels, for: .seconds(seconds))
        return Report.Figure(
            name: name,
            values: Report.Figure(name, found).values + [
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
