internal import NIOCore
package import TTRPC

/// One call on the server: an open stream, from its request to its answer.
///
/// Only touched on the event loop of its channel, which is where `CallService.answer` runs and resumes.
package final class ServerCall: @unchecked Sendable {
    // Invariant of @unchecked Sendable: every method that reads or changes what varies checks that it runs on the event loop.
    /// Who calls.
    package let peer: PeerIdentity
    /// What is asked for: offsets into the body.
    package let envelope: RequestEnvelope
    /// When the frame arrived.
    package let arrival: ContinuousClock.Instant
    /// When the answer becomes worthless: counted from the arrival of the frame.
    package let deadline: ContinuousClock.Instant

    let streamID: UInt32
    private let channel: ServerChannel
    private var body: ByteBuffer
    private var task: Task<Void, Never>?
    /// Whether it has its answer: from its handler, or from the transport because its deadline passed.
    package private(set) var isAnswered = false

    init(channel: ServerChannel, streamID: UInt32, envelope: RequestEnvelope, body: ByteBuffer, deadline: ContinuousClock.Instant) {
        self.peer = channel.peer
        arrival = channel.arrival
        self.channel = channel
        self.streamID = streamID
        self.envelope = envelope
        self.body = body
        self.deadline = deadline
    }

    /// Lends the bytes of the request, which the offsets of `envelope` are about; empty after `releaseBody`.
    package func withBody<Result, Failure: Error>(_ use: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        channel.eventLoop.preconditionInEventLoop()
        let body = body
        return try use(body.readableBytesSpan)
    }

    /// Lets the read buffer go that this request shares with its neighbours: for handlers that wait long after they have decoded.
    package func releaseBody() {
        channel.eventLoop.preconditionInEventLoop()
        body = ByteBuffer()
    }

    /// Suspends the handler until that moment, unless it has passed; the channel goes on meanwhile.
    package func wait(until moment: ContinuousClock.Instant) async {
        let rest = moment - .now
        guard rest > .zero else { return }
        try? await channel.eventLoop.scheduleTask(in: TimeAmount(rest)) {}.futureResult.get()
    }

    /// Answers with a payload; `write` appends exactly `byteCount` bytes. A frame above 4 MiB becomes a refusal. Dropped when the call has
    /// been answered already, by its deadline for instance.
    package func succeed(byteCount: Int, _ write: (inout OutputRawSpan) -> Void) {
        guard settle() else { return }
        channel.sendReply(to: streamID, payloadByteCount: byteCount, write)
        channel.settled(streamID)
    }

    /// Answers with an error. Dropped when the call has been answered already.
    package func fail(_ status: Status) {
        guard settle() else { return }
        channel.sendFailure(to: streamID, status)
        channel.settled(streamID)
    }

    /// Has the call answered, or what is left of it run at once, up to its first suspension.
    func start(on executor: EventLoopExecutor) {
        guard let remainder = channel.service.answer(self) else { return channel.handlerReturned(self) }
        let task = Task.immediate(executorPreference: executor) { [self] in
            await remainder()
            channel.handlerReturned(self)
        }
        if !isAnswered { self.task = task }
    }

    /// Gives up: the answer, when it comes, is dropped.
    func abandon() {
        isAnswered = true
        task?.cancel()
        task = nil
    }

    private func settle() -> Bool {
        channel.eventLoop.preconditionInEventLoop()
        guard !isAnswered else {
            channel.answerDropped()
            return false
        }
        isAnswered = true
        task = nil
        return true
    }
}
