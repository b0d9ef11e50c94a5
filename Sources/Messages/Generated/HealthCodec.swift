// Written by protoc-gen-tenon from grpc/health/v1/health.proto: change that and run `make generate`.
internal import CMessages

extension HealthCheckRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe grpc__health__v1__health_check_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Grpc__Health__V1__HealthCheckRequest>) {
        unsafe self.init(
            service: readText(source.pointee.service))
    }

    func fill(_ target: UnsafeMutablePointer<Grpc__Health__V1__HealthCheckRequest>, in arena: inout Arena) {
        unsafe arena.place(service, at: &target.pointee.service)
    }
}

extension HealthCheckResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe grpc__health__v1__health_check_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Grpc__Health__V1__HealthCheckResponse>) {
        unsafe self.init(
            status: .init(rawValue: Int32(bitPattern: source.pointee.status.rawValue)))
    }

    func fill(_ target: UnsafeMutablePointer<Grpc__Health__V1__HealthCheckResponse>, in arena: inout Arena) {
        unsafe target.pointee.status = .init(rawValue: UInt32(bitPattern: status.rawValue))
    }
}
