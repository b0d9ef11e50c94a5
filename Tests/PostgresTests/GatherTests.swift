import Clock
import FoundationEssentials
import Postgres
import Synchronization
import Testing

/// Reads by id that become one statement.
struct GatherTests {
    private static let ids = (0..<200).map { _ in UUID() }

    private func lookUp(_ id: UUID, role: String = "", actor: String = "a", tenant: UUID? = nil) -> Segment {
        Segment(LookUp(setup: SQL.setActor, statement: SQL.lookUp, id: id, actor: actor, roles: TextArray([role]), tenant: tenant))
    }

    private func fill(_ plain: PlainSession, divisor: Int) throws {
        for id in Self.ids {
            try plain.execute(
                "INSERT INTO keyed VALUES ('\(id.uuidString)', \(divisor)) ON CONFLICT (id) DO UPDATE SET divisor = \(divisor)")
        }
    }

    /// Runs all at once, with one session, so that what waits is gathered.
    private func runAll(
        _ segments: [Segment], _ name: String, within limit: @escaping @Sendable (Int) -> Duration? = { _ in nil },
        _ prepare: (PlainSession) throws -> Void, _ check: @escaping @Sendable (Int, Result<ResultSet, StorageFault>) throws -> Void
    ) async throws {
        try await withPool(name, { ($0.appReadSessions, $0.readSyncsInFlightMax) = (1, 1) }) { pool, plain in
            try prepare(plain)
            try await withThrowingTaskGroup { group in
                for (number, segment) in segments.enumerated() {
                    group.addTask {
                        try check(number, await outcome(pool, segment, within: limit(number)))
                    }
                }
                try await group.waitForAll()
            }
            #expect(pool.counters.inFlight == 0)
        }
    }

    @Test func `each gets the row of its own id, or none, and several are one statement`() async throws {
        let absent = UUID()
        let wanted = Self.ids + [absent] + Self.ids
        let largest = Largest()
        try await runAll(wanted.map { lookUp($0) }, "gather", { try fill($0, divisor: 2) }) { number, result in
            let rows = try result.get()
            guard wanted[number] != absent else {
                #expect(rows.rowCount == 0)
                return
            }
            #expect(rows.rowCount == 1)
            #expect(try rows.uuid(0, 1) == wanted[number])
            #expect(try rows.int32(0, 2) == 5)
            largest.note(Int(try rows.int32(0, 3)))
            #expect(throws: StorageFault.self) { try rows.uuid(1, 1) }
        }
        #expect(largest.value > 1)
    }

    @Test func `what is asked with other parameters, or for another actor, is asked apart`() async throws {
        // The first two are the same text to Swift and other bytes to the database.
        let actors = ["user:\u{e9}", "user:e\u{301}", "user:b"]
        // The statement takes the tenant for the id itself: some name none, some their own, some another one.
        let tenants: [UUID?] = Self.ids.enumerated().map { number, id in [nil, id, UUID(), nil][number % 4] }
        let segments = Self.ids.enumerated().map { number, id in
            lookUp(id, role: "role \(number % 5)", actor: actors[number % 3], tenant: tenants[number])
        }
        try await runAll(segments, "gather_apart", { try fill($0, divisor: 2) }) { number, result in
            let rows = try result.get()
            guard number % 4 != 2 else {
                #expect(rows.rowCount == 0)
                return
            }
            let actor = actors[number % 3]
            #expect(try Array(rows.string(0, 0).utf8) == Array("role \(number % 5) for \(actor) by \(actor)".utf8))
            #expect(try rows.uuid(0, 1) == Self.ids[number])
            if number % 4 == 1 { #expect(try rows.int32(0, 3) == 1) }
        }
    }

    @Test func `one that fails does not hurt those it was gathered with`() async throws {
        let bad = Self.ids[17]
        let prepare: (PlainSession) throws -> Void = {
            try fill($0, divisor: 2)
            try $0.execute("UPDATE keyed SET divisor = 0 WHERE id = '\(bad.uuidString)'")
        }
        try await runAll(Self.ids.map { lookUp($0) }, "gather_fails", prepare) { number, result in
            switch result {
            case .success(let rows): try #expect(rows.uuid(0, 1) == Self.ids[number])
            case .failure(let fault):
                #expect(Self.ids[number] == bad)
                #expect(fault.sqlState == "22012")
            }
        }
    }

    @Test func `one whose deadline passes does not keep the rows from the others`() async throws {
        let limit: @Sendable (Int) -> Duration? = { $0 % 2 == 0 ? .milliseconds(1) : nil }
        let segments = Self.ids.map { lookUp($0, role: "slow") }
        try await runAll(segments, "gather_late", within: limit, { try fill($0, divisor: 2) }) { number, result in
            switch result {
            case .success(let rows): try #expect(rows.uuid(0, 1) == Self.ids[number])
            case .failure(let fault):
                #expect(number % 2 == 0)
                #expect(fault == .deadlineExceeded(mayHaveRun: false))
            }
        }
    }
}

/// What comes of a segment of one statement.
private func outcome(_ pool: SessionPool, _ segment: Segment, within limit: Duration?) async -> Result<ResultSet, StorageFault> {
    do {
        return .success(try await pool.run(segment, until: limit.map { .now + $0 })[0])
    } catch {
        return .failure(error)
    }
}

/// The largest of what was noted.
private final class Largest: Sendable {
    private let noted = Mutex(0)

    var value: Int { noted.withLock { $0 } }

    func note(_ value: Int) { noted.withLock { $0 = max($0, value) } }
}
