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

    @Test func `a text with a NUL goes out as it does from a value`() throws {
        let text = "ab\0cd\0"
        let bytes = try packed { connection in
            connection.set(displayName: text.utf8Span.span.bytes)
            connection.append(scopes: text.utf8Span.span.bytes)
        }
        #expect(bytes == Connection(displayName: text, scopes: [text]).packed())
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
    try Connection.withPacked(filling: fill) { message in
        bytes = [UInt8](unsafeUninitializedCapacity: message.byteCount) { buffer, initializedCount in
            let buffer = UnsafeMutableRawBufferPointer(buffer)
            var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
            message.write(into: &output)
            initializedCount = output.finalize(for: buffer)
        }
    }
    return bytes
}
