internal import Access
internal import Logging
internal import Messages
internal import Storage

/// Connections of the tenants an actor is entitled to.
struct ConnectionService: ConnectionServiceHandlers {
    let storage: Storage
    let logger: Logger

    var createConnection: Handler<CreateConnectionRequest, Connection> {
        .inTenant(.connectionManage, tenant: { $0.tenantID }) { request, scope, call in
            Connection(try await storage.createConnection(scope, try NewConnection(request, by: scope.actor), deadline: call.deadline))
        }
    }

    var getConnection: Handler<GetConnectionRequest, Connection> {
        .byID(.connectionView) { request, scope, call in
            Connection(try await storage.getConnection(scope, id: try Check.uuid(request.id, "id"), deadline: call.deadline))
        }
    }

    var findConnection: Handler<FindConnectionRequest, Connection> {
        .inTenant(.connectionView, tenant: { $0.tenantID }) { request, scope, call in
            let record = try await storage.findConnection(
                scope, providerSlug: try Check.slug(request.providerSlug, "provider_slug"),
                externalID: try Check.externalID(request.externalID, "external_id", of: request.providerSlug), deadline: call.deadline)
            return Connection(record)
        }
    }

    var listConnections: Handler<ListConnectionsRequest, ListConnectionsResponse> {
        .list(.connectionView, tenant: { $0.tenantID }) { request, scope, call in
            let page = try await storage.listConnections(
                scope, try ConnectionFilter(request), pageSize: try Check.pageSize(request.pageSize), pageToken: request.pageToken,
                deadline: call.deadline)
            return ListConnectionsResponse(connections: page.records.map(Connection.init), nextPageToken: page.nextPageToken)
        }
    }

    var updateConnection: Handler<UpdateConnectionRequest, Connection> {
        .byID(.connectionManage) { request, scope, call in
            let id = try Check.uuid(request.id, "id")
            return Connection(try await storage.updateConnection(scope, id: id, try ConnectionPatch(request), deadline: call.deadline))
        }
    }

    var updateTokensStatus: Handler<UpdateTokensStatusRequest, Connection> {
        .byID(.tokensWrite) { request, scope, call in
            let id = try Check.uuid(request.id, "id")
            return Connection(try await storage.updateTokensStatus(scope, id: id, try TokensPatch(request), deadline: call.deadline))
        }
    }

    var getConnectionTokens: Handler<GetConnectionTokensRequest, ConnectionTokens> {
        .byID(.tokensRead) { request, scope, call in
            let id = try Check.uuid(request.id, "id")
            let record = try await storage.getConnectionTokens(scope, id: id, deadline: call.deadline)
            logger.info("tokens read", metadata: call.context.logFields.merging(record.logFields) { $1 })
            return ConnectionTokens(record)
        }
    }

    var setDefaultConnection: Handler<SetDefaultConnectionRequest, Connection> {
        .byID(.connectionManage) { request, scope, call in
            Connection(try await storage.setDefaultConnection(scope, id: try Check.uuid(request.id, "id"), deadline: call.deadline))
        }
    }

    var clearDefaultConnection: Handler<ClearDefaultConnectionRequest, Empty> {
        .inTenant(.connectionManage, tenant: { $0.tenantID }) { request, scope, call in
            try await storage.clearDefaultConnection(
                scope, providerSlug: try Check.slug(request.providerSlug, "provider_slug"), deadline: call.deadline)
            return Empty()
        }
    }

    var getDefaultConnection: Handler<GetDefaultConnectionRequest, Connection> {
        .inTenant(.connectionView, tenant: { $0.tenantID }) { request, scope, call in
            let slug = try Check.slug(request.providerSlug, "provider_slug")
            return Connection(try await storage.getDefaultConnection(scope, providerSlug: slug, deadline: call.deadline))
        }
    }

    var deleteConnection: Handler<DeleteConnectionRequest, Empty> {
        .byID(.connectionManage) { request, scope, call in
            try await storage.deleteConnection(scope, id: try Check.uuid(request.id, "id"), deadline: call.deadline)
            return Empty()
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
