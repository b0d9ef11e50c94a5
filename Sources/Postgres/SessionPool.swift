import CLinux
package import Clock
import Glibc
package import Logging
import Synchronization

/// Pipelined sessions to one database. What callers submit in a burst they send themselves, at its end, and the loop that the pool was started on receives:
/// waking a thread for that would cost more than doing it. A thread of the pool's own does what is rare. Whoever starts a pool shuts it down.
package final class SessionPool: Sendable {
    let configuration: PoolConfiguration
    let statements: [Statement]
    let logger: Logger
    let inbox = Lock(Inbox())
    /// The thread's; nil before its start and after its end.
    let driver = Lock<PoolDriver?>(nil)

    /// `statements` are prepared on every session when it connects.
    package init(_ configuration: PoolConfiguration, statements: [Statement], logger: Logger) {
        self.configuration = configuration
        self.statements = statements
        self.logger = logger
    }

    /// Connects; returns when one session of each kind is ready, the rest comes up behind.
    ///
    /// Throws `unavailable` with what libpq says when a kind has none; the pool is closed then.
    ///
    /// - Parameter loop: where most callers are: it receives what the server sends, so that no thread is woken between the two.
    package func start(on loop: (any CallerLoop)? = nil) async throws(StorageFault) {
        let loopWatch = try await LoopWatch(loop) { self.receive() }
        if loop != nil && loopWatch == nil {
            logger.notice("the kernel does not tell the event loop what it waits for: a thread receives instead")
        }
        let outcome = await withCheckedContinuation { continuation in
            if let fault = open(loopWatch, continuation) { continuation.resume(returning: .failure(fault)) }
        }
        if case .failure(let fault) = outcome {
            await shutdown()
            await loopWatch?.end()
            throw fault
        }
    }

    /// Runs one segment and gives one result per step. When a write returns it has been committed.
    ///
    /// - Parameter deadline: when the caller stops waiting; nil: as late as the sessions' statement timeout allows.
    package func run(_ segment: Segment, until deadline: MonotonicTime? = nil) async throws(StorageFault) -> Results {
        let waiter = Waiter()
        let job = Job(segment, in: self, until: deadline) { waiter.resume($0) }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiter.wait(continuation)
                submit(job)
            }
        } onCancel: {
            job.withdraw()
        }
        return try answer.get()
    }

    /// The same for callers that do not wait: they go on in `completion`, once, on `loop` or, if it could not be taken in, before this returns.
    package func run(
        _ segment: Segment, until deadline: MonotonicTime?, on loop: any CallerLoop,
        _ completion: @escaping @Sendable (Result<Results, StorageFault>) -> Void
    ) -> Job {
        let job = Job(segment, in: self, until: deadline, on: loop, completion: completion)
        submit(job)
        return job
    }

    /// Refuses new segments, finishes what has been sent within the grace, closes the sessions and ends the thread.
    package func shutdown() async {
        await withCheckedContinuation { continuation in
            let isOver = tell { inbox in
                if inbox.phase == .new { inbox.phase = .closed }
                if inbox.phase == .closed { return true }
                inbox.phase = .closing
                inbox.shutdownWaiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        // Its last act was to resume us: there is nothing left to wait for.
        let thread = inbox.withLock { inbox in
            defer { inbox.thread = nil }
            return inbox.thread
        }
        if let thread { pthread_join(thread, nil) }
        await inbox.withLock { inbox in
            defer { inbox.loopWatch = nil }
            return inbox.loopWatch
        }?.end()
    }

    /// What the pool has done and its state, as of the last turn of its thread.
    package var counters: PoolCounters { inbox.withLock { $0.counters } }

    private func submit(_ job: Job) {
        var fault: StorageFault?
        var alarm: Watch?
        var mustSend = false
        inbox.withLock { inbox in
            fault = inbox.submit(job, configuration)
            // What is refused is nothing to send or to wake the thread for, and comes in numbers when there is too much already.
            if fault != nil { return }
            if let caller = job.loop { mustSend = inbox.mustSend(caller) } else { alarm = inbox.takeAlarm() }
        }
        alarm?.wake()
        if mustSend { job.loop?.sendAtEndOfBurst(self) }
        if let fault { job.refuse(fault) }
    }

    /// Sends what was submitted, unless the thread is awake, which does so before it sleeps.
    package func sendSubmitted() {
        let isThreadAsleep = inbox.withLock { inbox in
            inbox.sender = nil
            return inbox.isAsleep
        }
        guard isThreadAsleep else { return }
        // Held, it is the thread's, which has just fallen asleep or is waking up.
        let mustWake = driver.withLockIfFree { $0?.takeLoopTurn([]) ?? true } ?? true
        if mustWake { inbox.withLock { $0.takeAlarm() }?.wake() }
    }

    /// Takes what the server has sent, unless the thread is at something.
    private func receive() {
        guard let loopWatch = inbox.withLock({ $0.loopWatch }) else { return }
        guard let mustWake = driver.withLockIfFree({ $0?.takeLoopTurn(loopWatch.ready()) ?? false }) else {
            let alarm = inbox.withLock { inbox in
                inbox.hasMissedReceiving = true
                return inbox.takeAlarm()
            }
            alarm?.wake()
            return
        }
        loopWatch.arm()
        if mustWake { inbox.withLock { $0.takeAlarm() }?.wake() }
    }

    /// Called by the thread when it has done what kept the loop from receiving.
    func receiveIfMissed() {
        let loopWatch = inbox.withLock { inbox in
            defer { inbox.hasMissedReceiving = false }
            return inbox.hasMissedReceiving ? inbox.loopWatch : nil
        }
        loopWatch?.arm()
    }

    func withdraw(_ job: Job) { tell { $0.withdraw(job) } }

    /// Changes the inbox and wakes the thread if it may be asleep.
    @discardableResult private func tell<Value>(_ change: (inout Inbox) -> Value) -> Value where Value: Sendable {
        let (value, alarm) = inbox.withLock { inbox in (change(&inbox), inbox.takeAlarm()) }
        alarm?.wake()
        return value
    }

    private func open(_ loopWatch: LoopWatch?, _ continuation: CheckedContinuation<Result<Void, StorageFault>, Never>) -> StorageFault? {
        let watch: Watch
        do throws(StorageFault) { watch = try Watch() } catch { return error }
        let watches = Watches(connecting: watch, connected: loopWatch?.watch ?? watch)
        return inbox.withLock { inbox in
            guard inbox.phase == .new else { return .unavailable("a session pool is started once") }
            guard let thread = startThread({ PoolThread(self, watches).run() }) else { return .unavailable("no thread could be started") }
            inbox.watch = watch
            inbox.loopWatch = loopWatch
            inbox.thread = thread
            inbox.startWaiter = continuation
            inbox.phase = .open
            return nil
        }
    }
}

func errnoText() -> String { unsafe String(cString: strerror(errno)) }

/// Runs `body` on a thread of its own; nil if there can be none.
private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    let box = unsafe Unmanaged.passRetained(ThreadBody(body))
    var thread = pthread_t()
    let error = unsafe pthread_create(
        &thread, nil,
        { argument in
            // The pointer is the box retained above; this takes that reference over.
            if let argument = unsafe argument { unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }, box.toOpaque())
    if error == 0 { return thread }
    unsafe box.release()
    return nil
}

/// Hands an answer to a task that waits for it.
private final class Waiter: Sendable {
    private let continuation = Mutex<CheckedContinuation<Job.Answer, Never>?>(nil)

    func wait(_ continuation: CheckedContinuation<Job.Answer, Never>) { self.continuation.withLock { $0 = continuation } }

    func resume(_ answer: Job.Answer) {
        let continuation = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: answer)
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
