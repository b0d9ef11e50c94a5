import CLibpq

/// The owner of a `PGresult`, which nothing changes after it has been received.
@safe final class ReceivedRows: Sendable {
    // Invariant: read-only from init to deinit (libpq allows any number of threads to read one PGresult).
    private nonisolated(unsafe) let result: OpaquePointer

    let rowCount: Int
    let columnCount: Int
    let isBinary: Bool
    /// The types of the first columns, asked once for all rows.
    private let types: InlineArray<24, UInt32>

    init(owning result: OpaquePointer) {
        unsafe self.result = unsafe result
        rowCount = Int(unsafe PQntuples(result))
        let columnCount = Int(unsafe PQnfields(result))
        self.columnCount = columnCount
        isBinary = unsafe PQbinaryTuples(result) == 1
        types = InlineArray { column in unsafe column < columnCount ? PQftype(result, Int32(column)) : 0 }
    }

    deinit { unsafe PQclear(result) }

    func type(_ column: Int) -> UInt32 {
        types.indices.contains(column) ? types[column] : unsafe PQftype(result, Int32(column))
    }

    func isNull(_ row: Int, _ column: Int) -> Bool { unsafe PQgetisnull(result, Int32(row), Int32(column)) == 1 }

    /// Valid as long as this object. Nil is NULL.
    func field(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        let byteCount = Int(unsafe PQgetlength(result, Int32(row), Int32(column)))
        if byteCount == 0 && isNull(row, column) { return nil }
        guard let start = unsafe PQgetvalue(result, Int32(row), Int32(column)) else { return nil }
        return unsafe UnsafeRawBufferPointer(start: start, count: byteCount)
    }

    /// The keys of all rows, in their order; a row whose field is none has 0.
    func keys(_ column: Int) -> [UInt128] {
        guard column < columnCount, isBinary, type(column) == TypeID.uuid else { return [] }
        return (0..<rowCount).map { row in
            guard let bytes = unsafe field(row, column), bytes.count == 16 else { return 0 }
            return unsafe bytes.loadUnaligned(as: UInt128.self)
        }
    }
}
