import Testing

@testable import Messages

@Suite struct `Memory of one payload` {
    @Test(
        arguments: [
            ("empty sub-messages", field(1, [])), ("unknown varints", [0x78, 0x00]), ("unknown empty strings", field(15, [])),
        ] as [(String, [UInt8])])
    func `a million members that would take far more than their bytes are refused`(_ name: String, _ member: [UInt8]) {
        let bytes = repeated(member, times: 1_000_000)
        #expect(decode(GetStatsResponse.self, bytes) == .failure(.overBudget), "\(name)")
        #expect(decode(GetStatsResponse.self, Array(bytes.prefix(50_000)), budget: .reply) == .failure(.overBudget), "\(name)")
    }

    @Test func `two million repeats of one singular string are refused`() {
        #expect(decode(GetConnectionRequest.self, repeated(field(1, ""), times: 2_000_000)) == .failure(.overBudget))
        #expect(decode(GetConnectionRequest.self, repeated(field(1, "a"), times: 2_000_000)) == .failure(.overBudget))
    }

    @Test func `a million empty scopes are refused`() {
        #expect(decode(CreateConnectionRequest.self, repeated(field(6, ""), times: 500_000)) == .failure(.overBudget))
    }

    @Test func `the largest request that makes sense is accepted`() throws {
        let request = CreateConnectionRequest(
            scopes: (0..<256).map { _ in String(repeating: "s", count: 256) }, accessTokenCiphertext: [UInt8](repeating: 1, count: 400_000),
            refreshTokenCiphertext: [UInt8](repeating: 2, count: 400_000), metadataJSON: String(repeating: "m", count: 65_536))
        #expect(try decode(CreateConnectionRequest.self, request.packed()).get() == request)
    }

    @Test func `pages of a thousand small rows are accepted as replies`() throws {
        let id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
        let moment = Timestamp(seconds: 1_700_000_000, nanos: 1_000)
        let tenants = (0..<1_000).map { _ in Tenant(id: id, workspaceID: id, name: "n", createdAt: moment, updatedAt: moment) }
        let page = ListTenantsResponse(tenants: tenants)
        #expect(try decode(ListTenantsResponse.self, page.packed(), budget: .reply).get() == page)
        let bare = ListConnectionsResponse(connections: (0..<1_000).map { _ in Connection(id: id) })
        #expect(try decode(ListConnectionsResponse.self, bare.packed(), budget: .reply).get() == bare)
    }

    @Test(arguments: samples.indices)
    func `protobuf-c takes exactly what the scan computed`(_ index: Int) throws {
        func expectExact<Message: WireMessage>(_ sample: Message) throws {
            guard let type = Message.self as? any ProtobufMessage.Type else { return }
            let (scanned, taken) = try measure(type, sample.packed())
            #expect(scanned == taken)
        }
        try expectExact(samples[index])
    }

    @Test(arguments: [0, 1, 15, 16, 17, 47, 48, 49, 112, 113, 1_000, 1_009, 4_000])
    func `protobuf-c's notes on members are counted`(_ count: Int) throws {
        for member in [field(6, "scope"), field(1, "id"), field(15, "unknown"), [0x58, 0x01]] {
            let padding = field(7, [UInt8](repeating: 1, count: 200 * count))
            let (scanned, taken) = try measure(CreateConnectionRequest.self, padding + repeated(member, times: count))
            #expect(scanned == taken)
            #expect(taken <= DecodeBudget.request.byteCountMax(payloadByteCount: padding.count + member.count * count))
        }
    }

    @Test func `an arena for unpacking ends where it ends`() {
        var arena = Arena(byteCount: 24)
        #expect(arena.take(9) != nil)
        #expect(arena.take(9) == nil)
        #expect(arena.take(8) != nil)
        #expect(arena.take(1) == nil)
        #expect(arena.takenByteCount == 24)
    }

    @Test func `an arena for packing grows, and its pieces do not overlap`() {
        var arena = Arena(byteCount: 16)
        var pieces: [UnsafeMutableRawBufferPointer] = []
        for byteCount in [1, 100, 3, 10_000, 8] {
            let piece = arena.takeFreely(byteCount)
            #expect(Int(bitPattern: piece) % 8 == 0)
            piece.initializeMemory(as: UInt8.self, repeating: UInt8(pieces.count), count: byteCount)
            pieces.append(UnsafeMutableRawBufferPointer(start: piece, count: byteCount))
        }
        for (index, piece) in pieces.enumerated() { #expect(piece.allSatisfy { $0 == UInt8(index) }) }
    }
}

/// What the scan says the arena takes, and what protobuf-c then takes of an arena with room to spare.
private func measure<Message: ProtobufMessage>(_ type: Message.Type, _ bytes: [UInt8]) throws -> (scanned: Int, taken: Int) {
    var scan = PayloadScan(budget: .reply, payloadByteCount: bytes.count)
    try scan.walk(bytes.span.bytes, as: Message.descriptor)
    var arena = Arena(byteCount: scan.arenaByteCount + 100_000)
    _ = try bytes.withUnsafeBytes { try Message.unpack($0, in: &arena) }
    return (scan.arenaByteCount, arena.takenByteCount)
}
