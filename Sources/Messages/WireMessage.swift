/// A message of the contract: a Swift value that becomes payload bytes and comes from them, by way of protobuf-c.
package protocol WireMessage: Sendable {
    /// Decodes a payload, having first made sure that it is well formed and that decoding it stays within `budget`.
    init(decoding bytes: RawSpan, budget: DecodeBudget) throws(DecodeFault)

    /// The first half of that: makes sure that the payload is well formed and that decoding it stays within `budget`. Gives the bytes of heap that
    /// protobuf-c will take for it.
    static func scan(_ bytes: RawSpan, budget: DecodeBudget) throws(DecodeFault) -> Int

    /// Builds the C struct and calls `body` with it; the struct is gone when `body` returns.
    func withPacked(_ body: (borrowing PackedMessage) -> Void)
}

extension WireMessage {
    /// Decodes a request's payload.
    package init(decoding bytes: RawSpan) throws(DecodeFault) {
        try self.init(decoding: bytes, budget: .request)
    }

    /// The payload bytes.
    package func packed() -> [UInt8] {
        var bytes: [UInt8] = []
        withPacked { bytes = $0.bytes() }
        return bytes
    }
}

/// Why a payload was refused. `field` is the path in the proto file, such as `update_mask.paths`.
package enum DecodeFault: Error, Sendable, Hashable {
    /// Not the protobuf encoding of this message: cut short, a wrong wire type, a group, an impossible tag.
    case malformed
    /// Messages inside messages beyond `PayloadLimits.nestingMax`.
    case tooDeep
    /// Decoding would take more memory than the payload's size allows.
    case overBudget
    /// A string that is not UTF-8.
    case invalidUTF8(field: String)
    /// A string with a NUL byte, which C would cut short.
    case embeddedNUL(field: String)
}

/// How much heap decoding may take, as a multiple of the payload's size plus a fixed floor.
package struct DecodeBudget: Sendable, Hashable {
    /// Bytes of heap for each byte of payload.
    package let factor: Int
    /// Bytes of heap that every payload may take.
    package let floorByteCount: Int

    /// For requests, whose senders are not trusted: 4 × the payload + 64 KiB.
    package static let request = DecodeBudget(factor: 4, floorByteCount: 65_536)
    /// For the daemon's replies: rows with few fields set take many times their bytes as Swift values.
    package static let reply = DecodeBudget(factor: 32, floorByteCount: 65_536)

    func byteCountMax(payloadByteCount: Int) -> Int {
        factor * payloadByteCount + floorByteCount
    }
}

/// Limits on the shape of a payload.
package enum PayloadLimits {
    /// Messages inside messages, the outermost counted.
    package static let nestingMax = 16
}
