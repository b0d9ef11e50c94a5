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
                let before = try Self.wakeUpsOfPoolThreads
                for number in 0..<600 as Range<Int64> {
                    let results = try await run(.read((SQL.number, bind(number))), in: pool)
                    #expect(try results[0].int64(0, 0) == number)
                }
                wakeUps[receiver] = try Self.wakeUpsOfPoolThreads - before
            }
        }
        // One for each answer, but for what the thread finds when it has just looked.
        #expect(wakeUps[.thread, default: 0] >= 500)
        #expect(wakeUps[.loop, default: 500] < 50)
    }

    @Test func `while the thread connects lost sessions anew, every answer comes`() async throws {
        try await withPool("missed") { pool, plain in
            for number in 0..<200 as Range<Int64> {
                // A lost session is connected anew by the thread, which is at the sessions while answers come. One at a time: a read is sent again once.
                if number % 20 == 0 {
                    _ = try plain.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'missed' LIMIT 1")
                }
                let results = try await run(.read((SQL.number, bind(number))), in: pool)
                #expect(try results[0].int64(0, 0) == number)
            }
        }
    }

    /// As a call of the loop does.
    private func run(_ segment: Segment, in pool: SessionPool) async throws -> Results {
        try await withCheckedThrowingContinuation { continuation in
            Receiver.executor.execute {
                _ = pool.run(segment, until: .now + .seconds(20), on: Receiver.executor) { continuation.resume(with: $0) }
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
