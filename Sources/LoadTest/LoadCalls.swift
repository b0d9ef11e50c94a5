internal import Synchronization
internal import TenonClient

/// How a call ended.
enum LoadOutcome: Sendable, Hashable {
    case succeeded
    /// With a reason of the daemon, a status code where it gave none, or one of the reasons below.
    case failed(reason: String)

    /// The reply came and was not what was asked for.
    static let wrongAnswer = LoadOutcome.failed(reason: "WRONG_ANSWER")
    /// Too many calls were under way to start another.
    static let notSent = LoadOutcome.failed(reason: "NOT_SENT")
}

/// Makes single calls on a data set and checks what comes back. A class: all workers share its serial numbers.
final class LoadCalls: Sendable {
    private let dataSet: LoadDataSet
    private let pageSize: Int
    private let generations: GenerationBook
    private let serials = Atomic<UInt64>(1)

    private static let asManager = CallOptions(actor: LoadDataSet.manager)
    private static let asService = CallOptions(actor: LoadDataSet.service)

    init(dataSet: LoadDataSet, pageSize: Int) {
        self.dataSet = dataSet
        self.pageSize = pageSize
        generations = GenerationBook(connectionCount: dataSet.connectionIDs.count)
    }

    /// Makes one call about a random connection.
    func make(_ operation: LoadOperation, _ dice: inout Dice, over client: TenonClient) async -> LoadOutcome {
        let connection = Int.random(in: 0..<dataSet.connectionIDs.count, using: &dice)
        do throws(TenonError) {
            return try await isRight(operation, connection, client) ? .succeeded : .wrongAnswer
        } catch {
            return .failed(reason: error.reason.isEmpty ? error.code.name : error.reason)
        }
    }

    private func isRight(_ operation: LoadOperation, _ connection: Int, _ client: TenonClient) async throws(TenonError) -> Bool {
        switch operation {
        case .get: try await get(connection, client.connections)
        case .find: try await find(connection, client.connections)
        case .list: try await list(connection, client.connections)
        case .tokens: try await tokens(connection, client.connections)
        case .update: try await update(connection, client.connections)
        case .create: try await create(connection, client.connections)
        case .echo: try await !client.badges.getBadgeCatalog(GetBadgeCatalogRequest(), options: Self.asManager).badges.isEmpty
        }
    }

    private func get(_ connection: Int, _ client: ConnectionServiceClient) async throws(TenonError) -> Bool {
        let request = GetConnectionRequest(id: dataSet.connectionIDs[connection])
        return isOf(try await client.getConnection(request, options: Self.asManager), connection)
    }

    private func find(_ connection: Int, _ client: ConnectionServiceClient) async throws(TenonError) -> Bool {
        let request = FindConnectionRequest(
            tenantID: dataSet.tenantID(of: connection), providerSlug: LoadDataSet.providerSlug,
            externalID: LoadDataSet.externalID(of: connection))
        return isOf(try await client.findConnection(request, options: Self.asManager), connection)
    }

    /// Connections are added while it runs, never taken away.
    private func list(_ connection: Int, _ client: ConnectionServiceClient) async throws(TenonError) -> Bool {
        let tenantID = dataSet.tenantID(of: connection)
        let request = ListConnectionsRequest(tenantID: tenantID, pageSize: Int32(pageSize))
        let page = try await client.listConnections(request, options: Self.asManager).connections
        let countMin = min(pageSize, dataSet.neighbourCount(of: connection))
        return page.count >= countMin && page.count <= pageSize && page.allSatisfy { $0.tenantID == tenantID }
    }

    private func tokens(_ connection: Int, _ client: ConnectionServiceClient) async throws(TenonError) -> Bool {
        let generation = generations.newest(of: connection)
        let request = GetConnectionTokensRequest(id: dataSet.connectionIDs[connection])
        let reply = try await client.getConnectionTokens(request, options: Self.asService)
        return reply.id == request.id && reply.tokenGeneration >= generation
            && reply.accessTokenCiphertext == reply.refreshTokenCiphertext
            && SealedToken.isSound(reply.accessTokenCiphertext, connection: connection)
    }

    private func update(_ connection: Int, _ client: ConnectionServiceClient) async throws(TenonError) -> Bool {
        let generation = generations.newest(of: connection)
        let bytes = SealedToken.bytes(connection: connection, serial: nextSerial())
        let request = UpdateTokensStatusRequest(
            id: dataSet.connectionIDs[connection], accessTokenCiphertext: bytes, refreshTokenCiphertext: bytes)
        let reply = try await client.updateTokensStatus(request, options: Self.asService)
        generations.saw(reply.tokenGeneration, of: connection)
        return isOf(reply, connection) && reply.tokenGeneration > generation
    }

    private func create(_ connection: Int, _ client: ConnectionServiceClient) async throws(TenonError) -> Bool {
        let request = CreateConnectionRequest(
            tenantID: dataSet.tenantID(of: connection), providerSlug: LoadDataSet.providerSlug, externalID: "bench-new:\(nextSerial())",
            displayName: "Made under load")
        let reply = try await client.createConnection(request, options: Self.asManager)
        return reply.externalID == request.externalID && reply.tenantID == request.tenantID
    }

    /// Whether the reply is about the connection that was asked for.
    private func isOf(_ reply: Connection, _ connection: Int) -> Bool {
        reply.id == dataSet.connectionIDs[connection] && reply.tenantID == dataSet.tenantID(of: connection)
            && reply.externalID == LoadDataSet.externalID(of: connection)
    }

    private func nextSerial() -> UInt64 { serials.add(1, ordering: .relaxed).newValue }
}
