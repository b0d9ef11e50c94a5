// Written by protoc-gen-tenon from google/protobuf/empty.proto: change that and run `make generate`.

/// A reply that says nothing but that the call succeeded.
public struct Empty: Sendable, Hashable {
    /// The only value there is.
    public init() {}
}
