package import Postgres

// What the functions of this room take: values whose lengths and syntax have been checked.

/// What an update does to one field.
package enum Change<Value: Sendable & Hashable>: Sendable, Hashable {
    case keep
    /// For a field that may be empty, nil clears it.
    case set(Value)

    var isSet: Bool { self != .keep }

    var value: Value? {
        switch self {
        case .keep: nil
        case .set(let value): value
        }
    }
}

/// A connection to be created.
package struct NewConnection: Sendable, Hashable {
    package var providerSlug: String
    package var externalID: String
    package var displayName: String
    package var status: ConnectionStatus
    package var scopes: [String]?
    package var accessTokenCiphertext: [UInt8]?
    package var refreshTokenCiphertext: [UInt8]?
    package var expiresAt: UnixMicroseconds?
    package var metadataJSON: String?
    /// Makes it the default of its tenant and provider; the one before it is so no longer.
    package var isDefault: Bool

    package init(
        providerSlug: String, externalID: String, displayName: String = "", status: ConnectionStatus = .active, scopes: [String]? = nil,
        accessTokenCiphertext: [UInt8]? = nil, refreshTokenCiphertext: [UInt8]? = nil, expiresAt: UnixMicroseconds? = nil,
        metadataJSON: String? = nil, isDefault: Bool = false
    ) {
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

/// A partial update of what people edit.
package struct ConnectionPatch: Sendable, Hashable {
    package var displayName: Change<String>
    package var scopes: Change<[String]?>
    package var metadataJSON: Change<String?>

    package init(displayName: Change<String> = .keep, scopes: Change<[String]?> = .keep, metadataJSON: Change<String?> = .keep) {
        self.displayName = displayName
        self.scopes = scopes
        self.metadataJSON = metadataJSON
    }
}

/// A partial update of tokens and status.
package struct TokensPatch: Sendable, Hashable {
    package var accessTokenCiphertext: Change<[UInt8]?>
    package var refreshTokenCiphertext: Change<[UInt8]?>
    package var status: Change<ConnectionStatus>
    package var expiresAt: Change<UnixMicroseconds?>
    /// The generation the new tokens were derived from; 0: whatever is there.
    package var expectedTokenGeneration: Int64

    package init(
        accessTokenCiphertext: Change<[UInt8]?> = .keep, refreshTokenCiphertext: Change<[UInt8]?> = .keep,
        status: Change<ConnectionStatus> = .keep, expiresAt: Change<UnixMicroseconds?> = .keep, expectedTokenGeneration: Int64 = 0
    ) {
        self.accessTokenCiphertext = accessTokenCiphertext
        self.refreshTokenCiphertext = refreshTokenCiphertext
        self.status = status
        self.expiresAt = expiresAt
        self.expectedTokenGeneration = expectedTokenGeneration
    }
}

/// Which connections a list holds; nil: any.
package struct ConnectionFilter: Sendable, Hashable {
    package var providerSlug: String?
    package var status: ConnectionStatus?
    package var healthStatus: HealthStatus?
    /// Only connections known to expire before this instant.
    package var expiresBefore: UnixMicroseconds?

    package init(
        providerSlug: String? = nil, status: ConnectionStatus? = nil, healthStatus: HealthStatus? = nil,
        expiresBefore: UnixMicroseconds? = nil
    ) {
        self.providerSlug = providerSlug
        self.status = status
        self.healthStatus = healthStatus
        self.expiresBefore = expiresBefore
    }
}
