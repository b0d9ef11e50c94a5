internal import CMessages

/// A message ready to be sent: its size is known, its bytes are written where the caller wants them.
@safe package struct PackedMessage: ~Copyable {
    /// Payload bytes, computed once.
    package let byteCount: Int
    private let message: UnsafePointer<ProtobufCMessage>

    /// `message` must outlive this value.
    @unsafe init(_ message: UnsafePointer<ProtobufCMessage>) {
        unsafe self.message = unsafe message
        byteCount = unsafe protobuf_c_message_get_packed_size(message)
    }

    /// Appends exactly `byteCount` bytes; `output` must have room for them.
    package func write(into output: inout OutputRawSpan) {
        precondition(output.freeCapacity >= byteCount, "no room for the payload")
        unsafe output.withUnsafeMutableBytes { buffer, initializedCount in
            guard let start = buffer.baseAddress else { return }
            let target = unsafe (start + initializedCount).assumingMemoryBound(to: UInt8.self)
            initializedCount += unsafe protobuf_c_message_pack(message, target)
        }
    }

    /// The bytes as an array of their own.
    func bytes() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initializedCount in
            guard let start = buffer.baseAddress else { return }
            initializedCount = unsafe protobuf_c_message_pack(message, start)
        }
    }
}
