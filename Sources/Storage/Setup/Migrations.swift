/// A numbered change of the schema.
struct Migration: Sendable, Hashable {
    let number: Int
    /// As the file is named, for example `0001_tables`.
    let name: String
    let text: String

    init(name: String, text: String) {
        number = Int(name.prefix(while: \.isWholeNumber)) ?? 0
        self.name = name
        self.text = text
    }

    /// Every change this build knows, in order.
    static let all = SQLText.migrations.map { Migration(name: $0.name, text: $0.text) }

    /// Runs what has not run here yet, each in a transaction of its own; gives the names of what ran.
    static func apply(_ migrations: [Migration], _ session: SetupSession) throws(SetupError) -> [String] {
        let session = session.during("reading the state of the schema")
        // Row-level security binds the owner, too: what it would hide from a migration is to be an error.
        try session.execute("SET row_security = off")
        try session.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number INTEGER CONSTRAINT schema_migrations_pkey PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
                applied_at TIMESTAMPTZ NOT NULL DEFAULT now())
            """)
        let newest = Int(try session.value("SELECT max(number) FROM schema_migrations")) ?? 0
        if let known = migrations.last?.number, newest > known { throw .schemaNewer(found: newest, known: known) }
        var applied: [String] = []
        for migration in migrations where try !migration.isApplied(session) {
            try migration.apply(session.during("migration \(migration.name)"))
            applied.append(migration.name)
        }
        return applied
    }

    /// Whether it ran here; with other content is an error. The server computes the checksum, SHA-256.
    private func isApplied(_ session: SetupSession) throws(SetupError) -> Bool {
        let same = try session.value(
            "SELECT checksum = encode(sha256(convert_to($2, 'UTF8')), 'hex') FROM schema_migrations WHERE number = $1::integer",
            ["\(number)", text])
        if same == "f" { throw .checksumMismatch(migration: name) }
        return same == "t"
    }

    private func apply(_ session: SetupSession) throws(SetupError) {
        try session.transaction { () throws(SetupError) in
            try session.execute(text)
            _ = try session.rows(
                "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1::integer, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))",
                ["\(number)", name, text])
        }
    }
}
