// Written by protoc-gen-tenon from tenon/v1/connections.proto: change that and run `make generate`.

/// One tenant's authorisation for one external account of one provider. Never holds token bytes.
public struct Connection: Sendable, Hashable {
    /// UUID, lower case.
    public var id: String

    /// Workspace of the tenant.
    public var workspaceID: String

    /// Tenant that owns the connection.
    public var tenantID: String

    /// Provider, by slug.
    public var providerSlug: String

    /// The account at the provider: workspace, installation, user or organisation id; 1 to 255 bytes without control characters. Of `microsoft` the
    /// Entra tenant id: a GUID, kept in lower case.
    public var externalID: String

    /// Name for people, at most 200 characters.
    public var displayName: String

    /// `active`, `revoked` or `error`.
    public var status: String

    /// Granted scopes, at most 256 of at most 256 bytes.
    public var scopes: [String]

    /// When the access token expires; absent: unknown, not never.
    public var expiresAt: Timestamp?

    /// Provider-specific details, a JSON object of at most 64 KiB; empty: none.
    public var metadataJSON: String

    /// Whether this is the tenant's default connection of its provider.
    public var isDefault: Bool

    /// `unknown`, `healthy`, `degraded` or `failing`.
    public var healthStatus: String

    /// When the health check began that found this health; absent: never checked.
    public var lastHealthCheckAt: Timestamp?

    /// Why the last run failed, or what its health check found wrong: a reason code as at `OperationRun.reason_code`. Empty: nothing, or a later health
    /// check found it healthy, or a later run of the same kind succeeded.
    public var lastErrorReasonCode: String

    /// Sanitised message of the last failed run, at most 512 characters.
    public var lastErrorMessage: String

    /// Whether a sealed access token is stored.
    public var hasAccessToken: Bool

    /// Whether a sealed refresh token is stored.
    public var hasRefreshToken: Bool

    /// 1 at creation; grows by one whenever token bytes change, and only then.
    public var tokenGeneration: Int64

    /// When the connection was made.
    public var createdAt: Timestamp?

    /// When the connection last changed.
    public var updatedAt: Timestamp?

    /// What is left out is empty, which is: not sent.
    public init(
        id: String = "", workspaceID: String = "", tenantID: String = "", providerSlug: String = "", externalID: String = "",
        displayName: String = "", status: String = "", scopes: [String] = [], expiresAt: Timestamp? = nil, metadataJSON: String = "",
        isDefault: Bool = false, healthStatus: String = "", lastHealthCheckAt: Timestamp? = nil, lastErrorReasonCode: String = "",
        lastErrorMessage: String = "", hasAccessToken: Bool = false, hasRefreshToken: Bool = false, tokenGeneration: Int64 = 0,
        createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.workspaceID = workspaceID
        self.tenantID = tenantID
        self.providerSlug = providerSlug
        self.externalID = externalID
        self.displayName = displayName
        self.status = status
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.metadataJSON = metadataJSON
        self.isDefault = isDefault
        self.healthStatus = healthStatus
        self.lastHealthCheckAt = lastHealthCheckAt
        self.lastErrorReasonCode = lastErrorReasonCode
        self.lastErrorMessage = lastErrorMessage
        self.hasAccessToken = hasAccessToken
        self.hasRefreshToken = hasRefreshToken
        self.tokenGeneration = tokenGeneration
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// The sealed tokens of a connection, as they were stored: the daemon neither opens nor logs them.
public struct ConnectionTokens: Sendable, Hashable {
    /// Id of the connection.
    public var id: String

    /// Sealed access token; empty: none.
    public var accessTokenCiphertext: [UInt8]

    /// Sealed refresh token; empty: none.
    public var refreshTokenCiphertext: [UInt8]

    /// When the access token expires; absent: unknown.
    public var expiresAt: Timestamp?

    /// Generation of these bytes: what a later UpdateTokensStatus should expect.
    public var tokenGeneration: Int64

    /// Status of the connection.
    public var status: String

    /// What is left out is empty, which is: not sent.
    public init(
        id: String = "", accessTokenCiphertext: [UInt8] = [], refreshTokenCiphertext: [UInt8] = [], expiresAt: Timestamp? = nil,
        tokenGeneration: Int64 = 0, status: String = ""
    ) {
        self.id = id
        self.accessTokenCiphertext = accessTokenCiphertext
        self.refreshTokenCiphertext = refreshTokenCiphertext
        self.expiresAt = expiresAt
        self.tokenGeneration = tokenGeneration
        self.status = status
    }
}

public struct CreateConnectionRequest: Sendable, Hashable {
    /// Tenant that shall own the connection; empty: the tenant context.
    public var tenantID: String

    /// Provider, by slug.
    public var providerSlug: String

    /// The account at the provider, as in `Connection`. Names that stand for many Entra tenants (`common`, `organizations`, `consumers`) are refused.
    public var externalID: String

    /// Name for people, at most 200 characters; only a `service:` actor may leave it empty.
    public var displayName: String

    /// `active`, `revoked` or `error`; empty: `active`.
    public var status: String

    /// Granted scopes, at most 256 of at most 256 bytes.
    public var scopes: [String]

    /// Sealed access token, at most 64 KiB; empty: none.
    public var accessTokenCiphertext: [UInt8]

    /// Sealed refresh token, at most 64 KiB; empty: none.
    public var refreshTokenCiphertext: [UInt8]

    /// When the access token expires; absent: unknown.
    public var expiresAt: Timestamp?

    /// Provider-specific details, a JSON object of at most 64 KiB; empty: none.
    public var metadataJSON: String

    /// Makes it the tenant's default connection of its provider, in place of any other; not with `status` `revoked`.
    public var isDefault: Bool

    /// What is left out is empty, which is: not sent.
    public init(
        tenantID: String = "", providerSlug: String = "", externalID: String = "", displayName: String = "", status: String = "",
        scopes: [String] = [], accessTokenCiphertext: [UInt8] = [], refreshTokenCiphertext: [UInt8] = [], expiresAt: Timestamp? = nil,
        metadataJSON: String = "", isDefault: Bool = false
    ) {
        self.tenantID = tenantID
        self.providerSlug = providerSlug
        self.externalID = externalID
        self.displayName = displayName
        self.status = status
        self.scopes = scopes
        self.accessTokenCiphertext = accessTokenCiphertext
        self.refreshTokenCiphertext = refreshTokenCiphertext
        self.expiresAt = expiresAt
        self.metadataJSON = metadataJSON
        self.isDefault = isDefault
    }
}

public struct GetConnectionRequest: Sendable, Hashable {
    /// UUID of the connection, in any case.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

public struct FindConnectionRequest: Sendable, Hashable {
    /// Tenant; empty: the tenant context.
    public var tenantID: String

    /// Provider, by slug.
    public var providerSlug: String

    /// The account at the provider.
    public var externalID: String

    /// What is left out is empty, which is: not sent.
    public init(tenantID: String = "", providerSlug: String = "", externalID: String = "") {
        self.tenantID = tenantID
        self.providerSlug = providerSlug
        self.externalID = externalID
    }
}

public struct ListConnectionsRequest: Sendable, Hashable {
    /// Only this tenant; empty: the tenant context, else all tenants the actor is entitled to.
    public var tenantID: String

    /// Only this provider; empty: all.
    public var providerSlug: String

    /// Only this status; empty: all.
    public var status: String

    /// Only this health; empty: all.
    public var healthStatus: String

    /// Only connections whose access token expires before this time, in the order of expiry within a tenant.
    public var expiresBefore: Timestamp?

    /// Most connections to return: 0 means 50, above 1000 means 1000. A page may hold fewer.
    public var pageSize: Int32

    /// `next_page_token` of the page before; empty: the first page. Belongs to its query: with other filters it is PAGE_TOKEN_INVALID.
    public var pageToken: String

    /// What is left out is empty, which is: not sent.
    public init(
        tenantID: String = "", providerSlug: String = "", status: String = "", healthStatus: String = "", expiresBefore: Timestamp? = nil,
        pageSize: Int32 = 0, pageToken: String = ""
    ) {
        self.tenantID = tenantID
        self.providerSlug = providerSlug
        self.status = status
        self.healthStatus = healthStatus
        self.expiresBefore = expiresBefore
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

public struct ListConnectionsResponse: Sendable, Hashable {
    /// One page, possibly short.
    public var connections: [Connection]

    /// Token of the next page; empty: this was the last one.
    public var nextPageToken: String

    /// What is left out is empty, which is: not sent.
    public init(connections: [Connection] = [], nextPageToken: String = "") {
        self.connections = connections
        self.nextPageToken = nextPageToken
    }
}

public struct UpdateConnectionRequest: Sendable, Hashable {
    /// UUID of the connection.
    public var id: String

    /// New display name, at most 200 characters.
    public var displayName: String

    /// New scopes, at most 256 of at most 256 bytes.
    public var scopes: [String]

    /// New metadata, a JSON object of at most 64 KiB.
    public var metadataJSON: String

    /// Which of `display_name`, `scopes` and `metadata_json` to write; a named field that is empty is cleared. Absent: the populated ones.
    public var updateMask: FieldMask?

    /// What is left out is empty, which is: not sent.
    public init(
        id: String = "", displayName: String = "", scopes: [String] = [], metadataJSON: String = "", updateMask: FieldMask? = nil
    ) {
        self.id = id
        self.displayName = displayName
        self.scopes = scopes
        self.metadataJSON = metadataJSON
        self.updateMask = updateMask
    }
}

public struct UpdateTokensStatusRequest: Sendable, Hashable {
    /// UUID of the connection.
    public var id: String

    /// New sealed access token, at most 64 KiB.
    public var accessTokenCiphertext: [UInt8]

    /// New sealed refresh token, at most 64 KiB.
    public var refreshTokenCiphertext: [UInt8]

    /// New status.
    public var status: String

    /// New expiry.
    public var expiresAt: Timestamp?

    /// Write only if the stored generation is this one; 0: whatever it is.
    public var expectedTokenGeneration: Int64

    /// Which of `access_token_ciphertext`, `refresh_token_ciphertext`, `status` and `expires_at` to write; a named field that is empty is
    /// cleared (not `status`). Absent: the populated ones.
    public var updateMask: FieldMask?

    /// What is left out is empty, which is: not sent.
    public init(
        id: String = "", accessTokenCiphertext: [UInt8] = [], refreshTokenCiphertext: [UInt8] = [], status: String = "",
        expiresAt: Timestamp? = nil, expectedTokenGeneration: Int64 = 0, updateMask: FieldMask? = nil
    ) {
        self.id = id
        self.accessTokenCiphertext = accessTokenCiphertext
        self.refreshTokenCiphertext = refreshTokenCiphertext
        self.status = status
        self.expiresAt = expiresAt
        self.expectedTokenGeneration = expectedTokenGeneration
        self.updateMask = updateMask
    }
}

public struct GetConnectionTokensRequest: Sendable, Hashable {
    /// UUID of the connection.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

public struct SetDefaultConnectionRequest: Sendable, Hashable {
    /// UUID of the connection.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

public struct ClearDefaultConnectionRequest: Sendable, Hashable {
    /// Tenant; empty: the tenant context.
    public var tenantID: String

    /// Provider, by slug.
    public var providerSlug: String

    /// What is left out is empty, which is: not sent.
    public init(tenantID: String = "", providerSlug: String = "") {
        self.tenantID = tenantID
        self.providerSlug = providerSlug
    }
}

public struct GetDefaultConnectionRequest: Sendable, Hashable {
    /// Tenant; empty: the tenant context.
    public var tenantID: String

    /// Provider, by slug.
    public var providerSlug: String

    /// What is left out is empty, which is: not sent.
    public init(tenantID: String = "", providerSlug: String = "") {
        self.tenantID = tenantID
        self.providerSlug = providerSlug
    }
}

public struct DeleteConnectionRequest: Sendable, Hashable {
    /// UUID of the connection.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}
