// Written by protoc-gen-tenon from google/protobuf/timestamp.proto: change that and run `make generate`.
internal import CMessages

extension Timestamp: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe google__protobuf__timestamp__descriptor_pointer() }

    init(reading source: UnsafePointer<Google__Protobuf__Timestamp>) {
        unsafe self.init(
            seconds: source.pointee.seconds,
            nanos: source.pointee.nanos)
    }

    func fill(_ target: UnsafeMutablePointer<Google__Protobuf__Timestamp>, in arena: inout Arena) {
        unsafe target.pointee.seconds = seconds
        unsafe target.pointee.nanos = nanos
    }
}
