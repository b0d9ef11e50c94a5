/// How the private server is set up: for a registry on the machine of its callers, modest in memory, nothing traded for durability.
enum Settings {
    static let port = 5432
    static let database = "tenon"
    static let ownerRole = "tenon_owner"
    static let loginRole = "tenon_login"
    static let superuserRole = "postgres"

    /// Run once, as superuser, in a fresh cluster.
    static let setUpSQL = """
        CREATE ROLE \(ownerRole) LOGIN CREATEROLE;
        CREATE ROLE \(loginRole) LOGIN NOINHERIT;
        CREATE DATABASE \(database) OWNER \(ownerRole) TEMPLATE template0;
        REVOKE ALL ON DATABASE \(database) FROM PUBLIC;
        GRANT CONNECT ON DATABASE \(database) TO \(loginRole);

        """

    /// Only over the Unix socket, only who the kernel says one is, only as a role that the map gives.
    static let hostBasedAuthentication = "local all all peer map=tenon\n"

    /// The OS users of the daemon and of the server may be each of the three roles.
    static func identityMap(osUsers: Set<String>) -> String {
        osUsers.sorted().flatMap { user in [ownerRole, loginRole, superuserRole].map { "tenon \"\(user)\" \($0)\n" } }.joined()
    }

    /// The `-c` arguments of every start, so that a new daemon's settings reach an old data directory.
    static func arguments(for directory: StateDirectory) -> [String] {
        let values = [
            // Who gets in.
            "listen_addresses": "",
            "port": "\(port)",
            "unix_socket_directories": quotedListElement(directory.run),
            "hba_file": directory.hostBasedAuthentication,
            "ident_file": directory.identityMap,
            "max_connections": "50",
            // Memory and processes.
            "shared_buffers": "128MB",
            "huge_pages": "off",
            "jit": "off",
            "max_parallel_workers_per_gather": "0",
            // One server without replicas: the shortest log that survives a crash, and a bounded recovery after one.
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "max_wal_size": "512MB",
            // Solid-state disks; UTC everywhere.
            "random_page_cost": "1.1",
            "timezone": "UTC",
            "log_timezone": "UTC",
            // A quiet log without tenants' data: what happens to the server, not what clients did wrong.
            "logging_collector": "off",
            "log_destination": "stderr",
            "log_min_messages": "log",
            "log_min_error_statement": "panic",
            "log_checkpoints": "off",
            "log_autovacuum_min_duration": "-1",
        ]
        return values.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    }

    /// A comma in the path must not split the list.
    private static func quotedListElement(_ path: String) -> String {
        "\"" + path.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
