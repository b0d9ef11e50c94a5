import Access
import FoundationEssentials
import MadeRow
import Messages
import Postgres
import Server
import Testing

@testable import Storage

/// Replies about connections, which are packed straight from the database's rows.
@Suite struct ConnectionReplyTests {
    @Test(arguments: [Sample.full, .bare, .empty, .odd])
    func `a reply packed from a row is byte for byte the one packed from a value`(sample: Sample) throws {
        #expect(try packed(ConnectionRow(result(row(sample.record)), row: 0, column: 1)) == sample.connection.packed())
    }

    @Test(arguments: [0, 1, 3, 50])
    func `a page packed from rows is byte for byte the one packed from values`(count: Int) throws {
        let samples = (0..<count).map { [Sample.full, .bare, .empty, .odd][$0 % 4] }
        let result = try #require(MadeRow.resultSet(of: samples.map { row($0.record) }))
        let rows = (0..<count).map { ConnectionRow(result, row: $0, column: 1) }
        for next in [nil, PagePosition(tenantID: UUID(), moment: .init(5), id: UUID())] {
            let page = Page(records: rows, next: next, query: QueryDigest(method: "ListConnections", filters: []))
            let expected = ListConnectionsResponse(connections: samples.map(\.connection), nextPageToken: page.nextPageToken)
            #expect(page.nextPageToken.isEmpty == (next == nil))
            #expect(try packed(page) == expected.packed())
        }
    }

    @Test(arguments: 0..<20)
    func `a field of another type is a fault, and no reply`(field: Int) throws {
        var record = Sample.full.record
        // No field is of type bytea.
        record.columns[field].typeID = 17
        try expectFault(record)
    }

    @Test(arguments: 0..<20)
    func `a field that is NULL where none may be is a fault, and no reply`(field: Int) throws {
        var record = Sample.full.record
        record.columns[field].bytes = nil
        // Scopes, expires_at, metadata, last_health_check_at, last_error_reason_code and last_error_message.
        if [7, 8, 9, 12, 13, 14].contains(field) {
            _ = try packed(ConnectionRow(result(row(record)), row: 0, column: 1))
        } else {
            try expectFault(record)
        }
    }

    @Test(arguments: [0, 1, 2, 8, 10, 12, 15, 16, 17, 18, 19])
    func `a field of another length is a fault, and no reply`(field: Int) throws {
        for bend in [{ $0.dropLast() }, { $0 + [0] }, { _ in [] }] as [([UInt8]) -> [UInt8]] {
            var record = Sample.full.record
            record.columns[field].bytes = record.columns[field].bytes.map(bend)
            try expectFault(record)
        }
    }

    @Test func `scopes that are cut short, hold a NULL or have two dimensions are a fault, and no reply`() throws {
        let scopes = try #require(Sample.full.record.columns[7].bytes)
        var null = scopes, deep = scopes, many = scopes
        null.replaceSubrange(20..<24, with: [0xFF, 0xFF, 0xFF, 0xFF])
        deep[3] = 2
        many.replaceSubrange(12..<16, with: [0x7F, 0xFF, 0xFF, 0xFF])
        for bytes in (0..<scopes.count).map({ Array(scopes.prefix($0)) }) + [null, deep, many] {
            var record = Sample.full.record
            record.columns[7].bytes = bytes
            try expectFault(record)
        }
    }

    @Test func `jsonb of an unknown version, or of none, is a fault, and no reply`() throws {
        for bytes in [[2, 0x7B, 0x7D], []] as [[UInt8]] {
            var record = Sample.full.record
            record.columns[9].bytes = bytes
            try expectFault(record)
        }
    }

    @Test func `a record that is cut short anywhere, or whose fields say that they are longer than it, is a fault, and no reply`() throws {
        let whole = try #require(row(Sample.full.record).columns[1].bytes)
        for byteCount in 0..<whole.count { try expectFault(row: row(recordBytes: Array(whole.prefix(byteCount)))) }
        for length in [[0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFE], [0x80, 0, 0, 0]] as [[UInt8]] {
            var bent = whole
            bent.replaceSubrange(8..<12, with: length)
            try expectFault(row: row(recordBytes: bent))
        }
    }

    @Test func `a moment out of range, a missing field, one too many and no record at all are faults, and no reply`() throws {
        var late = Sample.full.record, short = Sample.full.record, long = Sample.full.record
        late.columns[19].bytes = [0x7F] + [UInt8](repeating: 0xFF, count: 6) + [0xFE]
        short.columns.removeLast()
        long.append(true)
        for record in [late, short, long, MadeRow()] { try expectFault(record) }
        try expectFault(row: row(recordBytes: nil))
        try expectFault(row: MadeRow())
    }

    @Test func `a missing row, another column and a row that is text are faults, and no reply`() throws {
        let row = row(Sample.full.record)
        try expectFault(ConnectionRow(result(row), row: 1, column: 1))
        try expectFault(ConnectionRow(result(row), row: 0, column: 0))
        try expectFault(ConnectionRow(result(row), row: 0, column: -1))
        try expectFault(ConnectionRow(#require(row.resultSet(isBinary: false)), row: 0, column: 1))
    }

    @Test func `a page with a row that is no connection is a fault, and no reply`() throws {
        var bad = Sample.full.record
        bad.columns[0].bytes = nil
        let result = try #require(MadeRow.resultSet(of: [row(Sample.full.record), row(bad)]))
        let rows = (0..<2).map { ConnectionRow(result, row: $0, column: 1) }
        let page = Page(records: rows, next: nil, query: QueryDigest(method: "ListConnections", filters: []))
        #expect { try packed(page) } throws: { isUnexpectedResult($0) }
    }
}

/// The fields of a connection and the message that says the same.
struct Sample: CustomTestStringConvertible {
    var testDescription: String
    var record: MadeRow
    var connection: Connection

    private static let ids = [
        "0b4c1f9e-8f53-4a57-a6a1-5f0f2f7f9d10", "c2a7b0de-1f0a-4c7a-8f0e-66d0a4e3b921", "00000000-0000-0000-0000-000000000000",
    ]

    /// Every field is set.
    static let full = Sample(
        "full", texts: ["github", "installation:48151623", "Müllers 🔑 連接, больше пятнадцати", "active", "degraded"],
        scopes: ["repo:read", "", "ü, of more than fifteen bytes"], json: #"{"org": "Zürich", "n": [1, 2]}"#, reason: "RATE_LIMITED",
        message: "wait 🚲", flag: true, generation: 17, times: [1_763_730_000_000_000, 1_763_725_512_345_678, 1_731_600_000_123_456, 0],
        expected: [
            Timestamp(seconds: 1_763_730_000), Timestamp(seconds: 1_763_725_512, nanos: 345_678_000),
            Timestamp(seconds: 1_731_600_000, nanos: 123_456_000), Timestamp(),
        ])

    /// What may be NULL is.
    static let bare = Sample(
        "bare", texts: ["slack", "T1", "", "error", "unknown"], scopes: nil, json: nil, reason: nil, message: nil, flag: false,
        generation: 1,
        times: [nil, nil, 1, 2], expected: [nil, nil, Timestamp(nanos: 1_000), Timestamp(nanos: 2_000)])

    /// What may be empty is.
    static let empty = Sample(
        "empty", texts: ["", "", "", "", ""], scopes: [], json: "", reason: "", message: "", flag: false, generation: 0,
        times: [0, 0, 0, 0], expected: [Timestamp(), Timestamp(), Timestamp(), Timestamp()])

    /// Before 1970, with fractions, and longer than any first block of memory.
    static let odd = Sample(
        "odd", texts: [String](repeating: String(repeating: "é", count: 3_000), count: 5), scopes: (0..<256).map { "scope \($0)" },
        json: "{\(String(repeating: " ", count: 65_000))}", reason: "x", message: "y", flag: true, generation: -1,
        times: [-1, -1_000_000, -1_000_001, -62_135_596_800_000_000],
        expected: [
            Timestamp(seconds: -1, nanos: 999_999_000), Timestamp(seconds: -1), Timestamp(seconds: -2, nanos: 999_999_000),
            Timestamp(seconds: -62_135_596_800),
        ])

    private init(
        _ name: String, texts: [String], scopes: [String]?, json: String?, reason: String?, message: String?, flag: Bool, generation: Int64,
        times: [Int64?], expected: [Timestamp?]
    ) {
        testDescription = name
        record = MadeRow()
        for id in Self.ids { record.append(UUID(text: id)) }
        for text in texts.prefix(4) { record.append(text) }
        record.append(scopes)
        record.append(times[0].map(UnixMicroseconds.init))
        record.append(json: json)
        record.append(flag)
        record.append(texts[4])
        record.append(times[1].map(UnixMicroseconds.init))
        record.append(reason)
        record.append(message)
        for _ in 0..<2 { record.append(flag) }
        record.append(generation)
        for time in times[2...] { record.append(time.map(UnixMicroseconds.init)) }
        connection = Connection(
            id: Self.ids[0], workspaceID: Self.ids[1], tenantID: Self.ids[2], providerSlug: texts[0], externalID: texts[1],
            displayName: texts[2], status: texts[3], scopes: scopes ?? [], expiresAt: expected[0], metadataJSON: json ?? "",
            isDefault: flag,
            healthStatus: texts[4], lastHealthCheckAt: expected[1], lastErrorReasonCode: reason ?? "", lastErrorMessage: message ?? "",
            hasAccessToken: flag, hasRefreshToken: flag, tokenGeneration: generation, createdAt: expected[2], updatedAt: expected[3])
    }
}

/// What a statement on connections gives: a verdict and the record.
private func row(_ record: MadeRow) -> MadeRow {
    var row = MadeRow()
    row.append("OK")
    row.append(record: record)
    return row
}

private func row(recordBytes: [UInt8]?) -> MadeRow {
    var row = row(Sample.full.record)
    row.columns[1].bytes = recordBytes
    return row
}

private func result(_ row: MadeRow) throws -> ResultSet { try #require(row.resultSet()) }

private func packed(_ row: ConnectionRow) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try Connection.withPacked(filling: { reply in try Connection.fill(reply, from: row) }) { bytes = $0.bytes() }
    return bytes
}

private func packed(_ page: Page<ConnectionRow>) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try ListConnectionsResponse.withPacked(
        filling: { reply in try ListConnectionsResponse.fill(reply, from: page) }, { bytes = $0.bytes() })
    return bytes
}

private func expectFault(_ record: MadeRow, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expectFault(row: row(record), sourceLocation: sourceLocation)
}

private func expectFault(row: MadeRow, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expectFault(ConnectionRow(result(row), row: 0, column: 1), sourceLocation: sourceLocation)
}

private func expectFault(_ row: ConnectionRow, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(sourceLocation: sourceLocation) { try packed(row) } throws: { isUnexpectedResult($0) }
}

private func isUnexpectedResult(_ error: any Error) -> Bool {
    if case .unexpectedResult = error as? StorageFault { true } else { false }
}
