// Written by protoc-gen-tenon from google/protobuf/empty.proto: change that and run `make generate`.
internal import CMessages

extension Empty: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe google__protobuf__empty__descriptor_pointer() }

    init(reading source: UnsafePointer<Google__Protobuf__Empty>) {
        self.init()
    }

    func fill(_ target: UnsafeMutablePointer<Google__Protobuf__Empty>, in arena: inout Arena) {}
}
