// Written by protoc-gen-tenon from tenon/v1/connections.proto: change that and run `make generate`.
public import Messages

/// The connections of the tenants the actor is entitled to.
///
/// A tenant that does not exist and a tenant the actor is not entitled to answer alike: NOT_FOUND. An entitled actor whose role lacks the
/// capability is told PERMISSION_DENIED, CAPABILITY_MISSING. `tenant_id` in a request wins over the tenant context (`tenon-tenant`), which
/// wins over "all tenants the actor is entitled to".
public struct ConnectionServiceClient: Sendable {
    let core: ClientCore

    /// Stores a new connection. Needs `connection.manage`. A `user:` actor must name it; of what a service leaves unnamed, the name is made of the
    /// provider's and the account. ALREADY_EXISTS, CONNECTION_EXISTS: the tenant has this external account of this
    /// provider already. INVALID_ARGUMENT, UNKNOWN_PROVIDER: the catalog has no such provider.
    public func createConnection(
        _ request: CreateConnectionRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Connection {
        try await core.call(.connectionServiceCreateConnection, request, options)
    }

    /// Reads one connection by id. Needs `connection.view`.
    public func getConnection(
        _ request: GetConnectionRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Connection {
        try await core.call(.connectionServiceGetConnection, request, options)
    }

    /// Reads the one connection of a tenant for an external account of a provider. Needs `connection.view`.
    public func findConnection(
        _ request: FindConnectionRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Connection {
        try await core.call(.connectionServiceFindConnection, request, options)
    }

    /// Lists connections, ordered by tenant id, creation time and id; with `expires_before` by tenant id, expiry and id: the query of whoever refreshes
    /// tokens. Needs `connection.view`. Without filters, by tenant, by provider, by both, and by `expires_before` with or without a tenant, a page costs
    /// the same at any depth, whatever the number of tenants and connections. `status` and `health_status`, and `provider_slug` beside
    /// `expires_before`, are looked for among at most 2000 connections for each page: where few match, pages come back short, or empty, with a token
    /// that goes on behind them. So does a page for which 1000 tenants had too little to give, such as a provider that few of them use.
    /// A named tenant the actor is not entitled to is NOT_FOUND, TENANT_NOT_FOUND, not an empty list.
    public func listConnections(
        _ request: ListConnectionsRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListConnectionsResponse {
        try await core.call(.connectionServiceListConnections, request, options)
    }

    /// Changes display name, scopes or metadata. Needs `connection.manage`.
    public func updateConnection(
        _ request: UpdateConnectionRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Connection {
        try await core.call(.connectionServiceUpdateConnection, request, options)
    }

    /// Replaces or clears token bytes, expiry or status. Needs `tokens.write`. ABORTED, TOKEN_GENERATION_MISMATCH: somebody else stored tokens
    /// first; `token_generation` in the error's metadata is the current one. FAILED_PRECONDITION, STATUS_TRANSITION: the status may not change
    /// this way (`active` and `error` change into each other, both into `revoked`; `revoked` becomes `active` only together with a new access token).
    public func updateTokensStatus(
        _ request: UpdateTokensStatusRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Connection {
        try await core.call(.connectionServiceUpdateTokensStatus, request, options)
    }

    /// Hands out the sealed tokens: the only call that does. Needs `tokens.read`. FAILED_PRECONDITION, CONNECTION_REVOKED: the connection is revoked.
    public func getConnectionTokens(
        _ request: GetConnectionTokensRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ConnectionTokens {
        try await core.call(.connectionServiceGetConnectionTokens, request, options)
    }

    /// Makes a connection the default of its tenant and provider, in place of any other; what is the default already stays as it is. Needs
    /// `connection.manage`. FAILED_PRECONDITION, CONNECTION_REVOKED: the connection is revoked.
    public func setDefaultConnection(
        _ request: SetDefaultConnectionRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Connection {
        try await core.call(.connectionServiceSetDefaultConnection, request, options)
    }

    /// Leaves a tenant without a default connection of a provider, if it has one. Needs `connection.manage`. INVALID_ARGUMENT, UNKNOWN_PROVIDER: the
    /// catalog has no such provider.
    public func clearDefaultConnection(
        _ request: ClearDefaultConnectionRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Empty {
        try await core.call(.connectionServiceClearDefaultConnection, request, options)
    }

    /// Reads the default connection of a tenant and provider. Needs `connection.view`. NOT_FOUND, CONNECTION_NOT_FOUND: there is none; revoking or
    /// deleting the default leaves none.
    public func getDefaultConnection(
        _ request: GetDefaultConnectionRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Connection {
        try await core.call(.connectionServiceGetDefaultConnection, request, options)
    }

    /// Deletes a connection with its tokens and runs. Needs `connection.manage`.
    public func deleteConnection(
        _ request: DeleteConnectionRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Empty {
        try await core.call(.connectionServiceDeleteConnection, request, options)
    }
}
