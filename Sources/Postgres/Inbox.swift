/// What callers and the pool's thread hand each other, under one lock.
struct Inbox: Sendable {
    enum Phase: Sendable { case new, open, closing, closed }

    var phase = Phase.new
    var wakeDescriptor: Int32 = -1

    var submitted: [Job] = []
    var withdrawn: [Job] = []

    /// What waits, by kind: submitted segments plus those in the thread's queues when it last looked.
    var waiting: InlineArray<4, WaitingLoad> = InlineArray(repeating: WaitingLoad())

    /// The thread is, or is about to be, in a blocking poll: whoever adds something writes to the descriptor once.
    var isAsleep = false

    var counters = PoolCounters()
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

    /// Whether the thread has to be woken; true once per sleep.
    mutating func mustWake() -> Bool {
        defer { isAsleep = false }
        return isAsleep
    }
}
