package import Access
package import FoundationEssentials
package import Postgres

extension Storage {
    /// Creates a connection in one tenant.
    ///
    /// Refused with `tenantNotFound`, `capabilityMissing`, `unknownProvider`, `connectionExists` or `metadataInvalid`.
    package func createConnection(
        _ scope: SingleTenantScope, _ connection: NewConnection
    ) -> Query<ConnectionRow> {
        let id = UUID.random()
        let create = (Statement.createConnection, connection.parameters(scope, id: id))
        guard connection.isDefault else {
            return change(.connectionCreate, scope, create) { result throws(StorageError) in try result.connection() }
        }

        // The tenant is locked by a statement of its own: what follows must see what was committed while it waited. It is the tenant of the
        // row just created, so that the lock is held whenever there is something to switch.
        var created = Bindings()
        created.append(id)
        let segment = changing(.connectionCreate, scope, create, then: [(.lockTenantOfCreated, created), (.setCreatedDefault, created)])
        return Query(
            pool, segment,
            all: { results throws(StorageError) in
                try results.first.requireOK()
                return try results.last.connection()
            })
    }

    /// The connection with this id. Refused with `connectionNotFound` or `capabilityMissing`.
    package func getConnection(
        _ scope: TenantScope, id: UUID
    ) -> Query<ConnectionRow> {
        lookUp(scope, .getConnection, id: id) { result throws(StorageError) in
            guard result.rowCount == 1 else { throw .refused(.connectionNotFound) }
            return try result.connection()
        }
    }

    /// The connection of one tenant to one external account. Refused with `tenantNotFound`, `capabilityMissing` or `connectionNotFound`.
    package func findConnection(
        _ scope: SingleTenantScope, providerSlug: String, externalID: String
    ) -> Query<ConnectionRow> {
        var parameters = Bindings(scope)
        parameters.append(providerSlug)
        parameters.append(externalID)
        return read(scope, (.findConnection, parameters)) { result throws(StorageError) in try result.connection() }
    }

    /// Changes what people edit. Refused with `connectionNotFound`, `capabilityMissing` or `metadataInvalid`.
    package func updateConnection(
        _ scope: TenantScope, id: UUID, _ patch: ConnectionPatch
    ) -> Query<ConnectionRow> {
        change(.connectionUpdate, scope, (.updateConnection, patch.parameters(scope, id: id))) { result throws(StorageError) in
            try result.connection()
        }
    }

    /// Stores new tokens, a new status or both, if the tokens are still those the caller read.
    ///
    /// Refused with `connectionNotFound`, `capabilityMissing` or `statusTransition`; other tokens meanwhile: `tokenGenerationMismatch`.
    package func updateTokensStatus(
        _ scope: TenantScope, id: UUID, _ patch: TokensPatch
    ) -> Query<ConnectionRow> {
        change(.connectionTokensUpdate, scope, (.updateTokensStatus, patch.parameters(scope, id: id))) { result throws(StorageError) in
            let current = try result.read { result throws(StorageFault) in try result.optionalInt64(0, 2) }
            if let current { throw .tokenGenerationMismatch(current: current) }
            return try result.connection()
        }
    }

    /// The sealed tokens. Refused with `connectionNotFound`, `capabilityMissing` or `connectionRevoked`.
    package func getConnectionTokens(
        _ scope: TenantScope, id: UUID
    ) -> Query<TokensRecord> {
        lookUp(scope, .getConnectionTokens, id: id) { result throws(StorageError) in
            guard result.rowCount == 1 else { throw .refused(.connectionNotFound) }
            try result.requireOK()
            return try result.read { result throws(StorageFault) in
                TokensRecord(
                    id: try result.uuid(0, 1), tenantID: try result.uuid(0, 2), accessTokenCiphertext: try result.optionalBytes(0, 3),
                    refreshTokenCiphertext: try result.optionalBytes(0, 4), expiresAt: try result.optionalTimestamp(0, 5),
                    tokenGeneration: try result.int64(0, 6), status: try result.string(0, 7))
            }
        }
    }

    /// Makes a connection the default of its tenant and provider. Refused with `connectionNotFound`, `capabilityMissing` or `connectionRevoked`.
    package func setDefaultConnection(
        _ scope: TenantScope, id: UUID
    ) -> Query<ConnectionRow> {
        // The tenant is locked by a statement of its own: what follows must see what was committed while it waited.
        let parameters = Bindings(scope, id: id)
        let segment = changing(
            .connectionDefaultSet, scope, (.lockTenantOfConnection, parameters), then: [(.setDefaultConnection, parameters)])
        return Query(pool, segment, last: { result throws(StorageError) in try result.connection() })
    }

    /// Leaves a tenant without a default connection of a provider. Refused with `tenantNotFound`, `capabilityMissing` or `unknownProvider`.
    package func clearDefaultConnection(
        _ scope: SingleTenantScope, providerSlug: String
    ) -> Query<Void> {
        var parameters = Bindings(scope)
        parameters.append(providerSlug)
        return change(.connectionDefaultClear, scope, (.clearDefaultConnection, parameters)) { result throws(StorageError) in
            try result.requireOK()
        }
    }

    /// A tenant's default connection of a provider. Refused with `tenantNotFound`, `capabilityMissing` or `connectionNotFound`.
    package func getDefaultConnection(
        _ scope: SingleTenantScope, providerSlug: String
    ) -> Query<ConnectionRow> {
        var parameters = Bindings(scope)
        parameters.append(providerSlug)
        return read(scope, (.getDefaultConnection, parameters)) { result throws(StorageError) in try result.connection() }
    }

    /// Deletes a connection and its runs. Refused with `connectionNotFound` or `capabilityMissing`.
    package func deleteConnection(_ scope: TenantScope, id: UUID) -> Query<Void> {
        change(.connectionDelete, scope, (.deleteConnection, Bindings(scope, id: id))) { result throws(StorageError) in
            try result.requireOK()
        }
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
        parameters.append(isDefault)
        parameters.append(givenFields)
        return parameters
    }

    /// What the trail names, without its values.
    private var givenFields: [String] {
        let fields: KeyValuePairs = [
            "scopes": scopes != nil, "access_token_ciphertext": accessTokenCiphertext != nil,
            "refresh_token_ciphertext": refreshTokenCiphertext != nil, "expires_at": expiresAt != nil, "metadata_json": metadataJSON != nil,
        ]
        return fields.filter(\.value).map(\.key)
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
        parameters.append(changedFields)
        return parameters
    }

    private var changedFields: [String] {
        let fields: KeyValuePairs = ["display_name": displayName.isSet, "scopes": scopes.isSet, "metadata_json": metadataJSON.isSet]
        return fields.filter(\.value).map(\.key)
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
        parameters.append(changedFields)
        return parameters
    }

    private var changedFields: [String] {
        let fields: KeyValuePairs = [
            "access_token_ciphertext": accessTokenCiphertext.isSet, "refresh_token_ciphertext": refreshTokenCiphertext.isSet,
            "status": status.isSet, "expires_at": expiresAt.isSet,
        ]
        return fields.filter(\.value).map(\.key)
    }
}

extension ResultSet {
    /// The verdict in column 0 and the connection in column 1, in row 0.
    package func connection() throws(StorageError) -> ConnectionRow {
        try requireOK()
        return ConnectionRow(self, row: 0, column: 1)
    }
}
