/// One field of a protobuf message, its bytes left where they are.
struct Field {
    enum Value {
        case varint(UInt64)
        /// Offsets of a length-delimited value.
        case bytes(Range<Int>)
        /// A 32- or 64-bit value: no message of the envelope has one.
        case fixed
    }

    let number: UInt32
    let value: Value
}

/// Walks the fields of one message without allocating: asked for the next field until there is none.
struct FieldCursor {
    private var offset: Int
    private let end: Int

    init(_ range: Range<Int>) {
        offset = range.lowerBound
        end = range.upperBound
    }

    @inline(__always)
    mutating func next(in bytes: RawSpan) throws(FrameError) -> Field? {
        guard offset < end else { return nil }
        // Nearly every field is one of the first fifteen and holds fewer than 128 bytes.
        if end - offset >= 2 {
            let (tag, byteCount) = (bytes.byte(at: offset), Int(bytes.byte(at: offset + 1)))
            if tag & 0x87 == 2, tag >= 1 << 3, byteCount < 0x80, byteCount <= end - offset - 2 {
                let start = offset + 2
                offset = start + byteCount
                return Field(number: UInt32(tag >> 3), value: .bytes(start..<offset))
            }
        }
        return try anyNext(in: bytes)
    }

    private mutating func anyNext(in bytes: RawSpan) throws(FrameError) -> Field {
        let tag = try varint(in: bytes)
        guard tag <= UInt64(UInt32.max), tag >> 3 != 0 else { throw .malformed(.fieldNumberInvalid) }
        let number = UInt32(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0:
            return Field(number: number, value: .varint(try varint(in: bytes)))
        case 1:
            _ = try take(8)
            return Field(number: number, value: .fixed)
        case 2:
            return Field(number: number, value: .bytes(try take(try varint(in: bytes))))
        case 5:
            _ = try take(4)
            return Field(number: number, value: .fixed)
        default:
            throw .malformed(.wireTypeInvalid)
        }
    }

    private mutating func take(_ byteCount: UInt64) throws(FrameError) -> Range<Int> {
        guard byteCount <= UInt64(end - offset) else { throw .malformed(.truncated) }
        let start = offset
        offset += Int(byteCount)
        return start..<offset
    }

    @inline(__always)
    private mutating func varint(in bytes: RawSpan) throws(FrameError) -> UInt64 {
        guard offset < end else { throw .malformed(.truncated) }
        let first = bytes.byte(at: offset)
        offset += 1
        return first < 0x80 ? UInt64(first) : try longVarint(in: bytes, first: first)
    }

    private mutating func longVarint(in bytes: RawSpan, first: UInt8) throws(FrameError) -> UInt64 {
        var value = UInt64(first & 0x7f)
        var shift: UInt64 = 7
        while shift < 64 {
            guard offset < end else { throw .malformed(.truncated) }
            let byte = bytes.byte(at: offset)
            offset += 1
            // The tenth byte has room for one bit only.
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .malformed(.varintTooLong)
    }
}

/// Sizes and appends the few field shapes the envelope needs. Empty values are left out, as proto3 does.
enum FieldWriter {
    @inline(__always)
    static func varintByteCount(_ value: UInt64) -> Int {
        (70 - (value | 1).leadingZeroBitCount) / 7
    }

    /// Tag, length and content.
    @inline(__always)
    static func bytesByteCount(_ contentByteCount: Int) -> Int {
        1 + varintByteCount(UInt64(contentByteCount)) + contentByteCount
    }

    static func optionalBytesByteCount(_ contentByteCount: Int) -> Int {
        contentByteCount == 0 ? 0 : bytesByteCount(contentByteCount)
    }

    @inline(__always)
    static func writeVarint(_ value: UInt64, into output: inout OutputRawSpan) {
        var rest = value
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    static func writeVarint(field: UInt8, _ value: UInt64, into output: inout OutputRawSpan) {
        output.append(field << 3)
        writeVarint(value, into: &output)
    }

    /// Tag and length; the content follows.
    @inline(__always)
    static func writeBytesPrefix(field: UInt8, contentByteCount: Int, into output: inout OutputRawSpan) {
        output.append(field << 3 | 2)
        writeVarint(UInt64(contentByteCount), into: &output)
    }

    static func writeString(field: UInt8, _ text: String, into output: inout OutputRawSpan) {
        let content = text.utf8.span
        writeBytesPrefix(field: field, contentByteCount: content.count, into: &output)
        output.append(copying: content.bytes)
    }

    static func writeOptionalString(field: UInt8, _ text: String, into output: inout OutputRawSpan) {
        if !text.isEmpty { writeString(field: field, text, into: &output) }
    }
}
