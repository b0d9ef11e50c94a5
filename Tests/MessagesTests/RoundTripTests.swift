import Messages
import Testing

@Suite struct `Messages as bytes` {
    @Test(arguments: samples.indices)
    func `every message comes back as it was sent`(_ index: Int) throws {
        try expectRoundTrip(samples[index])
    }

    @Test(arguments: samples.indices)
    func `an empty message has no bytes`(_ index: Int) throws {
        func expectEmpty<Message: WireMessage & Hashable>(_ sample: Message) throws {
            let empty = try decode(Message.self, []).get()
            #expect(empty.packed() == [])
        }
        try expectEmpty(samples[index])
    }

    @Test func `there is a sample of every message in the contract`() throws {
        let published = Set(try PublishedFields.inContract().map(\.message)).union(["google.protobuf.Empty"])
        let withFields = samples.filter { !$0.packed().isEmpty }
        let entries = published.filter { $0.hasSuffix("MetadataEntry") }
        #expect(Set(withFields.map { String(describing: type(of: $0)) }).count == published.count - entries.count - 1)
    }

    @Test func `bytes are those that protobuf prescribes`() {
        #expect(GetConnectionRequest(id: "t1").packed() == [0x0A, 0x02, 0x74, 0x31])
        #expect(ListConnectionsRequest(pageSize: -1).packed() == [0x30] + [UInt8](repeating: 0xFF, count: 9) + [0x01])
        #expect(Stat(value: 1).packed() == [0x19, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
        #expect(UpdateConnectionRequest(updateMask: FieldMask(paths: ["a"])).packed() == [0x2A, 0x03, 0x0A, 0x01, 0x61])
        #expect(HealthCheckResponse(status: .serving).packed() == [0x08, 0x01])
    }

    @Test func `equal maps have equal bytes`() {
        let one = ErrorInfo(metadata: Dictionary(uniqueKeysWithValues: (0..<50).map { ("k\($0)", "v") }))
        let other = ErrorInfo(metadata: Dictionary(uniqueKeysWithValues: (0..<50).reversed().map { ("k\($0)", "v") }))
        #expect(one.packed() == other.packed())
    }

    @Test func `of two entries with one key the last holds`() throws {
        let entries = field(3, field(1, "k") + field(2, "old")) + field(3, field(1, "k") + field(2, "new"))
        #expect(try decode(ErrorInfo.self, entries).get().metadata == ["k": "new"])
    }

    @Test func `an enum value without a name keeps its number`() throws {
        let response = try decode(HealthCheckResponse.self, [0x08, 0x63]).get()
        #expect(response.status.rawValue == 99)
        #expect(HealthCheckResponse(status: .init(rawValue: -2)).packed() == [0x08, 0xFE] + [UInt8](repeating: 0xFF, count: 8) + [0x01])
    }

    @Test func `fields that a newer peer added are skipped`() throws {
        let unknown = field(15, "whatever") + [0x70, 0x05] + [0x6D, 1, 2, 3, 4] + [0x69, 1, 2, 3, 4, 5, 6, 7, 8]
        #expect(try decode(GetConnectionRequest.self, unknown + field(1, "id") + unknown).get() == GetConnectionRequest(id: "id"))
    }

    @Test func `a string sent twice counts the last time`() throws {
        #expect(try decode(GetConnectionRequest.self, field(1, "first") + field(1, "last")).get().id == "last")
    }

    @Test func `a text with a NUL does not arrive shortened, it does not arrive`() {
        let bytes = CreateConnectionRequest(displayName: "ab\0cd").packed()
        #expect(bytes == field(4, [0x61, 0x62, 0xC0, 0x80, 0x63, 0x64]))
        #expect(decode(CreateConnectionRequest.self, bytes) == .failure(.invalidUTF8(field: "display_name")))
    }

    @Test func `packing appends to what is there and takes exactly its size`() {
        let request = GetConnectionRequest(id: "t1")
        var bytes: [UInt8] = []
        request.withPacked { message in
            bytes = [UInt8](unsafeUninitializedCapacity: message.byteCount + 2) { buffer, initializedCount in
                var output = OutputRawSpan(buffer: UnsafeMutableRawBufferPointer(buffer), initializedCount: 0)
                output.append(0xAA)
                message.write(into: &output)
                output.append(0xBB)
                initializedCount = output.finalize(for: UnsafeMutableRawBufferPointer(buffer))
            }
        }
        #expect(bytes == [0xAA, 0x0A, 0x02, 0x74, 0x31, 0xBB])
    }
}

private func expectRoundTrip<Message: WireMessage & Hashable>(_ sample: Message) throws {
    #expect(try decode(Message.self, sample.packed()).get() == sample)
}
