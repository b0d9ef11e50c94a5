/// One answer on its way out, sized before it is written.
package struct ResponseFrame: Sendable {
    /// Header and body together.
    package let byteCount: Int
    private let header: FrameHeader

    private init?(streamID: UInt32, bodyByteCount: Int) {
        guard bodyByteCount <= WireLimits.frameByteCountMax else { return nil }
        header = FrameHeader(bodyByteCount: bodyByteCount, streamID: streamID, kind: .response)
        byteCount = header.frameByteCount
    }

    /// A success that carries `payloadByteCount` bytes; nil when the frame would exceed 4 MiB.
    package init?(streamID: UInt32, payloadByteCount: Int) {
        guard payloadByteCount <= WireLimits.frameByteCountMax else { return nil }
        self.init(streamID: streamID, bodyByteCount: FieldWriter.optionalBytesByteCount(payloadByteCount))
    }

    /// A failure; nil when the frame would exceed 4 MiB.
    package init?(streamID: UInt32, status: Status) {
        self.init(streamID: streamID, bodyByteCount: FieldWriter.bytesByteCount(status.byteCount))
    }

    /// Appends everything in front of the payload; exactly `payloadByteCount` bytes must follow.
    @inline(__always)
    package func writePrefix(payloadByteCount: Int, into output: inout OutputRawSpan) {
        header.write(into: &output)
        guard payloadByteCount > 0 else { return }
        FieldWriter.writeBytesPrefix(field: 2, contentByteCount: payloadByteCount, into: &output)
    }

    /// Appends the whole frame of a failure.
    package func write(_ status: Status, into output: inout OutputRawSpan) {
        header.write(into: &output)
        FieldWriter.writeBytesPrefix(field: 1, contentByteCount: status.byteCount, into: &output)
        status.write(into: &output)
    }
}

/// What a response says.
package enum ResponseEnvelope: Sendable, Hashable {
    /// Success; offsets of the payload in the body, empty when it was left out.
    case payload(Range<Int>)
    /// Failure.
    case failure(Status)

    /// Reads the body of a response frame. An explicit OK status is a success.
    package static func decode(_ body: RawSpan) throws(FrameError) -> ResponseEnvelope {
        var payload = 0..<0
        var status: Status?
        var cursor = FieldCursor(0..<body.byteCount)
        while let field = try cursor.next(in: body) {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): status = try Status(decoding: range, of: body)
            case (2, .bytes(let range)): payload = range
            case (1...2, _): throw .malformed(.fieldTypeWrong)
            default: continue
            }
        }
        if let status, status.code != StatusCode.ok.rawValue { return .failure(status) }
        return .payload(payload)
    }
}
