import FoundationEssentials
import Postgres
import Testing

/// Values on their way to the database and back, in binary.
struct ValueTests {
    struct Values: Sendable, CustomTestStringConvertible {
        var testDescription: String

        var id: UUID?
        var text: String?
        var texts: [String]?
        var int32: Int32?
        var int64: Int64?
        var bool: Bool?
        var bytes: [UInt8]?
        var moment: UnixMicroseconds?

        init(
            _ description: String, id: UUID? = nil, text: String? = nil, texts: [String]? = nil, int32: Int32? = nil, int64: Int64? = nil,
            bool: Bool? = nil,
            bytes: [UInt8]? = nil, moment: UnixMicroseconds? = nil
        ) {
            testDescription = description
            (self.id, self.text, self.texts, self.int32) = (id, text, texts, int32)
            (self.int64, self.bool, self.bytes, self.moment) = (int64, bool, bytes, moment)
        }
    }

    static let table = [
        Values("all NULL"),
        Values(
            "empty and smallest", id: UUID(), text: "", texts: [], int32: .min, int64: .min, bool: false, bytes: [],
            moment: UnixMicroseconds(0)),
        Values(
            "largest", id: UUID(uuidString: "00000000-0000-0000-0000-000000000000"), text: "Zürich 🚲 'x'", texts: ["", "a,\"b\"", "ü"],
            int32: .max, int64: .max,
            bool: true, bytes: Array(0...255), moment: UnixMicroseconds(1_700_000_000_123_456)),
        Values(
            "long", id: UUID(), text: String(repeating: "x", count: 70_000), texts: Array(repeating: "y", count: 500),
            moment: UnixMicroseconds(-210_866_803_200_000_000)),
        Values("infinity", moment: UnixMicroseconds(.max)), Values("-infinity", moment: UnixMicroseconds(.min)),
    ]

    @Test(arguments: table) func `a value comes back as it was sent`(_ values: Values) async throws {
        try await withPool("values") { pool, _ in
            var bindings = Bindings()
            bindings.append(values.id)
            bindings.append(values.text)
            bindings.append(values.texts)
            bindings.append(values.int32)
            bindings.append(values.int64)
            bindings.append(values.bool)
            bindings.append(values.bytes)
            bindings.append(values.moment)
            let rows = try await pool.run(.read((SQL.types, bindings)))[0]
            #expect(try rows.optionalUUID(0, 0) == values.id)
            #expect(try rows.optionalString(0, 1) == values.text)
            #expect(try copy(rows.field(0, 1).optionalText()) == values.text ?? "")
            if values.text != nil { #expect(try copy(rows.field(0, 1).text()) == values.text) }
            var texts: [String]?
            if try !rows.isNull(0, 2) { texts = [] }
            try rows.field(0, 2).forEachText { texts?.append(copy($0)) }
            #expect(texts == values.texts)
            #expect(try rows.field(0, 3).optionalInt32() == values.int32)
            #expect(try rows.optionalInt64(0, 4) == values.int64)
            #expect(try rows.field(0, 5).optionalBool() == values.bool)
            #expect(try rows.optionalBytes(0, 6) == values.bytes)
            #expect(try rows.optionalTimestamp(0, 7) == values.moment)
        }
    }

    @Test func `a moment means to the server what it means here`() async throws {
        let plain = try PlainSession(PrivateCluster.shared.url("plain"))
        let micros = try plain.query("SELECT (extract(epoch FROM '2024-02-29 12:00:00.000001+00'::timestamptz) * 1000000)::bigint")
        #expect(micros == [["1709208000000001"]])
        try await withPool("moment") { pool, _ in
            var bindings = Bindings()
            for _ in 0..<7 { bindings.append(nil as String?) }
            bindings.append(UnixMicroseconds(1_709_208_000_000_001))
            let rows = try await pool.run(.read((SQL.types, bindings)))[0]
            #expect(try rows.timestamp(0, 7) == UnixMicroseconds(1_709_208_000_000_001))
        }
    }

    @Test func `a moment that the server can not hold is refused, not bent`() async throws {
        try await withPool("far") { pool, _ in
            var bindings = Bindings()
            for _ in 0..<7 { bindings.append(nil as String?) }
            bindings.append(UnixMicroseconds(.min + 5))
            #expect(await fault(pool, .read((SQL.types, bindings)))?.sqlState == "22008")
        }
    }

    @Test func `a field that is not what the caller expects is a fault, never a trap`() async throws {
        try await withPool("shape") { pool, _ in
            let rows = try await pool.run(.read((SQL.number, bind(7))))[0]
            #expect(throws: StorageFault.self) { try rows.int64(1, 0) }
            #expect(throws: StorageFault.self) { try rows.int64(0, 1) }
            #expect(throws: StorageFault.self) { try rows.int64(-1, 0) }
            #expect(throws: StorageFault.self) { try rows.int64(0, -1) }
            #expect(throws: StorageFault.self) { try rows.int32(0, 0) }
            #expect(throws: StorageFault.self) { try rows.timestamp(0, 0) }
            #expect(throws: StorageFault.self) { try rows.uuid(0, 0) }
            #expect(throws: StorageFault.self) { try rows.string(0, 0) }
            #expect(throws: StorageFault.self) { try copy(rows.field(0, 0).text()) }
            #expect(throws: StorageFault.self) { try copy(rows.field(0, 0).optionalText()) }
            #expect(throws: StorageFault.self) { try rows.field(0, 0).forEachText { _ in } }
            let empty = try await pool.run(.read((SQL.actor, Bindings())))[0]
            #expect(try empty.isNull(0, 0))
            #expect(throws: StorageFault.self) { try empty.string(0, 0) }
            #expect(throws: StorageFault.self) { try copy(empty.field(0, 0).text()) }
            #expect(try copy(empty.field(0, 0).optionalText()).isEmpty)
        }
    }

    @Test func `a megabyte out and four megabytes back do not dead-lock`() async throws {
        try await withPool("big") { pool, _ in
            let big = String(repeating: "p", count: 1 << 20)
            try await withThrowingTaskGroup { group in
                for index in 0..<24 {
                    group.addTask {
                        if index % 2 == 0 {
                            let rows = try await pool.run(.read((SQL.long, bind32(4 << 20)), (SQL.byteCount, bind(big))))
                            #expect(try rows[0].string(0, 0).utf8.count == 4 << 20)
                        } else {
                            let rows = try await pool.run(.write((SQL.byteCount, bind(big)), (SQL.long, bind32(4 << 20))))
                            #expect(try rows[0].int64(0, 0) == 1 << 20)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

private func copy(_ text: RawSpan) -> String { text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
