import TTRPC
import Testing

@Suite struct `Cutting bytes into frames` {
    /// Feeds a decoder piece by piece, as a channel does, and notes what it says but for "need more" and "skip".
    private func events(_ side: FrameDecoder.Side, _ pieces: [[UInt8]]) -> [FrameStep] {
        var decoder = FrameDecoder(side)
        var unread: [UInt8] = []
        var events: [FrameStep] = []
        for piece in pieces {
            unread += piece
            while true {
                let step = decoder.next(unread.span.bytes)
                if step == .needMoreBytes { break }
                if case .skip = step {} else { events.append(step) }
                if case .close = step { return events }
                unread.removeFirst(step.byteCount)
            }
        }
        return events
    }

    private func message(_ bodyByteCount: Int, id: UInt32 = 1, _ kind: FrameKind = .request) -> FrameStep {
        .message(FrameHeader(bodyByteCount: bodyByteCount, streamID: id, kind: kind))
    }

    @Test(arguments: [
        (FrameDecoder.Side.server, Sample.request), (.client, Sample.success), (.client, Sample.explicitSuccess),
        (.client, Sample.notFound),
        (.server, Sample.success + Sample.request),
        (.server, header(length: 20, id: 2) + [UInt8](repeating: 0xff, count: 20) + Sample.request),
    ])
    func `a sample split at any byte gives the same events`(side: FrameDecoder.Side, sample: [UInt8]) {
        let whole = events(side, [sample])
        #expect(!whole.isEmpty)
        for split in 0...sample.count {
            #expect(events(side, [Array(sample[..<split]), Array(sample[split...])]) == whole)
        }
        #expect(events(side, sample.map { [$0] }) == whole)
    }

    @Test func `a request of exactly 1 MiB is taken`() {
        #expect(events(.server, [header(length: 1 << 20) + [UInt8](repeating: 0, count: 1 << 20)]) == [message(1 << 20)])
    }

    @Test(arguments: [UInt32(1 << 20) + 1, 0xff_ffff])
    func `a longer request is refused on its header and its body skipped`(length: UInt32) {
        let refusal = FrameStep.refuse(FrameHeader(bodyByteCount: Int(length), streamID: 1, kind: .request), .requestTooLarge)
        #expect(events(.server, [header(length: length)]) == [refusal])
        let body = [UInt8](repeating: 0xff, count: Int(length))
        #expect(events(.server, [header(length: length), body, Sample.request]) == [refusal, message(0x35)])
    }

    @Test func `a header that begins with another byte than 0 closes at that byte`() {
        #expect(events(.server, [[1]]) == [.close(.frameTooLong)])
        #expect(events(.server, [Array("GET / HTTP/1.1\r\n".utf8)]) == [.close(.frameTooLong)])
    }

    @Test func `a response of exactly 4 MiB is taken`() {
        let body = [UInt8](repeating: 0, count: 4 << 20)
        #expect(events(.client, [header(length: 4 << 20, kind: 2) + body]) == [message(4 << 20, .response)])
    }

    @Test func `a longer response closes`() {
        #expect(events(.client, [header(length: 4 << 20 + 1, kind: 2)]) == [.close(.frameTooLong)])
    }

    @Test(arguments: [UInt32(0), 2, 0xffff_fffe])
    func `an even stream id is refused on that id`(id: UInt32) {
        let refusal = FrameStep.refuse(FrameHeader(bodyByteCount: 0, streamID: id, kind: .request), .streamIDInvalid)
        #expect(events(.server, [header(length: 0, id: id)]) == [refusal])
    }

    @Test(arguments: [UInt8(0), 2, 3, 4, 255])
    func `a frame that is no request is ignored by a server, body and all`(kind: UInt8) {
        let events = events(.server, [header(length: 3, id: 2, kind: kind, flags: 5) + [9, 9, 9] + Sample.request])
        guard events.count == 2, case .ignore(let ignored) = events[0] else {
            Issue.record("\(events)")
            return
        }
        #expect(ignored.kindByte == kind)
        #expect(events[1] == message(0x35))
    }

    @Test func `any order of ids and the last one before the wrap are taken`() {
        let frames = [UInt32(7), 1, 0xffff_ffff, 3].map { header(length: 0, id: $0) }
        #expect(
            events(.server, [frames.flatMap(\.self)]) == [message(0, id: 7), message(0), message(0, id: 0xffff_ffff), message(0, id: 3)])
    }

    @Test func `a header is written as it was read`() throws {
        let sample = Sample.request
        let decoded = FrameHeader(decoding: sample.span.bytes)
        let header = try #require(decoded)
        #expect(header.bodyByteCount == 0x35)
        #expect(header.streamID == 1)
        #expect(header.kind == .request)
        #expect(written(10) { header.write(into: &$0) } == Array(Sample.request.prefix(10)))
    }
}
