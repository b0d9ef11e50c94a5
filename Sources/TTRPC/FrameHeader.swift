/// What a frame carries; every other type byte is skipped.
package enum FrameKind: UInt8, Sendable, Hashable, CaseIterable {
    case request = 1
    case response = 2
    case data = 3
}

/// The ten bytes in front of every body: length and stream id in big-endian order, type, flags. Unary calls set no flags, and who knows only
/// unary calls reads none.
package struct FrameHeader: Sendable, Hashable {
    /// Bytes that follow the header, as the sender claims.
    package let bodyByteCount: Int
    /// Names the call; odd when the connecting side opened it.
    package let streamID: UInt32
    /// The type byte as sent, known or not.
    package let kindByte: UInt8

    /// Bytes of a header.
    package static let byteCount = 10

    package init(bodyByteCount: Int, streamID: UInt32, kind: FrameKind) {
        self.bodyByteCount = bodyByteCount
        self.streamID = streamID
        self.kindByte = kind.rawValue
    }

    /// Reads the header at the start of `bytes`; nil while fewer than ten bytes are there.
    package init?(decoding bytes: RawSpan) {
        guard bytes.byteCount >= Self.byteCount else { return nil }
        bodyByteCount = Int(bytes.bigEndian32(at: 0))
        streamID = bytes.bigEndian32(at: 4)
        kindByte = bytes.byte(at: 8)
    }

    /// The type, nil for a type byte nobody has defined.
    package var kind: FrameKind? { FrameKind(rawValue: kindByte) }

    /// Header and body together.
    package var frameByteCount: Int { Self.byteCount + bodyByteCount }

    /// Whether the id is one that a connecting side may open: odd.
    package var isClientStream: Bool { streamID & 1 == 1 }

    /// Appends the ten bytes.
    package func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: UInt32(truncatingIfNeeded: bodyByteCount))
        output.append(bigEndian: streamID)
        output.append(kindByte)
        output.append(0)
    }
}
