// Written by protoc-gen-tenon from google/rpc/error_details.proto: change that and run `make generate`.

/// Why a call was refused. Every error carries one.
public struct ErrorInfo: Sendable, Hashable {
    /// One of the closed list of reasons, such as `CONNECTION_NOT_FOUND`.
    public var reason: String

    /// Always `tenon`.
    public var domain: String

    /// Facts that belong to the reason, such as `token_generation`.
    public var metadata: [String: String]

    /// What is left out is empty, which is: not sent.
    public init(reason: String = "", domain: String = "", metadata: [String: String] = [:]) {
        self.reason = reason
        self.domain = domain
        self.metadata = metadata
    }

    struct MetadataEntry: Sendable, Hashable {
        var key: String
        var value: String

        /// What is left out is empty, which is: not sent.
        init(key: String = "", value: String = "") {
            self.key = key
            self.value = value
        }
    }
}

/// Which request fields were wrong.
public struct BadRequest: Sendable, Hashable {
    public var fieldViolations: [BadRequest.FieldViolation]

    /// What is left out is empty, which is: not sent.
    public init(fieldViolations: [BadRequest.FieldViolation] = []) {
        self.fieldViolations = fieldViolations
    }

    /// One wrong field.
    public struct FieldViolation: Sendable, Hashable {
        /// The field's proto path, such as `external_id`.
        public var field: String

        /// What is wrong with it, in one sentence.
        public var description: String

        /// What is left out is empty, which is: not sent.
        public init(field: String = "", description: String = "") {
            self.field = field
            self.description = description
        }
    }
}

/// When to try again. Present only where trying again can help.
public struct RetryInfo: Sendable, Hashable {
    public var retryDelay: ProtoDuration?

    /// What is left out is empty, which is: not sent.
    public init(retryDelay: ProtoDuration? = nil) {
        self.retryDelay = retryDelay
    }
}
