/// How a call ended: the numbers of gRPC.
package enum StatusCode: Int32, Sendable, Hashable, CaseIterable {
    case ok = 0
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case `internal` = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16
}

/// Why a call failed: google.rpc.Status.
package struct Status: Sendable, Hashable {
    /// A `StatusCode`, or a number this side does not know.
    package var code: Int32
    /// For people; valid UTF-8, or stock clients lose the code.
    package var message: String
    /// For programs: packed messages with their type.
    package var details: [StatusDetail]

    package init(code: StatusCode, message: String, details: [StatusDetail] = []) {
        self.code = code.rawValue
        self.message = message
        self.details = details
    }
}

/// One packed message of a status: google.protobuf.Any.
package struct StatusDetail: Sendable, Hashable {
    /// Such as `type.googleapis.com/google.rpc.ErrorInfo`.
    package var typeURL: String
    /// The packed message.
    package var value: [UInt8]

    package init(typeURL: String, value: [UInt8]) {
        self.typeURL = typeURL
        self.value = value
    }
}

extension Status {
    var byteCount: Int {
        var byteCount = code == 0 ? 0 : 1 + FieldWriter.varintByteCount(UInt64(bitPattern: Int64(code)))
        byteCount += FieldWriter.optionalBytesByteCount(message.utf8.count)
        for detail in details { byteCount += FieldWriter.bytesByteCount(detail.byteCount) }
        return byteCount
    }

    func write(into output: inout OutputRawSpan) {
        if code != 0 { FieldWriter.writeVarint(field: 1, UInt64(bitPattern: Int64(code)), into: &output) }
        FieldWriter.writeOptionalString(field: 2, message, into: &output)
        for detail in details {
            FieldWriter.writeBytesPrefix(field: 3, contentByteCount: detail.byteCount, into: &output)
            detail.write(into: &output)
        }
    }

    init(decoding range: Range<Int>, of body: RawSpan) throws(FrameError) {
        self.init(code: .ok, message: "")
        var cursor = FieldCursor(range)
        while let field = try cursor.next(in: body) {
            switch (field.number, field.value) {
            case (1, .varint(let value)): code = Int32(truncatingIfNeeded: value)
            case (2, .bytes(let range)): message = body.repairedString(range)
            case (3, .bytes(let range)): details.append(try StatusDetail(decoding: range, of: body))
            case (1...3, _): throw .malformed(.fieldTypeWrong)
            default: continue
            }
        }
    }
}

extension StatusDetail {
    fileprivate var byteCount: Int {
        FieldWriter.optionalBytesByteCount(typeURL.utf8.count) + FieldWriter.optionalBytesByteCount(value.count)
    }

    fileprivate func write(into output: inout OutputRawSpan) {
        FieldWriter.writeOptionalString(field: 1, typeURL, into: &output)
        guard !value.isEmpty else { return }
        FieldWriter.writeBytesPrefix(field: 2, contentByteCount: value.count, into: &output)
        output.append(copying: value.span.bytes)
    }

    fileprivate init(decoding range: Range<Int>, of body: RawSpan) throws(FrameError) {
        self.init(typeURL: "", value: [])
        var cursor = FieldCursor(range)
        while let field = try cursor.next(in: body) {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): typeURL = body.repairedString(range)
            case (2, .bytes(let range)): value = body.array(range)
            case (1...2, _): throw .malformed(.fieldTypeWrong)
            default: continue
            }
        }
    }
}
