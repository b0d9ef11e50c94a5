import ArgumentParser
import LoadTest
import TenonClient
import TestKit

/// What the whole daemon takes and gives beside PostgreSQL alone.
struct Whole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Calls of the whole daemon beside pgbench on the same PostgreSQL, in rounds.",
        discussion: """
            Every figure is the median over the rounds; each round measures everything once, in any order. pgbench works with prepared statements and \
            with the number of clients that is best for it.

            Goals: GetConnection at 64 in flight at least 1.3 times the bare select, one in flight at most 1.4 times its latency; UpdateTokensStatus \
            at least 1.2 times its own statements and 0.7 times the bare update; the daemon's CPU at most 5 µs a GetConnection and 1.5 µs an echo.
            """)

    @Option(help: "Connections in the database.")
    var connections = 10_000
    @Option(help: "Tenants in the database; the actors are entitled to all of them.")
    var tenants = 100
    @Option(help: "How often everything is measured.")
    var rounds = 5
    @Option(help: "How long one measurement takes, in seconds.")
    var seconds = 3
    @OptionGroup var report: ReportOptions

    private static let inFlight = 64
    private static let readClientCounts = [2, 4, 8, 16]
    /// The server has 50 sessions; the daemon keeps its own.
    private static let writeClientCounts = [8, 16, 24]

    func validate() throws {
        guard tenants > 0, connections >= tenants else { throw ValidationError("--tenants takes 1 or more, --connections as many") }
        guard rounds > 0, seconds > 0 else { throw ValidationError("--rounds and --seconds take 1 or more") }
    }

    /// What is measured, in the order in which it is printed.
    private enum Subject {
        case health, badges, get, getAlone, selectAlone, getStatementAlone, select, getStatement, update, bareUpdate, updateStatements
    }

    /// Something that is measured once in every round.
    private struct Contender {
        let subject: Subject
        let name: String
        let measure: () async throws -> Report.Figure
    }

    func run() async throws {
        let found = try await ServedDataSet.serving(connectionCount: connections, tenantCount: tenants) { try await measure($0) }
        try report.finish(found)
    }

    private func measure(_ served: ServedDataSet) async throws -> Report {
        let contenders = try echoes(served) + reads(served) + writes(served)
        var measured = [[Report.Figure]](repeating: [], count: contenders.count)
        var generator = SeededGenerator(seed: 1)
        for round in 1...rounds {
            for index in contenders.indices.shuffled(using: &generator) {
                progress("round \(round) of \(rounds): \(contenders[index].name)")
                measured[index].append(try await contenders[index].measure())
            }
        }
        let figures = zip(contenders, measured).map { ($0.subject, Report.Figure($0.name, mediansOf: $1)) }
        return Report(figures: figures.map(\.1), goals: try goals(Dictionary(uniqueKeysWithValues: figures)))
    }

    private func goals(_ figures: [Subject: Report.Figure]) throws -> [Report.Goal] {
        func figure(_ subject: Subject) throws -> Report.Figure {
            guard let figure = figures[subject] else { throw BenchmarkFailure(description: "\(subject) was not measured") }
            return figure
        }
        func cpu(_ subject: Subject, most: Double) throws -> Report.Goal {
            let figure = try figure(subject)
            return Report.Goal("\(figure.name): daemon µs", figure[.daemonUSPerCall], most: most)
        }
        return [
            Report.Goal(try figure(.get), to: try figure(.select), of: .callsPerSecond, least: 1.3),
            Report.Goal(try figure(.getAlone), to: try figure(.selectAlone), of: .p50US, most: 1.4),
            Report.Goal(try figure(.update), to: try figure(.updateStatements), of: .callsPerSecond, least: 1.2),
            Report.Goal(try figure(.update), to: try figure(.bareUpdate), of: .callsPerSecond, least: 0.7),
            try cpu(.get, most: 5), try cpu(.health, most: 1.5), try cpu(.badges, most: 1.5),
        ]
    }

    private func echoes(_ served: ServedDataSet) -> [Contender] {
        let name = "health check, \(Self.inFlight) in flight"
        return [
            Contender(subject: .health, name: name) {
                try await HealthChecks(daemon: served.daemon).figure(name, inFlight: Self.inFlight, for: .seconds(seconds))
            },
            call(.badges, "GetBadgeCatalog", .echo, served),
        ]
    }

    private func reads(_ served: ServedDataSet) throws -> [Contender] {
        let pgbench = try Pgbench(served.daemon), scripts = PgbenchScripts(connectionCount: connections), counts = Self.readClientCounts
        try pgbench.check(try scripts.getConnectionCheck)
        return [
            call(.get, "GetConnection", .get, served), call(.getAlone, "GetConnection", .get, inFlight: 1, served),
            alone(.selectAlone, scripts.bareSelect, pgbench), alone(.getStatementAlone, try scripts.getConnection, pgbench),
            try best(.select, scripts.bareSelect, counts, pgbench), try best(.getStatement, try scripts.getConnection, counts, pgbench),
        ]
    }

    private func writes(_ served: ServedDataSet) throws -> [Contender] {
        let pgbench = try Pgbench(served.daemon), scripts = PgbenchScripts(connectionCount: connections), counts = Self.writeClientCounts
        return [
            call(.update, "UpdateTokensStatus", .update, served), try best(.bareUpdate, scripts.bareUpdate, counts, pgbench),
            try best(.updateStatements, try scripts.updateTokensStatus, counts, pgbench),
        ]
    }

    private func call(
        _ subject: Subject, _ name: String, _ operation: LoadOperation, inFlight: Int = Self.inFlight, _ served: ServedDataSet
    ) -> Contender {
        let name = "\(name), \(inFlight) in flight"
        return Contender(subject: subject, name: name) {
            Report.Figure(name, try await served.successfulLoad(operation, inFlight: inFlight, for: .seconds(seconds)))
        }
    }

    private func alone(_ subject: Subject, _ script: Pgbench.Script, _ pgbench: Pgbench) -> Contender {
        contender(subject, script, clientCount: 1, pgbench)
    }

    private func best(_ subject: Subject, _ script: Pgbench.Script, _ clientCounts: [Int], _ pgbench: Pgbench) throws -> Contender {
        contender(subject, script, clientCount: try pgbench.bestClientCount(script, among: clientCounts, seconds: min(2, seconds)), pgbench)
    }

    private func contender(_ subject: Subject, _ script: Pgbench.Script, clientCount: Int, _ pgbench: Pgbench) -> Contender {
        Contender(subject: subject, name: "\(script.name), pgbench -c \(clientCount)") {
            try pgbench.run(script, clientCount: clientCount, seconds: seconds)
        }
    }
}
