// Written by protoc-gen-tenon from tenon/v1/providers.proto: change that and run `make generate`.

/// One supported provider. The facts (fields 6 to 8) are shipped with the daemon and empty for a provider it does not know.
public struct Provider: Sendable, Hashable {
    /// Stable key, `[a-z][a-z0-9_]{0,62}`, such as `github`.
    public var slug: String

    /// Name for people, 1 to 200 characters.
    public var displayName: String

    /// How accounts are authorised: `oauth2` or `webhook-only`.
    public var authType: String

    /// When the row was made.
    public var createdAt: Timestamp?

    /// When the row last changed.
    public var updatedAt: Timestamp?

    /// Keys to expect in the metadata of a connection of this provider.
    public var metadataKeys: [String]

    /// What a refresh does to the refresh token: `never` (it stays), `soft` (a new one, the old one lives on), `strict` (single use), or empty: unknown.
    public var refreshTokenRotation: String

    /// What `external_id` is for this provider, in words.
    public var externalIDKind: String

    /// What is left out is empty, which is: not sent.
    public init(
        slug: String = "", displayName: String = "", authType: String = "", createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil,
        metadataKeys: [String] = [], refreshTokenRotation: String = "", externalIDKind: String = ""
    ) {
        self.slug = slug
        self.displayName = displayName
        self.authType = authType
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.metadataKeys = metadataKeys
        self.refreshTokenRotation = refreshTokenRotation
        self.externalIDKind = externalIDKind
    }
}

public struct GetProviderRequest: Sendable, Hashable {
    /// Slug of the provider.
    public var slug: String

    /// What is left out is empty, which is: not sent.
    public init(slug: String = "") {
        self.slug = slug
    }
}

public struct ListProvidersRequest: Sendable, Hashable {
    /// The only value there is.
    public init() {}
}

public struct ListProvidersResponse: Sendable, Hashable {
    /// Every provider, ordered by slug.
    public var providers: [Provider]

    /// What is left out is empty, which is: not sent.
    public init(providers: [Provider] = []) {
        self.providers = providers
    }
}

public struct UpsertProviderRequest: Sendable, Hashable {
    /// Slug to add or change, `[a-z][a-z0-9_]{0,62}`.
    public var slug: String

    /// New display name, 1 to 200 characters.
    public var displayName: String

    /// New auth type: `oauth2` or `webhook-only`.
    public var authType: String

    /// What is left out is empty, which is: not sent.
    public init(slug: String = "", displayName: String = "", authType: String = "") {
        self.slug = slug
        self.displayName = displayName
        self.authType = authType
    }
}
