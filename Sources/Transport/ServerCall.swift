package import Clock
internal import NIOCore
package import TTRPC

/// One call on the server: an open stream, from its request to its answer.
///
/// Only touched on the event loop of its channel, which is where `CallService.answer` runs and goes on.
package final class ServerCall: @unchecked Sendable {
    // Invariant of @unchecked Sendable: every method that reads or changes what varies checks that it runs on the event loop.
    /// Who calls.
    package let peer: PeerIdentity
    /// When the frame arrived.
    package let arrival: MonotonicTime
    /// When the answer becomes worthless: counted from the arrival of the frame.
    package let deadline: MonotonicTime

    let streamID: UInt32
    private let channel: ServerChannel
    /// Whether it has its answer: from the service, or from the transport because its deadline passed.
    package private(set) var isAnswered = false
    /// Whether the service is done with it.
    private var isFinished = false
    /// What it waits for, for as long as somebody waits for the answer.
    private var awaited: (any Withdrawable)?

    init(channel: ServerChannel, streamID: UInt32, deadline: MonotonicTime) {
        self.peer = channel.peer
        arrival = channel.arrival
        self.channel = channel
        self.streamID = streamID
        self.deadline = deadline
    }

    /// What the service has remembered at an earlier call of the channel, for the next ones.
    package var memory: (any AnyObject & Sendable)? {
        get {
            channel.preconditionOnThread()
            return channel.serviceMemory
        }
        set {
            channel.preconditionOnThread()
            channel.serviceMemory = newValue
        }
    }

    /// Where the service goes on with it: what is run there writes its answers in one burst.
    package var loop: EventLoopExecutor { channel.loop.executor }

    /// Says what the call waits for, so that it is withdrawn with it.
    package func wait(for awaited: consuming any Withdrawable) {
        channel.preconditionOnThread()
        if !isAnswered { self.awaited = awaited }
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

    /// Gives up: the answer, when it comes, is dropped.
    func abandon() {
        isAnswered = true
        awaited?.withdraw()
        awaited = nil
    }

    private func settle() -> Bool {
        channel.preconditionOnThread()
        if !isFinished {
            isFinished = true
            channel.runningCallCount -= 1
        }
        guard !isAnswered else {
            channel.answerDropped()
            return false
        }
        isAnswered = true
        awaited = nil
        return true
    }
}
