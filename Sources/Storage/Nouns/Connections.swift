package import Access
package import FoundationEssentials
import Postgres

extension Storage {
    /// Creates a connection in one tenant.
    ///
    /// Refused with `tenantNotFound`, `capabilityMissing`, `unknownProvider`, `connectionExists` or `metadataInvalid`.
    package func createConnection(
        _ scope: SingleTenantScope, _ connection: NewConnection, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> ConnectionRecord {
        let id = UUID()
        let create = (Statement.createConnection, connection.parameters(scope, id: id))
        guard connection.isDefault else { return try await run(.write, for: scope.actor, deadline: deadline, create).connection() }

        // The tenant is locked by a statement of its own: what follows must see what was committed while it waited. It is the tenant of the
        // row just created, so that the lock is held whenever there is something to switch.
        var created = Bindings()
        created.append(id)
        let steps = [create, (.lockTenant, created), (Statement.setCreatedDefault, created)]
        let results = Array(try await run(.write, for: scope.actor, deadline: deadline, steps: steps))
        try results[0].requireOK()
        return try results[2].connection()
    }

    /// The connection with this id. Refused with `connectionNotFound` or `capabilityMissing`.
    package func getConnection(
        _ scope: TenantScope, id: UUID, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> ConnectionRecord {
        let result = try await run(.read, for: scope.actor, deadline: deadline, (.getConnection, Bindings(scope, id: id)))
        guard result.rowCount == 1 else { throw .refused(.connectionNotFound) }
        return try result.connection()
    }

    /// The connection of one tenant to one external account. Refused with `tenantNotFound`, `capabilityMissing` or `connectionNotFound`.
    package func findConnection(
        _ scope: SingleTenantScope, providerSlug: String, externalID: String, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> ConnectionRecord {
        var parameters = Bindings(scope)
        parameters.append(providerSlug)
        parameters.append(externalID)
        return try await run(.read, for: scope.actor, deadline: deadline, (.findConnection, parameters)).connection()
    }

    /// Changes what people edit. Refused with `connectionNotFound`, `capabilityMissing` or `metadataInvalid`.
    package func updateConnection(
        _ scope: TenantScope, id: UUID, _ patch: ConnectionPatch, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> ConnectionRecord {
        try await run(.write, for: scope.actor, deadline: deadline, (.updateConnection, patch.parameters(scope, id: id))).connection()
    }

    /// Stores new tokens, a new status or both, if the tokens are still those the caller read.
    ///
    /// Refused with `connectionNotFound`, `capabilityMissing` or `statusTransition`; other tokens meanwhile: `tokenGenerationMismatch`.
    package func updateTokensStatus(
        _ scope: TenantScope, id: UUID, _ patch: TokensPatch, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> ConnectionRecord {
        let result = try await run(.write, for: scope.actor, deadline: deadline, (.updateTokensStatus, patch.parameters(scope, id: id)))
        let current = try result.read { result throws(StorageFault) in try result.optionalInt64(0, 21) }
        if let current { throw .tokenGenerationMismatch(current: current) }
        return try result.connection()
    }

    /// The sealed tokens. Refused with `connectionNotFound`, `capabilityMissing` or `connectionRevoked`.
    package func getConnectionTokens(
        _ scope: TenantScope, id: UUID, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> TokensRecord {
        let result = try await run(.read, for: scope.actor, deadline: deadline, (.getConnectionTokens, Bindings(scope, id: id)))
        guard result.rowCount == 1 else { throw .refused(.connectionNotFound) }
        try result.requireOK()
        return try result.read { result throws(StorageFault) in
            TokensRecord(
                id: try result.uuid(0, 1), accessTokenCiphertext: try result.optionalBytes(0, 2),
                refreshTokenCiphertext: try result.optionalBytes(0, 3),
                expiresAt: try result.optionalTimestamp(0, 4), tokenGeneration: try result.int64(0, 5), status: try result.string(0, 6))
        }
    }

    /// Deletes a connection and its runs. Refused with `connectionNotFound` or `capabilityMissing`.
    package func deleteConnection(_ scope: TenantScope, id: UUID, deadline: ContinuousClock.Instant?) async throws(StorageError) {
        try await run(.write, for: scope.actor, deadline: deadline, (.deleteConnection, Bindings(scope, id: id))).requireOK()
    }
}

extension NewConnection {
    fileprivate func parameters(_ scope: SingleTenantScope, id: UUID) -> Bindings {
        var parameters = Bindings(scope, byteCapacity: 1024)
        parameters.append(id)
        parameters.append(providerSlug)
        parameters.append(externalID)
        parameters.append(displayName)
        parameters.append(status.rawValue)
        parameters.append(scopes)
        parameters.append(accessTokenCiphertext)
        parameters.append(refreshTokenCiphertext)
        parameters.append(expiresAt)
        parameters.append(metadataJSON)
        return parameters
    }
}

extension ConnectionPatch {
    fileprivate func parameters(_ scope: TenantScope, id: UUID) -> Bindings {
        var parameters = Bindings(scope, id: id, byteCapacity: 1024)
        parameters.append(displayName.isSet)
        parameters.append(displayName.value)
        parameters.append(scopes.isSet)
        parameters.append(scopes.value ?? nil)
        parameters.append(metadataJSON.isSet)
        parameters.append(metadataJSON.value ?? nil)
        return parameters
    }
}

extension TokensPatch {
    fileprivate func parameters(_ scope: TenantScope, id: UUID) -> Bindings {
        var parameters = Bindings(scope, id: id, byteCapacity: 1024)
        parameters.append(expectedTokenGeneration)
        parameters.append(accessTokenCiphertext.isSet)
        parameters.append(accessTokenCiphertext.value ?? nil)
        parameters.append(refreshTokenCiphertext.isSet)
        parameters.append(refreshTokenCiphertext.value ?? nil)
        parameters.append(status.value?.rawValue)
        parameters.append(status.value?.sources)
        parameters.append(expiresAt.isSet)
        parameters.append(expiresAt.value ?? nil)
        return parameters
    }
}

extension ResultSet {
    /// The verdict in column 0 and the connection after it, in row 0.
    fileprivate func connection() throws(StorageError) -> ConnectionRecord {
        try requireOK()
        return try read { result throws(StorageFault) in try ConnectionRecord(result, row: 0, from: 1) }
    }
}

extension ConnectionRecord {
    /// The twenty columns of every statement on connections, in this order, beginning at a column.
    init(_ result: ResultSet, row: Int, from first: Int) throws(StorageFault) {
        id = try result.uuid(row, first)
        workspaceID = try result.uuid(row, first + 1)
        tenantID = try result.uuid(row, first + 2)
        providerSlug = try result.string(row, first + 3)
        externalID = try result.string(row, first + 4)
        displayName = try result.string(row, first + 5)
        status = try result.string(row, first + 6)
        scopes = try result.optionalStrings(row, first + 7)
        expiresAt = try result.optionalTimestamp(row, first + 8)
        metadataJSON = try result.optionalString(row, first + 9)
        isDefault = try result.bool(row, first + 10)
        healthStatus = try result.string(row, first + 11)
        lastHealthCheckAt = try result.optionalTimestamp(row, first + 12)
        lastErrorReasonCode = try result.optionalString(row, first + 13)
        lastErrorMessage = try result.optionalString(row, first + 14)
        hasAccessToken = try result.bool(row, first + 15)
        hasRefreshToken = try result.bool(row, first + 16)
        tokenGeneration = try result.int64(row, first + 17)
        createdAt = try result.timestamp(row, first + 18)
        updatedAt = try result.timestamp(row, first + 19)
    }
}
