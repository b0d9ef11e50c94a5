/// What is in flight on one session and what libpq must give next. No pointers, no clock: only order.
///
/// In pipeline mode libpq gives, oldest first, one result per statement, each followed by NULL, and one sync behind the last segment of a
/// batch (libpq manual, "Processing Results").
struct Pipeline {
    private enum Expectation { case result, terminator, sync }

    private struct Sent {
        let job: Job
        /// Its setup was sent with it, and answers first.
        let isSetUpHere: Bool
        var endsBatch = false

        var statementCount: Int { job.segment.stepCount + (isSetUpHere ? 1 : 0) }
    }

    /// A segment whose session was lost.
    struct Abandoned {
        let job: Job
        /// Surely: its commit can not have happened.
        let hasNotRun: Bool
    }

    private var sent = Ring<Sent>()
    private var expectation = Expectation.result
    /// Statements of the oldest segment that have answered.
    private var answeredCount = 0

    /// Batches whose sync has not come back.
    private(set) var syncCount = 0

    var isEmpty: Bool { sent.isEmpty }

    /// Segments in flight, companions among them.
    private(set) var segmentCount = 0

    var oldest: Job? { sent.first?.job }

    /// Statements that were sent for the oldest segment.
    var oldestStatementCount: Int { sent.first?.statementCount ?? 0 }

    /// The statement whose result comes next.
    var currentStatement: Statement? {
        guard let first = sent.first, answeredCount < first.statementCount else { return nil }
        if isAtSetup { return first.job.segment.setupStatement }
        return first.job.segment.statement(answeredCount - (first.isSetUpHere ? 1 : 0))
    }

    /// Whether what comes next belongs to the setup of the oldest segment.
    var isAtSetup: Bool { answeredCount == 0 && sent.first?.isSetUpHere ?? false }

    /// Visits all segments, companions among them.
    func forEach(_ body: (Job) -> Void) {
        sent.forEach {
            body($0.job)
            $0.job.companions.forEach(body)
        }
    }

    /// Takes a segment in; gives the setup that must be sent before its steps, unless the one before it in the batch is set up the same way.
    mutating func append(_ job: Job) -> Segment.Step? {
        var setup = job.segment.setup
        if let last = sent.last, !last.endsBatch, job.segment.isSetUpBy(last.job.segment) { setup = nil }
        sent.append(Sent(job: job, isSetUpHere: setup != nil))
        segmentCount += 1 + job.companions.count
        return setup
    }

    mutating func endBatch() {
        sent.updateLast { $0.endsBatch = true }
        syncCount += 1
    }

    /// A result came; false if it was not its turn.
    mutating func takeResult() -> Bool {
        guard expectation == .result, !isEmpty else { return false }
        expectation = .terminator
        return true
    }

    /// An error came: in place of a result, or before the sync if it was the commit that failed.
    mutating func takeError() {
        if expectation == .result { expectation = .terminator }
    }

    /// NULL came; gives the segment on which the server has said everything. A write is not among them: it waits for its sync.
    mutating func takeTerminator() -> Job? {
        guard expectation == .terminator, let first = sent.first else { return nil }
        expectation = .result
        answeredCount += 1
        guard answeredCount == first.statementCount else { return nil }
        guard first.endsBatch else {
            removeFirst()
            return first.job
        }
        expectation = .sync
        // Only a read that went well may be answered before the sync: anything else could be sent again while it is still the oldest here.
        return first.job.segment.effect == .read && first.job.hasSucceeded ? first.job : nil
    }

    /// A sync came; gives the segment that it ends, nil if it was not its turn.
    mutating func takeSync() -> Job? {
        guard expectation == .sync, let first = sent.first else { return nil }
        removeFirst()
        syncCount -= 1
        return first.job
    }

    /// Gives up everything.
    ///
    /// A segment commits when the server handles its sync, so it has surely not run without one. If the server itself said, in order, that
    /// it ends the session, nothing behind the oldest has run, nor the oldest unless all its results were there.
    mutating func abandon(endedByServer: Bool) -> [Abandoned] {
        let oldestAwaitsCommit = expectation == .sync
        let all = sent.removeAll()
        self = Pipeline()
        return all.enumerated().map { index, sent in
            Abandoned(job: sent.job, hasNotRun: !sent.endsBatch || (endedByServer && !(index == 0 && oldestAwaitsCommit)))
        }
    }

    private mutating func removeFirst() {
        if let first = sent.popFirst() { segmentCount -= 1 + first.job.companions.count }
        (answeredCount, expectation) = (0, .result)
    }
}
