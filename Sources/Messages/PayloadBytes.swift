internal import CMessages

/// What one string of a payload turned out to be.
enum TextVerdict {
    case clean
    case embeddedNUL
    case invalidUTF8
}

extension PayloadScan {
    /// A little-endian base-128 number of at most `byteCountMax` bytes; `offset` moves past it. Nearly all are of one byte.
    @inline(__always)
    static func varint(_ bytes: RawSpan, at offset: inout Int, byteCountMax: Int) throws(DecodeFault) -> UInt64 {
        if offset < bytes.byteCount, case let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self), byte < 0x80 {
            offset += 1
            return UInt64(byte)
        }
        return try longVarint(bytes, at: &offset, byteCountMax: byteCountMax)
    }

    @inline(never)
    private static func longVarint(_ bytes: RawSpan, at offset: inout Int, byteCountMax: Int) throws(DecodeFault) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<byteCountMax {
            guard offset < bytes.byteCount else { throw .malformed }
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            offset += 1
            value |= UInt64(byte & 0x7F) << UInt64(7 * index)
            if byte < 0x80 { return value }
        }
        throw .malformed
    }

    /// Where a field's content stands, by its wire type; `offset` moves past it. Groups are refused.
    static func content(_ bytes: RawSpan, wireType: UInt8, at offset: inout Int) throws(DecodeFault) -> Range<Int> {
        var start = offset
        let byteCount: Int
        switch wireType {
        case 0:
            _ = try varint(bytes, at: &offset, byteCountMax: 10)
            return start..<offset
        case 1:
            byteCount = 8
        case 2:
            byteCount = try Int(varint(bytes, at: &offset, byteCountMax: 5))
            start = offset
        case 5:
            byteCount = 4
        default:
            throw .malformed
        }
        guard byteCount <= bytes.byteCount - start else { throw .malformed }
        offset = start + byteCount
        return start..<offset
    }

    /// The wire type in which protobuf-c reads a field of this type.
    static func wireType(of type: ProtobufCType) -> UInt8 {
        switch type {
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES, PROTOBUF_C_TYPE_MESSAGE: 2
        case PROTOBUF_C_TYPE_DOUBLE, PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64: 1
        case PROTOBUF_C_TYPE_FLOAT, PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_SFIXED32: 5
        default: 0
        }
    }

    /// Whether the bytes are UTF-8 without NUL: eight at a time as long as they are ASCII.
    static func judgeText(_ bytes: RawSpan) -> TextVerdict {
        guard bytes.byteCount >= 8 else { return judgeSlowly(bytes, from: 0) }
        let last = bytes.byteCount - 8
        var offset = 0
        while offset < last {
            guard isPlain(bytes, at: offset) else { return judgeSlowly(bytes, from: offset) }
            offset += 8
        }
        // The last eight, some of which may have been looked at already.
        return isPlain(bytes, at: last) ? .clean : judgeSlowly(bytes, from: last)
    }

    /// Whether eight bytes are ASCII and none of them is a NUL.
    @inline(__always)
    private static func isPlain(_ bytes: RawSpan, at offset: Int) -> Bool {
        let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        // The second term has a high bit wherever a byte is zero, once the first term says that all are below 0x80.
        return (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0
    }

    /// Goes on from `offset`, before which there is nothing but ASCII.
    private static func judgeSlowly(_ bytes: RawSpan, from offset: Int) -> TextVerdict {
        var isASCII = true
        for offset in offset..<bytes.byteCount {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            if byte == 0 { return .embeddedNUL }
            if byte >= 0x80 { isASCII = false }
        }
        if isASCII { return .clean }
        let text = Span<UInt8>(_bytes: bytes.extracting(offset...))
        return (try? UTF8Span(validating: text)) == nil ? .invalidUTF8 : .clean
    }
}

extension DecodeFault {
    /// The same fault seen from the message that holds `field`.
    func inside(_ field: UnsafePointer<ProtobufCFieldDescriptor>) -> DecodeFault {
        switch self {
        case .malformed, .tooDeep, .overBudget: self
        case .invalidUTF8(let path): unsafe .invalidUTF8(field: "\(String(cString: field.pointee.name)).\(path)")
        case .embeddedNUL(let path): unsafe .embeddedNUL(field: "\(String(cString: field.pointee.name)).\(path)")
        }
    }
}
