import Glibc

/// The sessions that a loop waits for.
final class LoopWatch: Sendable {
    let watch: Watch
    private let doorbell: Doorbell
    private let stop: @Sendable () async -> Void

    /// Has `body` called on the loop when a session is ready, once. Nil where that can not be had.
    init?(_ loop: (any CallerLoop)?, _ body: @escaping @Sendable () -> Void) async throws(StorageFault) {
        guard let loop else { return nil }
        watch = try Watch()
        guard let doorbell = Doorbell(for: watch.descriptor) else { return nil }
        guard let stop = await loop.watch(counter: doorbell.counter, body) else {
            close(doorbell.counter)
            return nil
        }
        self.doorbell = doorbell
        self.stop = stop
    }

    /// The numbers of the sessions that are ready.
    func ready() -> [Int] {
        var ready: [Int] = []
        watch.wait(milliseconds: 0, &ready)
        return ready
    }

    /// Has the loop called again, once.
    func arm() { doorbell.arm() }

    /// The loop is not called any more.
    func end() async { await stop() }
}
