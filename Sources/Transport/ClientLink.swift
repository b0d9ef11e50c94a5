internal import Clock
internal import NIOCore
internal import Synchronization

/// What the callers of a client and its channel share: any thread submits, the event loop writes, reads and watches the clock.
final class ClientLink: BurstWriter, NIOScheduledCallbackHandler, @unchecked Sendable {
    // Invariant of @unchecked Sendable: `channel` and `alarm` are only touched on the event loop.
    let executor: EventLoopExecutor
    private let state: Mutex<ClientState>
    private var channel: (any Channel)?
    private var alarm = Alarm()

    init(executor: EventLoopExecutor, firstStreamID: UInt32) {
        self.executor = executor
        state = Mutex(ClientState(firstStreamID: firstStreamID))
    }

    // MARK: From any thread

    /// True: somebody has to connect.
    func submit(_ call: ClientCall, _ continuation: UnsafeContinuation<ClientReply, Never>) -> Bool {
        let submission = state.withLock { state in
            let submission = state.submit(call)
            if case .accepted = submission { call.await(with: continuation) }
            return submission
        }
        switch submission {
        case .failed(let error):
            continuation.resume(returning: .failure(error))
            return false
        case .accepted(let mustConnect, let mustFlush):
            if mustFlush { flushSoon() }
            return mustConnect
        }
    }

    func cancel(_ call: ClientCall) {
        if let wake = state.withLock({ $0.cancel(call) }) { resume([wake]) }
    }

    /// Nobody is left to call: the channel, which knows this link, must not live on for it.
    func abandon() {
        let mustClose = state.withLock { $0.phase == .connecting || $0.phase == .open }
        if mustClose { executor.eventLoop.execute { _ = self.close() } }
    }

    private func flushSoon() {
        if executor.eventLoop.inEventLoop {
            executor.flushLater(self)
        } else {
            executor.eventLoop.execute { self.executor.burst { self.executor.flushLater(self) } }
        }
    }

    private func resume(_ wakes: [ClientState.Wake]) {
        for wake in wakes { wake.continuation.resume(returning: wake.reply) }
    }

    // MARK: On the event loop

    func opened(_ channel: any Channel) {
        guard state.withLock({ $0.opened() }) else { return channel.close(promise: nil) }
        self.channel = channel
        flushSoon()
    }

    /// The channel has ended, or never began.
    func lost(_ error: ClientTransportError? = nil) {
        channel = nil
        resume(state.withLock { $0.lost(error) })
    }

    func close() -> EventLoopFuture<Void> {
        alarm.clear()
        resume(state.withLock { $0.close() })
        guard let channel else { return executor.eventLoop.makeSucceededVoidFuture() }
        channel.close(promise: nil)
        return channel.closeFuture
    }

    /// Hands the replies of one read to their callers, under one lock.
    func received(_ replies: [(id: UInt32, reply: ClientReply)]) {
        let awaited = state.withLock { state in replies.map { state.replied($0.id) } }
        executor.burst {
            for (continuation, reply) in zip(awaited, replies) { continuation?.resume(returning: reply.reply) }
            executor.flushLater(self)
        }
    }

    func flushBurst() {
        var hasMore = true
        while hasMore {
            let mayWrite = channel?.isWritable ?? false
            let output = state.withLock { $0.takeOutput(mayWrite: mayWrite, .now) }
            if let deadline = output.deadline { alarm.set(for: deadline, on: executor.eventLoop, handler: self) }
            if output.bytes.readableBytes > 0 { channel?.writeAndFlush(output.bytes, promise: nil) }
            hasMore = output.hasMore
        }
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        alarm.clear()
        let (wakes, next) = state.withLock { $0.expire(.now) }
        executor.burst {
            resume(wakes)
            if let next { alarm.set(for: next, on: executor.eventLoop, handler: self) }
            executor.flushLater(self)
        }
    }
}
