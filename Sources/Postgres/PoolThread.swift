import CLinux
import Synchronization

/// The pool's own thread: waits for the server, and for what callers do not send themselves.
final class PoolThread {
    private let pool: SessionPool
    private let watch: Watch

    init(_ pool: SessionPool, _ watch: Watch) {
        self.pool = pool
        self.watch = watch
    }

    func run() {
        unsafe tenon_name_thread("postgres-pool")
        pool.driver.withLock { $0 = PoolDriver(pool, watch) }
        var ready: [Int] = []
        while case .wait(let milliseconds) = pool.driver.withLock({ $0?.takeTurn(ready) ?? .end }) {
            watch.wait(milliseconds: milliseconds, &ready)
            // From here on it takes what is submitted, and callers need not try.
            pool.inbox.withLock { $0.isAsleep = false }
        }
        pool.driver.withLock { driver in
            driver?.close()
            driver = nil
        }
    }
}
