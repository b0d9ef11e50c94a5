internal import Messages
package import TTRPC

/// What a client is told when its call is refused: a reason of the closed list, one line, and the fields or facts that belong to it.
package struct Refusal: Error, Sendable, Hashable {
    package let reason: Reason
    package var message: String
    /// Wrong request fields, by proto path.
    package var violations: [FieldViolation] = []
    /// Facts that belong to the reason.
    package var metadata: [String: String] = [:]

    package struct FieldViolation: Sendable, Hashable {
        package let field: String
        package let problem: String
    }

    /// - Parameter message: one line; nil: what is always true of the reason.
    package init(because reason: Reason, _ message: String? = nil) {
        self.reason = reason
        self.message = message ?? reason.sentence
    }

    /// A field that is not as it must be. `problem` completes the sentence that begins with the field's name.
    package static func field(_ field: String, _ problem: String, reason: Reason = .invalidField) -> Refusal {
        var refusal = Refusal(because: reason, "\(field) \(problem)")
        refusal.violations = [FieldViolation(field: field, problem: problem)]
        return refusal
    }
}

/// The closed list of reasons. Adding one changes the contract.
package enum Reason: String, Sendable, CaseIterable {
    case invalidField = "INVALID_FIELD"
    case pageTokenInvalid = "PAGE_TOKEN_INVALID"
    case unknownProvider = "UNKNOWN_PROVIDER"
    case malformedRequest = "MALFORMED_REQUEST"
    case requestIDReused = "REQUEST_ID_REUSED"
    case connectionNotFound = "CONNECTION_NOT_FOUND"
    case tenantNotFound = "TENANT_NOT_FOUND"
    case workspaceNotFound = "WORKSPACE_NOT_FOUND"
    case providerNotFound = "PROVIDER_NOT_FOUND"
    case runNotFound = "RUN_NOT_FOUND"
    case connectionExists = "CONNECTION_EXISTS"
    case capabilityMissing = "CAPABILITY_MISSING"
    case actorNotAllowed = "ACTOR_NOT_ALLOWED"
    case adminOnly = "ADMIN_ONLY"
    case callerUnknown = "CALLER_UNKNOWN"
    case tokenGenerationMismatch = "TOKEN_GENERATION_MISMATCH"
    case runAlreadyFinished = "RUN_ALREADY_FINISHED"
    case workspaceMembershipMissing = "WORKSPACE_MEMBERSHIP_MISSING"
    case lastOwner = "LAST_OWNER"
    case workspaceNotEmpty = "WORKSPACE_NOT_EMPTY"
    case connectionRevoked = "CONNECTION_REVOKED"
    case statusTransition = "STATUS_TRANSITION"
    case tooManyCalls = "TOO_MANY_CALLS"
    case tooManyChannels = "TOO_MANY_CHANNELS"
    case requestTooLarge = "REQUEST_TOO_LARGE"
    case replyTooLarge = "REPLY_TOO_LARGE"
    case overloaded = "OVERLOADED"
    case draining = "DRAINING"
    case databaseUnavailable = "DATABASE_UNAVAILABLE"
    case outcomeUnknown = "OUTCOME_UNKNOWN"
    case deadlineExceeded = "DEADLINE_EXCEEDED"
    case unknownMethod = "UNKNOWN_METHOD"
    case `internal` = "INTERNAL"

    /// The gRPC code the reason goes with.
    package var code: StatusCode {
        switch self {
        case .invalidField, .pageTokenInvalid, .unknownProvider, .malformedRequest, .requestIDReused: .invalidArgument
        case .connectionNotFound, .tenantNotFound, .workspaceNotFound, .providerNotFound, .runNotFound: .notFound
        case .connectionExists: .alreadyExists
        case .capabilityMissing, .actorNotAllowed, .adminOnly: .permissionDenied
        case .callerUnknown: .unauthenticated
        case .tokenGenerationMismatch: .aborted
        case .runAlreadyFinished, .workspaceMembershipMissing, .lastOwner, .workspaceNotEmpty, .connectionRevoked, .statusTransition:
            .failedPrecondition
        case .tooManyCalls, .tooManyChannels, .requestTooLarge, .replyTooLarge, .overloaded: .resourceExhausted
        case .draining, .databaseUnavailable: .unavailable
        case .outcomeUnknown: .unknown
        case .deadlineExceeded: .deadlineExceeded
        case .unknownMethod: .unimplemented
        case .internal: .internal
        }
    }

    /// What is said when nothing more exact is known. Never holds bytes of the request.
    var sentence: String {
        switch self {
        case .invalidField: "a field is not as it must be"
        case .pageTokenInvalid: "the page token can not be used"
        case .unknownProvider: "the catalog has no such provider"
        case .malformedRequest: "the request does not decode"
        case .requestIDReused: "request-id was used before for another request"
        case .connectionNotFound: "no such connection among those the actor may see"
        case .tenantNotFound: "no such tenant among those the actor may see"
        case .workspaceNotFound: "no such workspace among those the actor may see"
        case .providerNotFound: "no provider has this slug"
        case .runNotFound: "no such run among those the actor may see"
        case .connectionExists: "the tenant has a connection to this external account already"
        case .capabilityMissing: "the actor's role does not allow this"
        case .actorNotAllowed: "the caller may not speak for this actor"
        case .adminOnly: "only an admin caller may do this"
        case .callerUnknown: "no caller entry lists this user id"
        case .tokenGenerationMismatch: "other tokens were stored since; read them and decide again"
        case .runAlreadyFinished: "the run has finished otherwise before"
        case .workspaceMembershipMissing: "the actor is no member of the tenant's workspace; grant that first"
        case .lastOwner: "the workspace would lose its last owner"
        case .workspaceNotEmpty: "the workspace still has tenants"
        case .connectionRevoked: "the connection is revoked"
        case .statusTransition: "the status may not change this way; a revoked connection comes back only with a new access token"
        case .tooManyCalls: "too many calls of this channel or this caller are running"
        case .tooManyChannels: "too many channels are open"
        case .requestTooLarge: "the request is longer than 1 MiB"
        case .replyTooLarge: "the reply would be longer than 4 MiB; ask for less"
        case .overloaded: "too much is waiting for the database; try again"
        case .draining: "the daemon is shutting down"
        case .databaseUnavailable: "the database can not be reached; nothing was stored"
        case .outcomeUnknown: "the database was lost before it confirmed the write; read before trying again"
        case .deadlineExceeded: "the deadline passed; a write may have run"
        case .unknownMethod: "no such service or method"
        case .internal: "an internal error; the daemon's log has it"
        }
    }

    /// When trying the same call again can help: after this many milliseconds.
    var retryDelayMS: Int32? {
        switch self {
        case .tooManyCalls, .tooManyChannels, .overloaded: 50
        case .draining, .databaseUnavailable: 500
        default: nil
        }
    }
}

extension Refusal {
    /// The refusal as the wire carries it: every one with an ErrorInfo, wrong fields with a BadRequest, passing ones with a RetryInfo.
    package var status: Status {
        if violations.isEmpty, metadata.isEmpty, message == reason.sentence, let plain = Self.plain[reason] { return plain }
        return fullStatus
    }

    /// Refusals that say nothing but their reason, made once: when there is too much to do, most of what is done is to say so.
    private static let plain = Dictionary(uniqueKeysWithValues: Reason.allCases.map { ($0, Refusal(because: $0).fullStatus) })

    private var fullStatus: Status {
        var details = [detail("ErrorInfo", ErrorInfo(reason: reason.rawValue, domain: "tenon", metadata: metadata))]
        if !violations.isEmpty {
            let fields = violations.map { BadRequest.FieldViolation(field: $0.field, description: $0.problem) }
            details.append(detail("BadRequest", BadRequest(fieldViolations: fields)))
        }
        if let delay = reason.retryDelayMS {
            details.append(detail("RetryInfo", RetryInfo(retryDelay: ProtoDuration(seconds: 0, nanos: delay * 1_000_000))))
        }
        return Status(code: reason.code, message: message, details: details)
    }

    private func detail(_ name: String, _ message: some WireMessage) -> StatusDetail {
        StatusDetail(typeURL: "type.googleapis.com/google.rpc.\(name)", value: message.packed())
    }
}
