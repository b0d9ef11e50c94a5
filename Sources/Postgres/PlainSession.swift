import CLibpq
import Glibc

/// One blocking session for migrations and set-up; it holds its thread while the server works.
///
/// The class is the owner of a `PGconn`.
@safe package final class PlainSession {
    private let connection: OpaquePointer

    /// `url` is a libpq connection string or URI.
    package init(_ url: String) throws(StorageFault) {
        guard let connection = unsafe Libpq.connect(url, timeoutSeconds: 10) else { throw .unavailable("out of memory") }
        guard unsafe PQstatus(connection) == CONNECTION_OK else {
            defer { unsafe PQfinish(connection) }
            throw .unavailable(unsafe Libpq.errorLine(connection))
        }
        unsafe self.connection = unsafe connection
        unsafe PQsetNoticeReceiver(connection, { _, _ in }, nil)
    }

    /// The same, with the tables where the pool's sessions find them, and with an end to every wait for a lock and every statement.
    package convenience init(_ url: String, lockTimeout: Duration, statementTimeout: Duration) throws(StorageFault) {
        try self.init(url)
        try execute(
            """
            SET search_path = \(Libpq.searchPath);
            SET lock_timeout = \(Int(lockTimeout / .milliseconds(1)));
            SET statement_timeout = \(Int(statementTimeout / .milliseconds(1)))
            """)
    }

    /// Whether a text is a libpq connection string or URI, wherever it leads.
    package static func canRead(url: String) -> Bool { Libpq.canRead(url) }

    deinit { unsafe PQfinish(connection) }

    /// Runs one or more statements in the simple protocol. Without a BEGIN of their own they are one transaction.
    package func execute(_ sql: String) throws(StorageFault) {
        _ = try unsafe rows(of: PQexec(connection, sql))
    }

    /// Runs one statement with text parameters; gives its rows as text.
    package func query(_ sql: String, _ parameters: [String?] = []) throws(StorageFault) -> [[String?]] {
        // Strings become C strings that live until the end of this function.
        let values = unsafe parameters.map { text in unsafe text.flatMap { unsafe strdup($0) } }
        defer { unsafe values.forEach { unsafe free($0) } }
        let pointers = unsafe values.map { unsafe UnsafePointer($0) }
        return try unsafe rows(of: PQexecParams(connection, sql, Int32(parameters.count), nil, pointers, nil, nil, 0))
    }

    private func rows(of result: OpaquePointer?) throws(StorageFault) -> [[String?]] {
        defer { unsafe PQclear(result) }
        let status = unsafe PQresultStatus(result)
        switch status {
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return []
        case PGRES_TUPLES_OK: break
        default:
            if let result = unsafe result, let rejection = unsafe Libpq.rejection(result) { throw .rejected(rejection) }
            throw .outcomeUnknown
        }
        let (rowCount, columnCount) = unsafe (PQntuples(result), PQnfields(result))
        return (0..<rowCount).map { row in
            (0..<columnCount).map { column in
                guard unsafe PQgetisnull(result, row, column) == 0, let value = unsafe PQgetvalue(result, row, column) else { return nil }
                return unsafe String(cString: value)
            }
        }
    }
}
