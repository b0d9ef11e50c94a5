import CLibpq

/// The owner of a `PGresult`, which nothing changes after it has been received.
@safe final class ReceivedRows: Sendable {
    // Invariant: read-only from init to deinit (libpq allows any number of threads to read one PGresult).
    private nonisolated(unsafe) let result: OpaquePointer

    let rowCount: Int
    let columnCount: Int
    let isBinary: Bool
    /// The types of the first columns, asked once for all rows; 0 of a column that is not there, and of all that are not binary.
    private let types: InlineArray<24, UInt32>

    init(owning result: OpaquePointer) {
        unsafe self.result = unsafe result
        rowCount = Int(unsafe PQntuples(result))
        let columnCount = Int(unsafe PQnfields(result))
        self.columnCount = columnCount
        let isBinary = unsafe PQbinaryTuples(result) == 1
        self.isBinary = isBinary
        types = InlineArray { column in unsafe isBinary && column < columnCount ? PQftype(result, Int32(column)) : 0 }
    }

    deinit { unsafe PQclear(result) }

    /// What a column holds; 0 if there is no such column, or if it is not binary.
    @inline(__always)
    func type(_ column: Int) -> UInt32 {
        if types.indices.contains(column) { return types[column] }
        return isBinary && (0..<columnCount).contains(column) ? unsafe PQftype(result, Int32(column)) : 0
    }

    func isNull(_ row: Int, _ column: Int) -> Bool { unsafe PQgetisnull(result, Int32(row), Int32(column)) == 1 }

    /// Valid as long as this object. Nil is NULL.
    @inline(__always)
    func field(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        let byteCount = Int(unsafe PQgetlength(result, Int32(row), Int32(column)))
        if byteCount == 0 && isNull(row, column) { return nil }
        guard let start = unsafe PQgetvalue(result, Int32(row), Int32(column)) else { return nil }
        return unsafe UnsafeRawBufferPointer(start: start, count: byteCount)
    }

    /// The keys of all rows; none if one of them is none.
    func keys(_ column: Int) -> RowKeys {
        guard type(column) == TypeID.uuid else { return RowKeys([]) }
        var keys: [RowKey] = []
        keys.reserveCapacity(rowCount)
        for row in 0..<rowCount {
            guard let bytes = unsafe field(row, column), bytes.count == 16 else { return RowKeys([]) }
            keys.append(unsafe RowKey(loading: bytes))
        }
        return RowKeys(keys)
    }
}
