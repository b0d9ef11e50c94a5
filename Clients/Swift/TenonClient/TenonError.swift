internal import Messages
internal import TTRPC
internal import Transport

/// Why a call did not return its reply.
public struct TenonError: Error, Sendable, Hashable {
    /// Who failed the call.
    public enum Origin: Sendable, Hashable {
        /// The daemon answered with an error.
        case daemon
        /// No daemon listens on the socket, or one that must not be trusted: the call did not run.
        case unreachable
        /// The channel broke while the call was open; see `mayHaveRun`.
        case channelLost
        /// The client gave up: the deadline passed, the task was cancelled or the client was closed.
        case client
    }

    /// Who failed the call.
    public var origin: Origin
    /// gRPC status code.
    public var code: TenonStatusCode
    /// One of the closed list of reasons, such as `CONNECTION_NOT_FOUND`; empty unless the daemon gave one.
    public var reason: String
    /// One line for people.
    public var message: String
    /// Which request fields were wrong.
    public var fieldViolations: [FieldViolation]
    /// Facts that belong to the reason, such as `token_generation`.
    public var metadata: [String: String]
    /// When to try again; nil: trying again does not help.
    public var retryAfter: Duration?
    /// Whether the daemon may have carried the call out.
    public var mayHaveRun: Bool

    /// One wrong request field.
    public struct FieldViolation: Sendable, Hashable {
        /// The field's proto path, such as `external_id`.
        public var field: String
        /// What is wrong with it, in one sentence.
        public var description: String
    }
}

/// The status codes of gRPC, by their numbers.
public enum TenonStatusCode: Int32, Sendable, Hashable, CaseIterable {
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case `internal` = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16

    /// The published name, such as `NOT_FOUND`.
    public var name: String {
        switch self {
        case .cancelled: "CANCELLED"
        case .unknown: "UNKNOWN"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .aborted: "ABORTED"
        case .outOfRange: "OUT_OF_RANGE"
        case .unimplemented: "UNIMPLEMENTED"
        case .internal: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        case .dataLoss: "DATA_LOSS"
        case .unauthenticated: "UNAUTHENTICATED"
        }
    }
}

extension TenonError: CustomStringConvertible {
    /// Code, reason, message, and the wrong fields and facts that the message does not name itself, in one line.
    public var description: String {
        let head = [code.name, reason].filter { !$0.isEmpty }.joined(separator: " ")
        let fields = fieldViolations.map { "\($0.field) \($0.description)" }.filter { $0 != message }
        let facts = metadata.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let rest = (fields + facts).joined(separator: "; ")
        return rest.isEmpty ? "\(head): \(message)" : "\(head): \(message) (\(rest))"
    }
}

extension TenonError {
    init(origin: Origin, code: TenonStatusCode, message: String, mayHaveRun: Bool) {
        self.init(
            origin: origin, code: code, reason: "", message: message, fieldViolations: [], metadata: [:], retryAfter: nil,
            mayHaveRun: mayHaveRun)
    }

    /// What the daemon said. Details that do not decode are left out: the code and message stand on their own.
    init(_ status: Status) {
        let code = TenonStatusCode(rawValue: status.code) ?? .unknown
        self.init(origin: .daemon, code: code, message: status.message, mayHaveRun: Self.mayHaveRun(code))
        for detail in status.details {
            let bytes = detail.value.span.bytes
            switch detail.typeURL {
            case "type.googleapis.com/google.rpc.ErrorInfo":
                guard let info = try? ErrorInfo(decoding: bytes) else { continue }
                reason = info.reason
                metadata = info.metadata
                // The one refusal that comes after the work.
                if reason == "REPLY_TOO_LARGE" { mayHaveRun = true }
            case "type.googleapis.com/google.rpc.BadRequest":
                guard let badRequest = try? BadRequest(decoding: bytes) else { continue }
                fieldViolations = badRequest.fieldViolations.map { FieldViolation(field: $0.field, description: $0.description) }
            case "type.googleapis.com/google.rpc.RetryInfo":
                guard let delay = (try? RetryInfo(decoding: bytes))?.retryDelay else { continue }
                retryAfter = .seconds(delay.seconds) + .nanoseconds(Int64(delay.nanos))
            default: continue
            }
        }
    }

    /// Only these codes leave open whether a write was carried out; every other one says that nothing was stored, unless its reason says more.
    private static func mayHaveRun(_ code: TenonStatusCode) -> Bool {
        switch code {
        case .unknown, .deadlineExceeded, .internal, .cancelled, .dataLoss: true
        case .invalidArgument, .notFound, .alreadyExists, .permissionDenied, .resourceExhausted, .failedPrecondition, .aborted,
            .outOfRange, .unimplemented, .unavailable, .unauthenticated:
            false
        }
    }
}
