package import FoundationEssentials

/// Reads the fields of a value of type `record` in their order. A record is several fields in one column, which libpq hands on as they came, where it takes
/// columns apart one by one.
///
/// In binary it is the number of fields and then of each its type, its byte count, -1 for NULL, and its bytes (record_send), all big-endian.
@safe package struct RecordReader: ~Escapable {
    private var next: UnsafeRawPointer
    private let end: UnsafeRawPointer
    private var place: Field.Place

    /// Nil: it is not one of so many fields.
    @unsafe @_lifetime(immortal)
    init?(_ bytes: UnsafeRawBufferPointer, fieldCount: Int, place: Field.Place) {
        guard let start = bytes.baseAddress, unsafe bytes.count >= 4 && Self.int32(start) == fieldCount else { return nil }
        unsafe next = unsafe start + 4
        unsafe end = unsafe start + bytes.count
        self.place = place
    }

    /// A `boolean` that is not NULL.
    package mutating func bool() throws(StorageFault) -> Bool { try field().bool() }

    /// A `bigint` that is not NULL.
    package mutating func int64() throws(StorageFault) -> Int64 { try field().int64() }

    /// A `uuid` that is not NULL.
    package mutating func uuid() throws(StorageFault) -> UUID { try field().uuid() }

    /// A `timestamptz` that is not NULL.
    package mutating func timestamp() throws(StorageFault) -> UnixMicroseconds { try field().timestamp() }

    /// A `timestamptz`; NULL is nil.
    package mutating func optionalTimestamp() throws(StorageFault) -> UnixMicroseconds? { try field().optionalTimestamp() }

    /// The bytes of a `text`-like value, or of the text of a `json` or `jsonb`, that is not NULL.
    @_lifetime(copy self)
    package mutating func text() throws(StorageFault) -> RawSpan { try field().text() }

    /// The same; NULL is empty.
    @_lifetime(copy self)
    package mutating func optionalText() throws(StorageFault) -> RawSpan { try field().optionalText() }

    /// A field as it is.
    @inline(__always)
    @_lifetime(copy self)
    package mutating func field() throws(StorageFault) -> Field {
        place.index &+= 1
        guard unsafe end - next >= 8 else { throw place.unexpected("record cut short") }
        let type = UInt32(bitPattern: unsafe Self.int32(next))
        let byteCount = Int(unsafe Self.int32(next + 4))
        let start = unsafe next + 8
        guard byteCount >= 0 else {
            guard byteCount == -1 else { throw place.unexpected("record cut short") }
            unsafe next = unsafe start
            return unsafe _overrideLifetime(Field(type: type, bytes: nil, place: place), copying: self)
        }
        guard unsafe end - start >= byteCount else { throw place.unexpected("record cut short") }
        unsafe next = unsafe start + byteCount
        let value = unsafe UnsafeRawBufferPointer(start: start, count: byteCount)
        return unsafe _overrideLifetime(Field(type: type, bytes: value, place: place), copying: self)
    }

    @inline(__always)
    private static func int32(_ bytes: UnsafeRawPointer) -> Int32 {
        Int32(bigEndian: unsafe bytes.loadUnaligned(as: Int32.self))
    }
}
