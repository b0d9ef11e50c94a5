internal import CMessages
internal import Glibc

/// A message ready to be sent: its size is known, its bytes are written where the caller wants them.
@safe package struct PackedMessage: ~Copyable {
    @unsafe private enum Origin {
        /// protobuf-c writes it.
        case message(UnsafePointer<ProtobufCMessage>)
        /// It is written.
        case bytes(UnsafeRawBufferPointer)
    }

    /// Payload bytes, computed once.
    package let byteCount: Int
    private let origin: Origin

    /// `message` must outlive this value.
    @unsafe init(_ message: UnsafePointer<ProtobufCMessage>) {
        unsafe origin = .message(message)
        byteCount = unsafe protobuf_c_message_get_packed_size(message)
    }

    /// `bytes` must outlive this value.
    @unsafe init(_ bytes: UnsafeRawBufferPointer) {
        unsafe origin = .bytes(bytes)
        byteCount = bytes.count
    }

    /// Appends exactly `byteCount` bytes; `output` must have room for them.
    package func write(into output: inout OutputRawSpan) {
        precondition(output.freeCapacity >= byteCount, "no room for the payload")
        unsafe output.withUnsafeMutableBytes { buffer, initializedCount in
            guard let start = buffer.baseAddress else { return }
            initializedCount += unsafe write(to: (start + initializedCount).assumingMemoryBound(to: UInt8.self))
        }
    }

    /// The bytes as an array of their own.
    package func bytes() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initializedCount in
            guard let start = buffer.baseAddress else { return }
            initializedCount = unsafe write(to: start)
        }
    }

    private func write(to target: UnsafeMutablePointer<UInt8>) -> Int {
        switch unsafe origin {
        case .message(let message): return unsafe protobuf_c_message_pack(message, target)
        case .bytes(let bytes):
            if let start = bytes.baseAddress { unsafe memcpy(target, start, bytes.count) }
            return bytes.count
        }
    }
}
