import TTRPC
import Testing

@Suite struct `Reading a request` {
    private func decode(_ body: [UInt8]) throws(FrameError) -> RequestEnvelope {
        try RequestEnvelope.decode(body.span.bytes)
    }

    private func text(_ body: [UInt8], _ range: Range<Int>?) -> String? {
        range.flatMap { body.span.bytes.string($0) }
    }

    @Test func `the sample says what it says`() throws {
        let body = Array(Sample.request.dropFirst(10))
        let envelope = try decode(body)
        #expect(text(body, envelope.service) == "example.v1.Store")
        #expect(text(body, envelope.method) == "Get")
        #expect(Array(body[envelope.payload]) == Sample.payload)
        #expect(envelope.timeoutNanoseconds == 5_000_000_000)
        #expect(text(body, envelope.requestID) == "r1")
        #expect(envelope.actor == nil)
    }

    @Test func `an empty request is legal`() throws {
        let envelope = try decode([])
        #expect(envelope.service.isEmpty && envelope.method.isEmpty && envelope.payload.isEmpty)
        #expect(envelope.timeoutNanoseconds == 0)
    }

    @Test func `a negative timeout stays negative`() throws {
        #expect(try decode([0x20] + varint(UInt64(bitPattern: -1))).timeoutNanoseconds == -1)
    }

    @Test(arguments: ["tenon-actor", "Tenon-Actor", "TENON-ACTOR"])
    func `a key is looked up in lower case`(key: String) throws {
        let body = metadata(key, "user:u1")
        #expect(text(body, try decode(body).actor) == "user:u1")
    }

    @Test func `a key that differs only where case folding is careless is unknown`() throws {
        #expect(try decode(metadata("tenon\ractor", "x")).actor == nil)
    }

    @Test func `all four keys are found in any order among others`() throws {
        let body =
            metadata("traceparent", "t") + metadata("x", "y") + metadata("tenon-tenant", "n") + metadata("request-id", "r")
            + metadata("tenon-actor", "a")
        let envelope = try decode(body)
        #expect(
            [envelope.actor, envelope.tenant, envelope.requestID, envelope.traceparent].map { text(body, $0) } == ["a", "n", "r", "t"])
    }

    @Test func `a known key twice with the same value counts once`() throws {
        let body = metadata("request-id", "r") + metadata("Request-ID", "r")
        #expect(text(body, try decode(body).requestID) == "r")
    }

    @Test(arguments: MetadataKey.allCases)
    func `a known key twice with different values is named`(key: MetadataKey) {
        #expect(throws: FrameError.duplicateMetadata(key)) { try decode(metadata(key.rawValue, "a") + metadata(key.rawValue, "b")) }
    }

    @Test func `unknown fields are skipped, whatever their type`() throws {
        let unknown = field(9, "x") + [0x30, 0x96, 0x01] + [0x39, 1, 2, 3, 4, 5, 6, 7, 8] + [0x45, 1, 2, 3, 4]
        let body = unknown + field(1, "s") + unknown + field(5, unknown + field(1, "tenon-actor") + field(2, "a")) + unknown
        let envelope = try decode(body)
        #expect(text(body, envelope.service) == "s")
        #expect(text(body, envelope.actor) == "a")
    }

    @Test func `names of exactly 255 bytes are taken`() throws {
        let name = String(repeating: "n", count: 255)
        #expect(try decode(field(1, name) + field(2, name)).method.count == 255)
    }

    @Test func `exactly 64 metadata entries are taken`() throws {
        _ = try decode((0..<64).flatMap { metadata("k\($0)", "v") })
    }

    @Test func `exactly 16 KiB of metadata are taken`() throws {
        _ = try decode(metadata("k", String(repeating: "v", count: 16_383)))
    }

    @Test(
        arguments: [
            ("length past the end", [0x0a, 0x05, 0x61], FrameError.Malformation.truncated),
            ("tag without a value", [0x20], .truncated),
            ("varint cut short", [0x20, 0x80], .truncated),
            ("fixed64 cut short", [0x39, 1, 2], .truncated),
            ("length of almost 2^64", [0x0a] + varint(.max), .truncated),
            ("entry past the end of the metadata field", field(5, [0x0a, 0x09, 0x61]) + field(1, "12345678"), .truncated),
            ("varint of eleven bytes", [0x20] + [UInt8](repeating: 0x80, count: 10) + [0x00], .varintTooLong),
            ("varint of 65 bits", [0x20] + [UInt8](repeating: 0xff, count: 9) + [0x02], .varintTooLong),
            ("field number 0", [0x02, 0x00], .fieldNumberInvalid),
            ("tag of 33 bits", varint(1 << 32 | 8) + [0], .fieldNumberInvalid),
            ("group", [0x0b, 0x0c], .wireTypeInvalid),
            ("wire type 6", [0x0e], .wireTypeInvalid),
            ("wire type 7", [0x0f], .wireTypeInvalid),
            ("service as a varint", [0x08, 0x01], .fieldTypeWrong),
            ("timeout as bytes", field(4, "x"), .fieldTypeWrong),
            ("metadata key as a varint", field(5, [0x08, 0x01]), .fieldTypeWrong),
            ("service twice", field(1, "s") + field(1, "s"), .fieldRepeated),
            ("method twice", field(2, "m") + field(2, "m"), .fieldRepeated),
            ("payload twice", field(3, "p") + field(3, "p"), .fieldRepeated),
            ("timeout twice", [0x20, 1, 0x20, 1], .fieldRepeated),
            ("metadata key twice in one entry", field(5, field(1, "k") + field(1, "k")), .fieldRepeated),
            ("metadata value twice in one entry", field(5, field(2, "v") + field(2, "v")), .fieldRepeated),
            ("service of 256 bytes", field(1, String(repeating: "n", count: 256)), .nameTooLong),
            ("method of 256 bytes", field(2, String(repeating: "n", count: 256)), .nameTooLong),
            ("65 metadata entries", (0..<65).flatMap { metadata("k\($0)", "v") }, .metadataTooMany),
            ("65 empty metadata entries", (0..<65).flatMap { _ in field(5, []) }, .metadataTooMany),
            ("16 KiB and a byte of metadata", metadata("k", String(repeating: "v", count: 16_384)), .metadataTooLarge),
            ("actor that is not UTF-8", field(5, field(1, "tenon-actor") + field(2, [0xc3, 0x28])), .textInvalid),
        ] as [(String, [UInt8], FrameError.Malformation)])
    func `a body that is wrong is refused`(what: String, body: [UInt8], malformation: FrameError.Malformation) {
        #expect(throws: FrameError.malformed(malformation), "\(what)") { try decode(body) }
    }

    @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 31])
    func `one byte that is not UTF-8 is found wherever it is, and letters of two bytes are not taken for it`(byteCount: Int) throws {
        for place in 0..<byteCount {
            var value = [UInt8](repeating: 0x61, count: byteCount)
            value[place] = 0xFF
            #expect(throws: FrameError.malformed(.textInvalid), "\(place)") {
                try decode(field(5, field(1, "tenon-actor") + field(2, value)))
            }
            value.replaceSubrange(place...place, with: Array("é".utf8))
            #expect(try decode(field(5, field(1, "tenon-actor") + field(2, value))).actor?.count == byteCount + 1)
        }
    }

    @Test func `no cut of the sample is read past its end`() {
        let body = Array(Sample.request.dropFirst(10))
        for end in 0..<body.count { _ = try? decode(Array(body[..<end])) }
    }

    @Test func `the sample is written byte for byte, but for the order of its fields`() throws {
        let written = requestFrame(
            service: "example.v1.Store", method: "Get", metadata: [("request-id", "r1")], payload: Sample.payload,
            timeoutNanoseconds: 5_000_000_000)
        let sample = Sample.request
        let (names, payload, timeout, metadata) = (sample[..<33], sample[33..<39], sample[39..<45], sample[45...])
        #expect(written == Array(names + metadata + payload + timeout))
    }

    @Test(arguments: [Int64(0), 1, 5_000_000_000, .max])
    func `a request of exactly 1 MiB is written, a longer one is not`(timeoutNanoseconds: Int64) {
        let timeoutByteCount = timeoutNanoseconds == 0 ? 0 : 1 + varint(UInt64(timeoutNanoseconds)).count
        // Tag and three bytes of length.
        let payloadByteCountMax = WireLimits.requestByteCountMax - 4 - timeoutByteCount
        func frame(_ byteCount: Int) -> [UInt8] {
            requestFrame(
                service: "", method: "", payload: [UInt8](repeating: 0, count: byteCount), timeoutNanoseconds: timeoutNanoseconds)
        }
        #expect(frame(payloadByteCountMax).count == WireLimits.requestByteCountMax + 10)
        #expect(frame(payloadByteCountMax + 1).isEmpty)
    }
}
