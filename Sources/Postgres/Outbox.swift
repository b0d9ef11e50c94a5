import Synchronization

/// What the sessions have to tell, gathered over one turn of the pool's driver so that callers are resumed in one burst.
final class Outbox {
    private var answered: [Job] = []
    private var again: [Job] = []
    private var statementsAreStale = false
    private var sessionsHaveChanged = true
    var counters = PoolCounters()

    /// Whether another turn of the thread has something to do at once.
    var isEmpty: Bool { answered.isEmpty && again.isEmpty && !statementsAreStale && !sessionsHaveChanged }

    /// Says why not or, without a fault, what the server has said. The first answer counts; later ones (a result after the deadline) are dropped.
    func answer(_ job: Job, _ fault: StorageFault? = nil) {
        guard job.stage != .answered else { return }
        job.settle(fault)
        answered.append(job)
    }

    /// The segment surely left no trace: it goes to the front of its queue.
    func sendAgain(_ job: Job) {
        guard job.stage != .answered else { return }
        job.prepareForAnotherAttempt()
        counters.retries += 1
        again.append(job)
    }

    /// A lost session is a reason to try elsewhere once.
    func sendAgainAfterLoss(_ job: Job, _ reason: String) {
        job.lossCount += 1
        if job.lossCount > 1 { answer(job, .unavailable(reason)) } else { sendAgain(job) }
    }

    /// Prepared statements have gone stale on one session, so presumably on all.
    func reportStaleStatements() { statementsAreStale = true }

    func takeStaleStatements() -> Bool {
        defer { statementsAreStale = false }
        return statementsAreStale
    }

    /// A session came, went, or has another timer.
    func reportSessionChange() { sessionsHaveChanged = true }

    func takeSessionChange() -> Bool {
        defer { sessionsHaveChanged = false }
        return sessionsHaveChanged
    }

    func takeAgain() -> [Job] {
        defer { again.removeAll(keepingCapacity: true) }
        return again
    }

    /// Hands all that were answered back to their callers: neighbours of one thread, which is nearly always all of them, in one burst.
    func completeAll() {
        guard !answered.isEmpty else { return }
        let answered = self.answered
        self.answered = []
        self.answered.reserveCapacity(answered.count)
        var rest = answered[...]
        while let loop = rest.first.map(\.loop) {
            let burst = rest.prefix { $0.loop === loop }
            rest = rest.dropFirst(burst.count)
            if let loop { burst.complete(on: loop) } else { for job in burst { job.complete() } }
        }
    }
}

extension ArraySlice<Job> {
    /// Tells each caller, in order; when that takes long, the thread may do other things in between.
    fileprivate func complete(on loop: any CallerLoop) {
        let next = Atomic(startIndex)
        loop.execute(stepwise: {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < endIndex else { return false }
            self[index].complete()
            return index + 1 < endIndex
        })
    }
}
