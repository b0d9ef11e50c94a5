import Postgres
import Testing

/// What shares a sync, what does not, and who bears an error.
struct PipelineTests {
    @Test(arguments: Receiver.allCases) func `a thousand concurrent reads share syncs`(_ receiver: Receiver) async throws {
        try await withPool("reads", receiver: receiver) { pool, _ in
            try await withThrowingTaskGroup { group in
                for number in 0..<1_000 as Range<Int64> {
                    group.addTask {
                        let rows = try await pool.run(.read((SQL.number, bind(number))))
                        #expect(try rows[0].int64(0, 0) == number)
                    }
                }
                try await group.waitForAll()
            }
            #expect(pool.counters.segments == 1_000)
            #expect(pool.counters.syncs < 500)
            #expect(pool.counters.retries == 0)
        }
    }

    @Test func `a write has a sync of its own`() async throws {
        try await withPool("writes") { pool, plain in
            try plain.execute("DELETE FROM notes WHERE id BETWEEN 1000 AND 1199")
            try await withThrowingTaskGroup { group in
                for id in 1_000..<1_200 as Range<Int64> { group.addTask { _ = try await pool.run(.insert(id)) } }
                try await group.waitForAll()
            }
            #expect(pool.counters.segments == 200)
            #expect(pool.counters.syncs == 200)
            #expect(try plain.number("SELECT count(*) FROM notes WHERE id BETWEEN 1000 AND 1199") == 200)
        }
    }

    @Test(arguments: Receiver.allCases) func `a read that fails does not hurt its neighbours`(_ receiver: Receiver) async throws {
        try await withPool("neighbours", receiver: receiver, { $0.appReadSessions = 1 }) { pool, _ in
            await withTaskGroup { group in
                for divisor in 0..<200 as Range<Int32> {
                    group.addTask {
                        let fault = await fault(pool, .read((SQL.divide, bind32(divisor % 10))))
                        #expect(fault?.sqlState == (divisor % 10 == 0 ? "22012" : nil))
                    }
                }
            }
            #expect(pool.counters.inFlight == 0)
        }
    }

    @Test func `an error rolls the whole segment back and names its statement`() async throws {
        try await withPool("rollback") { pool, plain in
            try plain.execute("DELETE FROM notes WHERE id = 2000")
            let fault = await fault(pool, .write((SQL.insert, bind(2_000, "a")), (SQL.divide, bind32(0)), (SQL.actor, Bindings())))
            guard case .rejected(let rejection) = fault else {
                _ = Issue.record("\(String(describing: fault))")
                return
            }
            #expect(rejection.sqlState == "22012")
            #expect(rejection.statementName == "divide")
            #expect(!rejection.retryHelps)
            #expect(try plain.number("SELECT count(*) FROM notes WHERE id = 2000") == 0)
        }
    }

    @Test func `a violated constraint is named, and its prose stays out of the description`() async throws {
        try await withPool("constraint") { pool, plain in
            try plain.execute("INSERT INTO notes VALUES (2001, 'secret') ON CONFLICT DO NOTHING")
            guard case .rejected(let rejection) = await fault(pool, .insert(2_001)) else {
                _ = Issue.record("not refused")
                return
            }
            #expect(rejection.constraint == "notes_pkey")
            #expect(rejection.table == "notes")
            #expect("\(rejection)" == "SQLSTATE 23505 in insert, constraint notes_pkey, table notes")
        }
    }

    @Test func `a refusal at the commit itself is no success`() async throws {
        try await withPool("commit") { pool, _ in
            guard case .rejected(let rejection) = await fault(pool, .write((SQL.insertDeferred, bind(-1)))) else {
                _ = Issue.record("not refused")
                return
            }
            #expect(rejection.constraint == "replies_note")
            #expect(await fault(pool, .write((SQL.number, bind(1)))) == nil)
        }
    }

    @Test func `every segment runs for its own actor, whoever is before it and whatever fails around it`() async throws {
        try await withPool("actor", { ($0.appReadSessions, $0.appWriteSessions) = (1, 1) }) { pool, _ in
            await withTaskGroup { group in
                for index in 0..<600 {
                    group.addTask {
                        do {
                            // Neighbours share an actor as often as not.
                            let actor = "user:\(index / 4 % 3)"
                            switch index % 16 {
                            case 3:
                                let rows = try await pool.run(.read((SQL.actor, Bindings())))
                                #expect(try rows[0].optionalString(0, 0) == nil)
                            case 9:
                                let steps = [(SQL.divide, bind32(0))]
                                let segment = Segment(effect: .read, setup: (SQL.setActor, bind(actor)), steps: steps)
                                #expect(await fault(pool, segment)?.sqlState == "22012")
                            default:
                                let segment = Segment(
                                    effect: index % 5 == 1 ? .write : .read, setup: (SQL.setActor, bind(actor)),
                                    steps: [(SQL.actor, Bindings()), (SQL.actor, Bindings())])
                                let rows = try await pool.run(segment)
                                #expect(rows.count == 2)
                                for index in 0..<2 { #expect(try rows[index].string(0, 0) == actor) }
                            }
                        } catch {
                            Issue.record(error)
                        }
                    }
                }
            }
        }
    }

    @Test func `a read that writes is refused`() async throws {
        try await withPool("readonly") { pool, _ in
            #expect(await fault(pool, .read((SQL.insert, bind(3_000, "-"))))?.sqlState == "25006")
            #expect(pool.counters.reconnects == 0)
        }
    }

    @Test func `a dead-locked write is sent again`() async throws {
        try await withPool("deadlock") { pool, plain in
            try plain.execute("INSERT INTO notes VALUES (4000, ''), (4001, '') ON CONFLICT (id) DO UPDATE SET body = ''")
            // On one session they would run one after the other.
            while pool.counters.appWrite.ready < 2 { await Task.yield() }
            async let up = fault(pool, .write((SQL.bump, bind(4_000)), (SQL.nap, bind32(200)), (SQL.bump, bind(4_001))))
            async let down = fault(pool, .write((SQL.bump, bind(4_001)), (SQL.nap, bind32(200)), (SQL.bump, bind(4_000))))
            #expect(await [up, down] == [nil, nil])
            #expect(pool.counters.retries >= 1)
            #expect(try plain.query("SELECT body FROM notes WHERE id IN (4000, 4001)") == [["++"], ["++"]])
        }
    }

    @Test func `a statement whose result type has changed is prepared again`() async throws {
        try await withPool("changing") { pool, plain in
            #expect(await fault(pool, .read((SQL.all, Bindings()))) == nil)
            try plain.execute("ALTER TABLE changing ADD COLUMN IF NOT EXISTS more\(Int.random(in: 0..<1_000_000)) text")
            #expect(await fault(pool, .read((SQL.all, Bindings()))) == nil)
            #expect(await fault(pool, .write((SQL.all, Bindings()))) == nil)
            #expect(pool.counters.reconnects == 0)
        }
    }

    @Test func `a segment with too few parameters is refused and leaves the pool usable`() async throws {
        try await withPool("parameters") { pool, _ in
            #expect(await fault(pool, .read((SQL.number, Bindings())))?.sqlState == "08P01")
            #expect(await fault(pool, .read((SQL.number, bind(1)))) == nil)
        }
    }
}
