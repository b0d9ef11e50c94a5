import Clock
import Logging
import NIOPosix
import Postgres
import Server
import Testing
import Transport

/// The statements of these tests.
enum SQL {
    static let number = Statement(name: "number", text: "SELECT $1::bigint")
    static let divide = Statement(name: "divide", text: "SELECT 10 / $1::integer")
    static let setActor = Statement(name: "set_actor", text: "SELECT set_config('test.actor', $1::text, true)")
    static let actor = Statement(name: "actor", text: "SELECT nullif(current_setting('test.actor', true), '')")
    static let nap = Statement(name: "nap", text: "SELECT pg_sleep($1::integer / 1000.0)")
    static let insert = Statement(name: "insert", text: "INSERT INTO notes (id, body) VALUES ($1::bigint, $2::text)")
    static let insertDeferred = Statement(name: "insert_deferred", text: "INSERT INTO replies (note_id) VALUES ($1::bigint)")
    static let bump = Statement(name: "bump", text: "UPDATE notes SET body = body || '+' WHERE id = $1::bigint")
    static let byteCount = Statement(name: "byte_count", text: "SELECT octet_length($1::text)::bigint")
    static let long = Statement(name: "long", text: "SELECT repeat('x', $1::integer)")
    static let all = Statement(name: "everything", text: "SELECT * FROM changing")
    static let types = Statement(
        name: "types",
        text: "SELECT $1::uuid, $2::text, $3::text[], $4::integer, $5::bigint, $6::boolean, $7::bytea, $8::timestamptz")

    static let setting = Statement(name: "setting", text: "SELECT current_setting($1::text)")

    /// By id: its only role, for whom and by whom, the id, 10 divided by what is stored, and how many ids were looked up at once. Slow if the role says so.
    static let lookUp = Statement(
        name: "look_up",
        text: """
            SELECT ($3::text[])[1] || ' for ' || current_setting('test.actor') || ' by ' || $1::text, k.id, 10 / k.divisor,
                cardinality($2::uuid[])
            FROM keyed k, LATERAL (SELECT CASE WHEN 'slow' = ANY ($3::text[]) THEN pg_sleep(0.001) END OFFSET 0) nap
            WHERE k.id = ANY ($2::uuid[]) AND ($4::uuid IS NULL OR k.id = $4::uuid)
            """,
        keyColumn: 1)

    static let statements = [
        lookUp, setting, number, divide, setActor, actor, nap, insert, insertDeferred, bump, byteCount, long, all, types,
    ]

    static let schema = """
        CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, body text NOT NULL);
        CREATE TABLE IF NOT EXISTS replies (note_id bigint CONSTRAINT replies_note REFERENCES notes DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE IF NOT EXISTS changing (id bigint);
        CREATE TABLE IF NOT EXISTS keyed (id uuid PRIMARY KEY, divisor integer NOT NULL);
        """
}

/// What takes in what the server sends: an event loop, as in the daemon, or the pool's own thread.
enum Receiver: CaseIterable {
    case loop, thread

    static let executor = EventLoopExecutor(eventLoop: MultiThreadedEventLoopGroup.singleton.next())

    var loop: EventLoopExecutor? { self == .loop ? Self.executor : nil }
}

/// A pool on a cluster, all its sessions ready, with a plain session beside it; shut down at the end.
func withPool(
    _ name: String, on cluster: PrivateCluster = .shared, receiver: Receiver = .loop,
    _ configure: (inout PoolConfiguration) -> Void = { _ in },
    _ body: (SessionPool, PlainSession) async throws -> Void
) async throws {
    let plain = try PlainSession(cluster.url("plain"))
    try plain.execute("SELECT pg_advisory_xact_lock(1); \(SQL.schema)")
    var configuration = PoolConfiguration(url: cluster.url(name))
    configuration.appWriteSessions = 3
    configure(&configuration)
    let pool = SessionPool(configuration, statements: SQL.statements, logger: Logger(label: name) { _ in SwiftLogNoOpLogHandler() })
    try await pool.start(on: receiver.loop)
    do {
        try pool.waitUntilAllAreReady(plain)
        try await body(pool, plain)
    } catch {
        await pool.shutdown()
        throw error
    }
    await pool.shutdown()
}

extension SessionPool {
    /// A start waits for one session of each kind only. A question to `plain` between two looks paces them.
    fileprivate func waitUntilAllAreReady(_ plain: PlainSession) throws {
        for _ in 0..<20_000 {
            let counters = counters
            if [counters.appRead, counters.appLongRead, counters.appWrite, counters.admin].allSatisfy({ $0.connecting + $0.down == 0 }) {
                return
            }
            _ = try plain.number("SELECT 1")
        }
        Issue.record("not all sessions are ready: \(counters)")
    }
}

func bind(_ numbers: Int64...) -> Bindings {
    var bindings = Bindings()
    for number in numbers { bindings.append(number) }
    return bindings
}

func bind32(_ number: Int32) -> Bindings {
    var bindings = Bindings()
    bindings.append(number)
    return bindings
}

func bind(_ text: String) -> Bindings {
    var bindings = Bindings()
    bindings.append(text)
    return bindings
}

func bind(_ id: Int64, _ text: String) -> Bindings {
    var bindings = Bindings()
    bindings.append(id)
    bindings.append(text)
    return bindings
}

extension Segment {
    convenience init(
        effect: Effect, role: SessionRole = .app, isLong: Bool = false, setup: Step? = nil, steps: [(Statement, Bindings)]
    ) {
        self.init(effect: effect, role: role, isLong: isLong, setup: setup, step: steps[0], then: steps.dropFirst().map { $0 })
    }

    static func read(_ steps: (Statement, Bindings)...) -> Segment { Segment(effect: .read, steps: steps) }

    static func write(_ steps: (Statement, Bindings)...) -> Segment { Segment(effect: .write, steps: steps) }

    static func insert(_ id: Int64) -> Segment { write((SQL.insert, bind(id, "-"))) }
}

/// The fault of a segment, nil if it went well.
func fault(_ pool: SessionPool, _ segment: Segment, within limit: Duration? = nil) async -> StorageFault? {
    do {
        _ = try await pool.run(segment, until: limit.map { .now + $0 })
        return nil
    } catch {
        return error
    }
}

extension StorageFault {
    var sqlState: String? { if case .rejected(let rejection) = self { rejection.sqlState } else { nil } }
}

extension PlainSession {
    func number(_ sql: String) throws -> Int { Int(try query(sql).first?.first.flatMap(\.self) ?? "") ?? -1 }

    /// Asks again until the answer is the wanted one; each question is a round trip, which paces the loop.
    func wait(until sql: String, is wanted: Int) async throws {
        for _ in 0..<20_000 {
            if try number(sql) == wanted { return }
            await Task.yield()
        }
        Issue.record("never \(wanted): \(sql)")
    }
}
