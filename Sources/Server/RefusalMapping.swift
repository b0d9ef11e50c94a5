internal import Access
internal import Messages
internal import Postgres
internal import Storage
internal import TTRPC
package import Transport

// Every way a call can fail, and what the client is told about it. The one place where this is decided.

extension Refusal {
    /// What the client is told about any error a call ended with. What is a bug is told as INTERNAL.
    init(tellingOf error: any Error) {
        switch error {
        case let refusal as Refusal: self = refusal
        case let denial as AccessDenial: self.init(denial)
        case let fault as DecodeFault: self.init(fault)
        case let error as StorageError: self.init(error)
        case is CancellationError: self.init(because: .deadlineExceeded)
        default: self.init(because: .internal)
        }
    }

    /// - Parameter field: what held the actor, if it was a field and not the call's metadata.
    init(_ denial: AccessDenial, field: String = "tenon-actor") {
        switch denial {
        case .actorInvalid(let fault): self = .field(field, fault.problem)
        case .actorNotAllowed: self.init(because: .actorNotAllowed)
        case .adminOnly: self.init(because: .adminOnly)
        case .tenantContextInvalid: self = .field("tenon-tenant", "is not a UUID")
        case .tenantMissing: self = .field("tenant_id", "is empty and there is no tenant context")
        }
    }

    private init(_ fault: DecodeFault) {
        switch fault {
        case .malformed: self.init(because: .malformedRequest)
        case .tooDeep: self.init(because: .malformedRequest, "the request nests deeper than 16 messages")
        case .overBudget: self.init(because: .malformedRequest, "the request would take far more memory than its own size")
        case .invalidUTF8(let field): self = .field(field, "is not valid UTF-8")
        case .embeddedNUL(let field): self = .field(field, "holds a NUL")
        }
    }

    private init(_ error: StorageError) {
        switch error {
        case .refused(let verdict): self.init(verdict)
        case .tokenGenerationMismatch(let current):
            self.init(because: .tokenGenerationMismatch)
            metadata = ["token_generation": String(current)]
        case .fault(let fault): self.init(fault)
        }
    }

    private init(_ verdict: Verdict) {
        switch verdict {
        case .connectionNotFound: self.init(because: .connectionNotFound)
        case .tenantNotFound: self.init(because: .tenantNotFound)
        case .workspaceNotFound: self.init(because: .workspaceNotFound)
        case .providerNotFound: self.init(because: .providerNotFound)
        case .runNotFound: self.init(because: .runNotFound)
        case .capabilityMissing: self.init(because: .capabilityMissing)
        case .unknownProvider: self = .field("provider_slug", "names no provider of the catalog", reason: .unknownProvider)
        case .connectionExists: self.init(because: .connectionExists)
        case .connectionRevoked: self.init(because: .connectionRevoked)
        case .statusTransition: self.init(because: .statusTransition)
        case .runAlreadyFinished: self.init(because: .runAlreadyFinished)
        case .healthStatusUnexpected: self = .field("health_status", "is given, but the run is no health check")
        case .workspaceMembershipMissing: self.init(because: .workspaceMembershipMissing)
        case .lastOwner: self.init(because: .lastOwner)
        case .workspaceNotEmpty: self.init(because: .workspaceNotEmpty)
        case .pageTokenInvalid:
            self = .field("page_token", "is damaged or belongs to another query; start again without one", reason: .pageTokenInvalid)
        case .metadataInvalid: self = .field("metadata_json", "holds a value the database can not keep")
        }
    }

    private init(_ fault: StorageFault) {
        switch fault {
        case .unavailable: self.init(because: .databaseUnavailable)
        case .overloaded: self.init(because: .overloaded)
        case .deadlineExceeded, .cancelled: self.init(because: .deadlineExceeded)
        case .outcomeUnknown: self.init(because: .outcomeUnknown)
        case .rejected(let rejection): self.init(because: rejection.retryHelps ? .overloaded : .internal)
        case .unexpectedResult: self.init(because: .internal)
        }
    }
}

extension Refusal {
    /// What the wire itself refuses.
    package init(_ refusal: TransportRefusal) {
        switch refusal {
        case .callerUnknown: self.init(because: .callerUnknown)
        case .tooManyCalls: self.init(because: .tooManyCalls)
        case .tooManyChannels: self.init(because: .tooManyChannels)
        case .requestTooLarge: self.init(because: .requestTooLarge)
        case .replyTooLarge: self.init(because: .replyTooLarge)
        case .malformedRequest: self.init(because: .malformedRequest)
        case .duplicateMetadata(let key): self = .field(key.rawValue, "is given twice with different values")
        case .streamIDInvalid: self.init(because: .malformedRequest, "the stream id is even; clients open odd ones")
        case .streamIDInUse: self.init(because: .malformedRequest, "a call with this stream id is still open")
        case .deadlineExceeded: self.init(because: .deadlineExceeded)
        case .draining: self.init(because: .draining)
        case .answerBroken: self.init(because: .internal)
        }
    }
}

extension ActorFault {
    fileprivate var problem: String {
        switch self {
        case .tooLong: "is longer than \(ActorID.byteCountMax) bytes"
        case .kindUnknown: "does not begin with user: or service:"
        case .nameEmpty: "has nothing behind the colon"
        case .controlCharacter: "holds control characters"
        }
    }
}
