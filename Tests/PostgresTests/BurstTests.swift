import Clock
import Postgres
import Synchronization
import Testing

/// Callers that submit in bursts and send at their end what they have submitted.
struct BurstTests {
    /// A thread of callers whose bursts end when it is told.
    private final class Caller: CallerLoop {
        private struct State {
            var poolsToSend: [SessionPool] = []
            var faults: [StorageFault?] = []
            var awaited: (count: Int, continuation: CheckedContinuation<[StorageFault?], Never>)?
        }

        private let state = Mutex(State())

        func sendAtEndOfBurst(_ pool: SessionPool) { state.withLock { $0.poolsToSend.append(pool) } }

        func execute(stepwise step: @escaping @Sendable () -> Bool) { while step() {} }

        func watch(counter: Int32, _ body: @escaping @Sendable () -> Void) async -> (@Sendable () async -> Void)? { nil }

        func submit(_ segments: [Segment], to pool: SessionPool, within limit: Duration = .seconds(20)) {
            for segment in segments {
                _ = pool.run(segment, until: .now + limit, on: self) { answer in
                    if case .failure(let fault) = answer { self.note(fault) } else { self.note(nil) }
                }
            }
        }

        /// How often sending was asked for in the burst that this ends.
        @discardableResult func endBurst() -> Int {
            let pools = state.withLock { state in
                defer { state.poolsToSend = [] }
                return state.poolsToSend
            }
            for pool in pools { pool.sendSubmitted() }
            return pools.count
        }

        /// What came of so many segments.
        func faults(of count: Int) async -> [StorageFault?] {
            await withCheckedContinuation { continuation in
                state.withLock { $0.awaited = (count, continuation) }
                resumeIfComplete()
            }
        }

        private func note(_ fault: StorageFault?) {
            state.withLock { $0.faults.append(fault) }
            resumeIfComplete()
        }

        private func resumeIfComplete() {
            state.withLock { state in
                guard let awaited = state.awaited, state.faults.count >= awaited.count else { return }
                state.awaited = nil
                awaited.continuation.resume(returning: state.faults)
            }
        }
    }

    @Test func `what is submitted in a burst is sent at its end, together`() async throws {
        try await withPool("burst", { $0.appReadSessions = 1 }) { pool, _ in
            #expect(await fault(pool, .read((SQL.number, bind(1)))) == nil)
            let before = pool.counters
            let caller = Caller()
            caller.submit((0..<12).map { .read((SQL.number, bind($0))) }, to: pool)
            #expect(caller.endBurst() == 1)
            #expect(await caller.faults(of: 12) == Array(repeating: nil, count: 12))
            #expect(pool.counters.segments == before.segments + 12)
            // Two if the thread, not yet asleep after the first read, has taken some of them itself.
            #expect(pool.counters.syncs <= before.syncs + 2)
        }
    }

    @Test func `a deadline that a caller brings while the thread sleeps is kept`() async throws {
        try await withPool("burst_deadline") { pool, _ in
            #expect(await fault(pool, .read((SQL.number, bind(1)))) == nil)
            let caller = Caller()
            caller.submit([.read((SQL.nap, bind32(500)))], to: pool, within: .milliseconds(20))
            caller.endBurst()
            #expect(await caller.faults(of: 1) == [.deadlineExceeded(mayHaveRun: false)])
        }
    }

    @Test func `callers on several threads and the pool's own get every answer`() async throws {
        try await withPool("burst_threads") { pool, _ in
            await withTaskGroup { group in
                for number in 0..<4 {
                    group.addTask { @concurrent in
                        let caller = Caller()
                        for _ in 0..<150 {
                            caller.submit((0..<5).map { .read((SQL.number, bind($0))) }, to: pool)
                            caller.endBurst()
                        }
                        #expect(await caller.faults(of: 750).allSatisfy { $0 == nil }, "caller \(number)")
                    }
                    group.addTask {
                        for _ in 0..<300 { #expect(await fault(pool, .read((SQL.number, bind(2)))) == nil) }
                    }
                }
            }
        }
    }

    @Test func `a read does not wait for a slow one on another session`() async throws {
        try await withPool("burst_slow", { $0.appReadSessions = 2 }) { pool, plain in
            let caller = Caller()
            caller.submit([.read((SQL.nap, bind32(60_000)))], to: pool)
            caller.endBurst()
            let napping = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = 'burst_slow'"
            try await plain.wait(until: napping, is: 1)
            caller.submit([.read((SQL.number, bind(1)))], to: pool)
            caller.endBurst()
            #expect(await caller.faults(of: 1) == [nil])
            #expect(try plain.number(napping) == 1)
            try plain.execute(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = 'burst_slow'")
            #expect(await caller.faults(of: 2).count == 2)
        }
    }
}
