/// A thread that makes calls in bursts and goes on with their answers in bursts, so that nothing is woken more often than once for many.
package protocol CallerLoop: AnyObject, Sendable {
    /// Has `sendSubmitted` called at the end of the burst that runs now. Called on the thread.
    func sendAtEndOfBurst(_ pool: SessionPool)

    /// Runs `step` on the thread, some time, again and again until it is false.
    func execute(stepwise step: @escaping @Sendable () -> Bool)
}
