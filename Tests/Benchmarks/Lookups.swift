import ArgumentParser
import Foundation
import Postgres
import TenonClient
import TestKit

/// Whether the time a refusal takes tells what is foreign from what is absent.
struct Lookups: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Calls with absent, foreign and own ids, one in flight, interleaved.",
        discussion: "Goal: the median of foreign is within 5 % of that of absent.")

    @Option(help: "Connections in the database.")
    var connections = 1_000_000
    @Option(help: "Tenants in the database, at least 100; the actor is entitled to a hundred of them.")
    var tenants = 10_000
    @Option(help: "Calls per figure.")
    var samples = 10_000
    @OptionGroup var report: ReportOptions

    private static let warmUpCount = 500

    func validate() throws {
        guard tenants >= 200, connections >= tenants else { throw ValidationError("at least 200 tenants and as many connections") }
        guard samples > 0 else { throw ValidationError("--samples takes 1 or more") }
    }

    /// Whose a thing is, for the actor who asks.
    private enum Kind: String {
        case absent, foreign, own
    }

    /// Something to ask for.
    private struct Subject {
        let id: String
        let tenantID: String
        let provider: String
        let externalID: String
    }

    /// One RPC, and of which kinds it is asked: what writes is asked only for what it can not find.
    private struct Question {
        let name: String
        var kinds: [Kind] = [.absent, .foreign]
        let ask: (Subject) async throws -> Void
    }

    func run() async throws {
        let tenancy = LoadedTenancy(connectionCount: connections, tenantCount: tenants)
        try report.finish(try await LoadedDaemon.serving(tenancy) { try await measure($0) })
    }

    private func measure(_ loaded: LoadedDaemon) async throws -> Report {
        let subjects = try subjects(of: loaded)
        let manager = loaded.client(.hundred), service = loaded.client(.service)
        var report = Report()
        var generator = SeededGenerator(seed: 1)
        for question in questions(manager.connections, service.connections) {
            progress("measuring \(question.name)")
            var samples = [Samples](repeating: Samples(warmUpCount: Self.warmUpCount), count: question.kinds.count)
            for round in 0..<Self.warmUpCount + self.samples {
                // In any order: a call's trail, such as a log line, falls on whatever comes next.
                for index in question.kinds.indices.shuffled(using: &generator) {
                    let kind = question.kinds[index]
                    let some = subjects[kind, default: []], subject = some[round % some.count]
                    try await samples[index].time { try await ask(question, subject, kind) }
                }
            }
            let figures = zip(question.kinds, samples).map { $1.figure("\(question.name), \($0)") }
            report.figures += figures
            report.goals.append(Report.Goal(figures[1], to: figures[0], least: 0.95, most: 1.05))
        }
        for client in [manager, service] { await client.close() }
        return report
    }

    private func questions(_ manager: ConnectionServiceClient, _ service: ConnectionServiceClient) -> [Question] {
        [
            Question(name: "GetConnection", kinds: [.absent, .foreign, .own]) {
                _ = try await manager.getConnection(GetConnectionRequest(id: $0.id))
            },
            Question(name: "GetConnectionTokens", kinds: [.absent, .foreign, .own]) {
                _ = try await service.getConnectionTokens(GetConnectionTokensRequest(id: $0.id))
            },
            Question(name: "FindConnection", kinds: [.absent, .foreign, .own]) {
                _ = try await manager.findConnection(
                    FindConnectionRequest(tenantID: $0.tenantID, providerSlug: $0.provider, externalID: $0.externalID))
            },
            Question(name: "ListConnections") {
                _ = try await manager.listConnections(ListConnectionsRequest(tenantID: $0.tenantID))
            },
            Question(name: "UpdateConnection") {
                _ = try await manager.updateConnection(UpdateConnectionRequest(id: $0.id, displayName: "Name"))
            },
            Question(name: "UpdateTokensStatus") {
                _ = try await service.updateTokensStatus(UpdateTokensStatusRequest(id: $0.id, accessTokenCiphertext: [1, 2, 3]))
            },
            Question(name: "DeleteConnection") {
                _ = try await manager.deleteConnection(DeleteConnectionRequest(id: $0.id))
            },
        ]
    }

    /// Asks; what is absent or foreign must be refused alike, and what is own must be given.
    private func ask(_ question: Question, _ subject: Subject, _ kind: Kind) async throws {
        do {
            try await question.ask(subject)
            if kind != .own { throw BenchmarkFailure(description: "\(question.name) found what is \(kind)") }
        } catch let error as TenonError where kind != .own && error.code == .notFound {
            return
        }
    }

    /// Connections the actor may see, others, and what nobody made, in no order; all made before, so that no call waits for its own.
    private func subjects(of loaded: LoadedDaemon) throws -> [Kind: [Subject]] {
        let session = try PlainSession(loaded.daemon.superuserURL)
        let count = samples + Self.warmUpCount
        func some(_ condition: String) throws -> [Subject] {
            let rows = try session.query(
                """
                SELECT c.id, c.tenant_id, c.provider_slug, c.external_id FROM connections c
                WHERE c.status <> 'revoked' AND \(condition)
                    (SELECT 1 FROM tenant_memberships m WHERE m.tenant_id = c.tenant_id AND m.actor = $1)
                ORDER BY md5(c.id::text) LIMIT $2
                """, [LoadedTenancy.Actor.hundred.rawValue, "\(count)"])
            let texts = rows.map { $0.compactMap(\.self) }.filter { $0.count == 4 }
            guard !texts.isEmpty else { throw BenchmarkFailure(description: "there is nothing to ask for") }
            return texts.map { Subject(id: $0[0], tenantID: $0[1], provider: $0[2], externalID: $0[3]) }
        }
        func id() -> String { UUID().uuidString.lowercased() }
        let absent = (0..<count).map { Subject(id: id(), tenantID: id(), provider: "github", externalID: "account:\($0)") }
        return [.absent: absent, .foreign: try some("NOT EXISTS"), .own: try some("EXISTS")]
    }
}
