import ArgumentParser
import Foundation
import Postgres
import TenonClient
import TestKit

/// What row-level security costs a call.
struct Wall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The same calls with row-level security and without, one in flight, in turn.",
        discussion: "Goal: with it, the median is at most half as long again.")

    @Option(help: "Connections in the database.")
    var connections = 100_000
    @Option(help: "Tenants in the database, at least 200; the actor is entitled to a hundred of them.")
    var tenants = 1_000
    @Option(help: "Calls per figure and round.")
    var samples = 500
    @Option(help: "How often it is switched on and off.")
    var rounds = 10
    @OptionGroup var report: ReportOptions

    /// Calls after each switch that do not count: the server plans anew.
    private static let warmUpCount = 200

    private static let tables = [
        "workspaces", "tenants", "workspace_memberships", "tenant_memberships", "connections", "operation_runs", "audit_log",
    ]

    func validate() throws {
        guard tenants >= 200, connections >= tenants else { throw ValidationError("at least 200 tenants and as many connections") }
        guard samples > 0, rounds > 0 else { throw ValidationError("--samples and --rounds take 1 or more") }
    }

    func run() async throws {
        let tenancy = LoadedTenancy(connectionCount: connections, tenantCount: tenants)
        try report.finish(try await LoadedDaemon.serving(tenancy) { try await measure($0) })
    }

    private func measure(_ loaded: LoadedDaemon) async throws -> Report {
        let superuser = try PlainSession(loaded.daemon.superuserURL)
        let ids = try superuser.query(
            """
            SELECT c.id FROM connections c JOIN tenant_memberships m ON m.tenant_id = c.tenant_id AND m.actor = $1
            WHERE c.status <> 'revoked' ORDER BY md5(c.id::text) LIMIT 1000
            """, [LoadedTenancy.Actor.service.rawValue]
        ).compactMap { $0[0] }
        let client = loaded.client(.service).connections
        let calls: [(name: String, call: (String, Int) async throws -> Void)] = [
            ("GetConnection", { id, _ in _ = try await client.getConnection(GetConnectionRequest(id: id)) }),
            ("ListConnections", { _, _ in _ = try await client.listConnections(ListConnectionsRequest()) }),
            (
                "UpdateTokensStatus",
                { id, turn in
                    let request = UpdateTokensStatusRequest(id: id, accessTokenCiphertext: Array("token \(turn)".utf8))
                    _ = try await client.updateTokensStatus(request)
                }
            ),
        ]
        var report = Report()
        for (name, call) in calls {
            var samples = (with: Samples(warmUpCount: 0), without: Samples(warmUpCount: 0))
            for round in 0..<rounds {
                progress("measuring \(name), round \(round + 1) of \(rounds)")
                try await measure(&samples.with, isOn: true, superuser, ids, call)
                try await measure(&samples.without, isOn: false, superuser, ids, call)
            }
            let figures = [samples.with.figure("\(name), with row-level security"), samples.without.figure("\(name), without")]
            report.figures += figures
            report.goals.append(Report.Goal(figures[0], to: figures[1], most: 1.5))
        }
        return report
    }

    private func measure(
        _ samples: inout Samples, isOn: Bool, _ superuser: PlainSession, _ ids: [String], _ call: (String, Int) async throws -> Void
    ) async throws {
        for table in Self.tables { try superuser.execute("ALTER TABLE \(table) \(isOn ? "ENABLE" : "DISABLE") ROW LEVEL SECURITY") }
        for turn in 0..<Self.warmUpCount { try await call(ids[turn % ids.count], -turn) }
        for turn in 0..<self.samples { try await samples.time { try await call(ids[turn % ids.count], turn) } }
    }
}
