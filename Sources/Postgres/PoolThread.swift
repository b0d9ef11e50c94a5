import CLinux

/// The pool's own thread: waits for the server where no loop does, and for what callers do not do themselves.
final class PoolThread {
    private let pool: SessionPool
    private let watches: Watches

    init(_ pool: SessionPool, _ watches: Watches) {
        self.pool = pool
        self.watches = watches
    }

    func run() {
        unsafe tenon_name_thread("postgres-pool")
        pool.driver.withLock { $0 = PoolDriver(pool, watches) }
        var ready: [Int] = []
        while case .wait(let milliseconds) = pool.driver.withLock({ $0?.takeTurn(ready) ?? .end }) {
            pool.receiveIfMissed()
            watches.connecting.wait(milliseconds: milliseconds, &ready)
            // From here on it takes what is submitted, and callers need not try.
            pool.inbox.withLock { $0.isAsleep = false }
        }
        pool.driver.withLock { driver in
            driver?.close()
            driver = nil
        }
    }
}
