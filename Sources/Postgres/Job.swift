/// One segment on its way. The caller makes it and hands it over by submitting it.
///
/// Invariant for Sendable: until it is submitted only the caller touches it, afterwards only the pool's thread, except for `isSubmitted`
/// and `isWithdrawn`, which are read and written under the inbox's lock.
@safe final class Job: @unchecked Sendable {
    typealias Answer = Result<[ResultSet], StorageFault>

    enum Stage { case waiting, sent, answered }

    let segment: Segment
    let kind: SessionKind
    let parameterByteCount: Int
    var stage = Stage.waiting
    private var continuation: UnsafeContinuation<Answer, Never>?

    var isSubmitted = false
    var isWithdrawn = false

    /// Reads that differ from this one in nothing but their key, and that its statement answers, too.
    var companions: [Job] = []

    // What the server has said in the present attempt.
    var results: [ResultSet] = []
    var rejection: SQLRejection?
    var wasAborted = false

    // What happened in earlier attempts.
    var mustBeAlone = false
    var wasPreparedAgain = false
    var conflictCount = 0
    var lossCount = 0

    init(_ segment: Segment) {
        self.segment = segment
        kind = SessionKind(segment)
        parameterByteCount = segment.steps.reduce(segment.setup?.bindings.buffer.count ?? 0) { $0 + $1.1.buffer.count }
        results.reserveCapacity(segment.steps.count)
    }

    func setContinuation(_ continuation: UnsafeContinuation<Answer, Never>) { unsafe self.continuation = unsafe continuation }

    /// The id it looks up, if several of its kind can be one statement.
    var key: UInt128? {
        guard segment.steps.count == 1, segment.effect == .read, segment.steps[0].0.keyColumn != nil else { return nil }
        return segment.steps[0].1.key
    }

    /// Whether the statement of `other`, which is in the same batch, can answer it, too.
    func canJoin(_ other: Job) -> Bool {
        guard key != nil, other.key != nil else { return false }
        let (step, otherStep) = (segment.steps[0], other.segment.steps[0])
        return step.1.isLike(otherStep.1) && step.0 == otherStep.0 && segment.isSetUpBy(other.segment)
    }

    /// This one and its companions.
    var group: [Job] { [self] + companions }

    /// Resumes the caller; the second time nothing happens.
    func resume(_ answer: Answer) {
        guard let continuation = unsafe continuation else { return }
        unsafe self.continuation = nil
        unsafe continuation.resume(returning: answer)
    }

    func prepareForAnotherAttempt() {
        stage = .waiting
        results.removeAll(keepingCapacity: true)
        companions.removeAll()
        rejection = nil
        wasAborted = false
    }

    /// Whether it may join a sync that `first` began: what is set up for one is set up anew for the next, or is the same.
    func mayShareSync(with first: Job) -> Bool {
        !mustBeAlone && !first.mustBeAlone && segment.isSetUpLike(first.segment)
    }

    var hasSucceeded: Bool { rejection == nil && !wasAborted }

    var mayHaveRunOnceSent: Bool { segment.effect == .write }
}

/// What a session is for. Reads of the role `app` share syncs on sessions of theirs, long ones on others than short ones; everything else has a
/// sync of its own.
enum SessionKind: Int, CaseIterable {
    case appRead, appLongRead, appWrite, admin

    init(_ segment: Segment) {
        switch (segment.role, segment.effect) {
        case (.app, .read): self = segment.isLong ? .appLongRead : .appRead
        case (.app, .write): self = .appWrite
        case (.admin, _): self = .admin
        }
    }

    /// Whether the sessions are read-only.
    var onlyReads: Bool { self == .appRead || self == .appLongRead }
}
