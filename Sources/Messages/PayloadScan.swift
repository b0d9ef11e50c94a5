internal import CMessages

/// Walks a payload against its descriptor before protobuf-c sees it.
///
/// protobuf-c cuts strings at a NUL, lets invalid UTF-8 pass, and takes up to fifty-six times the memory of hostile bytes. So every
/// byte is judged here first, and the memory that unpacking takes is added up: `arenaByteCount` is what protobuf-c allocates.
struct PayloadScan {
    /// Heap that `protobuf_c_message_unpack` takes for what was walked so far.
    private(set) var arenaByteCount = 0
    /// Heap that the Swift value takes.
    private(set) var valueByteCount = 0

    private let byteCountMax: Int

    // What protobuf-c keeps for each element of an array and for each unknown field.
    private static let pointerByteCount = unsafe MemoryLayout<UnsafeRawPointer>.size
    private static let binaryDataByteCount = unsafe MemoryLayout<ProtobufCBinaryData>.size
    private static let unknownFieldByteCount = unsafe MemoryLayout<ProtobufCMessageUnknownField>.size

    init(budget: DecodeBudget, payloadByteCount: Int) {
        byteCountMax = budget.byteCountMax(payloadByteCount: payloadByteCount)
    }

    /// Judges one message and everything in it.
    mutating func walk(_ bytes: RawSpan, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>, depth: Int = 1) throws(DecodeFault) {
        guard depth <= PayloadLimits.nestingMax else { throw .tooDeep }
        try charge(arena: unsafe descriptor.pointee.sizeof_message)
        var offset = 0
        var memberCount = 0
        var seen = SeenFields()
        while offset < bytes.byteCount {
            let tag = try Self.varint(bytes, at: &offset, byteCountMax: 5)
            guard let number = UInt32(exactly: tag >> 3), number > 0, tag <= UInt64(UInt32.max) else { throw .malformed }
            memberCount += 1
            if memberCount > 16 { try charge(arena: Self.memberSlabByteCount(memberCount)) }
            let start = offset
            let content = try Self.content(bytes, wireType: UInt8(tag & 7), at: &offset)
            if let field = unsafe Self.field(number, of: descriptor) {
                guard unsafe seen.insertIfAllowed(field, of: descriptor) else { throw .malformed }
                try unsafe walk(content, of: bytes, as: field, wireType: UInt8(tag & 7), depth: depth)
            } else {
                try charge(arena: Self.unknownFieldByteCount + Arena.pieceByteCount(offset - start))
            }
        }
    }

    /// The field with a number. Those of most messages are numbered from 1 without a gap, and stand in that order.
    @inline(__always)
    private static func field(
        _ number: UInt32, of descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) -> UnsafePointer<ProtobufCFieldDescriptor>? {
        if let fields = unsafe descriptor.pointee.fields, unsafe number <= descriptor.pointee.n_fields,
            case let field = unsafe fields + Int(number - 1), unsafe field.pointee.id == number
        {
            return unsafe field
        }
        return unsafe protobuf_c_message_descriptor_get_field(descriptor, number)
    }

    /// Judges what stands in one field.
    private mutating func walk(
        _ content: Range<Int>, of bytes: RawSpan, as field: UnsafePointer<ProtobufCFieldDescriptor>, wireType: UInt8, depth: Int
    ) throws(DecodeFault) {
        let isRepeated = unsafe field.pointee.label == PROTOBUF_C_LABEL_REPEATED
        let type = unsafe field.pointee.type
        guard wireType == Self.wireType(of: type) else { throw .malformed }
        switch type {
        case PROTOBUF_C_TYPE_STRING:
            try charge(
                arena: content.count + 1, element: isRepeated ? Self.pointerByteCount : 0,
                value: (isRepeated ? MemoryLayout<String>.size : 0) + (content.count > 15 ? Self.bufferByteCount(content.count) : 0))
            try unsafe checkText(bytes.extracting(content), of: field)
        case PROTOBUF_C_TYPE_BYTES:
            try charge(
                arena: content.count, element: isRepeated ? Self.binaryDataByteCount : 0,
                value: (isRepeated ? MemoryLayout<[UInt8]>.size : 0) + Self.bufferByteCount(content.count))
        case PROTOBUF_C_TYPE_MESSAGE:
            guard let opaque = unsafe field.pointee.descriptor else { throw .malformed }
            let inner = unsafe opaque.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
            let innerByteCount = unsafe inner.pointee.sizeof_message
            try charge(arena: 0, element: isRepeated ? Self.pointerByteCount : 0, value: isRepeated ? 2 * innerByteCount : 0)
            do {
                try unsafe walk(bytes.extracting(content), as: inner, depth: depth + 1)
            } catch {
                throw unsafe error.inside(field)
            }
        default:
            // A repeated scalar: the generator refuses contracts that have one.
            guard !isRepeated else { throw .malformed }
        }
    }

    private func checkText(_ bytes: RawSpan, of field: UnsafePointer<ProtobufCFieldDescriptor>) throws(DecodeFault) {
        switch Self.judgeText(bytes) {
        case .clean: return
        case .embeddedNUL: throw unsafe .embeddedNUL(field: String(cString: field.pointee.name))
        case .invalidUTF8: throw unsafe .invalidUTF8(field: String(cString: field.pointee.name))
        }
    }

    @inline(__always)
    private mutating func charge(arena byteCount: Int, element: Int = 0, value: Int = 0) throws(DecodeFault) {
        arenaByteCount += Arena.pieceByteCount(byteCount) + element
        valueByteCount += value
        guard arenaByteCount + valueByteCount <= byteCountMax else { throw .overBudget }
    }

    /// A Swift string's or array's buffer on the heap: its header, its bytes and the allocator's rounding.
    private static func bufferByteCount(_ byteCount: Int) -> Int {
        byteCount == 0 ? 0 : byteCount + 48
    }

    /// What protobuf-c 1.4.1 allocates when it notes down the n-th member of a message: sixteen notes of 32 bytes fit on its stack, and each
    /// further slab holds twice as many as the one before (protobuf-c.c, `FIRST_SCANNED_MEMBER_SLAB_SIZE_LOG2`).
    private static func memberSlabByteCount(_ memberCount: Int) -> Int {
        let full = memberCount - 1 + 16
        return full & (full - 1) == 0 ? 32 * full : 0
    }
}

/// Which message fields were there already. protobuf-c would merge a second one into the first, which takes memory of its own and which
/// no encoder relies on; a second scalar or string just replaces the first, as protobuf has it.
private struct SeenFields {
    /// One bit per field; the generator refuses messages of more than 64.
    private var bits: UInt64 = 0

    mutating func insertIfAllowed(_ field: UnsafePointer<ProtobufCFieldDescriptor>, of message: UnsafePointer<ProtobufCMessageDescriptor>)
        -> Bool
    {
        guard unsafe field.pointee.type == PROTOBUF_C_TYPE_MESSAGE && field.pointee.label != PROTOBUF_C_LABEL_REPEATED else { return true }
        let bit: UInt64 = unsafe 1 << UInt64(field - message.pointee.fields)
        defer { bits |= bit }
        return bits & bit == 0
    }
}
