import CLinux
import Glibc
import Logging
import Synchronization

/// The loop that drives all sessions of a pool: takes what callers submitted, sends, receives, answers in bursts, keeps the timers.
///
/// Everything here is touched by its own thread only; callers meet it in the pool's inbox.
final class PoolThread {
    private let pool: SessionPool
    private let wakeDescriptor: Int32
    private let outbox = Outbox()
    private let lanes: [Lane]
    private let sessions: [Session]
    private let clock = ContinuousClock()

    private var submitted: [Job] = []
    private var polled: [pollfd] = []
    private var isStarted = false
    private var closesAt: ContinuousClock.Instant?

    /// When a session wants to be looked after, unless one changes before.
    private var nextSessionTimer: ContinuousClock.Instant?

    /// No deadline passes before this; nil when nobody has one.
    private var nextDeadline: ContinuousClock.Instant?

    init(_ pool: SessionPool, wakeDescriptor: Int32) {
        self.pool = pool
        self.wakeDescriptor = wakeDescriptor
        let outbox = self.outbox
        lanes = SessionKind.allCases.map { Lane($0, pool.configuration, pool.statements, outbox, pool.logger) }
        sessions = lanes.flatMap(\.sessions)
    }

    func run() {
        while true {
            let tookWork = exchange()
            outbox.completeAll()
            let now = clock.now
            if tookWork { takeIn(now) }
            runTimers(now)
            if outbox.takeStaleStatements() { for session in sessions { session.renewStatements(now) } }
            for job in outbox.takeAgain() { lanes[job.kind.rawValue].waiting.prepend(job) }
            for lane in lanes { lane.dispatch(now) }
            if closesAt != nil && sessions.allSatisfy(\.isIdle) && outbox.isEmpty { break }
            wait(now, mayBlock: !tookWork && outbox.isEmpty)
        }
        close()
    }

    // MARK: - Callers

    /// One lock per turn: publishes the counters, takes what has come; false (and asleep) if nothing has.
    private func exchange() -> Bool {
        refreshCounters()
        let isClosing = pool.inbox.withLock { inbox in
            for lane in lanes { inbox.waiting[lane.kind.rawValue] = lane.waiting.load }
            swap(&inbox.submitted, &submitted)
            for job in submitted { inbox.waiting[job.kind.rawValue].add(job) }
            for job in inbox.withdrawn where job.stage == .waiting {
                outbox.answer(job, .failure(.cancelled))
                nextDeadline = clock.now
            }
            inbox.withdrawn.removeAll(keepingCapacity: true)
            inbox.counters = outbox.counters
            inbox.isAsleep = submitted.isEmpty
            return inbox.phase == .closing
        }
        if isClosing && closesAt == nil { beginClosing() }
        return !submitted.isEmpty
    }

    private func takeIn(_ now: ContinuousClock.Instant) {
        for job in submitted where job.stage == .waiting {
            if let deadline = job.deadline {
                if deadline <= now {
                    outbox.answer(job, .failure(.deadlineExceeded(mayHaveRun: false)))
                    continue
                }
                nextDeadline = min(nextDeadline ?? deadline, deadline)
            }
            lanes[job.kind.rawValue].waiting.append(job)
        }
        submitted.removeAll(keepingCapacity: true)
    }

    private func refreshCounters() {
        outbox.counters.waiting = lanes.reduce(0) { $0 + $1.waiting.count }
        outbox.counters.inFlight = sessions.reduce(0) { $0 + $1.inFlightCount }
    }

    /// Publishes at once: whoever asks whether a session is ready may not find the answer of the turn before.
    private func countSessions() {
        outbox.counters.appRead = lanes[SessionKind.appRead.rawValue].sessionCounts
        outbox.counters.appLongRead = lanes[SessionKind.appLongRead.rawValue].sessionCounts
        outbox.counters.appWrite = lanes[SessionKind.appWrite.rawValue].sessionCounts
        outbox.counters.admin = lanes[SessionKind.admin.rawValue].sessionCounts
        pool.inbox.withLock { $0.counters = outbox.counters }
    }

    // MARK: - Sessions

    private func wait(_ now: ContinuousClock.Instant, mayBlock: Bool) {
        polled.removeAll(keepingCapacity: true)
        polled.append(pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0))
        for session in sessions { polled.append(pollfd(fd: session.descriptor, events: session.awaitedEvents, revents: 0)) }
        let timeoutMS = mayBlock ? millisecondsUntil(nextTimer, now) : 0
        guard unsafe poll(&polled, nfds_t(polled.count), timeoutMS) > 0 else { return }
        if polled[0].revents != 0 {
            var count = eventfd_t()
            _ = unsafe eventfd_read(wakeDescriptor, &count)
        }
        let woken = clock.now
        for (session, entry) in zip(sessions, polled.dropFirst()) where entry.revents != 0 { session.advance(entry.revents, woken) }
    }

    // MARK: - Timers

    private func runTimers(_ now: ContinuousClock.Instant) {
        if let nextDeadline, nextDeadline <= now { sweepDeadlines(now) }
        if let closesAt, closesAt <= now { for session in sessions { session.close(now) } }
        if outbox.takeSessionChange() || nextSessionTimer.map({ $0 <= now }) ?? false { lookAfterSessions(now) }
        for lane in lanes where lane.downSince != nil { lane.refuseIfUnavailable(now) }
    }

    private func lookAfterSessions(_ now: ContinuousClock.Instant) {
        let mayConnect = closesAt == nil
        for session in sessions { session.runTimers(now, mayConnect: mayConnect) }
        for lane in lanes { lane.noteSessions(now) }
        nextSessionTimer = sessions.lazy.compactMap { $0.nextTimer(now, mayConnect: mayConnect) }.min()
        countSessions()
        // At once: this turn may go on to sleep, and whoever is told that the pool has started may ask.
        pool.inbox.withLock { $0.counters = outbox.counters }
        if !isStarted { reportStart() }
    }

    /// Answers what is late, forgets what has been answered while it waited, and finds the next deadline.
    private func sweepDeadlines(_ now: ContinuousClock.Instant) {
        nextDeadline = nil
        for lane in lanes {
            lane.forEachUnanswered { job in
                guard let deadline = job.deadline else { return }
                if deadline <= now {
                    outbox.answer(job, .failure(.deadlineExceeded(mayHaveRun: job.stage == .sent && job.mayHaveRunOnceSent)))
                } else {
                    // Not more often than every millisecond: a sweep costs a look at every job.
                    let due = max(deadline, now + .milliseconds(1))
                    nextDeadline = min(nextDeadline ?? due, due)
                }
            }
            lane.forgetAnswered()
        }
    }

    private var nextTimer: ContinuousClock.Instant? {
        var next = nextDeadline
        func consider(_ instant: ContinuousClock.Instant?) { if let instant { next = min(next ?? instant, instant) } }
        consider(closesAt)
        consider(nextSessionTimer)
        for lane in lanes { consider(lane.unavailableAt) }
        return next
    }

    private func millisecondsUntil(_ instant: ContinuousClock.Instant?, _ now: ContinuousClock.Instant) -> Int32 {
        guard let instant else { return -1 }
        let (seconds, attoseconds) = (instant - now).components
        return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
    }

    // MARK: - Start and end

    private func reportStart() {
        let used = lanes.filter { !$0.sessions.isEmpty }
        let failed = used.first { $0.isHopeless }
        guard failed != nil || used.allSatisfy({ $0.sessionCounts.ready > 0 }) else { return }
        isStarted = true
        let waiter = pool.inbox.withLock { inbox in
            defer { inbox.startWaiter = nil }
            return inbox.startWaiter
        }
        waiter?.resume(returning: failed.map { .failure(.unavailable($0.lastFailure)) } ?? .success(()))
    }

    /// From here on only what has been sent goes on.
    private func beginClosing() {
        closesAt = clock.now + pool.configuration.shutdownGrace
        for lane in lanes { lane.close() }
    }

    private func close() {
        for session in sessions { session.close(clock.now) }
        for job in outbox.takeAgain() { outbox.answer(job, .failure(.unavailable("the session pool is shutting down"))) }
        refreshCounters()
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
