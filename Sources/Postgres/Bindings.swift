package import FoundationEssentials
import Glibc

/// The parameters of one statement, in order, in PostgreSQL's binary format and in one buffer.
package struct Bindings: Sendable, Equatable {
    /// How many parameters have been appended.
    package private(set) var count = 0

    /// Per parameter its byte count (Int32 in host order, -1 for NULL) and then its bytes.
    package private(set) var buffer: [UInt8] = []

    package init(byteCapacity: Int = 0) { if byteCapacity > 0 { buffer.reserveCapacity(byteCapacity) } }

    /// `$n::uuid`
    package mutating func append(_ value: UUID?) {
        guard let value else { return appendNull() }
        appendByteCount(16)
        unsafe withUnsafeBytes(of: value.uuid) { unsafe buffer.append(contentsOf: $0) }
    }

    /// `$n::uuid[]`: dimensions, no NULLs, element type, count, lower bound, then each with its length (array_send).
    mutating func append(_ first: RowKey, and others: [RowKey]) {
        let keyCount = 1 + others.count
        appendByteCount(20 + 20 * keyCount)
        for value in [1, 0, Int32(bitPattern: TypeID.uuid), Int32(truncatingIfNeeded: keyCount), 1] { appendInteger(value) }
        appendElement(first)
        for key in others { appendElement(key) }
    }

    private mutating func appendElement(_ key: RowKey) {
        appendInteger(Int32(16))
        unsafe withUnsafeBytes(of: key.bytes) { unsafe buffer.append(contentsOf: $0) }
    }

    /// The bytes at once: the array would compare one after the other.
    package static func == (left: Bindings, right: Bindings) -> Bool {
        guard left.buffer.count == right.buffer.count else { return false }
        return unsafe left.buffer.withUnsafeBytes { bytes in
            unsafe right.buffer.withUnsafeBytes { others in
                guard let start = bytes.baseAddress, let otherStart = others.baseAddress else { return true }
                return unsafe memcmp(start, otherStart, bytes.count) == 0
            }
        }
    }

    /// `$n::text`
    package mutating func append(_ value: String?) {
        guard let value else { return appendNull() }
        appendByteCount(value.utf8.count)
        appendBytes(of: value)
    }

    /// `$n::text[]`
    package mutating func append(_ value: [String]?) {
        guard let value else { return appendNull() }
        append(TextArray(value))
    }

    /// The same, in binary already.
    package mutating func append(_ value: TextArray) {
        count += 1
        buffer.append(contentsOf: value.parameter)
    }

    /// `$n::integer`
    package mutating func append(_ value: Int32?) {
        guard let value else { return appendNull() }
        appendByteCount(4)
        appendInteger(value)
    }

    /// `$n::bigint`
    package mutating func append(_ value: Int64?) {
        guard let value else { return appendNull() }
        appendByteCount(8)
        appendInteger(value)
    }

    /// `$n::boolean`
    package mutating func append(_ value: Bool?) {
        guard let value else { return appendNull() }
        appendByteCount(1)
        buffer.append(value ? 1 : 0)
    }

    /// `$n::bytea`
    package mutating func append(_ value: [UInt8]?) {
        guard let value else { return appendNull() }
        appendByteCount(value.count)
        buffer.append(contentsOf: value)
    }

    /// `$n::timestamptz`
    package mutating func append(_ value: UnixMicroseconds?) {
        append(value?.sincePostgresEpoch)
    }

    private mutating func appendNull() {
        appendByteCount(-1)
    }

    private mutating func appendByteCount(_ byteCount: Int) {
        count += 1
        appendInteger(Int32(truncatingIfNeeded: byteCount).bigEndian)
    }

    private mutating func appendBytes(of text: String) {
        unsafe text.utf8Span.span.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    private mutating func appendInteger(_ value: some FixedWidthInteger) { buffer.appendInteger(value) }
}

/// A `text[]` in PostgreSQL's binary format (array_send), for what is sent again and again.
package struct TextArray: Sendable, Equatable {
    /// As it stands in a buffer of parameters.
    fileprivate let parameter: [UInt8]

    var byteCount: Int { parameter.count }

    package init(_ texts: [String]) {
        var bytes: [UInt8] = []
        bytes.appendInteger(Int32(texts.isEmpty ? 0 : 1))  // dimensions
        bytes.appendInteger(Int32(0))  // no NULL among the elements
        bytes.appendInteger(TypeID.text)
        if !texts.isEmpty {
            bytes.appendInteger(Int32(truncatingIfNeeded: texts.count))
            bytes.appendInteger(Int32(1))  // lower bound
        }
        for text in texts {
            bytes.appendInteger(Int32(truncatingIfNeeded: text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        }
        var parameter = Bindings(byteCapacity: bytes.count + 4)
        parameter.append(bytes)
        self.parameter = parameter.buffer
    }
}

extension [UInt8] {
    /// Big-endian.
    fileprivate mutating func appendInteger(_ value: some FixedWidthInteger) {
        unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
    }
}
