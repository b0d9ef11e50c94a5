/// A thread that makes calls in bursts and goes on with their answers in bursts, so that nothing is woken more often than once for many.
package protocol CallerLoop: AnyObject, Sendable {
    /// Has `sendSubmitted` called at the end of the burst that runs now. Called on the thread.
    func sendAtEndOfBurst(_ pool: SessionPool)

    /// Runs `step` on the thread, some time, again and again until it is false.
    func execute(stepwise step: @escaping @Sendable () -> Bool)

    /// Runs `body` on the thread each time that the eventfd `counter` has been counted up, until the result is called. The descriptor is the loop's from
    /// then on. Nil: it can not, and has left the descriptor alone.
    func watch(counter: Int32, _ body: @escaping @Sendable () -> Void) async -> (@Sendable () async -> Void)?
}
