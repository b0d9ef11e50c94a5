internal import CMessages

/// What the generated code says about each message; decoding and packing below are the same for all.
protocol ProtobufMessage: WireMessage {
    /// protobuf-c's struct for this message.
    associatedtype CMessage

    /// protobuf-c's description of it, which lives as long as the process.
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { get }

    /// Copies the value out of a struct that protobuf-c has unpacked.
    init(reading source: UnsafePointer<CMessage>)

    /// Sets the fields of a freshly initialised struct; what they point to comes from `arena`.
    func fill(_ target: UnsafeMutablePointer<CMessage>, in arena: inout Arena)
}

extension ProtobufMessage {
    package init(decoding bytes: RawSpan, budget: DecodeBudget) throws(DecodeFault) {
        self = try unsafe Arena.withLent(byteCount: try Self.scan(bytes, budget: budget)) { (arena) throws(DecodeFault) in
            try unsafe bytes.withUnsafeBytes { (buffer) throws(DecodeFault) in
                try unsafe Self.unpack(buffer, in: arena)
            }
        }
    }

    package static func scan(_ bytes: RawSpan, budget: DecodeBudget) throws(DecodeFault) -> Int {
        var scan = PayloadScan(budget: budget, payloadByteCount: bytes.byteCount)
        try unsafe scan.walk(bytes, as: descriptor)
        return scan.arenaByteCount
    }

    package func withPacked(_ body: (borrowing PackedMessage) -> Void) {
        unsafe Arena.withLent { arena in
            let message = unsafe arena.pointee.place(self)
            unsafe message.withMemoryRebound(to: ProtobufCMessage.self, capacity: 1) { base in
                unsafe body(PackedMessage(base))
            }
        }
    }

    /// For bytes that the scan has accepted, in an arena of the size that it computed: what protobuf-c still refuses took more memory.
    static func unpack(_ bytes: UnsafeRawBufferPointer, in arena: UnsafeMutablePointer<Arena>) throws(DecodeFault) -> Self {
        var allocator = unsafe ProtobufCAllocator(
            alloc: { arena, byteCount in unsafe arena?.assumingMemoryBound(to: Arena.self).pointee.take(byteCount) },
            free: { _, _ in },
            allocator_data: arena)
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard let message = unsafe protobuf_c_message_unpack(descriptor, &allocator, bytes.count, start) else { throw .overBudget }
        return unsafe Self(reading: UnsafeRawPointer(message).assumingMemoryBound(to: CMessage.self))
    }
}
