import Access
import Messages
import Server
import TTRPC
import Testing
import Transport

/// What clients are told: a closed list, which changes only together with the contract.
@Suite struct RefusalTests {
    static let contract: [String: StatusCode] = [
        "INVALID_FIELD": .invalidArgument, "PAGE_TOKEN_INVALID": .invalidArgument, "UNKNOWN_PROVIDER": .invalidArgument,
        "MALFORMED_REQUEST": .invalidArgument, "REQUEST_ID_REUSED": .invalidArgument,
        "CONNECTION_NOT_FOUND": .notFound, "TENANT_NOT_FOUND": .notFound, "WORKSPACE_NOT_FOUND": .notFound,
        "PROVIDER_NOT_FOUND": .notFound, "RUN_NOT_FOUND": .notFound,
        "CONNECTION_EXISTS": .alreadyExists,
        "CAPABILITY_MISSING": .permissionDenied, "ACTOR_NOT_ALLOWED": .permissionDenied, "ADMIN_ONLY": .permissionDenied,
        "CALLER_UNKNOWN": .unauthenticated,
        "TOKEN_GENERATION_MISMATCH": .aborted,
        "RUN_ALREADY_FINISHED": .failedPrecondition, "WORKSPACE_MEMBERSHIP_MISSING": .failedPrecondition, "LAST_OWNER": .failedPrecondition,
        "WORKSPACE_NOT_EMPTY": .failedPrecondition, "CONNECTION_REVOKED": .failedPrecondition, "STATUS_TRANSITION": .failedPrecondition,
        "TOO_MANY_CALLS": .resourceExhausted, "TOO_MANY_CHANNELS": .resourceExhausted, "REQUEST_TOO_LARGE": .resourceExhausted,
        "REPLY_TOO_LARGE": .resourceExhausted, "OVERLOADED": .resourceExhausted,
        "DRAINING": .unavailable, "DATABASE_UNAVAILABLE": .unavailable,
        "OUTCOME_UNKNOWN": .unknown, "DEADLINE_EXCEEDED": .deadlineExceeded, "UNKNOWN_METHOD": .unimplemented, "INTERNAL": .internal,
    ]

    @Test func `the reasons and their codes are those of the contract`() {
        let served = Dictionary(uniqueKeysWithValues: Reason.allCases.map { ($0.rawValue, $0.code) })
        #expect(served == Self.contract)
    }

    @Test(arguments: Reason.allCases)
    func `every refusal carries its reason, and a delay exactly when trying again can help`(reason: Reason) throws {
        let status = Refusal(because: reason).status
        #expect(status.code == reason.code.rawValue && !status.message.isEmpty)
        let info = try #require(status.details.first)
        #expect(info.typeURL == "type.googleapis.com/google.rpc.ErrorInfo")
        #expect(try ErrorInfo(decoding: info.value.span.bytes) == ErrorInfo(reason: reason.rawValue, domain: "tenon"))
        let passing: Set<Reason> = [.tooManyCalls, .tooManyChannels, .overloaded, .draining, .databaseUnavailable]
        let retry = status.details.first { $0.typeURL == "type.googleapis.com/google.rpc.RetryInfo" }
        #expect((retry != nil) == passing.contains(reason))
    }

    @Test func `a wrong field is named in the message and in the details`() throws {
        let status = Refusal.field("external_id", "is empty").status
        #expect(status.message == "external_id is empty")
        let detail = try #require(status.details.first { $0.typeURL == "type.googleapis.com/google.rpc.BadRequest" })
        let expected = BadRequest(fieldViolations: [BadRequest.FieldViolation(field: "external_id", description: "is empty")])
        #expect(try BadRequest(decoding: detail.value.span.bytes) == expected)
    }

    @Test(arguments: TransportRefusal.allCases)
    func `what the wire refuses has a reason that fits`(refusal: TransportRefusal) {
        let expected: Reason =
            switch refusal {
            case .callerUnknown: .callerUnknown
            case .tooManyCalls: .tooManyCalls
            case .tooManyChannels: .tooManyChannels
            case .requestTooLarge: .requestTooLarge
            case .replyTooLarge: .replyTooLarge
            case .malformedRequest, .streamIDInvalid, .streamIDInUse: .malformedRequest
            case .duplicateMetadata: .invalidField
            case .deadlineExceeded: .deadlineExceeded
            case .draining: .draining
            case .answerBroken: .internal
            }
        #expect(Refusal(refusal).reason == expected)
    }
}
