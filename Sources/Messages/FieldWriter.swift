internal import Glibc

/// Writes protobuf's encoding, field by field, into memory that grows as it needs to. A field with protobuf's default value is left out.
///
/// A tag is the field's number and wire type as they are sent.
@safe struct FieldWriter: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer
    private var isLent: Bool
    /// What has been written.
    private(set) var byteCount = 0

    /// Writes into memory that outlives it, as long as that has room.
    @unsafe private init(lent memory: UnsafeMutableRawBufferPointer) {
        unsafe self.memory = unsafe memory
        isLent = true
    }

    deinit { if !isLent { unsafe free(memory.baseAddress) } }

    /// Lends one that begins on the stack: most replies of one record fit there.
    @inline(__always)
    static func withLent(_ body: (UnsafeMutablePointer<FieldWriter>) throws -> Void) throws {
        // The most that is certain to lie on the stack.
        try unsafe withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 8) { memory in
            var writer = unsafe FieldWriter(lent: memory)
            try unsafe withUnsafeMutablePointer(to: &writer, body)
        }
    }

    /// Valid until the next change.
    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[..<byteCount]) }

    /// `string`
    mutating func append(_ text: RawSpan, tag: UInt64) {
        if !text.isEmpty { appendElement(text, tag: tag) }
    }

    /// `repeated string`: one of them, which is sent even if it is empty.
    mutating func appendElement(_ text: RawSpan, tag: UInt64) {
        let count = text.byteCount
        reserve(count)
        write(tag)
        write(UInt64(count))
        unsafe text.withUnsafeBytes { text in
            guard let start = text.baseAddress, let target = unsafe memory.baseAddress else { return }
            unsafe memcpy(target + byteCount, start, count)
        }
        byteCount += count
    }

    /// `bool`
    mutating func append(_ value: Bool, tag: UInt64) { append(UInt64(value ? 1 : 0), tag: tag) }

    /// `int32` and `int64`, of which negative ones are sent as numbers of 64 bits.
    mutating func append(_ value: some SignedInteger & FixedWidthInteger, tag: UInt64) {
        append(UInt64(bitPattern: Int64(value)), tag: tag)
    }

    /// `uint32` and `uint64`
    mutating func append(_ value: some UnsignedInteger & FixedWidthInteger, tag: UInt64) {
        guard value != 0 else { return }
        reserve(0)
        write(tag)
        write(UInt64(value))
    }

    /// `google.protobuf.Timestamp`, which is sent even if it is 1970-01-01.
    mutating func append(_ value: Timestamp?, tag: UInt64) {
        guard let value else { return }
        // Two numbers of ten bytes at most, each behind a tag of one: a length of one.
        reserve(22)
        write(tag)
        let length = byteCount
        byteCount += 1
        if value.seconds != 0 {
            write(1 << 3)
            write(UInt64(bitPattern: value.seconds))
        }
        if value.nanos != 0 {
            write(2 << 3)
            write(UInt64(bitPattern: Int64(value.nanos)))
        }
        unsafe memory.storeBytes(of: UInt8(truncatingIfNeeded: byteCount - length - 1), toByteOffset: length, as: UInt8.self)
    }

    /// Begins a message within this one; gives what `endMessage` wants.
    mutating func beginMessage(tag: UInt64) -> Int {
        reserve(0)
        write(tag)
        // Most lengths take one byte; `endMessage` makes room for more.
        byteCount += 1
        return byteCount
    }

    /// Ends a message, all of which has been written, and says how long it is.
    mutating func endMessage(_ start: Int) {
        let count = byteCount - start
        if count >= 0x80 {
            reserve(0)
            let shift = (UInt64.bitWidth - UInt64(count).leadingZeroBitCount - 1) / 7
            if let memory = unsafe memory.baseAddress { unsafe memmove(memory + start + shift, memory + start, count) }
            byteCount += shift
        }
        let end = byteCount
        byteCount = start - 1
        write(UInt64(count))
        byteCount = end
    }

    /// Makes room for so many bytes behind a tag and a number.
    @inline(__always)
    private mutating func reserve(_ count: Int) {
        if unsafe memory.count - byteCount < count + 20 { grow(count + 20) }
    }

    private mutating func grow(_ count: Int) {
        let size = unsafe max(2 * memory.count, byteCount + count)
        guard let start = unsafe malloc(size) else { preconditionFailure("out of memory") }
        if let full = unsafe memory.baseAddress { unsafe memcpy(start, full, byteCount) }
        if !isLent { unsafe free(memory.baseAddress) }
        unsafe memory = unsafe UnsafeMutableRawBufferPointer(start: start, count: size)
        isLent = false
    }

    /// A base-128 number, at most 10 bytes.
    @inline(__always)
    private mutating func write(_ number: UInt64) {
        var (rest, end) = (number, byteCount)
        while rest >= 0x80 {
            unsafe memory.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: end, as: UInt8.self)
            end += 1
            rest >>= 7
        }
        unsafe memory.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: end, as: UInt8.self)
        byteCount = end + 1
    }
}
