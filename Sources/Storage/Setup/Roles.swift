import Postgres

/// The two roles sessions work as: `tenon_app` for what actors do, `tenon_admin` for what admin callers do; and `tenon_gate`, which owns views.
enum Roles {
    /// Creates what is missing, lets the login role take the first two, and the migrating role give things to the third.
    static func setUp(_ owner: SetupSession, loginRole: String) throws(SetupError) {
        let owner = owner.during("preparing the roles")
        let migratingRole = try owner.value("SELECT current_user::text")
        let takers = [(Storage.appRole, loginRole), (Storage.adminRole, loginRole), (Storage.gateRole, migratingRole)]
        for (role, taker) in takers {
            if try !exists(role, owner) {
                try run("CREATE ROLE \(role) NOLOGIN", owner, takers) { () throws(SetupError) in try exists(role, owner) }
            }
            if try owner.value(mayTake, [taker, role]) == "f" {
                try run("GRANT \(role) TO \(quoted(taker))", owner, takers) { () throws(SetupError) in
                    try owner.value(mayTake, [taker, role]) == "t"
                }
            }
        }
    }

    /// Since PostgreSQL 16 a membership may come without SET: whoever creates a role gets such a one.
    private static let mayTake = """
        SELECT pg_has_role($1, $2, CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)
        """

    /// Refuses a role under which row-level security would not hold. The session may take the role.
    static func check(_ role: String, _ login: SetupSession) throws(SetupError) {
        let login = login.during("taking the role \(role)")
        try login.execute("SET ROLE \(role)")
        let reason = try strength(of: "current_user", login)
        try login.execute("RESET ROLE")
        if let reason { throw .sessionRoleTooStrong(role: role, reason: reason) }
    }

    /// One line if a session of the login role could step out of its restricted role into a stronger one.
    static func weakness(of loginRole: String, _ login: SetupSession) throws(SetupError) -> String? {
        guard let reason = try strength(of: "session_user", login.during("checking the login role")) else { return nil }
        return "the second wall is weaker: the login role \(loginRole) \(reason); give --database-url a role of its own"
    }

    /// Why row-level security would not bind a role; nil: it does.
    private static func strength(of role: String, _ session: SetupSession) throws(SetupError) -> String? {
        let reason = try session.value(
            """
            SELECT CASE WHEN r.rolsuper THEN 'is a superuser' WHEN r.rolbypassrls THEN 'bypasses row-level security'
                WHEN EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.oid = to_regclass('connections')) THEN 'owns the tables' END
            FROM pg_roles r WHERE r.rolname = \(role)
            """)
        return reason.isEmpty ? nil : reason
    }

    private static func exists(_ role: String, _ session: SetupSession) throws(SetupError) -> Bool {
        try session.value("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1)", [role]) == "t"
    }

    /// Runs one change of roles. Roles belong to the whole server: another database's daemon may have made the change at the same moment.
    private static func run(
        _ sql: String, _ owner: SetupSession, _ takers: [(role: String, taker: String)], isDone: () throws(SetupError) -> Bool
    ) throws(SetupError) {
        do throws(SetupError) {
            try owner.execute(sql)
        } catch .database(let step, .rejected(let rejection)) {
            if try isDone() { return }
            guard rejection.sqlState == "42501" else { throw .database(step: step, .rejected(rejection)) }
            throw .rolesMissing(sql: try remedy(owner, takers))
        }
    }

    /// What a superuser has to run: only what is missing, because psql stops at a role that exists.
    private static func remedy(_ owner: SetupSession, _ takers: [(role: String, taker: String)]) throws(SetupError) -> String {
        var statements: [String] = []
        for (role, _) in takers where try !exists(role, owner) { statements.append("CREATE ROLE \(role) NOLOGIN;") }
        return (statements + takers.map { "GRANT \($0.role) TO \(quoted($0.taker));" }).joined(separator: " ")
    }

    private static func quoted(_ role: String) -> String {
        "\"\(role.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
