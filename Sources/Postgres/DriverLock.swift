import Glibc

/// The lock under which a pool keeps its driver: the thread waits for it, for as long as a caller sends, and callers only try it.
///
/// Not Swift's `Mutex`: up to Swift 6.3 at least, what that tries on Linux is a futex shared between processes (FUTEX_TRYLOCK_PI), while it locks and unlocks a
/// private one. Where a lock is tried while others wait for it, the next unlocking ends the process (“a thread which hasn't acquired the lock”).
@safe final class DriverLock: @unchecked Sendable {
    // Invariant of @unchecked Sendable: `driver` is only touched by whoever holds the mutex, which lives as long as this object and never moves.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var driver: PoolDriver?

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Waits for the lock.
    func withLock<Value: Sendable>(_ body: (inout PoolDriver?) -> Value) -> Value {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&driver)
    }

    /// Nil if somebody else holds it.
    func withLockIfFree<Value: Sendable>(_ body: (inout PoolDriver?) -> Value) -> Value? {
        guard unsafe pthread_mutex_trylock(mutex) == 0 else { return nil }
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&driver)
    }
}
