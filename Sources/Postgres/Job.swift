internal import Clock

/// One segment on its way. The caller makes it and hands it over by submitting it.
///
/// Invariant for Sendable: until it is submitted only the caller touches it, afterwards only the pool's driver, under its lock, except for
/// `isSubmitted` and `isWithdrawn`, which are read and written under the inbox's lock, and for what `complete` reads, which the driver leaves alone
/// once it has handed the job back.
package final class Job: @unchecked Sendable {
    typealias Answer = Result<Results, StorageFault>

    enum Stage { case waiting, sent, answered }

    /// Where it was handed in; nil: nowhere.
    private let pool: SessionPool?
    let segment: Segment
    let deadline: MonotonicTime?
    let kind: SessionKind
    let parameterByteCount: Int
    /// Where the caller goes on; nil: where the driver is.
    let loop: (any CallerLoop)?
    var stage = Stage.waiting
    private var completion: (@Sendable (Answer) -> Void)?
    /// Why there are no results that count.
    private var fault: StorageFault?

    var isSubmitted = false
    var isWithdrawn = false

    /// Reads that differ from this one in nothing but their key, and that its statement answers, too.
    var companions: [Job] = []

    // What the server has said in the present attempt.
    private(set) var results: Results?
    var rejection: SQLRejection?
    var wasAborted = false

    // What happened in earlier attempts.
    var mustBeAlone = false
    var wasPreparedAgain = false
    var conflictCount = 0
    var lossCount = 0

    init(
        _ segment: Segment, in pool: SessionPool? = nil, until deadline: MonotonicTime? = nil, on loop: (any CallerLoop)? = nil,
        completion: @escaping @Sendable (Answer) -> Void
    ) {
        self.pool = pool
        self.segment = segment
        self.deadline = deadline
        self.loop = loop
        self.completion = completion
        kind = SessionKind(segment)
        parameterByteCount = segment.parameterByteCount
    }

    /// Has it answered with `cancelled` if it was not sent yet. May be called at any time, from any thread.
    package func withdraw() { pool?.withdraw(self) }

    /// Whether the statement of `other`, which is in the same batch, can answer it, too.
    func canJoin(_ other: Job) -> Bool { segment.canJoin(other.segment) }

    /// What the companions look up.
    var companionKeys: [RowKey] {
        var keys: [RowKey] = []
        keys.reserveCapacity(companions.count)
        for companion in companions { if let key = companion.segment.key { keys.append(key) } }
        return keys
    }

    /// This one and its companions.
    var group: [Job] { [self] + companions }

    /// Takes what one statement gave.
    func take(_ result: ResultSet) {
        if results == nil { results = Results(result) } else { results?.append(result) }
    }

    /// Settles what the caller will be told: why not, or what the server has said. The pool does this once.
    func settle(_ fault: StorageFault?) {
        stage = .answered
        self.fault = fault
    }

    /// Tells the caller at once why it was not taken in.
    func refuse(_ fault: StorageFault) {
        settle(fault)
        complete()
    }

    /// Tells the caller, on its thread.
    func complete() {
        guard stage == .answered, let completion = completion.take() else { return }
        // What comes in after a fault is not looked at: the driver may be at it.
        if let fault {
            completion(.failure(fault))
        } else if let results = results.take(), results.count == segment.stepCount {
            completion(.success(results))
        } else {
            completion(.failure(.unexpectedResult("not one result for each of \(segment.stepCount) statements")))
        }
    }

    func prepareForAnotherAttempt() {
        stage = .waiting
        results = nil
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
