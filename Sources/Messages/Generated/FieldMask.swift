// Written by protoc-gen-tenon from google/protobuf/field_mask.proto: change that and run `make generate`.

/// The fields an update is about.
public struct FieldMask: Sendable, Hashable {
    /// Names of fields as in the proto file, such as `display_name`.
    public var paths: [String]

    /// What is left out is empty, which is: not sent.
    public init(paths: [String] = []) {
        self.paths = paths
    }
}
