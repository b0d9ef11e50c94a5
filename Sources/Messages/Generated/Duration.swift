// Written by protoc-gen-tenon from google/protobuf/duration.proto: change that and run `make generate`.

/// A span of time.
public struct ProtoDuration: Sendable, Hashable {
    /// Whole seconds.
    public var seconds: Int64

    /// What is left of the second in nanoseconds, with the sign of the seconds.
    public var nanos: Int32

    /// What is left out is empty, which is: not sent.
    public init(seconds: Int64 = 0, nanos: Int32 = 0) {
        self.seconds = seconds
        self.nanos = nanos
    }
}
