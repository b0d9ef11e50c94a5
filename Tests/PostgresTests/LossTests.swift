import Clock
import Glibc
import Logging
import Postgres
import Testing

/// Sessions that are lost with segments on them, and servers that go away.
struct LossTests {
    @Test(arguments: Receiver.allCases) func `reads survive when their sessions are ended again and again`(_ receiver: Receiver)
        async throws
    {
        try await withPool("reads_survive", receiver: receiver) { pool, plain in
            try await withThrowingTaskGroup { group in
                for number in 0..<2_000 as Range<Int64> {
                    if number % 500 == 250 {
                        _ = try plain.query(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'reads_survive' LIMIT 1")
                    }
                    group.addTask {
                        let rows = try await pool.run(.read((SQL.number, bind(number))), until: .now + .seconds(20))
                        #expect(try rows[0].int64(0, 0) == number)
                    }
                    // A read is sent again once: the next session is ended only after all have been answered.
                    if number % 500 == 499 { try await group.waitForAll() }
                }
                try await group.waitForAll()
            }
            // Other sessions may have answered all before the ended ones were made anew.
            for _ in 0..<20_000 where pool.counters.reconnects == 0 { try await plain.wait(until: "SELECT 1", is: 1) }
            #expect(pool.counters.reconnects >= 1)
        }
    }

    @Test func `a write whose session the server ends while it waits has surely not run, and runs elsewhere`() async throws {
        try await withPool("ended") { pool, plain in
            try plain.execute("INSERT INTO notes VALUES (5000, '') ON CONFLICT (id) DO UPDATE SET body = ''")
            try plain.execute("BEGIN; UPDATE notes SET body = '' WHERE id = 5000")
            async let write = fault(pool, .write((SQL.bump, bind(5_000))), within: .seconds(20))
            try await plain.wait(until: Self.lockedCount("ended"), is: 1)
            let ended = try plain.query("\(Self.locked("ended", "pg_terminate_backend(pid)"))")
            #expect(ended == [["t"]])
            try await plain.wait(until: Self.lockedCount("ended"), is: 1)
            try plain.execute("COMMIT")
            #expect(await write == nil)
            #expect(try plain.query("SELECT body FROM notes WHERE id = 5000") == [["+"]])
            #expect(pool.counters.retries == 1)
        }
    }

    @Test(arguments: Receiver.allCases) func `every write is either acknowledged and kept, or not acknowledged with a reason that holds`(
        _ receiver: Receiver
    ) async throws {
        try await withPool("classified", receiver: receiver) { pool, plain in
            try plain.execute("DELETE FROM notes WHERE id BETWEEN 6000 AND 7999")
            var outcomes: [Int64: StorageFault?] = [:]
            try await withThrowingTaskGroup(of: (Int64, StorageFault?).self) { group in
                for id in 6_000..<8_000 as Range<Int64> {
                    if id % 200 == 100 {
                        _ = try plain.query(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'classified' AND random() < .4"
                        )
                    }
                    group.addTask { (id, await fault(pool, .insert(id), within: .seconds(20))) }
                    if id % 20 == 0, let (id, fault) = try await group.next() { outcomes[id] = fault }
                }
                for try await (id, fault) in group { outcomes[id] = fault }
            }
            let kept = Set(
                try plain.query("SELECT id FROM notes WHERE id BETWEEN 6000 AND 7999").compactMap { $0[0].flatMap { Int64($0) } })
            for (id, fault) in outcomes {
                switch fault {
                case nil: #expect(kept.contains(id), "acknowledged and gone")
                case .outcomeUnknown: break
                case .some(let fault): #expect(!kept.contains(id), "\(fault), but it was kept")
                }
            }
            #expect(outcomes.count == 2_000)
            #expect(outcomes.values.count { $0 == nil } > 1_000)
        }
    }

    @Test func `after a crash of the server a write is unknown, the pool comes back`() async throws {
        let cluster = PrivateCluster()
        try await withPool("crash", on: cluster, { $0.unavailableAfter = .seconds(20) }) { pool, plain in
            try plain.execute("INSERT INTO notes VALUES (1, '') ON CONFLICT (id) DO UPDATE SET body = ''")
            try plain.execute("BEGIN; UPDATE notes SET body = '' WHERE id = 1")
            async let write = fault(pool, .write((SQL.bump, bind(1))))
            try await plain.wait(until: Self.lockedCount("crash"), is: 1)
            cluster.crash()
            #expect(await write == .outcomeUnknown)
            #expect(await fault(pool, .read((SQL.number, bind(1))), within: .seconds(20)) == nil)
            #expect(await fault(pool, .insert(2), within: .seconds(20)) == nil)
            #expect(pool.counters.reconnects >= 1)
        }
        cluster.stop()
    }

    @Test func `a server that stays silent is given up; a write on it is unknown`() async throws {
        func settings(_ configuration: inout PoolConfiguration) {
            (configuration.statementTimeout, configuration.silenceGrace) = (.milliseconds(100), .milliseconds(100))
            configuration.appWriteSessions = 1
        }
        try await withPool("silent", settings) { pool, plain in
            let backends = try plain.query("SELECT pid FROM pg_stat_activity WHERE application_name = 'silent'").compactMap {
                $0[0].flatMap { Int32($0) }
            }
            for backend in backends { kill(backend, SIGSTOP) }
            #expect(await fault(pool, .write((SQL.number, bind(1)))) == .outcomeUnknown)
            for backend in backends { kill(backend, SIGCONT) }
            #expect(await fault(pool, .write((SQL.number, bind(1))), within: .seconds(20)) == nil)
        }
    }

    @Test func `reads that are slow together, each within its time, are sent again one by one and answered`() async throws {
        func settings(_ configuration: inout PoolConfiguration) {
            (configuration.statementTimeout, configuration.silenceGrace) = (.milliseconds(400), .milliseconds(100))
            (configuration.appReadSessions, configuration.readSyncsInFlightMax) = (1, 1)
        }
        try await withPool("slow_together", settings) { pool, _ in
            await withTaskGroup { group in
                for _ in 0..<9 { group.addTask { await fault(pool, .read((SQL.nap, bind32(120)))) } }
                for await fault in group { #expect(fault == nil) }
            }
            #expect(pool.counters.reconnects == 1, "the batch was given up")
        }
    }

    @Test(arguments: Receiver.allCases) func `without a server segments are refused as unavailable in time`(_ receiver: Receiver)
        async throws
    {
        let cluster = PrivateCluster()
        try await withPool("gone", on: cluster, receiver: receiver, { $0.unavailableAfter = .milliseconds(50) }) { pool, _ in
            cluster.stop()
            guard case .unavailable = await fault(pool, .insert(1)) else {
                _ = Issue.record("not unavailable")
                return
            }
            guard case .unavailable = await fault(pool, .read((SQL.number, bind(1)))) else {
                _ = Issue.record("not unavailable")
                return
            }
            #expect(pool.counters.appWrite.ready == 0)
        }
    }

    @Test func `a pool without a server does not start and says why in one line`() async throws {
        let pool = SessionPool(PoolConfiguration(url: "host=/nowhere user=nobody"), statements: [], logger: .init(label: "none"))
        await #expect { try await pool.start() } throws: { error in
            guard case StorageFault.unavailable(let reason) = error else { return false }
            return reason.contains("/nowhere") && !reason.contains("\n")
        }
        guard case .unavailable = await fault(pool, .insert(1)) else {
            _ = Issue.record("not unavailable")
            return
        }
    }

    @Test func `one session of each kind is enough to start, and comes before the others`() async throws {
        let plain = try PlainSession(PrivateCluster.shared.url("start"))
        try plain.execute("CREATE ROLE four LOGIN CONNECTION LIMIT 4; CREATE ROLE three LOGIN CONNECTION LIMIT 3")
        func pool(_ role: String) -> SessionPool {
            let url = "\(PrivateCluster.shared.url(role)) user=\(role)"
            return SessionPool(
                PoolConfiguration(url: url), statements: [SQL.number], logger: .init(label: role) { _ in SwiftLogNoOpLogHandler() })
        }
        let four = pool("four")
        try await four.start()
        let counters = four.counters
        #expect([counters.appRead, counters.appLongRead, counters.appWrite, counters.admin].map(\.ready) == [1, 1, 1, 1])
        #expect(await fault(four, .read((SQL.number, bind(1)))) == nil)
        await four.shutdown()
        await #expect { try await pool("three").start() } throws: { error in
            guard case StorageFault.unavailable(let reason) = error else { return false }
            return reason.contains("too many connections for role \"three\"")
        }
    }

    @Test func `a statement that does not parse stops the start and is named`() async throws {
        let broken = Statement(name: "broken", text: "SELEKT 1")
        let pool = SessionPool(
            PoolConfiguration(url: PrivateCluster.shared.url("broken")), statements: [broken], logger: .init(label: "broken"))
        await #expect { try await pool.start() } throws: { error in
            guard case StorageFault.unavailable(let reason) = error else { return false }
            return reason.contains("broken") && reason.contains("syntax")
        }
    }

    private static func lockedCount(_ name: String) -> String { locked(name, "count(*)") }

    private static func locked(_ name: String, _ what: String) -> String {
        "SELECT \(what) FROM pg_stat_activity WHERE application_name = '\(name)' AND wait_event_type = 'Lock'"
    }
}
