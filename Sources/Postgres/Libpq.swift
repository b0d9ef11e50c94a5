import CLibpq
import Glibc

/// libpq's calls in the shape that both kinds of session need.
enum Libpq {
    /// Names itself where the connection string does not, and always speaks UTF-8 (a later keyword wins over the expanded `dbname`).
    private static func parameters(_ url: String, timeoutSeconds: Int) -> KeyValuePairs<String, String> {
        ["fallback_application_name": "tenond", "connect_timeout": String(timeoutSeconds), "dbname": url, "client_encoding": "UTF8"]
    }

    /// Where every session finds its tables; temporary ones last, so that none hides a table.
    static let searchPath = "public, pg_temp"

    /// Whether it is a URI or a list of keywords, as far as libpq can tell without connecting.
    static func canRead(_ url: String) -> Bool {
        let options = unsafe PQconninfoParse(url, nil)
        defer { unsafe PQconninfoFree(options) }
        return unsafe options != nil
    }

    /// Connects and waits for it. Nil only when memory is out.
    static func connect(_ url: String, timeoutSeconds: Int) -> OpaquePointer? {
        unsafe withCStrings(parameters(url, timeoutSeconds: timeoutSeconds)) { unsafe PQconnectdbParams($0, $1, 1) }
    }

    /// Begins to connect; the rest is `PQconnectPoll`. Nil only when memory is out.
    static func startConnecting(_ url: String) -> OpaquePointer? {
        unsafe withCStrings(parameters(url, timeoutSeconds: 0)) { unsafe PQconnectStartParams($0, $1, 1) }
    }

    /// The last error of a session, one line. libpq never puts a password into it.
    static func errorLine(_ connection: OpaquePointer) -> String {
        guard let message = unsafe PQerrorMessage(connection) else { return "no message" }
        return oneLine(unsafe String(cString: message))
    }

    static func oneLine(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }.joined(separator: "; ")
    }

    /// Nil where the error is libpq's own (a lost connection): only the server gives a SQLSTATE.
    static func rejection(_ result: OpaquePointer, statementName: String? = nil) -> SQLRejection? {
        guard let sqlState = unsafe field(result, "C") else { return nil }
        return SQLRejection(
            sqlState: sqlState, constraint: unsafe field(result, "n"), table: unsafe field(result, "t"), statementName: statementName,
            serverMessage: unsafe field(result, "M") ?? "")
    }

    /// Whether the server ended the session with this error (severity FATAL or PANIC, untranslated).
    static func endsSession(_ result: OpaquePointer) -> Bool {
        let severity = unsafe field(result, "V")
        return severity == "FATAL" || severity == "PANIC"
    }

    /// A field of an error or notice by its PG_DIAG code.
    static func field(_ result: OpaquePointer, _ code: Unicode.Scalar) -> String? {
        guard let value = unsafe PQresultErrorField(result, Int32(code.value)) else { return nil }
        return unsafe String(cString: value)
    }

    private static func withCStrings(
        _ pairs: KeyValuePairs<String, String>,
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> OpaquePointer?
    ) -> OpaquePointer? {
        let keys = unsafe pairs.map { unsafe strdup($0.key) } + [nil]
        let values = unsafe pairs.map { unsafe strdup($0.value) } + [nil]
        defer {
            unsafe (keys + values).forEach { unsafe free($0) }
        }
        return unsafe body(keys.map { unsafe UnsafePointer($0) }, values.map { unsafe UnsafePointer($0) })
    }
}
