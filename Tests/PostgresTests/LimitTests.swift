import Logging
import Postgres
import Testing

/// Deadlines, bounds, cancellation and the end of a pool.
struct LimitTests {
    /// Runs `body` while a row is locked, so that a write on it stays under way as long as it takes.
    private func withLockedRow(_ id: Int64, _ plain: PlainSession, _ body: () async throws -> Void) async throws {
        try plain.execute("INSERT INTO notes VALUES (\(id), '') ON CONFLICT (id) DO UPDATE SET body = ''")
        try plain.execute("BEGIN; UPDATE notes SET body = '' WHERE id = \(id)")
        try await body()
        try plain.execute("COMMIT")
    }

    private func lockedCount(_ name: String) -> String {
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '\(name)' AND wait_event_type = 'Lock'"
    }

    @Test func `a sent write past its deadline may have run; a waiting one has not`() async throws {
        try await withPool("deadline", { ($0.appWriteSessions, $0.writesInFlightMax) = (1, 1) }) { pool, plain in
            try await withLockedRow(8_000, plain) {
                async let sent = fault(pool, .write((SQL.bump, bind(8_000))), within: .milliseconds(300))
                try await plain.wait(until: lockedCount("deadline"), is: 1)
                async let waiting = fault(pool, .write((SQL.bump, bind(8_000))), within: .milliseconds(30))
                #expect(await waiting == .deadlineExceeded(mayHaveRun: false))
                #expect(await sent == .deadlineExceeded(mayHaveRun: true))
            }
            #expect(await fault(pool, .write((SQL.bump, bind(8_000)))) == nil)
            #expect(try plain.query("SELECT body FROM notes WHERE id = 8000") == [["++"]])
            #expect(pool.counters.reconnects == 0)
        }
    }

    @Test func `a read past its deadline has left nothing, and a deadline in the past is not sent`() async throws {
        try await withPool("read_deadline") { pool, _ in
            #expect(await fault(pool, .read((SQL.nap, bind32(300))), within: .milliseconds(20)) == .deadlineExceeded(mayHaveRun: false))
            let sent = pool.counters.segments
            #expect(await fault(pool, .insert(8_100), within: .milliseconds(-1)) == .deadlineExceeded(mayHaveRun: false))
            #expect(pool.counters.segments == sent)
        }
    }

    @Test func `the statement timeout ends what no deadline ends`() async throws {
        try await withPool("timeout", { $0.statementTimeout = .milliseconds(50) }) { pool, _ in
            #expect(await fault(pool, .write((SQL.nap, bind32(60_000)))) == .deadlineExceeded(mayHaveRun: false))
            #expect(await fault(pool, .write((SQL.nap, bind32(1)))) == nil)
        }
    }

    @Test func `one segment more than may wait is refused as overloaded`() async throws {
        try await withPool("overload", { ($0.appWriteSessions, $0.writesInFlightMax, $0.waitingSegmentCountMax) = (1, 1, 10) }) {
            pool, plain in
            try await withLockedRow(8_200, plain) {
                await withTaskGroup { group in
                    group.addTask { await fault(pool, .write((SQL.bump, bind(8_200)))) }
                    do { try await plain.wait(until: lockedCount("overload"), is: 1) } catch { Issue.record(error) }
                    for _ in 0..<30 { group.addTask { await fault(pool, .write((SQL.bump, bind(8_200)))) } }
                    for _ in 0..<20 { #expect(await group.next() == .overloaded) }
                    #expect(await fault(pool, .read((SQL.number, bind(1)))) == nil, "reads have room of their own")
                    do { try plain.execute("COMMIT") } catch { Issue.record(error) }
                    for await fault in group { #expect(fault == nil) }
                }
            }
            #expect(try plain.number("SELECT length(body) FROM notes WHERE id = 8200") == 11)
        }
    }

    @Test func `more parameter bytes than may wait are refused as overloaded`() async throws {
        try await withPool("bytes", { ($0.appWriteSessions, $0.writesInFlightMax, $0.waitingByteCountMax) = (1, 1, 100_000) }) {
            pool, plain in
            let text = String(repeating: "x", count: 30_000)
            try await withLockedRow(8_250, plain) {
                await withTaskGroup { group in
                    group.addTask { await fault(pool, .write((SQL.bump, bind(8_250)))) }
                    do { try await plain.wait(until: lockedCount("bytes"), is: 1) } catch { Issue.record(error) }
                    for _ in 0..<10 { group.addTask { await fault(pool, .write((SQL.byteCount, bind(text)))) } }
                    for _ in 0..<7 { #expect(await group.next() == .overloaded) }
                    do { try plain.execute("COMMIT") } catch { Issue.record(error) }
                    for await fault in group { #expect(fault == nil) }
                }
                #expect(await fault(pool, .write((SQL.byteCount, bind(text)))) == nil, "what was sent waits no more")
            }
        }
    }

    @Test func `what a pool counts says that it is ready once it has started`() async throws {
        for _ in 0..<20 {
            try await withPool("counters") { pool, _ in
                let counters = pool.counters
                #expect(counters.appRead.ready > 0 && counters.appWrite.ready > 0 && counters.admin.ready > 0)
            }
        }
    }

    @Test(arguments: [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")])
    func `no connection string makes a commit weaker or hides the tables`(asked: String, kept: String) async throws {
        let options = "x options='-c synchronous_commit=\(asked) -c search_path=pg_temp -c statement_timeout=0'"
        try await withPool(options) { pool, _ in
            for (name, value) in [("synchronous_commit", kept), ("search_path", "public, pg_temp"), ("statement_timeout", "20s")] {
                for segment in [Segment.read((SQL.setting, bind(name))), .write((SQL.setting, bind(name)))] {
                    let found = try await pool.run(segment)[0].string(0, 0)
                    #expect(found == value)
                }
            }
        }
    }

    @Test func `a cancelled task withdraws what was not sent; what was sent runs on`() async throws {
        try await withPool("cancel", { ($0.appWriteSessions, $0.writesInFlightMax) = (1, 1) }) { pool, plain in
            try await withLockedRow(8_300, plain) {
                let sent = Task { await fault(pool, .write((SQL.bump, bind(8_300)))) }
                try await plain.wait(until: lockedCount("cancel"), is: 1)
                let waiting = Task { await fault(pool, .write((SQL.bump, bind(8_300)))) }
                sent.cancel()
                waiting.cancel()
                #expect(await waiting.value == .cancelled)
                try plain.execute("COMMIT")
                #expect(await sent.value == nil)
            }
            #expect(try plain.query("SELECT body FROM notes WHERE id = 8300") == [["+"]])
        }
    }

    @Test func `a shutdown under load loses nothing that was acknowledged`() async throws {
        let plain = try PlainSession(PrivateCluster.shared.url("plain"))
        try await withPool("shutdown") { pool, _ in
            try plain.execute("DELETE FROM notes WHERE id BETWEEN 9000 AND 11999")
            var acknowledged = Set<Int64>()
            var refused = Set<Int64>()
            await withTaskGroup(of: (Int64, StorageFault?).self) { group in
                for id in 9_000..<12_000 as Range<Int64> { group.addTask { (id, await fault(pool, .insert(id))) } }
                for await (id, fault) in group {
                    if fault == nil { acknowledged.insert(id) } else { refused.insert(id) }
                    if acknowledged.count == 100 {
                        group.addTask {
                            await pool.shutdown()
                            return (-1, .cancelled)
                        }
                    }
                    if case .some(let fault) = fault, id >= 0, case .unavailable = fault {
                    } else if fault != nil, id >= 0 {
                        Issue.record("\(id): \(fault as Any)")
                    }
                }
            }
            let kept = Set(
                try plain.query("SELECT id FROM notes WHERE id BETWEEN 9000 AND 11999").compactMap { $0[0].flatMap { Int64($0) } })
            #expect(acknowledged == kept)
            #expect(acknowledged.count >= 100)
            guard case .unavailable = await fault(pool, .insert(12_000)) else {
                _ = Issue.record("taken in after the end")
                return
            }
        }
    }

    @Test func `long reads hold up no short one`() async throws {
        try await withPool("long_reads") { pool, plain in
            // Preparing would wait for the lock, too.
            let prepared =
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'long_reads' AND state = 'idle' AND query LIKE 'SELECT $1::uuid, %'"
            try await plain.wait(until: prepared, is: 7)
            try plain.execute("BEGIN; LOCK TABLE changing")
            await withTaskGroup { group in
                for _ in 0..<3 {
                    group.addTask { await fault(pool, Segment(effect: .read, isLong: true, steps: [(SQL.all, Bindings())])) }
                }
                do { try await plain.wait(until: lockedCount("long_reads"), is: 1) } catch { Issue.record(error) }
                #expect(await fault(pool, .read((SQL.number, bind(1)))) == nil)
                do { try plain.execute("COMMIT") } catch { Issue.record(error) }
                for await fault in group { #expect(fault == nil) }
            }
        }
    }

    @Test func `each role has sessions of its own`() async throws {
        let plain = try PlainSession(PrivateCluster.shared.url("plain"))
        try plain.execute("DROP ROLE IF EXISTS pool_app, pool_admin; CREATE ROLE pool_app; CREATE ROLE pool_admin")
        let who = Statement(name: "who", text: "SELECT current_user::text")
        var configuration = PoolConfiguration(url: PrivateCluster.shared.url("roles"), appRole: "pool_app", adminRole: "pool_admin")
        configuration.appWriteSessions = 2
        let pool = SessionPool(configuration, statements: [who], logger: .init(label: "roles"))
        try await pool.start()
        for (role, effect, name) in [
            (SessionRole.app, Segment.Effect.read, "pool_app"), (.app, .write, "pool_app"), (.admin, .read, "pool_admin"),
        ] {
            let rows = try await pool.run(Segment(effect: effect, role: role, steps: [(who, Bindings())]))
            #expect(try rows[0].string(0, 0) == name)
        }
        await pool.shutdown()
        await pool.shutdown()
    }
}
