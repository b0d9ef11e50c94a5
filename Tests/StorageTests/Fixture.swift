import Access
import EmbeddedPostgres
import FoundationEssentials
import Logging
import Postgres
import Testing

@testable import Storage

/// All tests that need a database: one private server for the run.
@Suite(.database) struct `Storage on PostgreSQL` {}

/// A private server with a prepared database and a pool, as the daemon would have it.
final class Database: Sendable {
    @TaskLocal static var current: Database?

    /// As the daemon's own: the owner of the tables, and the restricted login.
    var migrateURL: String { endpoint.migrateURL }
    var databaseURL: String { endpoint.databaseURL }
    var superuserURL: String { endpoint.superuserURL }
    let pool: SessionPool
    let storage: Storage
    private let endpoint: Endpoint
    private let server: EmbeddedPostgres
    private let directory: String

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() async throws {
        directory = "/tmp/tenon-storage-\(UUID().uuidString.prefix(8).lowercased())"
        server = EmbeddedPostgres(stateDirectory: directory, logger: Self.quiet)
        endpoint = try server.start()
        // Nothing here outlives the run.
        try PlainSession(endpoint.superuserURL).execute("ALTER SYSTEM SET fsync = off")
        try PlainSession(endpoint.superuserURL).execute("SELECT pg_reload_conf()")
        _ = try Storage.prepare(migrateURL: endpoint.migrateURL, databaseURL: endpoint.databaseURL)
        let configuration = PoolConfiguration(url: endpoint.databaseURL, appRole: Storage.appRole, adminRole: Storage.adminRole)
        pool = SessionPool(configuration, statements: Storage.statements, logger: Self.quiet)
        try await pool.start()
        storage = Storage(pool: pool)
    }

    func end() async {
        await pool.shutdown()
        server.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// A new, empty database on the same server, owned as the first one is.
    func another() throws -> (migrateURL: String, databaseURL: String) {
        let name = "t\(UUID().uuidString.lowercased().filter { $0 != "-" })"
        try PlainSession(endpoint.superuserURL).execute("CREATE DATABASE \(name) OWNER tenon_owner")
        return (Self.url(endpoint.migrateURL, name), Self.url(endpoint.databaseURL, name))
    }

    /// Asks the server again until the answer is the wanted one; each question is a round trip, which paces the loop.
    func wait(until sql: String, is wanted: String) async throws {
        let session = try PlainSession(superuserURL)
        for _ in 0..<20_000 {
            if try session.query(sql) == [[wanted]] { return }
            await Task.yield()
        }
        Issue.record("never \(wanted): \(sql)")
    }

    func superuserURL(like url: String) -> String { Self.url(endpoint.superuserURL, String(url.split(separator: "/").last ?? "")) }

    private static func url(_ url: String, _ database: String) -> String {
        url.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/" + database
    }
}

struct DatabaseTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void)
        async throws
    {
        let database = try await Database()
        do {
            try await Database.$current.withValue(database) { try await function() }
        } catch {
            await database.end()
            throw error
        }
        await database.end()
    }
}

extension Trait where Self == DatabaseTrait {
    static var database: DatabaseTrait { DatabaseTrait() }
}

/// A workspace of its own for one test, with an owner who also owns its tenants.
struct Story: Sendable {
    let database: Database
    let storage: Storage
    let workspaceID: UUID
    let owner: String

    static func begin() async throws -> Story {
        let database = try #require(Database.current)
        let owner = "user:\(UUID().uuidString)"
        let workspace = try await database.storage.createWorkspace(
            admin().adminAuthority(), name: "W", owner: try ActorID(owner)
        ).ask()
        return Story(database: database, storage: database.storage, workspaceID: workspace.id, owner: owner)
    }

    static func admin(actor: String? = nil) throws -> CallContext {
        try CallContext(
            caller: Caller(name: "local", uid: 0, mayActAs: [ActorPattern("*")], isAdmin: true), processID: 7, groupID: 8, actor: actor,
            tenantContext: nil)
    }

    /// A call for an actor, by a caller that is no admin.
    func call(_ actor: String? = nil, in tenant: UUID? = nil, ceiling: Set<Capability>? = nil) throws -> CallContext {
        let caller = Caller(name: "web", uid: 1, mayActAs: [ActorPattern("*")], ceiling: ceiling)
        return try CallContext(caller: caller, processID: 7, groupID: 8, actor: actor ?? owner, tenantContext: tenant?.uuidString)
    }

    func makeTenant() async throws -> UUID {
        try await storage.createTenant(call().workspaceAuthority(for: .tenantManage), workspaceID: workspaceID, name: "T").ask().id
    }

    func makeConnection(in tenant: UUID, _ connection: NewConnection = .some()) async throws -> ConnectionRecord {
        try await storage.createConnection(call().singleTenantScope(for: .connectionManage, tenant: tenant), connection).ask()
    }

    /// A new actor: member of the workspace, and of the tenant with a role if there is one.
    func member(_ role: TenantRole? = nil, of tenant: UUID? = nil) async throws -> String {
        let actor = try ActorID("service:\(UUID().uuidString)")
        let authority = try call().workspaceAuthority(for: .tenantManage)
        _ = try await storage.grantWorkspaceMembership(authority, workspaceID: workspaceID, grantee: actor, role: .member).ask()
        if let role, let tenant {
            _ = try await storage.grantTenantMembership(authority, tenantID: tenant, grantee: actor, role: role).ask()
        }
        return actor.text
    }

    func get(_ id: UUID, as actor: String? = nil, in tenant: UUID? = nil) async throws -> ConnectionRecord {
        try await storage.getConnection(call(actor, in: tenant).scope(for: .connectionView), id: id).ask()
    }

    func update(_ id: UUID, _ patch: TokensPatch) async throws -> ConnectionRecord {
        try await storage.updateTokensStatus(call().scope(for: .tokensWrite), id: id, patch).ask()
    }

    func list(
        _ tenant: UUID? = nil, _ filter: ConnectionFilter = ConnectionFilter(), pageSize: Int = 50, token: String = "",
        as actor: String? = nil
    ) async throws -> ConnectionPage {
        try await storage.listConnections(
            call(actor).scope(for: .connectionView, tenant: tenant), filter, pageSize: pageSize, pageToken: token
        ).ask()
    }
}

extension NewConnection {
    static func some(_ provider: String = "github", _ externalID: String = UUID().uuidString) -> NewConnection {
        NewConnection(providerSlug: provider, externalID: externalID)
    }
}

/// Expects the database to say no.
func expectRefusal(_ verdict: Verdict, sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> some Sendable) async {
    do {
        let value = try await call()
        Issue.record("expected \(verdict), got \(value)", sourceLocation: sourceLocation)
    } catch StorageError.refused(let found) {
        #expect(found == verdict, sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
