import Access
import FoundationEssentials
import Postgres
import Redaction
import Testing

@testable import Storage

extension Story {
    func start(_ connection: UUID, _ kind: RunKind = .healthCheck, as actor: String? = nil) async throws -> OperationRunRecord {
        try await storage.startOperationRun(call(actor).scope(for: .connectionRun), connectionID: connection, kind: kind).ask()
    }

    @discardableResult
    func finish(
        _ run: UUID, _ end: RunEnd, health: HealthStatus? = nil, reason: ReasonCode? = nil, message: String? = nil, as actor: String? = nil
    ) async throws -> OperationRunRecord {
        let finish = RunFinish(end: end, healthStatus: health, reasonCode: reason, message: message.map(RedactedMessage.init))
        return try await storage.finishOperationRun(call(actor).scope(for: .connectionRun), id: run, finish).ask()
    }

    /// Starts a run and finishes it at once.
    @discardableResult
    func run(
        _ connection: UUID, kind: RunKind = .healthCheck, _ end: RunEnd, health: HealthStatus? = nil, reason: ReasonCode? = nil,
        message: String? = nil
    ) async throws -> OperationRunRecord {
        try await finish(start(connection, kind).id, end, health: health, reason: reason, message: message)
    }

    func getRun(_ id: UUID, as actor: String? = nil) async throws -> OperationRunRecord {
        try await storage.getOperationRun(call(actor).scope(for: .connectionView), id: id).ask()
    }

    func listRuns(
        _ tenant: UUID? = nil, _ filter: RunFilter = RunFilter(), pageSize: Int = 50, token: String = "", as actor: String? = nil
    ) async throws -> Page<OperationRunRecord> {
        try await storage.listOperationRuns(
            call(actor).scope(for: .connectionView, tenant: tenant), filter, pageSize: pageSize, pageToken: token
        ).ask()
    }
}

extension `Storage on PostgreSQL` {
    @Suite struct `Operation runs` {
        @Test func `a run goes from running to how it ended, with who and when`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            let worker = try await story.member(.operator, of: tenant)
            let started = try await story.start(connection.id, .sync, as: worker)
            #expect(
                started
                    == OperationRunRecord(
                        id: started.id, workspaceID: story.workspaceID, tenantID: tenant, connectionID: connection.id, kind: "sync",
                        outcome: "running", reasonCode: nil, message: nil, healthStatus: nil, actor: worker, startedAt: started.startedAt,
                        finishedAt: nil))
            #expect(try await story.getRun(started.id) == started)

            let finished = try await story.finish(started.id, .failed, reason: .rateLimited, message: "slow down", as: worker)
            let finishedAt = try #require(finished.finishedAt)
            #expect(finishedAt >= started.startedAt)
            var wanted = started
            (wanted.outcome, wanted.reasonCode, wanted.message, wanted.finishedAt) = ("failed", "RATE_LIMITED", "slow down", finishedAt)
            #expect(finished == wanted)
            #expect(try await story.getRun(started.id) == wanted)
        }

        @Test func `finishing twice with the same content changes nothing, with other content it is refused`() async throws {
            let story = try await Story.begin()
            let connection = try await story.makeConnection(in: story.makeTenant())
            let run = try await story.start(connection.id)
            let finished = try await story.finish(run.id, .failed, reason: .invalidGrant, message: "gone")
            let after = try await story.get(connection.id)
            #expect(try await story.finish(run.id, .failed, reason: .invalidGrant, message: "gone") == finished)
            #expect(try await story.finish(run.id, .failed, health: .failing, reason: .invalidGrant, message: "gone") == finished)
            #expect(try await story.get(connection.id) == after)
            await expectRefusal(.runAlreadyFinished) { try await story.finish(run.id, .succeeded) }
            await expectRefusal(.runAlreadyFinished) { try await story.finish(run.id, .failed, reason: .invalidGrant) }
            await expectRefusal(.runAlreadyFinished) { try await story.finish(run.id, .failed, reason: .timeout, message: "gone") }
            #expect(try await story.getRun(run.id) == finished)
            let rows = try PlainSession(story.database.superuserURL).query(
                "SELECT action, outcome FROM audit_log WHERE target_id = $1 AND outcome = 'done' ORDER BY at", [run.id.text])
            #expect(rows == [["run.start", "done"], ["run.finish", "done"]])
        }

        @Test func `a health check sets the health of its connection; healthy takes the last error back`() async throws {
            let story = try await Story.begin()
            let connection = try await story.makeConnection(in: story.makeTenant())
            let failed = try await story.run(connection.id, .failed, reason: .invalidGrant, message: "revoked by the user")
            #expect(failed.healthStatus == "failing")
            var now = try await story.get(connection.id)
            #expect(now.healthStatus == "failing" && now.lastHealthCheckAt == failed.startedAt)
            #expect(now.lastErrorReasonCode == "INVALID_GRANT" && now.lastErrorMessage == "revoked by the user")
            #expect(now.tokenGeneration == 1 && now.updatedAt > connection.updatedAt)

            let degraded = try await story.run(connection.id, .succeeded, health: .degraded, reason: .rateLimited)
            now = try await story.get(connection.id)
            #expect(now.healthStatus == "degraded" && now.lastHealthCheckAt == degraded.startedAt)
            #expect(now.lastErrorReasonCode == "RATE_LIMITED" && now.lastErrorMessage == nil)

            _ = try await story.run(connection.id, .cancelled)
            #expect(try await story.get(connection.id) == now, "a cancelled check says nothing")

            _ = try await story.run(connection.id, .succeeded)
            now = try await story.get(connection.id)
            #expect(now.healthStatus == "healthy" && now.lastErrorReasonCode == nil && now.lastErrorMessage == nil)
        }

        @Test func `GIVEN an older check that finishes last, THEN the newer result stays`() async throws {
            let story = try await Story.begin()
            let connection = try await story.makeConnection(in: story.makeTenant())
            let older = try await story.start(connection.id), newer = try await story.start(connection.id)
            try await story.finish(newer.id, .succeeded)
            let after = try await story.get(connection.id)
            let late = try await story.finish(older.id, .failed, reason: .timeout)
            #expect(late.outcome == "failed" && late.healthStatus == "failing", "the run itself is told")
            #expect(try await story.get(connection.id) == after)
            #expect(after.healthStatus == "healthy" && after.lastHealthCheckAt == newer.startedAt)
        }

        @Test func `another failed run sets the last error, and only a success of the same kind takes it back`() async throws {
            let story = try await Story.begin()
            let connection = try await story.makeConnection(in: story.makeTenant())
            func reason() async throws -> String? { try await story.get(connection.id).lastErrorReasonCode }
            _ = try await story.run(connection.id, kind: .tokenRefresh, .failed, reason: .noRefreshToken, message: "m")
            let now = try await story.get(connection.id)
            #expect(now.lastErrorReasonCode == "NO_REFRESH_TOKEN" && now.lastErrorMessage == "m")
            #expect(now.healthStatus == "unknown" && now.lastHealthCheckAt == nil)
            _ = try await story.run(connection.id, kind: .sync, .succeeded)
            #expect(try await reason() == "NO_REFRESH_TOKEN")
            _ = try await story.run(connection.id, kind: .tokenRefresh, .cancelled)
            #expect(try await reason() == "NO_REFRESH_TOKEN")
            _ = try await story.run(connection.id, kind: .tokenRefresh, .succeeded)
            #expect(try await reason() == nil)
            await expectRefusal(.healthStatusUnexpected) { try await story.run(connection.id, kind: .sync, .succeeded, health: .healthy) }
        }

        @Test func `a run unfinished for longer than its kind may take reads as expired, and can still be finished`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            let run = try await story.start(connection.id), other = try await story.start(connection.id)
            let superuser = try PlainSession(story.database.superuserURL)
            let limits = try superuser.query(
                "SELECT extract(epoch FROM expires_at - started_at)::bigint FROM operation_runs WHERE id = $1", [run.id.text])
            #expect(limits == [["\(RunKind.healthCheck.durationMax.components.seconds)"]])
            _ = try superuser.query("UPDATE operation_runs SET expires_at = started_at WHERE id = $1", [run.id.text])
            #expect(try await story.getRun(run.id).outcome == "expired")
            for scope in [nil, tenant] {
                #expect(try await story.listRuns(scope, RunFilter(outcome: .expired)).records.map(\.id) == [run.id])
                #expect(try await story.listRuns(scope, RunFilter(outcome: .running)).records.map(\.id) == [other.id])
            }
            #expect(try await story.finish(run.id, .succeeded).outcome == "succeeded")
        }

        @Test func `runs tell strangers nothing, and need the capability`() async throws {
            let story = try await Story.begin(), foreign = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant)
            let run = try await story.start(connection.id)
            let viewer = try await story.member(.viewer, of: tenant), stranger = foreign.owner
            await expectRefusal(.capabilityMissing) { try await story.start(connection.id, as: viewer) }
            await expectRefusal(.capabilityMissing) { try await story.finish(run.id, .succeeded, as: viewer) }
            #expect(try await story.getRun(run.id, as: viewer) == run)
            await expectRefusal(.connectionNotFound) { try await story.start(connection.id, as: stranger) }
            await expectRefusal(.runNotFound) { try await story.finish(run.id, .succeeded, as: stranger) }
            await expectRefusal(.runNotFound) { try await story.getRun(run.id, as: stranger) }
            await expectRefusal(.runNotFound) { try await story.getRun(UUID()) }
            await expectRefusal(.tenantNotFound) { try await story.listRuns(tenant, as: stranger) }
            await expectRefusal(.connectionNotFound) { try await story.listRuns(nil, RunFilter(connectionID: connection.id), as: stranger) }
            await expectRefusal(.connectionNotFound) { try await story.listRuns(UUID(), RunFilter(connectionID: connection.id)) }
            #expect(try await story.listRuns(as: stranger).records.isEmpty)
            #expect(try await story.getRun(run.id) == run)
        }

        @Test(arguments: [1, 3, 50])
        func `lists give every run once, by tenant and newest first, with any page size and filter`(pageSize: Int) async throws {
            let story = try await Story.begin()
            var made: [OperationRunRecord] = []
            var connections: [UUID] = []
            for _ in 0..<3 {
                let tenant = try await story.makeTenant()
                let pair = [try await story.makeConnection(in: tenant).id, try await story.makeConnection(in: tenant).id]
                connections += pair
                for n in 0..<6 {
                    let run = try await story.start(pair[n % 2], RunKind.allCases[n % 3])
                    made.append(n < 4 ? try await story.finish(run.id, RunEnd.allCases[n % 3], reason: n % 3 == 1 ? .timeout : nil) : run)
                }
            }
            // In one statement, two runs can have begun in one microsecond.
            made.sort {
                $0.tenantID == $1.tenantID
                    ? ($0.startedAt.value, $0.id.text) > ($1.startedAt.value, $1.id.text) : $0.tenantID.text < $1.tenantID.text
            }
            func all(_ tenant: UUID?, _ filter: RunFilter) async throws -> [OperationRunRecord] {
                var found: [OperationRunRecord] = []
                var token = ""
                repeat {
                    let page = try await story.listRuns(tenant, filter, pageSize: pageSize, token: token)
                    #expect(page.records.count <= pageSize)
                    found += page.records
                    token = page.nextPageToken
                } while !token.isEmpty
                return found
            }
            #expect(try await all(nil, RunFilter()) == made)
            for tenant in Set(made.map(\.tenantID)) {
                #expect(try await all(tenant, RunFilter()) == made.filter { $0.tenantID == tenant })
                #expect(
                    try await all(tenant, RunFilter(kind: .tokenRefresh))
                        == made.filter { $0.tenantID == tenant && $0.kind == "token_refresh" })
            }
            for connection in connections {
                #expect(try await all(nil, RunFilter(connectionID: connection)) == made.filter { $0.connectionID == connection })
            }
            #expect(
                try await all(nil, RunFilter(kind: .sync, outcome: .cancelled))
                    == made.filter { $0.kind == "sync" && $0.outcome == "cancelled" })
        }

        @Test func `10 000 health finishes interleaved with token updates: none fails, and the generation counts the updates alone`()
            async throws
        {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var ids: [UUID] = []
            for _ in 0..<4 { ids.append(try await story.makeConnection(in: tenant).id) }
            let finishes = 10_000, updates = 2_000, workers = 40
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<workers {
                    group.addTask { [ids] in
                        let id = ids[worker % 4]
                        for n in 0..<finishes / workers {
                            _ = try await story.run(id, n % 2 == 0 ? .succeeded : .failed, reason: n % 2 == 0 ? nil : .timeout)
                            guard n < updates / workers else { continue }
                            let token = Array("\(worker) \(n)".utf8)
                            _ = try await story.update(id, TokensPatch(accessTokenCiphertext: .set(token)))
                        }
                    }
                }
                try await group.waitForAll()
            }
            for id in ids { #expect(try await story.get(id).tokenGeneration == Int64(1 + updates / 4)) }
            let runs = try PlainSession(story.database.superuserURL).query(
                "SELECT count(*) FROM operation_runs WHERE tenant_id = $1 AND finished_at IS NOT NULL", [tenant.text])
            #expect(runs == [["\(finishes)"]])
        }
    }
}
