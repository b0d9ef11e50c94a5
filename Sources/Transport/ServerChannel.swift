internal import Clock
internal import Glibc
internal import NIOCore
internal import TTRPC

/// One channel of the server: bytes in, calls started, replies out. It is the whole pipeline; this file is its life, the others are its input,
/// its output and its clock.
final class ServerChannel: ChannelInboundHandler, BurstWriter, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    // Invariant of @unchecked Sendable: constants apart, everything is only touched on `eventLoop`.
    let eventLoop: any EventLoop
    /// The one that `eventLoop` runs on.
    private let thread = pthread_self()
    let peer: PeerIdentity
    let loop: ServerLoop
    /// Set for a channel that is only waiting to be told why it is not served.
    let refusal: TransportRefusal?

    // Life.
    var context: ChannelHandlerContext?
    private(set) var isClosing = false
    private var idlePromises: [EventLoopPromise<Void>] = []
    var alarm = Alarm()

    // Input.
    var decoder = FrameDecoder(.server)
    var input = ByteBuffer()
    var heldByteCount = 0
    var isInputHeld = false
    var isInputClosed = false
    var isProcessing = false
    /// When the oldest unfinished frame began to arrive.
    var partialSince: MonotonicTime?
    /// When the bytes at hand arrived.
    var arrival = MonotonicTime.now
    /// Whether the peer is read, and since when: before that, it was not the peer who was late.
    var isReading = true
    var readingSince = MonotonicTime.now

    // Calls. The service may still be at one whose deadline has passed: what it asked of others runs on.
    var open = OpenStreams<ServerCall>()
    var runningCallCount = 0
    var serviceMemory: (any AnyObject & Sendable)?

    // Output.
    var output = ByteBuffer()
    var isDirty = false
    var sentByteCount = 0
    var stall: OutputStall?

    init(loop: ServerLoop, peer: PeerIdentity, refusal: TransportRefusal?) {
        self.loop = loop
        self.peer = peer
        self.refusal = refusal
        eventLoop = loop.eventLoop
        eventLoop.preconditionInEventLoop()
    }

    /// Ends the process where this runs on another thread than that of `eventLoop`. What NIO offers for this copies the loop's existential each time.
    func preconditionOnThread() { precondition(pthread_self() == thread, "a call is only touched on its event loop") }

    var isAdmitted: Bool { refusal == nil }
    var openCallCount: Int { open.count }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.add(self)
        if isAdmitted {
            loop.counters.channelsAccepted += 1
        } else {
            loop.counters.channelsRefused += 1
            partialSince = arrival
            wake(at: arrival + loop.configuration.partialFrameTimeout)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        isClosing = true
        alarm.clear()
        for call in open.removeAll() { call.abandon() }
        idle()
        loop.remove(self)
        if isAdmitted {
            hold(0)
            loop.admissions.leave(uid: peer.uid)
        } else {
            loop.admissions.leaveRefused()
        }
        input = ByteBuffer()
        output = ByteBuffer()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        for call in open.removeAll() { call.abandon() }
        idle()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// A call has its answer, which is on its way.
    func settled(_ streamID: UInt32) {
        open.remove(streamID)
        if open.isEmpty { idle() }
    }

    /// Done when no call is open.
    func whenIdle() -> EventLoopFuture<Void> {
        guard !open.isEmpty else { return eventLoop.makeSucceededVoidFuture() }
        let promise = eventLoop.makePromise(of: Void.self)
        idlePromises.append(promise)
        return promise.futureResult
    }

    func idle() {
        for promise in idlePromises { promise.succeed() }
        idlePromises.removeAll()
        // After a half close the last reply is the end; the frames that wait for room in the output come first.
        if isInputClosed, !isProcessing, input.readableBytes == 0 { closeAfterOutput() }
    }

    /// Lets the output leave, then closes; what does not leave in time is lost.
    func closeAfterOutput() {
        guard !isClosing, let context else { return }
        isClosing = true
        updateReading()
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { _ in self.closeAtOnce() }
        let rest = output
        output = ByteBuffer()
        context.writeAndFlush(wrapOutboundOut(rest), promise: promise)
        stall = OutputStall(since: .now, writtenByteCount: writtenByteCount)
        wake(at: .now + loop.configuration.outputTimeout)
    }

    func closeAtOnce() {
        isClosing = true
        context?.close(promise: nil)
    }

    /// Cancels what runs and closes as soon as the output has left.
    func closeForGood() -> EventLoopFuture<Void> {
        guard let context else { return eventLoop.makeSucceededVoidFuture() }
        for call in open.removeAll() { call.abandon() }
        closeAfterOutput()
        return context.channel.closeFuture
    }
}
