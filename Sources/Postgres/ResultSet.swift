package import FoundationEssentials

/// Rows of one statement, in binary. Every accessor checks position, type and length; what does not fit is `unexpectedResult`.
package struct ResultSet: Sendable {
    private let source: ReceivedRows
    private let firstRow: Int

    /// Rows, 0 for a statement that returns none.
    package let rowCount: Int

    /// Columns of each row.
    package var columnCount: Int { source.columnCount }

    /// All rows of a result.
    init(_ source: ReceivedRows) {
        self.source = source
        firstRow = 0
        rowCount = source.rowCount
    }

    /// All rows of a result, which it clears in the end.
    package init(owning result: OpaquePointer) { unsafe self.init(ReceivedRows(owning: result)) }

    /// One row of a result that several calls share; nil: none.
    init(_ source: ReceivedRows, onlyRow row: Int?) {
        self.source = source
        firstRow = row ?? 0
        rowCount = row == nil ? 0 : 1
    }

    /// Whether the field is NULL.
    package func isNull(_ row: Int, _ column: Int) throws(StorageFault) -> Bool {
        try checkPosition(row, column)
        return source.isNull(firstRow + row, column)
    }

    /// A `boolean` that is not NULL.
    package func bool(_ row: Int, _ column: Int) throws(StorageFault) -> Bool { try present(optionalBool(row, column), row, column) }

    /// A `boolean`; NULL is nil.
    package func optionalBool(_ row: Int, _ column: Int) throws(StorageFault) -> Bool? {
        guard let bytes = try unsafe field(row, column, TypeID.bool, byteCount: 1) else { return nil }
        return unsafe bytes[0] != 0
    }

    /// A `integer` that is not NULL.
    package func int32(_ row: Int, _ column: Int) throws(StorageFault) -> Int32 { try present(optionalInt32(row, column), row, column) }

    /// A `integer`; NULL is nil.
    package func optionalInt32(_ row: Int, _ column: Int) throws(StorageFault) -> Int32? {
        guard let bytes = try unsafe field(row, column, TypeID.int4, byteCount: 4) else { return nil }
        return Int32(bigEndian: unsafe bytes.loadUnaligned(as: Int32.self))
    }

    /// A `bigint` that is not NULL.
    package func int64(_ row: Int, _ column: Int) throws(StorageFault) -> Int64 { try present(optionalInt64(row, column), row, column) }

    /// A `bigint`; NULL is nil.
    package func optionalInt64(_ row: Int, _ column: Int) throws(StorageFault) -> Int64? {
        guard let bytes = try unsafe field(row, column, TypeID.int8, byteCount: 8) else { return nil }
        return Int64(bigEndian: unsafe bytes.loadUnaligned(as: Int64.self))
    }

    /// A `uuid` that is not NULL.
    package func uuid(_ row: Int, _ column: Int) throws(StorageFault) -> UUID { try present(optionalUUID(row, column), row, column) }

    /// A `uuid`; NULL is nil.
    package func optionalUUID(_ row: Int, _ column: Int) throws(StorageFault) -> UUID? {
        guard let bytes = try unsafe field(row, column, TypeID.uuid, byteCount: 16) else { return nil }
        return UUID(uuid: unsafe bytes.loadUnaligned(as: uuid_t.self))
    }

    /// A `timestamptz` that is not NULL.
    package func timestamp(_ row: Int, _ column: Int) throws(StorageFault) -> UnixMicroseconds {
        try present(optionalTimestamp(row, column), row, column)
    }

    /// A `timestamptz`; NULL is nil.
    package func optionalTimestamp(_ row: Int, _ column: Int) throws(StorageFault) -> UnixMicroseconds? {
        guard let bytes = try unsafe field(row, column, TypeID.timestamptz, byteCount: 8) else { return nil }
        let count = Int64(bigEndian: unsafe bytes.loadUnaligned(as: Int64.self))
        guard let moment = UnixMicroseconds(sincePostgresEpoch: count) else { throw unexpected("timestamp out of range", row, column) }
        return moment
    }

    /// A `bytea` that is not NULL.
    package func bytes(_ row: Int, _ column: Int) throws(StorageFault) -> [UInt8] { try present(optionalBytes(row, column), row, column) }

    /// A `bytea`; NULL is nil.
    package func optionalBytes(_ row: Int, _ column: Int) throws(StorageFault) -> [UInt8]? {
        guard let bytes = try unsafe field(row, column, TypeID.bytea) else { return nil }
        return unsafe [UInt8](bytes)
    }

    /// A `text`-like value, or the text of a `json` or `jsonb`, that is not NULL.
    package func string(_ row: Int, _ column: Int) throws(StorageFault) -> String { try present(optionalString(row, column), row, column) }

    /// The same; NULL is nil.
    ///
    /// The session's encoding is UTF-8, so the server has checked it; decoding repairs where `validating` would refuse, at a third of the cost.
    package func optionalString(_ row: Int, _ column: Int) throws(StorageFault) -> String? {
        guard let bytes = try unsafe textField(row, column) else { return nil }
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of what `string` makes a value of, where libpq has them.
    @_lifetime(borrow self)
    package func text(_ row: Int, _ column: Int) throws(StorageFault) -> RawSpan {
        guard let bytes = try unsafe textField(row, column) else { throw unexpected("NULL", row, column) }
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }

    /// The same; NULL is empty.
    @_lifetime(borrow self)
    package func optionalText(_ row: Int, _ column: Int) throws(StorageFault) -> RawSpan {
        guard let bytes = try unsafe textField(row, column) else { return RawSpan() }
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }

    /// The bytes of each element of a one-dimensional `text[]` without NULL elements, in their order; NULL has none.
    package func forEachText(_ row: Int, _ column: Int, _ body: (RawSpan) -> Void) throws(StorageFault) {
        guard let bytes = try unsafe field(row, column, TypeID.textArray) else { return }
        var rest = unsafe ArrayReader(bytes)
        guard let dimensionCount = rest.int32(), rest.int32() != nil, rest.int32() != nil else {
            throw unexpected("array cut short", row, column)
        }
        if dimensionCount == 0 { return }
        guard dimensionCount == 1, let count = rest.int32(), rest.int32() != nil, count >= 0, count <= rest.byteCount / 4 else {
            throw unexpected("array of another shape", row, column)
        }
        for _ in 0..<count {
            guard let byteCount = rest.int32(), let element = unsafe rest.take(Int(byteCount)) else {
                throw unexpected("array with a NULL or cut short", row, column)
            }
            unsafe body(RawSpan(_unsafeBytes: element))
        }
    }

    // MARK: - Checks

    private func present<Value>(_ value: Value?, _ row: Int, _ column: Int) throws(StorageFault) -> Value {
        guard let value else { throw unexpected("NULL", row, column) }
        return value
    }

    /// Valid as long as the result, so only inside the accessor that asked. Nil is NULL.
    @inline(__always)
    private func field(_ row: Int, _ column: Int, _ type: UInt32, byteCount: Int? = nil) throws(StorageFault) -> UnsafeRawBufferPointer? {
        guard (0..<rowCount).contains(row), source.type(column) == type else { throw misfit(row, column) }
        guard let bytes = unsafe source.field(firstRow + row, column) else { return nil }
        if let byteCount, bytes.count != byteCount { throw unexpected("another length", row, column) }
        return unsafe bytes
    }

    /// The same for what can be read as text.
    @inline(__always)
    private func textField(_ row: Int, _ column: Int) throws(StorageFault) -> UnsafeRawBufferPointer? {
        let type = source.type(column)
        guard (0..<rowCount).contains(row), TypeID.isText(type) else { throw misfit(row, column) }
        guard let bytes = unsafe source.field(firstRow + row, column) else { return nil }
        if type != TypeID.jsonb { return unsafe bytes }
        // Binary jsonb is a version byte, 1, and then the text (jsonb_send).
        guard unsafe bytes.first == 1 else { throw unexpected("jsonb of an unknown version", row, column) }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    }

    private func checkPosition(_ row: Int, _ column: Int) throws(StorageFault) {
        guard (0..<rowCount).contains(row), (0..<columnCount).contains(column) else { throw unexpected("no such field", row, column) }
    }

    /// Why a field can not be read as what it was taken for.
    private func misfit(_ row: Int, _ column: Int) -> StorageFault {
        do throws(StorageFault) { try checkPosition(row, column) } catch { return error }
        return unexpected(source.isBinary ? "another type" : "not binary", row, column)
    }

    private func unexpected(_ what: String, _ row: Int, _ column: Int) -> StorageFault {
        .unexpectedResult("\(what): row \(row) of \(rowCount), column \(column) of \(columnCount)")
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
