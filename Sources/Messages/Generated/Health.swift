// Written by protoc-gen-tenon from grpc/health/v1/health.proto: change that and run `make generate`.

public struct HealthCheckRequest: Sendable, Hashable {
    /// A full service name such as `tenon.v1.ConnectionService`; empty: the daemon as a whole.
    public var service: String

    /// What is left out is empty, which is: not sent.
    public init(service: String = "") {
        self.service = service
    }
}

public struct HealthCheckResponse: Sendable, Hashable {
    public var status: HealthCheckResponse.ServingStatus

    /// What is left out is empty, which is: not sent.
    public init(status: HealthCheckResponse.ServingStatus = .unknown) {
        self.status = status
    }

    public struct ServingStatus: RawRepresentable, Sendable, Hashable {
        public static let unknown = Self(rawValue: 0)
        public static let serving = Self(rawValue: 1)
        public static let notServing = Self(rawValue: 2)
        public static let serviceUnknown = Self(rawValue: 3)

        /// The number on the wire.
        public var rawValue: Int32

        /// A value by its number, named or not.
        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }
    }
}
