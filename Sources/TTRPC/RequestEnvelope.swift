/// The metadata keys that mean something, as they are sent: in lower case.
package enum MetadataKey: String, Sendable, Hashable, CaseIterable {
    case actor = "tenon-actor"
    case tenant = "tenon-tenant"
    case requestID = "request-id"
    case traceparent = "traceparent"
}

/// What a request asks for: offsets into its body, so that decoding copies nothing.
package struct RequestEnvelope: Sendable, Hashable {
    /// Full protobuf name of the service, at most 255 bytes. Compared as bytes, so never checked for UTF-8.
    package private(set) var service = 0..<0
    /// Bare method name, at most 255 bytes. Compared as bytes, so never checked for UTF-8.
    package private(set) var method = 0..<0
    /// The packed request message.
    package private(set) var payload = 0..<0
    /// Relative; 0 means the sender named none, negative means it has already passed.
    package private(set) var timeoutNanoseconds: Int64 = 0
    /// On whose behalf the call is made; UTF-8.
    package private(set) var actor: Range<Int>?
    /// The tenant the caller is working in; UTF-8.
    package private(set) var tenant: Range<Int>?
    /// The caller's name for this request; UTF-8.
    package private(set) var requestID: Range<Int>?
    /// W3C trace context; UTF-8. A known key, so that it can not come twice with different values; a call without it pays nothing for that.
    package private(set) var traceparent: Range<Int>?

    /// Reads the body of a request frame. Unknown fields are skipped; so is unknown metadata, which counts against the limits all the same.
    package static func decode(_ body: RawSpan) throws(FrameError) -> RequestEnvelope {
        var envelope = RequestEnvelope()
        var seen: UInt32 = 0
        var metadata = MetadataBudget()
        var cursor = FieldCursor(0..<body.byteCount)
        while let field = try cursor.next(in: body) {
            guard field.number <= 5 else { continue }
            let bit: UInt32 = 1 << field.number
            if seen & bit != 0, field.number != 5 { throw .malformed(.fieldRepeated) }
            seen |= bit
            switch (field.number, field.value) {
            case (1, .bytes(let range)): envelope.service = try name(range)
            case (2, .bytes(let range)): envelope.method = try name(range)
            case (3, .bytes(let range)): envelope.payload = range
            case (4, .varint(let value)): envelope.timeoutNanoseconds = Int64(bitPattern: value)
            case (5, .bytes(let range)): try envelope.addMetadata(range, in: body, &metadata)
            default: throw .malformed(.fieldTypeWrong)
            }
        }
        return envelope
    }

    private static func name(_ range: Range<Int>) throws(FrameError) -> Range<Int> {
        guard range.count <= WireLimits.nameByteCountMax else { throw .malformed(.nameTooLong) }
        return range
    }

    private mutating func addMetadata(_ entry: Range<Int>, in body: RawSpan, _ budget: inout MetadataBudget) throws(FrameError) {
        var key: Range<Int>?
        var value: Range<Int>?
        var cursor = FieldCursor(entry)
        while let field = try cursor.next(in: body) {
            switch (field.number, field.value) {
            case (1, .bytes(let range)) where key == nil: key = range
            case (2, .bytes(let range)) where value == nil: value = range
            case (1, .bytes), (2, .bytes): throw .malformed(.fieldRepeated)
            case (1, _), (2, _): throw .malformed(.fieldTypeWrong)
            default: continue
            }
        }
        let keyRange = key ?? 0..<0
        let valueRange = value ?? 0..<0
        try budget.spend(keyRange.count + valueRange.count)
        guard let known = Self.knownKey(keyRange, in: body) else { return }
        guard body.isUTF8(valueRange) else { throw .malformed(.textInvalid) }
        try set(known, to: valueRange, in: body)
    }

    private static func knownKey(_ range: Range<Int>, in body: RawSpan) -> MetadataKey? {
        switch range.count {
        case 10: body.equalsIgnoringCase(range, "request-id") ? .requestID : nil
        case 11: body.equalsIgnoringCase(range, "tenon-actor") ? .actor : body.equalsIgnoringCase(range, "traceparent") ? .traceparent : nil
        case 12: body.equalsIgnoringCase(range, "tenon-tenant") ? .tenant : nil
        default: nil
        }
    }

    private mutating func set(_ key: MetadataKey, to range: Range<Int>, in body: RawSpan) throws(FrameError) {
        let earlier: Range<Int>?
        switch key {
        case .actor: (earlier, actor) = (actor, range)
        case .tenant: (earlier, tenant) = (tenant, range)
        case .requestID: (earlier, requestID) = (requestID, range)
        case .traceparent: (earlier, traceparent) = (traceparent, range)
        }
        if let earlier, !body.bytesAreEqual(earlier, range) { throw .duplicateMetadata(key) }
    }
}

/// What the metadata of one request may still cost.
private struct MetadataBudget {
    private var entryCountLeft = WireLimits.metadataEntryCountMax
    private var byteCountLeft = WireLimits.metadataByteCountMax

    mutating func spend(_ byteCount: Int) throws(FrameError) {
        entryCountLeft -= 1
        byteCountLeft -= byteCount
        if entryCountLeft < 0 { throw .malformed(.metadataTooMany) }
        if byteCountLeft < 0 { throw .malformed(.metadataTooLarge) }
    }
}
