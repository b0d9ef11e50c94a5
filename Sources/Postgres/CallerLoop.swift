/// A thread that makes calls in bursts and goes on with their answers in bursts, so that nothing is woken more often than once for many.
package protocol CallerLoop: AnyObject, Sendable {
    /// Has `sendSubmitted` called at the end of the burst that runs now. Called on the thread.
    func sendAtEndOfBurst(_ pool: SessionPool)

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
