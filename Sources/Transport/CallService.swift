package import TTRPC

/// What a server does with the calls that reach it. All three are asked on the event loop of the channel concerned.
package protocol CallService: Sendable {
    /// Whether this process may call at all. Asked once per channel, when it is accepted, and again by `ServerTransport.recheckPeers`.
    func admits(_ peer: PeerIdentity) -> Admission

    /// Answers one call, by `succeed` or `fail`, exactly once: before it returns, or later on the call's loop. What is withdrawn because the deadline has
    /// passed or the peer is gone is answered all the same, with whatever error: until then the call counts as one of its channel's.
    ///
    /// - Parameters:
    ///   - envelope: what is asked for: offsets into the body.
    ///   - body: the bytes of the request, lent for as long as this runs.
    func answer(_ call: ServerCall, _ envelope: RequestEnvelope, in body: RawSpan)

    /// What a client is told when the transport itself refuses its call.
    func status(for refusal: TransportRefusal) -> Status
}

/// What a call waits for.
package protocol Withdrawable: AnyObject, Sendable {
    /// Nobody wants its answer any more.
    func withdraw()
}

/// What a service says about a process that connects.
package enum Admission: Sendable, Hashable {
    /// It may not call.
    case unknown
    /// It may call. `channelCountMax`: channels its user may have open, below the server's own limit; nil: that one alone.
    case known(channelCountMax: Int?)
}

/// Why the transport answered a call that no handler answered.
package enum TransportRefusal: Sendable, Hashable, CaseIterable {
    /// `admits` does not know the peer.
    case callerUnknown
    /// 256 calls of this channel are running.
    case tooManyCalls
    /// The limit of channels is reached: in all, of a user, or of this one.
    case tooManyChannels
    /// The body is longer than 1 MiB.
    case requestTooLarge
    /// The answer would exceed 4 MiB.
    case replyTooLarge
    /// The envelope does not decode.
    case malformedRequest
    /// A known metadata key came twice with different values.
    case duplicateMetadata(MetadataKey)
    /// An even stream id, or 0.
    case streamIDInvalid
    /// A call of that id is still open.
    case streamIDInUse
    /// The deadline passed before the answer was there.
    case deadlineExceeded
    /// The server is shutting down; the call surely did not run.
    case draining
    /// The answer had another length than was said: a bug.
    case answerBroken

    package static var allCases: [TransportRefusal] {
        let plain: [TransportRefusal] = [
            .callerUnknown, .tooManyCalls, .tooManyChannels, .requestTooLarge, .replyTooLarge, .malformedRequest, .streamIDInvalid,
            .streamIDInUse, .deadlineExceeded, .draining, .answerBroken,
        ]
        return plain + MetadataKey.allCases.map { .duplicateMetadata($0) }
    }
}
