package import FoundationEssentials

/// One value of a result in PostgreSQL's binary format, where libpq has it. Read as something that it is not, it is `unexpectedResult`.
@safe package struct Field: ~Escapable {
    private let type: UInt32
    /// Nil: NULL.
    private let bytes: UnsafeRawBufferPointer?
    private let place: Place

    /// Where it stands, for errors.
    struct Place {
        var row: Int32
        var column: Int32
        /// Which one of a record's; -1: it is none.
        var index: Int32 = -1

        init(row: Int, column: Int) {
            self.row = Int32(truncatingIfNeeded: row)
            self.column = Int32(truncatingIfNeeded: column)
        }
    }

    /// The bytes must be there for as long as it lives.
    @unsafe @_lifetime(immortal)
    init(type: UInt32, bytes: UnsafeRawBufferPointer?, place: Place) {
        self.type = type
        unsafe self.bytes = unsafe bytes
        self.place = place
    }

    package var isNull: Bool { unsafe bytes == nil }

    /// A `boolean` that is not NULL.
    @inline(__always)
    package func bool() throws(StorageFault) -> Bool { try present(optionalBool()) }

    /// A `boolean`; NULL is nil.
    @inline(__always)
    package func optionalBool() throws(StorageFault) -> Bool? {
        guard let bytes = try unsafe value(TypeID.bool, byteCount: 1) else { return nil }
        return unsafe bytes[0] != 0
    }

    /// An `integer` that is not NULL.
    package func int32() throws(StorageFault) -> Int32 { try present(optionalInt32()) }

    /// An `integer`; NULL is nil.
    package func optionalInt32() throws(StorageFault) -> Int32? {
        guard let bytes = try unsafe value(TypeID.int4, byteCount: 4) else { return nil }
        return Int32(bigEndian: unsafe bytes.loadUnaligned(as: Int32.self))
    }

    /// A `bigint` that is not NULL.
    @inline(__always)
    package func int64() throws(StorageFault) -> Int64 { try present(optionalInt64()) }

    /// A `bigint`; NULL is nil.
    @inline(__always)
    package func optionalInt64() throws(StorageFault) -> Int64? {
        guard let bytes = try unsafe value(TypeID.int8, byteCount: 8) else { return nil }
        return Int64(bigEndian: unsafe bytes.loadUnaligned(as: Int64.self))
    }

    /// A `uuid` that is not NULL.
    @inline(__always)
    package func uuid() throws(StorageFault) -> UUID { try present(optionalUUID()) }

    /// A `uuid`; NULL is nil.
    @inline(__always)
    package func optionalUUID() throws(StorageFault) -> UUID? {
        guard let bytes = try unsafe value(TypeID.uuid, byteCount: 16) else { return nil }
        return unsafe unsafeBitCast(bytes.loadUnaligned(as: InlineArray<2, UInt64>.self), to: UUID.self)
    }

    /// A `timestamptz` that is not NULL.
    @inline(__always)
    package func timestamp() throws(StorageFault) -> UnixMicroseconds { try present(optionalTimestamp()) }

    /// A `timestamptz`; NULL is nil.
    @inline(__always)
    package func optionalTimestamp() throws(StorageFault) -> UnixMicroseconds? {
        guard let bytes = try unsafe value(TypeID.timestamptz, byteCount: 8) else { return nil }
        let count = Int64(bigEndian: unsafe bytes.loadUnaligned(as: Int64.self))
        guard let moment = UnixMicroseconds(sincePostgresEpoch: count) else { throw unexpected("timestamp out of range") }
        return moment
    }

    /// A `bytea`; NULL is nil.
    @inline(__always)
    package func optionalBytes() throws(StorageFault) -> [UInt8]? {
        guard let bytes = try unsafe value(TypeID.bytea) else { return nil }
        return unsafe [UInt8](bytes)
    }

    /// A `text`-like value, or the text of a `json` or `jsonb`, that is not NULL.
    @inline(__always)
    package func string() throws(StorageFault) -> String { try present(optionalString()) }

    /// The same; NULL is nil.
    ///
    /// The session's encoding is UTF-8, so the server has checked it; decoding repairs where `validating` would refuse, at a third of the cost.
    @inline(__always)
    package func optionalString() throws(StorageFault) -> String? {
        guard let bytes = try unsafe textValue() else { return nil }
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of what `string` makes a value of.
    @inline(__always)
    @_lifetime(copy self)
    package func text() throws(StorageFault) -> RawSpan {
        guard let bytes = try unsafe textValue() else { throw unexpected("NULL") }
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), copying: self)
    }

    /// The same; NULL is empty.
    @inline(__always)
    @_lifetime(copy self)
    package func optionalText() throws(StorageFault) -> RawSpan {
        guard let bytes = try unsafe textValue() else { return RawSpan() }
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), copying: self)
    }

    /// The bytes of each element of a one-dimensional `text[]` without NULL elements, in their order; NULL has none.
    package func forEachText(_ body: (RawSpan) -> Void) throws(StorageFault) {
        guard let bytes = try unsafe value(TypeID.textArray) else { return }
        var rest = unsafe ArrayReader(bytes)
        guard let dimensionCount = rest.int32(), rest.int32() != nil, rest.int32() != nil else { throw unexpected("array cut short") }
        if dimensionCount == 0 { return }
        guard dimensionCount == 1, let count = rest.int32(), rest.int32() != nil, count >= 0, count <= rest.byteCount / 4 else {
            throw unexpected("array of another shape")
        }
        for _ in 0..<count {
            guard let byteCount = rest.int32(), let element = unsafe rest.take(Int(byteCount)) else {
                throw unexpected("array with a NULL or cut short")
            }
            unsafe body(RawSpan(_unsafeBytes: element))
        }
    }

    /// A `record` of so many fields that is not NULL.
    @_lifetime(copy self)
    package func record(fieldCount: Int) throws(StorageFault) -> RecordReader {
        guard let bytes = try unsafe value(TypeID.record) else { throw unexpected("NULL") }
        guard let record = unsafe RecordReader(bytes, fieldCount: fieldCount, place: place) else {
            throw unexpected("record of another shape")
        }
        return unsafe _overrideLifetime(record, copying: self)
    }

    // MARK: - Checks

    private func present<Value>(_ value: Value?) throws(StorageFault) -> Value {
        guard let value else { throw unexpected("NULL") }
        return value
    }

    @inline(__always)
    private func value(_ type: UInt32, byteCount: Int? = nil) throws(StorageFault) -> UnsafeRawBufferPointer? {
        guard self.type == type else { throw unexpected("another type") }
        guard let bytes = unsafe bytes else { return nil }
        if let byteCount, bytes.count != byteCount { throw unexpected("another length") }
        return unsafe bytes
    }

    /// The same for what can be read as text.
    @inline(__always)
    private func textValue() throws(StorageFault) -> UnsafeRawBufferPointer? {
        guard TypeID.isText(type) else { throw unexpected("another type") }
        guard let bytes = unsafe bytes, type == TypeID.jsonb else { return unsafe bytes }
        // Binary jsonb is a version byte, 1, and then the text (jsonb_send).
        guard unsafe bytes.first == 1 else { throw unexpected("jsonb of an unknown version") }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    }

    private func unexpected(_ what: String) -> StorageFault { place.unexpected(what) }
}

extension Field.Place {
    @inline(never)
    func unexpected(_ what: String) -> StorageFault {
        .unexpectedResult("\(what): row \(row), column \(column)\(index < 0 ? "" : ", field \(index)")")
    }
}

/// Walks over a binary array (array_send): big-endian integers and counted elements. Never outlives the accessor that made it.
@safe private struct ArrayReader {
    private var bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = unsafe bytes }

    var byteCount: Int { unsafe bytes.count }

    mutating func int32() -> Int32? {
        guard let four = unsafe take(4) else { return nil }
        return Int32(bigEndian: unsafe four.loadUnaligned(as: Int32.self))
    }

    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= byteCount else { return nil }
        defer { unsafe bytes = unsafe UnsafeRawBufferPointer(rebasing: bytes.dropFirst(count)) }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
    }
}
