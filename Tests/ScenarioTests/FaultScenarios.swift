import Foundation
import Postgres
import TenonClient
import TestKit
import Testing

/// What is killed, stopped or late, and what callers are told about it.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct FaultScenarios {
    @Test func `GIVEN eight clients that write, WHEN the daemon is killed and started again, THEN every acknowledged write is there`()
        async throws
    {
        let killed = try await TestDaemon.start()
        let writers = try await WriterGroup.write(on: killed, untilError: true) { progress in
            await progress.wait(forFurther: 500)
            await killed.kill()
        }
        for error in writers.flatMap(\.errors) {
            #expect(error.code == .unavailable && [.channelLost, .unreachable].contains(error.origin), "\(error)")
        }
        #expect(writers.contains { $0.errors.contains(where: \.mayHaveRun) }, "the kill met open calls")

        let daemon = try await TestDaemon.start(directory: killed.directory)
        // The same clients: they open a new channel by themselves.
        for writer in writers { try await writer.expectKept() }
        await end(daemon)
    }

    enum Victim: String, CaseIterable, CustomTestStringConvertible {
        case postmaster
        case backend
        var testDescription: String { rawValue }
    }

    @Test(arguments: Victim.allCases)
    func
        `GIVEN eight clients that write, WHEN PostgreSQL is killed, THEN the daemon serves again by itself and no acknowledged write is lost`(
            victim: Victim
        ) async throws
    {
        let daemon = try await TestDaemon.start()
        let writers = try await WriterGroup.write(on: daemon) { progress in
            await progress.wait(forFurther: 300)
            #expect(kill(try processID(of: victim, daemon), SIGKILL) == 0)
            if victim == .postmaster { try await daemon.waitForStandardError(containing: "PostgreSQL is ready again") }
            await progress.wait(forFurther: 300)
        }
        let errors = writers.flatMap(\.errors)
        // Callers may see nothing of it: what a server did not begin is sent again.
        for error in errors {
            switch error.reason {
            case "DATABASE_UNAVAILABLE": #expect(error.code == .unavailable && error.retryAfter != nil && !error.mayHaveRun)
            case "OUTCOME_UNKNOWN": #expect(error.code == .unknown && error.retryAfter == nil && error.mayHaveRun)
            default: Issue.record(error)
            }
        }
        for writer in writers { try await writer.expectKept() }
        await end(daemon)
    }

    @Test func `WHEN the operator's database goes away and comes back, THEN callers are told it is unavailable, and then served again`()
        async throws
    {
        let database = try TestDatabase()
        defer { database.end() }
        let urls = try database.makeDatabase()
        let daemon = try await TestDaemon.start(arguments: ["--database-url", urls.login, "--migrate-url", urls.owner])
        let story = try await TestDaemon.$current.withValue(daemon) { try await Story.begin() }
        let tenant = try await story.makeTenant()
        database.stop()
        let refused = await expectRefusal(.unavailable, "DATABASE_UNAVAILABLE") {
            try await story.makeConnection(in: tenant, externalID: "x")
        }
        #expect(refused?.retryAfter != nil && refused?.mayHaveRun == false)
        await expectRefusal(.unavailable, "DATABASE_UNAVAILABLE") { try await story.client.providers.listProviders(ListProvidersRequest()) }
        #expect(try await story.client.health.check(HealthCheckRequest()).status == .notServing)

        try database.startAgain()
        while try await story.client.health.check(HealthCheckRequest()).status != .serving {}
        let connection = try await story.makeConnection(in: tenant, externalID: "x")
        #expect(connection.tokenGeneration == 1)
        #expect(await daemon.stop() == 0)
        daemon.removeDirectory()
    }

    @Test func `GIVEN a call that runs, WHEN SIGTERM comes, THEN it finishes, new calls are told DRAINING, and the exit code is 0`()
        async throws
    {
        let daemon = try await TestDaemon.start()
        let blocked = try await BlockedConnection(on: daemon)
        let write = blocked.write
        let running = Task { try await write.run() }
        try blocked.waitForUpdate()
        daemon.signal(SIGTERM)
        await waitForDrain(daemon, blocked.write.client)
        let other = daemon.client()
        let refused = await #expect(throws: TenonError.self) { try await other.health.check(HealthCheckRequest()) }
        #expect(refused?.code == .unavailable && refused?.mayHaveRun == false)
        try blocked.release()
        #expect(try await running.value.tokenGeneration == 2)
        #expect(await daemon.exitCode() == 0)
        let next = try await TestDaemon.start(directory: daemon.directory)
        let kept = try await next.client(actor: blocked.owner).connections.getConnection(
            GetConnectionRequest(id: blocked.write.connectionID))
        #expect(kept.tokenGeneration == 2)
        await end(next)
    }

    @Test func `GIVEN a call that does not end, WHEN a second signal comes, THEN the daemon exits at once and the next start works`()
        async throws
    {
        let daemon = try await TestDaemon.start()
        let blocked = try await BlockedConnection(on: daemon)
        let write = blocked.write
        let running = Task { try await write.run() }
        try blocked.waitForUpdate()
        daemon.signal(SIGINT)
        await waitForDrain(daemon, blocked.write.client)
        daemon.signal(SIGTERM)
        #expect(await daemon.exitCode() == 1)
        let lost = await #expect(throws: TenonError.self) { try await running.value }
        #expect(lost?.code == .unavailable && lost?.origin == .channelLost && lost?.mayHaveRun == true)
        let next = try await TestDaemon.start(directory: daemon.directory)
        await end(next)
    }

    @Test(arguments: [(SIGTERM, 0), (SIGKILL, 9)] as [(Int32, Int32)])
    func `WHEN a signal comes while the database is being made, THEN the daemon ends and the next start works`(
        signal: Int32, exitCode: Int32
    ) async throws {
        let directory = try TestDirectory.make()
        let state = "\(directory)/state"
        func drafts() -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: state)) ?? []).filter { $0.hasPrefix("data.") }
        }
        let program = try RunningProgram.start("tenond", ["--socket", "\(directory)/tenon.sock", "--state-dir", state])
        while drafts().isEmpty && !Task.isCancelled { await Task.yield() }
        program.signal(signal)
        #expect(await program.exitCode() == exitCode)
        #expect(program.standardError == "")
        let daemon = try await TestDaemon.start(directory: directory)
        #expect(drafts() == [], "the unfinished database is gone")
        await end(daemon)
    }

    @Test func `WHEN SIGTERM comes while another daemon migrates the database, THEN the one that waits ends with exit code 0`() async throws
    {
        let database = try TestDatabase()
        defer { database.end() }
        let urls = try database.makeDatabase()
        let migrating = try PlainSession(urls.superuser)
        try migrating.execute("SELECT pg_advisory_lock(x'74656e6f6e'::bigint)")
        let program = try RunningProgram.start(
            "tenond", ["--socket", "/tmp/never.sock", "--database-url", urls.login, "--migrate-url", urls.owner])
        try migrating.execute("DO $$ BEGIN WHILE NOT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted) LOOP END LOOP; END $$")
        program.signal(SIGTERM)
        #expect(await program.exitCode() == 0)
        #expect(program.standardError == "")
    }

    @Test func `WHEN the deadline is shorter than the work, THEN the call is told so in time and may have run`() async throws {
        let daemon = try await TestDaemon.start()
        let blocked = try await BlockedConnection(on: daemon)
        let write = blocked.write
        let began = ContinuousClock.now
        let error = await #expect(throws: TenonError.self) { try await write.run(timeout: .milliseconds(300)) }
        #expect(error?.code == .deadlineExceeded && error?.mayHaveRun == true)
        #expect(ContinuousClock.now - began < .seconds(5))
        // The channel goes on, and so does everything that does not wait for the row.
        let read = try await blocked.write.client.connections.getConnection(GetConnectionRequest(id: blocked.write.connectionID))
        #expect(read.tokenGeneration == 1)
        try blocked.release()
        await end(daemon)
    }

    private func end(_ daemon: TestDaemon) async {
        #expect(await daemon.stop() == 0)
        daemon.removeDirectory()
    }

    private func processID(of victim: Victim, _ daemon: TestDaemon) throws -> Int32 {
        switch victim {
        case .postmaster: return try #require(daemon.postmasterID)
        case .backend:
            let rows = try PlainSession(daemon.superuserURL).query(
                "SELECT pid FROM pg_stat_activity WHERE usename = 'tenon_login' ORDER BY state = 'active' DESC LIMIT 1")
            return try #require(rows.first?.first?.flatMap { Int32($0) })
        }
    }

    /// Calls on an open channel until the daemon says that it drains.
    private func waitForDrain(_ daemon: TestDaemon, _ client: TenonClient) async {
        while !Task.isCancelled {
            do {
                _ = try await client.health.check(HealthCheckRequest())
            } catch {
                #expect(error.code == .unavailable && error.reason == "DRAINING" && error.retryAfter != nil && !error.mayHaveRun)
                return
            }
        }
    }
}

/// A connection whose row another session of the database has locked, so that a write on it runs until the lock is given back.
struct BlockedConnection {
    /// Waits for the lock.
    struct Write {
        let client: TenonClient
        let connectionID: String

        func run(timeout: Duration? = nil) async throws(TenonError) -> Connection {
            try await client.connections.updateTokensStatus(
                UpdateTokensStatusRequest(id: connectionID, accessTokenCiphertext: [1]), options: CallOptions(timeout: timeout))
        }
    }

    let write: Write
    let owner: String
    private let holder: PlainSession
    private let superuserURL: String

    init(on daemon: TestDaemon) async throws {
        let story = try await TestDaemon.$current.withValue(daemon) { try await Story.begin() }
        owner = story.owner
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        write = Write(client: story.client, connectionID: connection.id)
        superuserURL = daemon.superuserURL
        holder = try PlainSession(superuserURL)
        try holder.execute("BEGIN")
        _ = try holder.query("SELECT id FROM connections WHERE id = $1::uuid FOR UPDATE", [connection.id])
    }

    /// Returns once the update has reached the lock.
    func waitForUpdate() throws {
        try PlainSession(superuserURL).execute(
            """
            SET statement_timeout = '20s';
            DO $$ BEGIN
                WHILE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE usename = 'tenon_login' AND wait_event_type = 'Lock') LOOP
                    PERFORM pg_stat_clear_snapshot();
                END LOOP;
            END $$
            """)
    }

    func release() throws { try holder.execute("ROLLBACK") }
}
