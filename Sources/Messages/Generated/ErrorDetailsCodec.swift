// Written by protoc-gen-tenon from google/rpc/error_details.proto: change that and run `make generate`.
internal import CMessages

extension ErrorInfo: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe google__rpc__error_info__descriptor_pointer() }

    init(reading source: UnsafePointer<Google__Rpc__ErrorInfo>) {
        unsafe self.init(
            reason: readText(source.pointee.reason),
            domain: readText(source.pointee.domain),
            metadata: readMap(source.pointee.metadata, count: source.pointee.n_metadata, of: ErrorInfo.MetadataEntry.self))
    }

    func fill(_ target: UnsafeMutablePointer<Google__Rpc__ErrorInfo>, in arena: inout Arena) {
        unsafe arena.place(reason, at: &target.pointee.reason)
        unsafe arena.place(domain, at: &target.pointee.domain)
        unsafe arena.place(metadata, as: ErrorInfo.MetadataEntry.self, at: &target.pointee.metadata, count: &target.pointee.n_metadata)
    }
}

extension ErrorInfo.MetadataEntry: @unsafe MapEntry {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe google__rpc__error_info__metadata_entry__descriptor_pointer() }

    init(reading source: UnsafePointer<Google__Rpc__ErrorInfo__MetadataEntry>) {
        unsafe self.init(
            key: readText(source.pointee.key),
            value: readText(source.pointee.value))
    }

    func fill(_ target: UnsafeMutablePointer<Google__Rpc__ErrorInfo__MetadataEntry>, in arena: inout Arena) {
        unsafe arena.place(key, at: &target.pointee.key)
        unsafe arena.place(value, at: &target.pointee.value)
    }
}

extension BadRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe google__rpc__bad_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Google__Rpc__BadRequest>) {
        unsafe self.init(
            fieldViolations: readMessages(source.pointee.field_violations, count: source.pointee.n_field_violations))
    }

    func fill(_ target: UnsafeMutablePointer<Google__Rpc__BadRequest>, in arena: inout Arena) {
        unsafe arena.place(fieldViolations, at: &target.pointee.field_violations, count: &target.pointee.n_field_violations)
    }
}

extension BadRequest.FieldViolation: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe google__rpc__bad_request__field_violation__descriptor_pointer() }

    init(reading source: UnsafePointer<Google__Rpc__BadRequest__FieldViolation>) {
        unsafe self.init(
            field: readText(source.pointee.field),
            description: readText(source.pointee.description))
    }

    func fill(_ target: UnsafeMutablePointer<Google__Rpc__BadRequest__FieldViolation>, in arena: inout Arena) {
        unsafe arena.place(field, at: &target.pointee.field)
        unsafe arena.place(description, at: &target.pointee.description)
    }
}

extension RetryInfo: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe google__rpc__retry_info__descriptor_pointer() }

    init(reading source: UnsafePointer<Google__Rpc__RetryInfo>) {
        unsafe self.init(
            retryDelay: readMessage(source.pointee.retry_delay))
    }

    func fill(_ target: UnsafeMutablePointer<Google__Rpc__RetryInfo>, in arena: inout Arena) {
        unsafe arena.place(retryDelay, at: &target.pointee.retry_delay)
    }
}
