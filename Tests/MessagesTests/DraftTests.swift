import Messages
import Testing

@Suite struct `Messages put together in their place` {
    @Test func `what is not set, or set to something empty, is not sent`() throws {
        #expect(try packed { _ in } == [])
        let empty = try packed { connection in
            connection.set(id: RawSpan())
            connection.set(isDefault: false)
            connection.set(tokenGeneration: 0)
            connection.set(expiresAt: nil)
        }
        #expect(empty == [])
    }

    @Test func `a message within a message is sent even if it is empty`() throws {
        #expect(try packed { $0.set(createdAt: Timestamp()) } == Connection(createdAt: Timestamp()).packed())
    }

    @Test(arguments: [1, 7, 8, 9, 16, 17, 500])
    func `an array grows with its elements`(count: Int) throws {
        let scopes = (0..<count).map { "scope \($0)" } + [""]
        let bytes = try packed { connection in for scope in scopes { connection.append(scopes: scope.utf8Span.span.bytes) } }
        #expect(bytes == Connection(scopes: scopes).packed())
    }

    @Test func `a text with a NUL goes out whole, and the receiver refuses it`() throws {
        let bytes = try packed { $0.set(displayName: "ab\0cd".utf8Span.span.bytes) }
        #expect(bytes == [0x32, 5, 0x61, 0x62, 0, 0x63, 0x64])
        #expect(throws: DecodeFault.embeddedNUL(field: "display_name")) { try Connection(decoding: bytes.span.bytes) }
    }

    @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 3_000_000])
    func `a message within a message has any length`(textByteCount: Int) throws {
        let text = String(repeating: "x", count: textByteCount)
        var bytes: [UInt8] = []
        try ListConnectionsResponse.withPacked(
            filling: { page in for _ in 0..<2 { try page.append(connections: { $0.set(displayName: text.utf8Span.span.bytes) }) } },
            { bytes = $0.bytes() })
        #expect(bytes == ListConnectionsResponse(connections: [Connection(displayName: text), Connection(displayName: text)]).packed())
    }

    @Test(arguments: [1, 127, 128, Int64.max, -1, .min])
    func `a number is as long as it needs to be, and a negative one ten bytes`(number: Int64) throws {
        #expect(try packed { $0.set(tokenGeneration: number) } == Connection(tokenGeneration: number).packed())
        let moment = Timestamp(seconds: number, nanos: Int32(truncatingIfNeeded: number))
        #expect(try packed { $0.set(updatedAt: moment) } == Connection(updatedAt: moment).packed())
    }

    @Test func `a failure while the fields are set comes through, and nothing is packed`() {
        struct Failure: Error {}
        var isPacked = false
        #expect(throws: Failure.self) {
            try ListConnectionsResponse.withPacked(
                filling: { page in try page.append(connections: { _ in throw Failure() }) }, { _ in isPacked = true })
        }
        #expect(!isPacked)
    }
}

private func packed(_ fill: (borrowing Draft<Connection>) -> Void) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try Connection.withPacked(filling: fill) { bytes = $0.bytes() }
    return bytes
}
