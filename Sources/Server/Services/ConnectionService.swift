internal import Access
internal import Logging
internal import Messages
internal import Storage

/// Connections of the tenants an actor is entitled to.
struct ConnectionService: ConnectionServiceHandlers {
    let storage: Storage
    let logger: Logger

    var createConnection: Handler<CreateConnectionRequest, Connection> {
        .inTenant(.connectionManage, tenant: { $0.tenantID }) { request, scope in
            storage.createConnection(scope, try NewConnection(request, by: scope.actor)).reply(Connection.fill)
        }
    }

    var getConnection: Handler<GetConnectionRequest, Connection> {
        .byID(.connectionView) { request, scope in
            storage.getConnection(scope, id: try Check.uuid(request.id, "id")).reply(Connection.fill)
        }
    }

    var findConnection: Handler<FindConnectionRequest, Connection> {
        .inTenant(.connectionView, tenant: { $0.tenantID }) { request, scope in
            let slug = try Check.slug(request.providerSlug, "provider_slug")
            let externalID = try Check.externalID(request.externalID, "external_id", of: request.providerSlug)
            return storage.findConnection(scope, providerSlug: slug, externalID: externalID).reply(Connection.fill)
        }
    }

    var listConnections: Handler<ListConnectionsRequest, ListConnectionsResponse> {
        .list(.connectionView, tenant: { $0.tenantID }) { request, scope in
            try storage.listConnections(
                scope, ConnectionFilter(request), pageSize: Check.pageSize(request.pageSize), pageToken: request.pageToken
            ).reply(ListConnectionsResponse.fill)
        }
    }

    var updateConnection: Handler<UpdateConnectionRequest, Connection> {
        .byID(.connectionManage) { request, scope in
            let id = try Check.uuid(request.id, "id")
            return storage.updateConnection(scope, id: id, try ConnectionPatch(request)).reply(Connection.fill)
        }
    }

    var updateTokensStatus: Handler<UpdateTokensStatusRequest, Connection> {
        .byID(.tokensWrite) { request, scope in
            let id = try Check.uuid(request.id, "id")
            return storage.updateTokensStatus(scope, id: id, try TokensPatch(request)).reply(Connection.fill)
        }
    }

    var getConnectionTokens: Handler<GetConnectionTokensRequest, ConnectionTokens> {
        .byID(.tokensRead) { request, scope in
            storage.getConnectionTokens(scope, id: try Check.uuid(request.id, "id")).reply { record in
                logger.info("tokens read", metadata: scope.call.logFields.merging(record.logFields) { $1 })
                return ConnectionTokens(record)
            }
        }
    }

    var setDefaultConnection: Handler<SetDefaultConnectionRequest, Connection> {
        .byID(.connectionManage) { request, scope in
            storage.setDefaultConnection(scope, id: try Check.uuid(request.id, "id")).reply(Connection.fill)
        }
    }

    var clearDefaultConnection: Handler<ClearDefaultConnectionRequest, Empty> {
        .inTenant(.connectionManage, tenant: { $0.tenantID }) { request, scope in
            storage.clearDefaultConnection(scope, providerSlug: try Check.slug(request.providerSlug, "provider_slug")).reply(Empty.init)
        }
    }

    var getDefaultConnection: Handler<GetDefaultConnectionRequest, Connection> {
        .inTenant(.connectionView, tenant: { $0.tenantID }) { request, scope in
            let slug = try Check.slug(request.providerSlug, "provider_slug")
            return storage.getDefaultConnection(scope, providerSlug: slug).reply(Connection.fill)
        }
    }

    var deleteConnection: Handler<DeleteConnectionRequest, Empty> {
        .byID(.connectionManage) { request, scope in
            storage.deleteConnection(scope, id: try Check.uuid(request.id, "id")).reply(Empty.init)
        }
    }
}

extension CallContext {
    /// Who asked.
    fileprivate var logFields: Logger.Metadata {
        var fields: Logger.Metadata = [
            "actor": "\(actor)", "caller": "\(caller.name)", "caller-uid": "\(caller.uid)", "caller-pid": "\(processID)",
        ]
        if let requestID { fields["request-id"] = "\(requestID)" }
        return fields
    }
}

extension TokensRecord {
    /// What was read, without a byte of it.
    fileprivate var logFields: Logger.Metadata {
        ["connection": "\(id.text)", "tenant": "\(tenantID.text)", "token-generation": "\(tokenGeneration)"]
    }
}

extension NewConnection {
    /// A person says what a connection is called; of what a service makes, the name is made of the provider's and the account.
    fileprivate init(_ request: CreateConnectionRequest, by actor: ActorID) throws(Refusal) {
        let displayName =
            switch actor.kind {
            case .user: try Check.name(request.displayName, "display_name")
            case .service: try Check.optionalName(request.displayName, "display_name")
            }
        self.init(
            providerSlug: try Check.slug(request.providerSlug, "provider_slug"),
            externalID: try Check.externalID(request.externalID, "external_id", of: request.providerSlug), displayName: displayName,
            status: try Check.optionalChoice(request.status, "status") ?? .active,
            scopes: request.scopes.isEmpty ? nil : try Check.scopes(request.scopes, "scopes"),
            accessTokenCiphertext: try Check.ciphertext(request.accessTokenCiphertext, "access_token_ciphertext"),
            refreshTokenCiphertext: try Check.ciphertext(request.refreshTokenCiphertext, "refresh_token_ciphertext"),
            expiresAt: try Check.time(request.expiresAt, "expires_at"),
            metadataJSON: try Check.metadata(request.metadataJSON, "metadata_json"),
            isDefault: request.isDefault)
        guard !isDefault || status != .revoked else {
            throw .field("is_default", "is set, but a revoked connection can not be the default")
        }
    }
}

extension ConnectionFilter {
    fileprivate init(_ request: ListConnectionsRequest) throws(Refusal) {
        self.init(
            providerSlug: request.providerSlug.isEmpty ? nil : try Check.slug(request.providerSlug, "provider_slug"),
            status: try Check.optionalChoice(request.status, "status"),
            healthStatus: try Check.optionalChoice(request.healthStatus, "health_status"),
            expiresBefore: try Check.time(request.expiresBefore, "expires_before"))
    }
}

extension ConnectionPatch {
    fileprivate init(_ request: UpdateConnectionRequest) throws(Refusal) {
        let mask = try UpdateMask(
            request.updateMask,
            populated: [
                "display_name": !request.displayName.isEmpty, "scopes": !request.scopes.isEmpty,
                "metadata_json": !request.metadataJSON.isEmpty,
            ])
        self.init()
        if mask.contains("display_name") { displayName = .set(try Check.name(request.displayName, "display_name")) }
        if mask.contains("scopes") { scopes = .set(request.scopes.isEmpty ? nil : try Check.scopes(request.scopes, "scopes")) }
        if mask.contains("metadata_json") { metadataJSON = .set(try Check.metadata(request.metadataJSON, "metadata_json")) }
    }
}

extension TokensPatch {
    fileprivate init(_ request: UpdateTokensStatusRequest) throws(Refusal) {
        let mask = try UpdateMask(
            request.updateMask,
            populated: [
                "access_token_ciphertext": !request.accessTokenCiphertext.isEmpty,
                "refresh_token_ciphertext": !request.refreshTokenCiphertext.isEmpty,
                "status": !request.status.isEmpty, "expires_at": request.expiresAt != nil,
            ])
        guard request.expectedTokenGeneration >= 0 else { throw .field("expected_token_generation", "is negative") }
        self.init(expectedTokenGeneration: request.expectedTokenGeneration)
        if mask.contains("access_token_ciphertext") {
            accessTokenCiphertext = .set(try Check.ciphertext(request.accessTokenCiphertext, "access_token_ciphertext"))
        }
        if mask.contains("refresh_token_ciphertext") {
            refreshTokenCiphertext = .set(try Check.ciphertext(request.refreshTokenCiphertext, "refresh_token_ciphertext"))
        }
        if mask.contains("status") { status = .set(try Check.choice(request.status, "status")) }
        if mask.contains("expires_at") { expiresAt = .set(try Check.time(request.expiresAt, "expires_at")) }
    }
}
