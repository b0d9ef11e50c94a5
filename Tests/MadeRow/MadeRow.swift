internal import CLibpq
package import FoundationEssentials
package import Postgres

/// One row as libpq hands it over, made without a server. Parameters and results have the same binary format, but for that of `jsonb`.
package struct MadeRow {
    /// A field of it; tests may bend one.
    package struct Column {
        /// Object id of its type.
        package var typeID: UInt32
        /// Nil: NULL.
        package var bytes: [UInt8]?
    }

    package var columns: [Column] = []

    /// A row without columns.
    package init() {}

    /// `uuid`
    package mutating func append(_ value: UUID?) { append(2950) { $0.append(value) } }

    /// `text`
    package mutating func append(_ value: String?) { append(25) { $0.append(value) } }

    /// `jsonb`: a version byte and then the text (jsonb_send).
    package mutating func append(json value: String?) { append(3802) { $0.append(value.map { "\u{1}" + $0 }) } }

    /// `text[]`
    package mutating func append(_ value: [String]?) { append(1009) { $0.append(value) } }

    /// `timestamptz`
    package mutating func append(_ value: UnixMicroseconds?) { append(1184) { $0.append(value) } }

    /// `boolean`
    package mutating func append(_ value: Bool?) { append(16) { $0.append(value) } }

    /// `bigint`
    package mutating func append(_ value: Int64?) { append(20) { $0.append(value) } }

    /// `record`, of which another row has the fields: their number, and of each its type, byte count and bytes (record_send).
    package mutating func append(record row: MadeRow) {
        var bytes = Self.bytes(UInt32(row.columns.count))
        for column in row.columns {
            bytes += Self.bytes(column.typeID) + Self.bytes(column.bytes.map { UInt32($0.count) } ?? .max) + (column.bytes ?? [])
        }
        columns.append(Column(typeID: 2249, bytes: bytes))
    }

    private static func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }

    private mutating func append(_ typeID: UInt32, _ bind: (inout Bindings) -> Void) {
        var value = Bindings()
        bind(&value)
        // A value follows its byte count, which is -1 for NULL.
        let isNull = value.buffer == [0xFF, 0xFF, 0xFF, 0xFF]
        columns.append(Column(typeID: typeID, bytes: isNull ? nil : Array(value.buffer.dropFirst(4))))
    }

    /// The result of a statement that gave this row; nil: libpq had no memory for it.
    package func resultSet(isBinary: Bool = true) -> ResultSet? { Self.resultSet(of: [self], isBinary: isBinary) }

    /// The result of a statement that gave these rows, whose types are those of the first.
    package static func resultSet(of rows: [MadeRow], isBinary: Bool = true) -> ResultSet? {
        guard let result = unsafe PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK) else { return nil }
        return unsafe ResultSet(owning: fill(result, with: rows, format: isBinary ? 1 : 0))
    }

    /// Columns without names; what libpq refuses is missing from the result.
    private static func fill(_ result: OpaquePointer, with rows: [MadeRow], format: Int32) -> OpaquePointer {
        var attributes = unsafe (rows.first?.columns ?? []).map { column in
            var attribute = unsafe PGresAttDesc()
            unsafe (attribute.typid, attribute.format) = (column.typeID, format)
            return unsafe attribute
        }
        unsafe PQsetResultAttrs(result, Int32(attributes.count), &attributes)
        for (row, columns) in rows.map(\.columns).enumerated() {
            for (column, field) in columns.enumerated() {
                var bytes = (field.bytes ?? []).map { CChar(bitPattern: $0) }
                unsafe PQsetvalue(result, Int32(row), Int32(column), &bytes, field.bytes.map { Int32($0.count) } ?? -1)
            }
        }
        return unsafe result
    }
}
