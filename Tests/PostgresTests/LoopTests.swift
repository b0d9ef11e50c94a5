import Clock
import Foundation
import Postgres
import Testing
import Transport

/// Pools whose answers an event loop takes in.
struct LoopTests {
    @Test func `an answer that a loop takes in wakes no thread of the pool`() async throws {
        var wakeUps: [Receiver: Int] = [:]
        for receiver in Receiver.allCases {
            try await withPool("woken", receiver: receiver) { pool, _ in
                let caller = try #require(Receiver.loop.loop)
                let before = try Self.wakeUpsOfPoolThreads
                for number in 0..<500 as Range<Int64> {
                    let results = try await run(.read((SQL.number, bind(number))), on: caller, in: pool)
                    #expect(try results[0].int64(0, 0) == number)
                }
                wakeUps[receiver] = try Self.wakeUpsOfPoolThreads - before
            }
        }
        #expect(wakeUps[.thread, default: 0] >= 500)
        #expect(wakeUps[.loop, default: 500] < 50)
    }

    @Test func `while the thread connects lost sessions anew, every answer comes`() async throws {
        try await withPool("missed") { pool, plain in
            let caller = try #require(Receiver.loop.loop)
            for number in 0..<200 as Range<Int64> {
                // Each lost session is connected anew by the thread, which is at the sessions while answers come.
                if number % 20 == 0 {
                    _ = try plain.query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'missed' AND random() < .5")
                }
                let results = try await run(.read((SQL.number, bind(number))), on: caller, in: pool)
                #expect(try results[0].int64(0, 0) == number)
            }
        }
    }

    private func run(_ segment: Segment, on caller: EventLoopExecutor, in pool: SessionPool) async throws -> Results {
        try await withCheckedThrowingContinuation { continuation in
            caller.execute {
                _ = pool.run(segment, until: .now + .seconds(20), on: caller) { continuation.resume(with: $0) }
            }
        }
    }

    /// How often the threads of all pools have slept and gone on.
    private static var wakeUpsOfPoolThreads: Int {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").reduce(0) { sum, thread in
                guard let status = try? String(contentsOfFile: "/proc/self/task/\(thread)/status", encoding: .utf8),
                    status.hasPrefix("Name:\tpostgres-pool\n"),
                    let count = status.split(separator: "\n").first(where: { $0.hasPrefix("voluntary_ctxt_switches:") })
                else { return sum }
                return sum + (Int(count.split(separator: "\t").last ?? "") ?? 0)
            }
        }
    }
}
