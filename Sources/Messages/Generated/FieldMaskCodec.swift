// Written by protoc-gen-tenon from google/protobuf/field_mask.proto: change that and run `make generate`.
internal import CMessages

extension FieldMask: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe google__protobuf__field_mask__descriptor_pointer() }

    init(reading source: UnsafePointer<Google__Protobuf__FieldMask>) {
        unsafe self.init(
            paths: readTexts(source.pointee.paths, count: source.pointee.n_paths))
    }

    func fill(_ target: UnsafeMutablePointer<Google__Protobuf__FieldMask>, in arena: inout Arena) {
        unsafe arena.place(paths, at: &target.pointee.paths, count: &target.pointee.n_paths)
    }
}
