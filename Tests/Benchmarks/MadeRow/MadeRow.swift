internal import CLibpq
package import FoundationEssentials
package import Postgres

/// One row as libpq hands it over, made without a server. Parameters and results have the same binary format, but for that of `jsonb`.
package struct MadeRow {
    private var typeIDs: [UInt32] = []
    private var values = Bindings()

    /// A row without columns.
    package init() {}

    /// `uuid`
    package mutating func append(_ value: UUID?) {
        typeIDs.append(2950)
        values.append(value)
    }

    /// `text`
    package mutating func append(_ value: String?) {
        typeIDs.append(25)
        values.append(value)
    }

    /// `jsonb`: a version byte and then the text (jsonb_send).
    package mutating func append(json value: String) {
        typeIDs.append(3802)
        values.append("\u{1}" + value)
    }

    /// `text[]`
    package mutating func append(_ value: [String]?) {
        typeIDs.append(1009)
        values.append(value)
    }

    /// `timestamptz`
    package mutating func append(_ value: UnixMicroseconds?) {
        typeIDs.append(1184)
        values.append(value)
    }

    /// `boolean`
    package mutating func append(_ value: Bool?) {
        typeIDs.append(16)
        values.append(value)
    }

    /// `bigint`
    package mutating func append(_ value: Int64?) {
        typeIDs.append(20)
        values.append(value)
    }

    /// The result of a statement that gave this row; nil: libpq had no memory for it.
    package func resultSet() -> ResultSet? {
        guard let result = unsafe PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK) else { return nil }
        return unsafe ResultSet(owning: fill(result))
    }

    /// Columns without names, in binary; what libpq refuses is missing from the result.
    private func fill(_ result: OpaquePointer) -> OpaquePointer {
        var columns = unsafe typeIDs.map { typeID in
            var column = unsafe PGresAttDesc()
            unsafe (column.typid, column.format) = (typeID, 1)
            return unsafe column
        }
        unsafe PQsetResultAttrs(result, Int32(columns.count), &columns)
        var offset = 0
        for column in typeIDs.indices {
            // Each value follows its byte count, which is -1 for NULL.
            let byteCount = unsafe values.buffer.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: Int32.self) }
            offset += MemoryLayout<Int32>.size
            var value = values.buffer[offset...].prefix(max(0, Int(byteCount))).map { CChar(bitPattern: $0) }
            offset += value.count
            unsafe PQsetvalue(result, 0, Int32(column), &value, byteCount)
        }
        return unsafe result
    }
}
