// The values that the schema's CHECK constraints allow, and the codes that runs end with.

/// How an account is authorised: a closed set.
package enum AuthType: String, Sendable, Hashable, CaseIterable {
    case oauth2
    case webhookOnly = "webhook-only"
}

/// The state of a connection.
package enum ConnectionStatus: String, Sendable, Hashable, CaseIterable {
    case active, revoked, error

    /// The states this one may be entered from. `revoked` becomes `active` only together with a new access token, which the statement sees to.
    var sources: [String] {
        switch self {
        case .active, .revoked: Self.allCases.map(\.rawValue)
        case .error: [Self.active.rawValue, Self.error.rawValue]
        }
    }
}

/// What the last health check of a connection found.
package enum HealthStatus: String, Sendable, Hashable, CaseIterable {
    case unknown, healthy, degraded, failing
}

/// What a run does to its connection.
package enum RunKind: String, Sendable, Hashable, CaseIterable {
    case healthCheck = "health_check"
    case tokenRefresh = "token_refresh"
    case sync

    /// A run that has not ended by then is taken for dead and reads as `expired`.
    package var durationMax: Duration {
        switch self {
        case .healthCheck: .seconds(15 * 60)
        case .tokenRefresh: .seconds(15 * 60)
        case .sync: .seconds(24 * 60 * 60)
        }
    }
}

/// Where a run is.
package enum RunOutcome: String, Sendable, Hashable, CaseIterable {
    case running, succeeded, failed, cancelled
    /// Unfinished for longer than its kind may take.
    case expired
}

/// How a run can be finished.
package enum RunEnd: String, Sendable, Hashable, CaseIterable {
    case succeeded, failed, cancelled
}

/// Why a run failed: the closed list of the contract.
package enum ReasonCode: String, Sendable, Hashable, CaseIterable {
    case noRefreshToken = "NO_REFRESH_TOKEN"
    case invalidGrant = "INVALID_GRANT"
    case invalidClient = "INVALID_CLIENT"
    case permissionMissing = "PERMISSION_MISSING"
    case providerRefused = "PROVIDER_REFUSED"
    case rateLimited = "RATE_LIMITED"
    case providerUnavailable = "PROVIDER_UNAVAILABLE"
    case networkError = "NETWORK_ERROR"
    case timeout = "TIMEOUT"
    case malformedResponse = "MALFORMED_RESPONSE"
    case internalError = "INTERNAL_ERROR"

    /// Whether trying again later can not help: somebody must act first.
    package var isPermanent: Bool {
        switch self {
        case .noRefreshToken, .invalidGrant, .invalidClient, .permissionMissing, .providerRefused: true
        case .rateLimited, .providerUnavailable, .networkError, .timeout, .malformedResponse, .internalError: false
        }
    }
}
