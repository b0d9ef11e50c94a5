internal import CMessages

/// The contract itself, as data.
package enum Contract {
    /// A serialized `google.protobuf.FileDescriptorSet` of every proto file and what they import, without comments.
    package static let fileDescriptorSet: [UInt8] = unsafe Array(
        UnsafeBufferPointer(start: tenon_file_descriptor_set_pointer(), count: tenon_file_descriptor_set_size))
}
