/// A thread on which callers go on when they have their answers: it is handed them in bursts, so that it is woken once for many.
package protocol CallerLoop: AnyObject, Sendable {
    /// Runs `step` on the thread, some time, again and again until it is false.
    func execute(stepwise step: @escaping @Sendable () -> Bool)
}

/// A segment that was handed to a pool, for whoever does not want its answer any more.
package struct PendingSegment: Sendable {
    let pool: SessionPool
    let job: Job

    /// Has it answered with `cancelled` if it was not sent yet. May be called at any time, from any thread.
    package func withdraw() { pool.withdraw(job) }
}
