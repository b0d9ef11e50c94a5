/// What callers and the pool's driver hand each other, under one lock.
struct Inbox: Sendable {
    enum Phase: Sendable { case new, open, closing, closed }

    var phase = Phase.new
    var submitted = Ring<Job>()
    var withdrawn: [Job] = []

    /// What waits, by kind: submitted segments plus those in the driver's queues when it last looked.
    var waiting: InlineArray<4, WaitingLoad> = InlineArray(repeating: WaitingLoad())

    /// The thread waits, or is about to: whoever adds something wakes it, once.
    var isAsleep = false

    /// The caller that will send what was submitted, at the end of its burst.
    var sender: ObjectIdentifier?

    /// The loop was to receive while the thread was at it, and is to be told when that is done.
    var hasMissedReceiving = false

    var counters = PoolCounters()
    var watch: Watch?
    var loopWatch: LoopWatch?
    var startWaiter: CheckedContinuation<Result<Void, StorageFault>, Never>?
    var shutdownWaiters: [CheckedContinuation<Void, Never>] = []
    var thread: UInt?

    /// Nil if the job was taken in.
    mutating func submit(_ job: Job, _ configuration: PoolConfiguration) -> StorageFault? {
        switch phase {
        case .new: return .unavailable("the session pool has not been started")
        case .closing, .closed: return .unavailable("the session pool is shutting down")
        case .open: break
        }
        if job.isWithdrawn { return .cancelled }
        guard waiting[job.kind.rawValue].hasRoom(for: job, configuration) else { return .overloaded }
        waiting[job.kind.rawValue].add(job)
        job.isSubmitted = true
        submitted.append(job)
        return nil
    }

    mutating func withdraw(_ job: Job) {
        job.isWithdrawn = true
        if job.isSubmitted { withdrawn.append(job) }
    }

    /// What wakes the thread if it has to be woken; once per sleep.
    mutating func takeAlarm() -> Watch? {
        defer { isAsleep = false }
        return isAsleep ? watch : nil
    }

    /// Whether this caller has to be told to send at the end of its burst; once per burst.
    mutating func mustSend(_ caller: any CallerLoop) -> Bool {
        defer { sender = ObjectIdentifier(caller) }
        return sender != ObjectIdentifier(caller)
    }

    /// The thread may wait, if it is idle and nothing has come meanwhile. `isClosing`: as far as it knows.
    mutating func fallAsleep(isClosing: Bool, isIdle: Bool) -> Bool {
        isAsleep = isIdle && submitted.isEmpty && withdrawn.isEmpty && (isClosing || phase == .open)
        return isAsleep
    }
}
