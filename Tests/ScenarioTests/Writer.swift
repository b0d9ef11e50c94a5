import Foundation
import Synchronization
import TenonClient
import TestKit
import Testing

/// Writes without a pause, one call after the other, and keeps what it was told: creates, and token updates of one connection of its own.
struct Writer {
    let client: TenonClient
    let tenant: Tenant
    private let name = UUID().uuidString.lowercased()
    private let connectionID: String
    private var turn = 0

    /// External ids by what their creation was told.
    private(set) var acknowledged: [String] = []
    private(set) var surelyNotRun: [String] = []
    /// The last acknowledged token generation, and the updates since then that may have run.
    private(set) var generation: Int64 = 1
    private(set) var unsureUpdateCount: Int64 = 0
    private(set) var errors: [TenonError] = []

    init(_ client: TenonClient, in tenant: Tenant) async throws {
        self.client = client
        self.tenant = tenant
        let request = CreateConnectionRequest(tenantID: tenant.id, providerSlug: "slack", externalID: name, displayName: "Ours")
        connectionID = try await client.connections.createConnection(request).id
    }

    /// Writes until the progress says that it is enough, or until an error if that is what ends it.
    mutating func write(_ progress: Progress, untilError: Bool = false) async {
        while !progress.isEnough && !Task.isCancelled {
            do {
                try await writeOnce()
                progress.advance()
            } catch {
                errors.append(error)
                if untilError { return }
            }
        }
    }

    private mutating func writeOnce() async throws(TenonError) {
        turn += 1
        if turn.isMultiple(of: 2) { try await updateTokens() } else { try await create("\(name)-\(turn)") }
    }

    private mutating func create(_ externalID: String) async throws(TenonError) {
        do {
            _ = try await client.connections.createConnection(
                CreateConnectionRequest(tenantID: tenant.id, providerSlug: "github", externalID: externalID, displayName: "Ours"))
            acknowledged.append(externalID)
        } catch {
            if !error.mayHaveRun { surelyNotRun.append(externalID) }
            throw error
        }
    }

    private mutating func updateTokens() async throws(TenonError) {
        do {
            let connection = try await client.connections.updateTokensStatus(
                UpdateTokensStatusRequest(id: connectionID, accessTokenCiphertext: Array("token \(turn)".utf8)))
            expectPossible(connection.tokenGeneration - 1)
            generation = connection.tokenGeneration
            unsureUpdateCount = 0
        } catch {
            if error.mayHaveRun { unsureUpdateCount += 1 }
            throw error
        }
    }

    /// Reads everything back: what was acknowledged is there, what surely did not run is not.
    func expectKept() async throws {
        for externalID in acknowledged {
            let found = try await client.connections.findConnection(request(externalID))
            #expect(found.externalID == externalID)
        }
        for externalID in surelyNotRun {
            await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await client.connections.findConnection(request(externalID)) }
        }
        expectPossible(try await client.connections.getConnection(GetConnectionRequest(id: connectionID)).tokenGeneration)
    }

    private func expectPossible(_ found: Int64) {
        #expect((generation...generation + unsureUpdateCount).contains(found), "generation \(found), acknowledged \(generation)")
    }

    private func request(_ externalID: String) -> FindConnectionRequest {
        FindConnectionRequest(tenantID: tenant.id, providerSlug: "github", externalID: externalID)
    }
}

/// How many writes were acknowledged, and whether that is enough. A class: writers and the test share it.
final class Progress: Sendable {
    private struct State {
        var count = 0
        var isEnough = false
        var waiting: [(Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var isEnough: Bool { state.withLock(\.isEnough) }

    func advance() {
        let reached = state.withLock { state in
            state.count += 1
            let reached = state.waiting.filter { $0.0 <= state.count }
            state.waiting.removeAll { $0.0 <= state.count }
            return reached
        }
        for (_, continuation) in reached { continuation.resume() }
    }

    /// Waits for this many acknowledged writes from now on.
    func wait(forFurther count: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiting.append(($0.count + count, continuation)) }
        }
    }

    func stop() { state.withLock { $0.isEnough = true } }
}

/// Eight clients that write at once while something happens.
enum WriterGroup {
    static let clientCount = 8
    /// Writers that share a client's channel.
    static let perClientCount = 4

    /// Runs the writers until the disturbance is over; gives what each was told.
    static func write(
        on daemon: TestDaemon, untilError: Bool = false, during disturbance: (Progress) async throws -> Void
    ) async throws -> [Writer] {
        let owner = "user:\(UUID().uuidString.lowercased())"
        let first = daemon.client(actor: owner)
        let workspace = try await first.tenancy.createWorkspace(CreateWorkspaceRequest(name: "Writers", owner: owner))
        let tenant = try await first.tenancy.createTenant(CreateTenantRequest(workspaceID: workspace.id, name: "Writers"))
        await first.close()
        let progress = Progress()
        return try await withThrowingTaskGroup(of: Writer.self) { group in
            for _ in 0..<clientCount {
                let client = daemon.client(actor: owner)
                for _ in 0..<perClientCount {
                    group.addTask {
                        var writer = try await Writer(client, in: tenant)
                        await writer.write(progress, untilError: untilError)
                        return writer
                    }
                }
            }
            try await disturbance(progress)
            if !untilError { progress.stop() }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
