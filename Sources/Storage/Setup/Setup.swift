package import Postgres

/// What a daemon should say once it has prepared its database.
package struct SetupReport: Sendable, Hashable {
    /// Names of the migrations that ran now.
    package var appliedMigrations: [String] = []
    /// One line for the operator if the login role could step around what the database itself checks; nil: it can not.
    package var weakerSecondWall: String?
    /// Catalog rows whose authorisation type is not what this build knows. They stay as they are.
    package var providerDrift: [ProviderDrift] = []
}

/// A provider's row that differs from what the code knows.
package struct ProviderDrift: Sendable, Hashable {
    package let slug: String
    package let expectedAuthType: AuthType
    package let foundAuthType: String
}

/// Why a database can not be used. The description is one line for the operator.
package enum SetupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One of the two URLs is no libpq connection string. The text is not quoted: it may hold a password.
    case urlInvalid(Login)
    /// No session could be opened with one of the two URLs.
    case login(Login, StorageFault)
    /// A session was lost or a statement was refused; says with which step.
    case database(step: String, StorageFault)
    /// The migrating role may not make the roles; carries the SQL a superuser has to run once.
    case rolesMissing(sql: String)
    /// A migration that ran here is not the one this build knows.
    case checksumMismatch(migration: String)
    /// The database was migrated by a newer build.
    case schemaNewer(found: Int, known: Int)
    /// The role the daemon would work as is a superuser, bypasses row-level security or owns tables.
    case sessionRoleTooStrong(role: String, reason: String)
    /// The database keeps text in another encoding than UTF-8.
    case encodingUnsuited(found: String)

    /// What a session was to be opened for.
    package enum Login: Sendable, Hashable {
        /// The daemon's work.
        case daemon
        /// Migrations, as the owner of the tables.
        case migration
    }

    package var description: String {
        switch self {
        case .urlInvalid: "it must be a postgresql:// URI or a list of keyword=value"
        case .login(_, let fault): "can not log in: \(fault)"
        case .database(let step, .rejected(let rejection)): "\(step): \(rejection.serverMessage) (\(rejection))"
        case .database(let step, let fault): "\(step): \(fault)"
        case .rolesMissing(let sql): "the migrating role may not create or grant the daemon's roles; as a superuser run once: \(sql)"
        case .checksumMismatch(let migration): "migration \(migration) ran on this database with other content than this build has"
        case .schemaNewer(let found, let known): "the database has schema \(found), this build knows \(known): use a newer build"
        case .sessionRoleTooStrong(let role, let reason): "the role \(role) must not be used by the daemon: it \(reason)"
        case .encodingUnsuited(let found): "the database has the encoding \(found): create it with the encoding UTF8"
        }
    }

    /// Whether the database could not be asked, or could not answer now: nothing that another setting would mend.
    package var isOutage: Bool {
        switch self {
        case .login(_, let fault), .database(_, let fault): fault.isOutage
        case .urlInvalid, .rolesMissing, .checksumMismatch, .schemaNewer, .sessionRoleTooStrong, .encodingUnsuited: false
        }
    }
}

extension Storage {
    /// The NOLOGIN roles that sessions work as.
    package static let appRole = "tenon_app"
    package static let adminRole = "tenon_admin"

    /// The NOLOGIN role that owns the views by which policies ask for memberships; no session works as it.
    static let gateRole = "tenon_gate"

    /// Makes a database ready: roles, migrations, catalog; then checks what the daemon would work as. Safe to repeat, and to run by several daemons at once.
    ///
    /// Blocks its thread while the server works. `migrateURL` owns the tables, `databaseURL` logs in for the daemon's sessions.
    /// Another daemon that prepares the same database is waited for, up to `lockTimeout`.
    package static func prepare(
        migrateURL: String, databaseURL: String, lockTimeout: Duration = .seconds(60)
    ) throws(SetupError) -> SetupReport {
        let login = try SetupSession(databaseURL, for: .daemon, lockTimeout: lockTimeout)
        let loginRole = try login.value("SELECT session_user::text")
        let encoding = try login.value("SHOW server_encoding")
        guard encoding == "UTF8" else { throw .encodingUnsuited(found: encoding) }
        let owner = try SetupSession(migrateURL, for: .migration, lockTimeout: lockTimeout)

        var report = SetupReport()
        try owner.locked { () throws(SetupError) in
            try Roles.setUp(owner, loginRole: loginRole)
            report.appliedMigrations = try Migration.apply(Migration.all, owner)
            report.providerDrift = try Catalog.seed(owner)
        }
        for role in [appRole, adminRole] { try Roles.check(role, login) }
        report.weakerSecondWall = try Roles.weakness(of: loginRole, login)
        return report
    }
}

/// A blocking session whose faults name the step they happened in.
struct SetupSession {
    private let session: PlainSession
    private let step: String

    init(_ url: String, for login: SetupError.Login, lockTimeout: Duration = .seconds(60)) throws(SetupError) {
        guard PlainSession.canRead(url: url) else { throw .urlInvalid(login) }
        do throws(StorageFault) {
            session = try PlainSession(url, lockTimeout: lockTimeout, statementTimeout: Self.statementTimeout)
        } catch {
            throw .login(login, error)
        }
        step = "after the login"
    }

    private init(_ session: PlainSession, step: String) {
        self.session = session
        self.step = step
    }

    /// No step of a migration takes longer.
    private static let statementTimeout = Duration.seconds(600)

    /// The same session in another step.
    func during(_ step: String) -> SetupSession { SetupSession(session, step: step) }

    func execute(_ sql: String) throws(SetupError) {
        do throws(StorageFault) { try session.execute(sql) } catch { throw .database(step: step, error) }
    }

    func rows(_ sql: String, _ parameters: [String?] = []) throws(SetupError) -> [[String]] {
        do throws(StorageFault) {
            return try session.query(sql, parameters).map { row in row.map { $0 ?? "" } }
        } catch {
            throw .database(step: step, error)
        }
    }

    /// The first column of the first row; empty if there is none.
    func value(_ sql: String, _ parameters: [String?] = []) throws(SetupError) -> String { try rows(sql, parameters).first?.first ?? "" }

    /// Runs the body while no other session of this kind runs one on the same database.
    func locked(_ body: () throws(SetupError) -> Void) throws(SetupError) {
        try execute("SELECT pg_advisory_lock(\(Self.lockKey))")
        // A failure ends the session, and the lock with it.
        try body()
        try execute("SELECT pg_advisory_unlock(\(Self.lockKey))")
    }

    /// "tenon", in ASCII.
    private static let lockKey = 0x74_656e_6f6e

    /// Runs the body in one transaction.
    func transaction(_ body: () throws(SetupError) -> Void) throws(SetupError) {
        try execute("BEGIN")
        do throws(SetupError) {
            try body()
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
        try execute("COMMIT")
    }
}
