package import FoundationEssentials

/// Reads the fields of a value of type `record` in their order. A record is several fields in one column, which libpq hands on as they came, where it takes
/// columns apart one by one.
///
/// In binary it is the number of fields and then of each its type, its byte count, -1 for NULL, and its bytes (record_send), all big-endian.
@safe package struct RecordReader: ~Escapable {
    private let bytes: UnsafeRawBufferPointer
    private var place: Field.Place
    private var offset = 4

    /// Nil: it is not one of so many fields.
    @unsafe @_lifetime(immortal)
    init?(_ bytes: UnsafeRawBufferPointer, fieldCount: Int, place: Field.Place) {
        unsafe self.bytes = unsafe bytes
        self.place = place
        guard unsafe bytes.count >= offset && Self.int32(bytes, at: 0) == fieldCount else { return nil }
    }

    /// A `boolean` that is not NULL.
    package mutating func bool() throws(StorageFault) -> Bool { try next().bool() }

    /// A `bigint` that is not NULL.
    package mutating func int64() throws(StorageFault) -> Int64 { try next().int64() }

    /// A `uuid` that is not NULL.
    package mutating func uuid() throws(StorageFault) -> UUID { try next().uuid() }

    /// A `timestamptz` that is not NULL.
    package mutating func timestamp() throws(StorageFault) -> UnixMicroseconds { try next().timestamp() }

    /// A `timestamptz`; NULL is nil.
    package mutating func optionalTimestamp() throws(StorageFault) -> UnixMicroseconds? { try next().optionalTimestamp() }

    /// The bytes of a `text`-like value, or of the text of a `json` or `jsonb`, that is not NULL.
    @_lifetime(copy self)
    package mutating func text() throws(StorageFault) -> RawSpan { try next().text() }

    /// The same; NULL is empty.
    @_lifetime(copy self)
    package mutating func optionalText() throws(StorageFault) -> RawSpan { try next().optionalText() }

    /// A field as it is.
    @inline(__always)
    @_lifetime(copy self)
    package mutating func next() throws(StorageFault) -> Field {
        place.index += 1
        let start = offset &+ 8
        guard unsafe start <= bytes.count else { throw place.unexpected("record cut short") }
        let type = UInt32(bitPattern: unsafe Self.int32(bytes, at: offset))
        let byteCount = Int(unsafe Self.int32(bytes, at: offset &+ 4))
        offset = start &+ max(0, byteCount)
        guard unsafe byteCount >= -1 && offset <= bytes.count else { throw place.unexpected("record cut short") }
        let value = unsafe byteCount < 0 ? nil : UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
        return unsafe _overrideLifetime(Field(type: type, bytes: value, place: place), copying: self)
    }

    @inline(__always)
    private static func int32(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        Int32(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }
}
