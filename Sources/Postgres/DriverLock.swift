import Glibc

/// The lock under which a pool keeps its driver. It is held for as long as a turn takes, and callers only try it: Swift's `Mutex`, a futex that inherits
/// priorities, ended the process under that once.
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
    func withLock<Value>(_ body: (inout PoolDriver?) -> Value) -> Value {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&driver)
    }

    /// Nil if somebody else holds it.
    func withLockIfAvailable<Value>(_ body: (inout PoolDriver?) -> Value) -> Value? {
        guard unsafe pthread_mutex_trylock(mutex) == 0 else { return nil }
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&driver)
    }
}
