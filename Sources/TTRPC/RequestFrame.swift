/// What one call sends, but for its timeout, which is known when it is its turn. Sized before it is written.
package struct RequestBody: Sendable {
    /// Bytes that `write` appends.
    package let byteCount: Int
    private let service: String
    private let method: String
    private let metadata: [(String, String)]
    private let payloadByteCount: Int

    /// Nil when the body would exceed 1 MiB, which no server of ours accepts; it will be sent with at most `timeoutNanosecondsMax`.
    package init?(service: String, method: String, metadata: [(String, String)], payloadByteCount: Int, timeoutNanosecondsMax: Int64) {
        self.service = service
        self.method = method
        self.metadata = metadata
        self.payloadByteCount = payloadByteCount
        guard payloadByteCount <= WireLimits.requestByteCountMax else { return nil }
        var byteCount = FieldWriter.optionalBytesByteCount(service.utf8.count) + FieldWriter.optionalBytesByteCount(method.utf8.count)
        byteCount += FieldWriter.optionalBytesByteCount(payloadByteCount)
        for entry in metadata { byteCount += FieldWriter.bytesByteCount(Self.entryByteCount(entry)) }
        guard byteCount + RequestFrame.timeoutByteCount(timeoutNanosecondsMax) <= WireLimits.requestByteCountMax else { return nil }
        self.byteCount = byteCount
    }

    /// Appends the body; `payload` appends exactly the bytes it was sized for.
    package func write(into output: inout OutputRawSpan, payload: (inout OutputRawSpan) -> Void) {
        FieldWriter.writeOptionalString(field: 1, service, into: &output)
        FieldWriter.writeOptionalString(field: 2, method, into: &output)
        for entry in metadata {
            FieldWriter.writeBytesPrefix(field: 5, contentByteCount: Self.entryByteCount(entry), into: &output)
            FieldWriter.writeOptionalString(field: 1, entry.0, into: &output)
            FieldWriter.writeOptionalString(field: 2, entry.1, into: &output)
        }
        guard payloadByteCount > 0 else { return }
        FieldWriter.writeBytesPrefix(field: 3, contentByteCount: payloadByteCount, into: &output)
        let end = output.byteCount + payloadByteCount
        payload(&output)
        precondition(output.byteCount == end, "The payload is not as long as it was said to be.")
    }

    private static func entryByteCount(_ entry: (String, String)) -> Int {
        FieldWriter.optionalBytesByteCount(entry.0.utf8.count) + FieldWriter.optionalBytesByteCount(entry.1.utf8.count)
    }
}

/// A body on its way out, between its header and its timeout.
package struct RequestFrame: Sendable {
    private let header: FrameHeader
    private let timeoutNanoseconds: Int64

    package init(streamID: UInt32, bodyByteCount: Int, timeoutNanoseconds: Int64) {
        let byteCount = bodyByteCount + Self.timeoutByteCount(timeoutNanoseconds)
        header = FrameHeader(bodyByteCount: byteCount, streamID: streamID, kind: .request)
        self.timeoutNanoseconds = timeoutNanoseconds
    }

    /// Header, body and timeout together.
    package var byteCount: Int { header.frameByteCount }

    /// Appends the whole frame.
    package func write(body: RawSpan, into output: inout OutputRawSpan) {
        header.write(into: &output)
        output.append(copying: body)
        if timeoutNanoseconds != 0 { FieldWriter.writeVarint(field: 4, UInt64(bitPattern: timeoutNanoseconds), into: &output) }
    }

    static func timeoutByteCount(_ timeoutNanoseconds: Int64) -> Int {
        timeoutNanoseconds == 0 ? 0 : 1 + FieldWriter.varintByteCount(UInt64(bitPattern: timeoutNanoseconds))
    }
}
