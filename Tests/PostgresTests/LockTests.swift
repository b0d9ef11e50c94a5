import Foundation
import Testing

@testable import Postgres

struct LockTests {
    @Test func `threads that change something under a lock lose none of their changes`() {
        let lock = Lock([0, 0])
        @Sendable func count(_ counts: inout [Int]) { for index in counts.indices { counts[index] += 1 } }
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for _ in 0..<20_000 {
                if thread.isMultiple(of: 2) {
                    lock.withLock(count)
                } else {
                    while lock.withLockIfFree(count) == nil { sched_yield() }
                }
            }
        }
        #expect(lock.withLock { $0 } == [160_000, 160_000])
    }

    @Test func `what is held is not free, and is again afterwards`() {
        let lock = Lock(1)
        lock.withLock { value in
            value = 2
            #expect(lock.withLockIfFree { $0 } == nil)
        }
        #expect(lock.withLockIfFree { $0 } == 2)
    }
}
