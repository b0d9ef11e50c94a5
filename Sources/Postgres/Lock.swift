import Glibc

/// Something that several threads change, one at a time.
///
/// Not Swift's `Mutex`, which on Linux is a futex that hands its holder's priority on. Twice a daemon under load ended because such a one was unlocked while
/// others waited for it (“a thread which hasn't acquired the lock”): once where it was tried, for which up to Swift 6.3 at least it takes a futex shared
/// between processes (FUTEX_TRYLOCK_PI) instead of its private one, and once where it was not.
@safe final class Lock<Value>: @unchecked Sendable {
    // Invariant of @unchecked Sendable: `value` is only touched by whoever holds the mutex, which lives as long as this object and never moves.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Waits for the lock.
    func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&value)
    }

    /// Nil if somebody else holds it.
    func withLockIfFree<Result: Sendable>(_ body: (inout Value) -> Result) -> Result? {
        guard unsafe pthread_mutex_trylock(mutex) == 0 else { return nil }
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
