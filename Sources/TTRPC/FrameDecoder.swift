/// What to do with the next unread bytes.
package enum FrameStep: Sendable, Hashable {
    /// Nothing can be decided yet; keep what is unread.
    case needMoreBytes
    /// A whole frame is there: a request for a server, a response for a client. Its body follows its header.
    case message(FrameHeader)
    /// A frame nobody asked for: its header is read here, its body is skipped by the steps that follow.
    case ignore(FrameHeader)
    /// A request that is answered with an error on its id; its body is skipped by the steps that follow.
    case refuse(FrameHeader, HeaderRefusal)
    /// Bytes of an unwanted body.
    case skip(byteCount: Int)
    /// The channel must be closed.
    case close(FrameError)

    /// How many of the unread bytes this step has used up.
    package var byteCount: Int {
        switch self {
        case .needMoreBytes, .close: 0
        case .message(let header): header.frameByteCount
        case .ignore, .refuse: FrameHeader.byteCount
        case .skip(let byteCount): byteCount
        }
    }
}

/// Why a request is refused on its header alone.
package enum HeaderRefusal: Sendable, Hashable {
    /// Longer than 1 MiB.
    case requestTooLarge
    /// Even or 0: a connecting side does not open such streams.
    case streamIDInvalid
}

/// Cuts a byte stream into frames. Fed with the unread bytes again and again, it never keeps any itself and never asks for room: a frame
/// that is too long is skipped as it arrives.
package struct FrameDecoder: Sendable {
    /// Whose ear this is.
    package enum Side: Sendable {
        case server
        case client
    }

    private let side: Side
    private var skipByteCountLeft = 0

    package init(_ side: Side) {
        self.side = side
    }

    /// Whether the rest of an unwanted body is still to come.
    package var isSkipping: Bool { skipByteCountLeft > 0 }

    /// Decides on the start of `unread`; the caller drops `byteCount` bytes of it and asks again.
    package mutating func next(_ unread: RawSpan) -> FrameStep {
        guard unread.byteCount > 0 else { return .needMoreBytes }
        if isSkipping {
            let byteCount = min(skipByteCountLeft, unread.byteCount)
            skipByteCountLeft -= byteCount
            return .skip(byteCount: byteCount)
        }
        guard unread.byte(at: 0) == 0 else { return .close(.frameTooLong) }
        guard let header = FrameHeader(decoding: unread) else { return .needMoreBytes }
        let step = decide(header)
        switch step {
        case .message where unread.byteCount < header.frameByteCount:
            return .needMoreBytes
        case .ignore, .refuse:
            skipByteCountLeft = header.bodyByteCount
            return step
        default:
            return step
        }
    }

    private func decide(_ header: FrameHeader) -> FrameStep {
        switch (side, header.kind) {
        case (.server, .request):
            if !header.isClientStream { return .refuse(header, .streamIDInvalid) }
            if header.bodyByteCount > WireLimits.requestByteCountMax { return .refuse(header, .requestTooLarge) }
            return .message(header)
        case (.client, .response):
            if header.bodyByteCount > WireLimits.frameByteCountMax { return .close(.frameTooLong) }
            return .message(header)
        default:
            return .ignore(header)
        }
    }
}
