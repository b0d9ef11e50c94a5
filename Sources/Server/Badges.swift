package import Messages
internal import Storage

extension BadgeCatalog {
    /// Every value that people are shown as a badge: the closed sets one after the other, each in its own order.
    package static let complete = BadgeCatalog(
        badges: ConnectionStatus.badges + HealthStatus.badges + RunOutcome.badges + ReasonCode.badges)
}

/// A closed set whose values are shown as badges. A new value has none until its switch below is told, and does not compile before.
protocol Badged: RawRepresentable<String>, CaseIterable {
    static var badgeDomain: String { get }
    var face: BadgeFace { get }
    /// Whether retrying can not help: of reason codes only.
    var isPermanent: Bool { get }
}

extension Badged {
    var isPermanent: Bool { false }

    static var badges: [Badge] {
        allCases.map { value in
            Badge(
                domain: badgeDomain, value: value.rawValue, label: value.face.label, color: value.face.color.rawValue,
                meaning: value.face.meaning, permanent: value.isPermanent)
        }
    }
}

/// What people see of a value.
struct BadgeFace {
    let label: String
    let color: BadgeColor
    let meaning: String

    init(_ label: String, _ color: BadgeColor, _ meaning: String) {
        self.label = label
        self.color = color
        self.meaning = meaning
    }
}

/// The colours of the contract.
enum BadgeColor: String {
    case green, yellow, red, blue, gray
}

extension ConnectionStatus: Badged {
    static var badgeDomain: String { "connection_status" }

    var face: BadgeFace {
        switch self {
        case .active: BadgeFace("Active", .green, "The connection may be used.")
        case .revoked: BadgeFace("Revoked", .gray, "The authorisation was taken back; no token is handed out until it is given anew.")
        case .error: BadgeFace("Error", .red, "Something is wrong with the connection, and somebody has to look into it.")
        }
    }
}

extension HealthStatus: Badged {
    static var badgeDomain: String { "connection_health" }

    var face: BadgeFace {
        switch self {
        case .unknown: BadgeFace("Not checked", .gray, "No health check has told how the connection is.")
        case .healthy: BadgeFace("Healthy", .green, "The last health check found nothing wrong.")
        case .degraded: BadgeFace("Degraded", .yellow, "The last health check found the connection usable, but not as it should be.")
        case .failing: BadgeFace("Failing", .red, "The last health check found the connection unusable.")
        }
    }
}

extension RunOutcome: Badged {
    static var badgeDomain: String { "run_outcome" }

    var face: BadgeFace {
        switch self {
        case .running: BadgeFace("Running", .blue, "The run has begun and not ended.")
        case .succeeded: BadgeFace("Succeeded", .green, "The run did what it was started for.")
        case .failed: BadgeFace("Failed", .red, "The run ended with an error; its reason code says why.")
        case .cancelled: BadgeFace("Cancelled", .gray, "The run was stopped before its end.")
        case .expired: BadgeFace("Expired", .yellow, "The run did not end in the time that its kind may take, and is taken for dead.")
        }
    }
}

extension ReasonCode: Badged {
    static var badgeDomain: String { "reason_code" }

    /// Red asks somebody to act, yellow may pass by itself. The meanings stand in the contract, too, at `OperationRun.reason_code`.
    var face: BadgeFace {
        switch self {
        case .noRefreshToken: face("No refresh token", "There is no refresh token to get a new access token with.")
        case .invalidGrant: face("Grant no longer valid", "The provider does not accept the grant any more: it has expired or was revoked.")
        case .invalidClient: face("Client not accepted", "The provider does not accept the client or its credentials.")
        case .permissionMissing: face("Permission missing", "The account has not granted a permission that the operation needs.")
        case .providerRefused: face("Refused by the provider", "The provider refused the operation and will refuse it again.")
        case .rateLimited: face("Rate limit reached", "The provider accepts no more requests for the time being.")
        case .providerUnavailable: face("Provider unavailable", "The provider answered that it can not serve at the moment.")
        case .networkError: face("Network error", "The provider could not be reached, or the exchange with it broke off.")
        case .timeout: face("Timed out", "The provider did not answer in time.")
        case .malformedResponse: face("Malformed response", "The provider answered something that can not be understood.")
        case .internalError: face("Internal error", "The service that ran the operation failed itself.")
        }
    }

    private func face(_ label: String, _ meaning: String) -> BadgeFace { BadgeFace(label, isPermanent ? .red : .yellow, meaning) }
}
