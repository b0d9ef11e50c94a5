// Written by protoc-gen-tenon from google/protobuf/timestamp.proto: change that and run `make generate`.

/// A moment, in UTC.
public struct Timestamp: Sendable, Hashable {
    /// Whole seconds since 1970-01-01T00:00:00Z.
    public var seconds: Int64

    /// What is left of the second, 0 to 999 999 999 nanoseconds, counted forward in time.
    public var nanos: Int32

    /// What is left out is empty, which is: not sent.
    public init(seconds: Int64 = 0, nanos: Int32 = 0) {
        self.seconds = seconds
        self.nanos = nanos
    }
}
