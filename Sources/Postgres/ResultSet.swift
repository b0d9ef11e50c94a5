package import FoundationEssentials

/// Rows of one statement, in binary. Every accessor checks position, type and length; what does not fit is `unexpectedResult`.
package struct ResultSet: Sendable {
    private let source: ReceivedRows
    private let firstRow: Int

    /// Rows, 0 for a statement that returns none.
    package let rowCount: Int

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

    /// One value.
    @inline(__always)
    @_lifetime(borrow self)
    package func field(_ row: Int, _ column: Int) throws(StorageFault) -> Field {
        let (type, place) = (source.type(column), Field.Place(row: row, column: column))
        guard (0..<rowCount).contains(row), type != 0 else {
            throw place.unexpected(source.isBinary ? "no such field" : "not binary")
        }
        return unsafe _overrideLifetime(Field(type: type, bytes: source.field(firstRow + row, column), place: place), borrowing: self)
    }

    /// Whether the field is NULL.
    package func isNull(_ row: Int, _ column: Int) throws(StorageFault) -> Bool { try field(row, column).isNull }

    /// A `boolean` that is not NULL.
    package func bool(_ row: Int, _ column: Int) throws(StorageFault) -> Bool { try field(row, column).bool() }

    /// An `integer` that is not NULL.
    package func int32(_ row: Int, _ column: Int) throws(StorageFault) -> Int32 { try field(row, column).int32() }

    /// A `bigint` that is not NULL.
    package func int64(_ row: Int, _ column: Int) throws(StorageFault) -> Int64 { try field(row, column).int64() }

    /// A `bigint`; NULL is nil.
    package func optionalInt64(_ row: Int, _ column: Int) throws(StorageFault) -> Int64? { try field(row, column).optionalInt64() }

    /// A `uuid` that is not NULL.
    package func uuid(_ row: Int, _ column: Int) throws(StorageFault) -> UUID { try field(row, column).uuid() }

    /// A `uuid`; NULL is nil.
    package func optionalUUID(_ row: Int, _ column: Int) throws(StorageFault) -> UUID? { try field(row, column).optionalUUID() }

    /// A `timestamptz` that is not NULL.
    package func timestamp(_ row: Int, _ column: Int) throws(StorageFault) -> UnixMicroseconds { try field(row, column).timestamp() }

    /// A `timestamptz`; NULL is nil.
    package func optionalTimestamp(_ row: Int, _ column: Int) throws(StorageFault) -> UnixMicroseconds? {
        try field(row, column).optionalTimestamp()
    }

    /// A `bytea`; NULL is nil.
    package func optionalBytes(_ row: Int, _ column: Int) throws(StorageFault) -> [UInt8]? { try field(row, column).optionalBytes() }

    /// A `text`-like value, or the text of a `json` or `jsonb`, that is not NULL.
    package func string(_ row: Int, _ column: Int) throws(StorageFault) -> String { try field(row, column).string() }

    /// The same; NULL is nil.
    package func optionalString(_ row: Int, _ column: Int) throws(StorageFault) -> String? { try field(row, column).optionalString() }
}
