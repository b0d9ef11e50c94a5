import TTRPC
import Testing

@Suite struct `Answers` {
    private func decode(_ frame: [UInt8]) throws(FrameError) -> ResponseEnvelope {
        let body = Array(frame.dropFirst(10))
        return try ResponseEnvelope.decode(body.span.bytes)
    }

    @Test func `a success is written byte for byte`() throws {
        let frame = try #require(ResponseFrame(streamID: 1, payloadByteCount: 6))
        let bytes = written(frame.byteCount) { output in
            frame.writePrefix(payloadByteCount: 6, into: &output)
            for byte in Sample.successPayload { output.append(byte) }
        }
        #expect(bytes == Sample.success)
    }

    @Test func `an empty success is a header and nothing else`() throws {
        let frame = try #require(ResponseFrame(streamID: 9, payloadByteCount: 0))
        #expect(written(frame.byteCount) { frame.writePrefix(payloadByteCount: 0, into: &$0) } == header(length: 0, id: 9, kind: 2))
    }

    @Test func `a failure is written byte for byte`() throws {
        let status = Status(code: .notFound, message: "not found")
        let frame = try #require(ResponseFrame(streamID: 1, status: status))
        #expect(written(frame.byteCount) { frame.write(status, into: &$0) } == Sample.notFound)
    }

    @Test func `a reply of exactly 4 MiB fits, a longer one does not`() {
        // Tag and four bytes of length.
        let payloadByteCountMax = WireLimits.frameByteCountMax - 5
        #expect(ResponseFrame(streamID: 1, payloadByteCount: payloadByteCountMax)?.byteCount == WireLimits.frameByteCountMax + 10)
        #expect(ResponseFrame(streamID: 1, payloadByteCount: payloadByteCountMax + 1) == nil)
        #expect(ResponseFrame(streamID: 1, payloadByteCount: .max) == nil)
    }

    @Test func `a status above 4 MiB does not fit`() {
        let message = String(repeating: "x", count: WireLimits.frameByteCountMax)
        #expect(ResponseFrame(streamID: 1, status: Status(code: .unknown, message: message)) == nil)
    }

    @Test(arguments: [Sample.success, Sample.explicitSuccess])
    func `a success is read with and without an explicit status`(frame: [UInt8]) throws {
        guard case .payload(let range) = try decode(frame) else {
            Issue.record("not a success")
            return
        }
        #expect(Array(frame.dropFirst(10))[range].elementsEqual(Sample.successPayload))
    }

    @Test func `an empty response is a success`() throws {
        #expect(try decode(header(length: 0, kind: 2)) == .payload(0..<0))
    }

    @Test func `a failure is read with its code and text`() throws {
        #expect(try decode(Sample.notFound) == .failure(Status(code: .notFound, message: "not found")))
    }

    @Test func `a status keeps its details, negative codes and text beyond ASCII`() throws {
        var status = Status(
            code: .aborted, message: "ключ",
            details: [.init(typeURL: "type.googleapis.com/x", value: [1, 2, 3]), .init(typeURL: "", value: [])])
        status.code = -7
        let frame = try #require(ResponseFrame(streamID: 1, status: status))
        #expect(try decode(written(frame.byteCount) { frame.write(status, into: &$0) }) == .failure(status))
    }

    @Test(arguments: [
        ("status past the end", [0x0a, 0x05] as [UInt8], FrameError.Malformation.truncated),
        ("status as a varint", [0x08, 0x01], .fieldTypeWrong),
        ("code as bytes", field(1, field(1, "x")), .fieldTypeWrong),
        ("detail cut short", field(1, field(3, [0x0a, 0x7f])), .truncated),
    ])
    func `a response that is wrong is no answer`(what: String, body: [UInt8], malformation: FrameError.Malformation) {
        #expect(throws: FrameError.malformed(malformation), "\(what)") { try ResponseEnvelope.decode(body.span.bytes) }
    }
}
