internal import Clock
import Logging

/// Everything a pool does between two waits: takes what callers submitted, sends, receives, answers in bursts, keeps the timers.
///
/// Driven by the pool's thread and, where that sleeps, by callers that send and a loop that receives: by whoever holds the lock that the pool keeps it under.
final class PoolDriver {
    /// What the thread does next.
    enum Turn {
        /// Waits, -1 for ever.
        case wait(milliseconds: Int32)
        case end
    }

    private let pool: SessionPool
    private let outbox = Outbox()
    private let lanes: [Lane]
    private let sessions: [Session]

    private var submitted = Ring<Job>()
    private var isStarted = false
    private var closesAt: MonotonicTime?

    /// When a session wants to be looked after, unless one changes before.
    private var nextSessionTimer: MonotonicTime?

    /// No deadline passes before this; nil when nobody has one.
    private var nextDeadline: MonotonicTime?

    /// When the thread, asleep, wakes by itself; nil: never.
    private var wakesAt: MonotonicTime?

    init(_ pool: SessionPool, _ watches: Watches) {
        self.pool = pool
        let outbox = self.outbox
        lanes = SessionKind.allCases.map { Lane($0, pool.configuration, pool.statements, outbox, watches, pool.logger) }
        sessions = lanes.flatMap(\.sessions)
    }

    /// The thread's part: looks after the sessions of which the watch says that something has come, and does what is due.
    func takeTurn(_ ready: [Int]) -> Turn {
        let now = MonotonicTime.now
        advance(ready, now)
        takeSubmitted(now)
        outbox.completeAll()
        runTimers(now)
        if outbox.takeStaleStatements() { for session in sessions { session.renewStatements(now) } }
        for job in outbox.takeAgain() { lanes[job.kind.rawValue].waiting.prepend(job) }
        for lane in lanes { lane.dispatch(now) }
        if closesAt != nil && sessions.allSatisfy(\.isIdle) && outbox.isEmpty { return .end }
        guard fallAsleep() else { return .wait(milliseconds: 0) }
        return .wait(milliseconds: millisecondsUntil(wakesAt, now))
    }

    /// A loop's part, while the thread sleeps: receives what is ready, and sends. True: there is more to do, for which the thread is to be woken.
    func takeLoopTurn(_ ready: [Int]) -> Bool {
        let now = MonotonicTime.now
        advance(ready, now)
        takeSubmitted(now)
        if !ready.isEmpty { outbox.completeAll() }
        for lane in lanes { lane.dispatch(now) }
        publish { _ in }
        guard outbox.isEmpty, closesAt == nil || ready.isEmpty else { return true }
        guard let next = nextTimer else { return false }
        return wakesAt.map { next < $0 } ?? true
    }

    private func advance(_ ready: [Int], _ now: MonotonicTime) {
        for number in ready {
            let (kind, index) = Lane.place(ofWatchNumber: number)
            lanes[kind].sessions[index].advance(now)
        }
    }

    // MARK: - Callers

    /// Takes what has come in.
    private func takeSubmitted(_ now: MonotonicTime) {
        let isClosing = publish { inbox in
            swap(&inbox.submitted, &submitted)
            for job in inbox.withdrawn where job.stage == .waiting {
                outbox.answer(job, .cancelled)
                nextDeadline = now
            }
            inbox.withdrawn.removeAll(keepingCapacity: true)
            return inbox.phase == .closing
        }
        if isClosing && closesAt == nil { beginClosing() }
        while let job = submitted.popFirst() {
            guard job.stage == .waiting else { continue }
            if let deadline = job.deadline {
                if deadline <= now {
                    outbox.answer(job, .deadlineExceeded(mayHaveRun: false))
                    continue
                }
                nextDeadline = min(nextDeadline ?? deadline, deadline)
            }
            lanes[job.kind.rawValue].waiting.append(job)
        }
    }

    /// Says how much waits now, and what has been done.
    private func publish<Value: Sendable>(_ body: (inout Inbox) -> Value) -> Value {
        outbox.counters.waiting = lanes.reduce(0) { $0 + $1.waiting.count }
        outbox.counters.inFlight = sessions.reduce(0) { $0 + $1.inFlightCount }
        return pool.inbox.withLock { inbox in
            var waiting = inbox.waiting
            for lane in lanes { waiting[lane.kind.rawValue] = lane.waiting.load }
            inbox.submitted.forEach { job in waiting[job.kind.rawValue].add(job) }
            inbox.waiting = waiting
            inbox.counters = outbox.counters
            return body(&inbox)
        }
    }

    /// Whether the thread may wait until the next timer: there is nothing left to do, and nothing has come in meanwhile.
    private func fallAsleep() -> Bool {
        wakesAt = nextTimer
        let (isClosing, isIdle) = (closesAt != nil, outbox.isEmpty)
        return publish { $0.fallAsleep(isClosing: isClosing, isIdle: isIdle) }
    }

    /// Publishes at once: whoever asks whether a session is ready may not find the answer of the turn before.
    private func countSessions() {
        outbox.counters.appRead = lanes[SessionKind.appRead.rawValue].sessionCounts
        outbox.counters.appLongRead = lanes[SessionKind.appLongRead.rawValue].sessionCounts
        outbox.counters.appWrite = lanes[SessionKind.appWrite.rawValue].sessionCounts
        outbox.counters.admin = lanes[SessionKind.admin.rawValue].sessionCounts
        publish { _ in }
    }

    // MARK: - Timers

    private func runTimers(_ now: MonotonicTime) {
        if let nextDeadline, nextDeadline <= now { sweepDeadlines(now) }
        if let closesAt, closesAt <= now { for session in sessions { session.close(now) } }
        if outbox.takeSessionChange() || nextSessionTimer.map({ $0 <= now }) ?? false { lookAfterSessions(now) }
        for lane in lanes where lane.downSince != nil { lane.refuseIfUnavailable(now) }
    }

    private func lookAfterSessions(_ now: MonotonicTime) {
        let mayConnect = closesAt == nil
        nextSessionTimer = nil
        for lane in lanes {
            if let next = lane.lookAfterSessions(now, mayConnect: mayConnect, areAllWanted: isStarted) {
                nextSessionTimer = min(nextSessionTimer ?? next, next)
            }
        }
        countSessions()
        if !isStarted { reportStart() }
    }

    /// Answers what is late, forgets what has been answered while it waited, and finds the next deadline.
    private func sweepDeadlines(_ now: MonotonicTime) {
        nextDeadline = nil
        for lane in lanes {
            lane.forEachUnanswered { job in
                guard let deadline = job.deadline else { return }
                if deadline <= now {
                    outbox.answer(job, .deadlineExceeded(mayHaveRun: job.stage == .sent && job.mayHaveRunOnceSent))
                } else {
                    // Not more often than every millisecond: a sweep costs a look at every job.
                    let due = max(deadline, now + .milliseconds(1))
                    nextDeadline = min(nextDeadline ?? due, due)
                }
            }
            lane.forgetAnswered()
        }
    }

    private var nextTimer: MonotonicTime? {
        var next = nextDeadline
        func consider(_ instant: MonotonicTime?) { if let instant { next = min(next ?? instant, instant) } }
        consider(closesAt)
        consider(nextSessionTimer)
        for lane in lanes { consider(lane.unavailableAt) }
        return next
    }

    private func millisecondsUntil(_ instant: MonotonicTime?, _ now: MonotonicTime) -> Int32 {
        guard let instant else { return -1 }
        return Int32(clamping: instant.nanoseconds(since: now) / 1_000_000 + 1)
    }

    // MARK: - Start and end

    private func reportStart() {
        let used = lanes.filter { !$0.sessions.isEmpty }
        let failed = used.first { $0.isHopeless }
        guard failed != nil || used.allSatisfy({ $0.sessionCounts.ready > 0 }) else { return }
        isStarted = true
        // For the sessions that have waited for this.
        nextSessionTimer = .now
        let waiter = pool.inbox.withLock { inbox in
            defer { inbox.startWaiter = nil }
            return inbox.startWaiter
        }
        waiter?.resume(returning: failed.map { .failure(.unavailable($0.lastFailure)) } ?? .success(()))
    }

    /// From here on only what has been sent goes on.
    private func beginClosing() {
        closesAt = MonotonicTime.now + pool.configuration.shutdownGrace
        for lane in lanes { lane.close() }
    }

    /// The last thing that is done.
    func close() {
        for session in sessions { session.close(MonotonicTime.now) }
        for job in outbox.takeAgain() { outbox.answer(job, .unavailable("the session pool is shutting down")) }
        countSessions()
        let (startWaiter, shutdownWaiters) = pool.inbox.withLock { inbox in
            inbox.phase = .closed
            defer { (inbox.startWaiter, inbox.shutdownWaiters) = (nil, []) }
            return (inbox.startWaiter, inbox.shutdownWaiters)
        }
        outbox.completeAll()
        startWaiter?.resume(returning: .failure(.unavailable("the session pool is shutting down")))
        for waiter in shutdownWaiters { waiter.resume() }
    }
}
