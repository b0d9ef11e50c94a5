internal import Clock
internal import NIOCore
internal import TTRPC

/// What a client knows about its calls: a value behind a lock, so that any thread may submit. Its methods say what is to be done and do nothing
/// themselves.
///
/// Calls that wait take turns, the oldest first, until that one has waited for half of its time. From then on, until its time is over, the newest is
/// first: with more calls than the server answers, or after it has stalled, the oldest would be sent with no time left, fail, and leave the next one as
/// late as it was. The newest have all of their time, so whatever the server can do succeeds; the others end by their deadlines and surely did not run.
struct ClientState {
    enum Phase {
        case idle
        case connecting
        case open
        case closed
    }

    /// A caller to wake, outside the lock.
    struct Wake {
        let continuation: UnsafeContinuation<ClientReply, Never>
        let reply: ClientReply
    }

    private(set) var phase = Phase.idle
    /// Calls that were given to the socket.
    private var open = OpenStreams<ClientCall>()
    /// Calls that the server surely has not seen. Those that were given up stay until their turn, or until the alarm rings.
    private var waiting = CircularBuffer<ClientCall>()
    /// Calls whose deadline passed before it was their turn; the alarm is about to say so.
    private var late: [ClientCall] = []
    private let firstStreamID: UInt32
    private var nextStreamID: UInt32
    private var isFlushWanted = false
    private var earliestDeadline: MonotonicTime?

    /// Calls that may wait while 256 are open, the server does not read, or the channel is being connected.
    private static let waitingCountMax = 65_536
    /// Frames leave in writes of about this size.
    private static let outputByteCountMax = 256 << 10
    /// How long an id stays taken after its caller gave up: by then the server has answered.
    private static let graceTime: Duration = .seconds(1)

    init(firstStreamID: UInt32) {
        self.firstStreamID = firstStreamID
        nextStreamID = firstStreamID
    }

    // MARK: Submitting

    enum Submission {
        case accepted(mustConnect: Bool, mustFlush: Bool)
        case failed(ClientTransportError)
    }

    /// Takes a call over. Its frame is written at the end of this burst or, when it is not its turn yet, later.
    mutating func submit(_ call: ClientCall) -> Submission {
        if call.isCancelled { return .failed(.cancelled(mayHaveRun: false)) }
        if phase == .closed { return .failed(.closed(mayHaveRun: false)) }
        guard waiting.count < Self.waitingCountMax else { return .failed(.tooManyWaiting) }
        waiting.append(call)
        let mustConnect = phase == .idle
        if mustConnect { phase = .connecting }
        // A deadline that comes before all others wants the loop's attention as well.
        let isEarliest = earliestDeadline.map { call.deadline < $0 } ?? true
        if isEarliest { earliestDeadline = call.deadline }
        let mayStart = phase == .open && open.count < WireLimits.callsInFlightMax
        let mustFlush = !isFlushWanted && (mayStart || isEarliest)
        if mustFlush { isFlushWanted = true }
        return .accepted(mustConnect: mustConnect, mustFlush: mustFlush)
    }

    // MARK: The channel

    /// False: nobody wants the channel any more.
    mutating func opened() -> Bool {
        guard phase == .connecting else { return false }
        phase = .open
        nextStreamID = firstStreamID
        return true
    }

    struct Output {
        var bytes = ByteBuffer()
        /// When to look at the deadlines.
        var deadline: MonotonicTime?
        /// Whether one write was not enough.
        var hasMore = false
    }

    /// Starts the calls whose turn it is, if `mayWrite`: whatever is returned must be written.
    mutating func takeOutput(mayWrite: Bool, _ now: MonotonicTime) -> Output {
        isFlushWanted = false
        var output = Output(deadline: earliestDeadline)
        guard mayWrite, phase == .open, !waiting.isEmpty else { return output }
        while !output.hasMore, open.count < WireLimits.callsInFlightMax, let call = takeNext(now) {
            guard call.isAwaited else { continue }
            guard call.deadline > now else {
                late.append(call)
                continue
            }
            call.send(as: start(call), at: now, into: &output.bytes)
            output.hasMore = output.bytes.readableBytes >= Self.outputByteCountMax
        }
        return output
    }

    /// The newest waiting call while the oldest one has less than half of its time left, else the oldest.
    private mutating func takeNext(_ now: MonotonicTime) -> ClientCall? {
        guard let oldest = waiting.first else { return nil }
        let isOverdue = oldest.isAwaited && oldest.halfTime <= now && now < oldest.deadline
        return isOverdue ? waiting.removeLast() : waiting.removeFirst()
    }

    /// Gives the call the next free id.
    private mutating func start(_ call: ClientCall) -> UInt32 {
        while open.contains(nextStreamID) { nextStreamID &+= 2 }
        defer { nextStreamID &+= 2 }
        open.insert(call, id: nextStreamID)
        return nextStreamID
    }

    /// A reply has come: who waited for it. Nil when nobody does any more.
    mutating func replied(_ id: UInt32) -> UnsafeContinuation<ClientReply, Never>? {
        open.remove(id)?.settle()
    }

    /// The channel is gone, or was never there.
    mutating func lost(_ error: ClientTransportError? = nil) -> [Wake] {
        if phase != .closed { phase = .idle }
        return failAll { error ?? .lost(mayHaveRun: $0) }
    }

    mutating func close() -> [Wake] {
        phase = .closed
        return failAll { .closed(mayHaveRun: $0) }
    }

    private mutating func failAll(_ error: (_ mayHaveRun: Bool) -> ClientTransportError) -> [Wake] {
        let calls = open.removeAll() + late + waiting
        late.removeAll()
        waiting.removeAll()
        return calls.compactMap { call in
            call.settle().map { Wake(continuation: $0, reply: .failure(error(call.isSent))) }
        }
    }

    // MARK: Giving up

    /// The caller is gone: a waiting call will not be sent, an open one keeps its id until the server has answered.
    mutating func cancel(_ call: ClientCall) -> Wake? {
        call.cancel().map { Wake(continuation: $0, reply: .failure(.cancelled(mayHaveRun: call.isSent))) }
    }

    /// Ends the wait of everybody whose deadline has passed. That is a look at every call, so the next one comes some time later, the later the more
    /// calls there are: else a client that asks for more than it gets would do nothing else.
    mutating func expire(_ now: MonotonicTime) -> (wakes: [Wake], next: MonotonicTime?) {
        var wakes: [Wake] = []
        var next: MonotonicTime?
        func look(_ call: ClientCall) {
            if call.deadline <= now, let continuation = call.settle() {
                wakes.append(Wake(continuation: continuation, reply: .failure(.deadlineExceeded(mayHaveRun: call.isSent))))
                call.deadline = now + Self.graceTime
            }
            if call.deadline > now { next = min(next ?? call.deadline, call.deadline) }
        }
        for (id, call) in open.entries {
            look(call)
            if call.deadline <= now { open.remove(id) }
        }
        late.forEach(look)
        late.removeAll()
        waiting.forEach(look)
        waiting.removeAll { !$0.isAwaited }
        earliestDeadline = next.map { max($0, now + .microseconds(500 + waiting.count / 4)) }
        return (wakes, earliestDeadline)
    }
}
