internal import Clock
import Logging

/// The sessions of one kind and the segments that wait for them.
final class Lane {
    let kind: SessionKind
    let sessions: [Session]
    var waiting = WaitingJobs()

    private let configuration: PoolConfiguration
    private let outbox: Outbox
    private var isOpen = true

    /// Since when no session has been ready; nil while one is.
    private(set) var downSince: MonotonicTime?

    init(
        _ kind: SessionKind, _ configuration: PoolConfiguration, _ statements: [Statement], _ outbox: Outbox, _ watches: Watches,
        _ logger: Logger
    ) {
        self.kind = kind
        self.configuration = configuration
        self.outbox = outbox
        let count =
            switch kind {
            case .appRead: configuration.appReadSessions
            case .appLongRead: configuration.appLongReadSessions
            case .appWrite: configuration.appWriteSessions
            case .admin: configuration.adminSessions
            }
        sessions = (0..<max(0, count)).map { index in
            let watchNumber = index * SessionKind.allCases.count + kind.rawValue
            return Session(kind, index, configuration, statements, outbox, watches, watchNumber: watchNumber, logger)
        }
    }

    /// The kind of the session that the watch calls so, and its place among these.
    static func place(ofWatchNumber number: Int) -> (kind: Int, index: Int) {
        let (index, kind) = number.quotientAndRemainder(dividingBy: SessionKind.allCases.count)
        return (kind, index)
    }

    /// Sends as much as the sessions have room for. What finds no room waits, and so gathers to larger batches.
    func dispatch(_ now: MonotonicTime) {
        if !isOpen { refuseWaiting(.unavailable("the session pool is shutting down")) }
        while let session = freest(), let first = popWaiting() {
            let segments = kind.onlyReads ? takeBatch(first) : [first]
            for segment in segments { session.send(segment, now) }
            session.sync(now)
        }
    }

    /// What shares a sync with `first`, which comes first; what one statement can answer is gathered as companions.
    private func takeBatch(_ first: Job) -> [Job] {
        let jobCountMax = readsPerSync
        var batch = [first]
        var jobCount = 1
        var byteCount = first.parameterByteCount
        while jobCount < jobCountMax, byteCount < configuration.syncByteCountMax, let next = waiting.first, next.mayShareSync(with: first) {
            _ = waiting.popFirst()
            guard next.stage == .waiting else { continue }
            if let leader = Self.leader(for: next, in: batch) {
                if leader.companions.isEmpty { leader.companions.reserveCapacity(min(jobCountMax - jobCount, waiting.count + 1)) }
                leader.companions.append(next)
            } else {
                batch.append(next)
            }
            jobCount += 1
            byteCount += next.parameterByteCount
        }
        return batch
    }

    /// The job whose statement can answer this one, too.
    private static func leader(for job: Job, in batch: [Job]) -> Job? {
        guard job.segment.key != nil else { return nil }
        for leader in batch.suffix(leadersLookedAt) where job.canJoin(leader) { return leader }
        return nil
    }

    /// Bounds the search where everybody asks something else.
    private static let leadersLookedAt = 8

    /// Shares a burst between the sessions that have room, unless it is too small to be worth a second one.
    private var readsPerSync: Int {
        let freeCount = sessions.count { $0.hasRoom }
        let share = (waiting.count + freeCount) / max(1, freeCount)
        return min(configuration.readsPerSyncMax, max(share, Self.readsWorthASync))
    }

    private static let readsWorthASync = 16

    private func freest() -> Session? {
        var best: Session?
        for session in sessions where session.hasRoom && session.syncsInFlight < best?.syncsInFlight ?? .max { best = session }
        return best
    }

    private func popWaiting() -> Job? {
        while let job = waiting.popFirst() { if job.stage == .waiting { return job } }
        return nil
    }

    func forEachUnanswered(_ body: (Job) -> Void) {
        waiting.forEach { if $0.stage != .answered { body($0) } }
        for session in sessions { session.forEachUnanswered(body) }
    }

    func forgetAnswered() {
        for job in waiting.removeAll() where job.stage == .waiting { waiting.append(job) }
    }

    // MARK: - Down

    /// When waiting for a session to come back ends.
    var unavailableAt: MonotonicTime? { waiting.isEmpty ? nil : downSince.map { $0 + configuration.unavailableAfter } }

    /// Connects sessions, and gives up those that take too long. Gives when to look again.
    ///
    /// - Parameter areAllWanted: false: one is enough, and is ready sooner where no others connect beside it.
    func lookAfterSessions(_ now: MonotonicTime, mayConnect: Bool, areAllWanted: Bool) -> MonotonicTime? {
        var next: MonotonicTime?
        for (index, session) in sessions.enumerated() {
            let mayConnect = mayConnect && (areAllWanted || index == 0)
            session.runTimers(now, mayConnect: mayConnect)
            if let timer = session.nextTimer(now, mayConnect: mayConnect) { next = min(next ?? timer, timer) }
        }
        downSince = sessions.contains(where: \.isReady) ? nil : downSince ?? now
        return next
    }

    func refuseIfUnavailable(_ now: MonotonicTime) {
        guard let unavailableAt, sessions.isEmpty || unavailableAt <= now else { return }
        refuseWaiting(.unavailable(lastFailure))
    }

    /// From here on what waits is refused.
    func close() { isOpen = false }

    private func refuseWaiting(_ fault: StorageFault) {
        for job in waiting.removeAll() { outbox.answer(job, fault) }
    }

    /// No session is ready and one has failed.
    var isHopeless: Bool { !sessions.contains(where: \.isReady) && sessions.contains { $0.failureCount > 0 } }

    var lastFailure: String { sessions.lazy.compactMap(\.lastFailure).first ?? "no session is ready" }

    var sessionCounts: PoolCounters.Sessions {
        var counts = PoolCounters.Sessions()
        for session in sessions {
            if session.isReady { counts.ready += 1 } else if session.isDown { counts.down += 1 } else { counts.connecting += 1 }
        }
        return counts
    }
}
