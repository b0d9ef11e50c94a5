import Glibc

/// Why the private server does not run. `description` is one line for the operator and says what to do.
package enum EmbeddedPostgresError: Error, Sendable, Hashable {
    /// `start` was called on a value that already runs a server.
    case alreadyStarted
    /// `stop` was called before the server was ready.
    case stopped
    /// Another living daemon has the state directory.
    case stateDirectoryInUse(path: String)
    /// The state directory, or something in it, can not be used as it is.
    case stateDirectoryUnusable(path: String, why: String)
    /// The server's OS user can not pass through `directory` on the way to the data.
    case unreachable(directory: String, user: String)
    /// The Unix socket's path would be longer than the kernel takes.
    case socketPathTooLong(path: String, byteCount: Int, byteCountMax: Int)
    /// No PostgreSQL server program on this machine, or not in the directory that was named.
    case serverMissing(searched: String)
    /// The program that binds the server's life to the daemon's is missing.
    case setprivMissing
    /// The daemon runs as root and there is no OS user to run the server as.
    case serverUserMissing(name: String)
    /// The daemon's OS user has no name, or is one that owns nothing by definition.
    case daemonUserUnsuited(uid: UInt32)
    /// The data was written by another major version than the installed server.
    case versionMismatch(data: String, server: String)
    /// Making the database failed; `lastLine` is what the program said.
    case initialisationFailed(program: String, lastLine: String)
    /// The server ended instead of becoming ready; `lastLine` is what it said.
    case startFailed(lastLine: String)
    /// The server was not ready in time and was ended.
    case startTimedOut(seconds: Int)
    /// A server of an earlier daemon does not end.
    case oldServerStays(pid: Int32)
    /// The operating system refused something that has no reason to fail.
    case system(call: String, why: String)

    /// The failure of `call` that errno tells about now.
    static func system(_ call: String) -> EmbeddedPostgresError { .system(call: call, why: describe(errno)) }
}

extension EmbeddedPostgresError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .alreadyStarted: "the embedded PostgreSQL is already started"
        case .stopped: "the embedded PostgreSQL was stopped before it was ready"
        case .stateDirectoryInUse(let path): "another daemon uses the state directory \(path): stop it or choose another directory"
        case .stateDirectoryUnusable(let path, let why): "\(path) can not hold the embedded PostgreSQL: \(why)"
        case .unreachable(let directory, let user):
            "the OS user \(user), who runs the embedded PostgreSQL, can not pass through \(directory): "
                + "run chmod o+x \(directory) or choose another state directory"
        case .socketPathTooLong(let path, let byteCount, let byteCountMax):
            "the socket path \(path) has \(byteCount) bytes, the kernel takes \(byteCountMax): choose a shorter state directory"
        case .serverMissing(let searched):
            "no PostgreSQL server in \(searched): run apt-get install postgresql, or give a database URL"
        case .setprivMissing: "setpriv is missing: run apt-get install util-linux"
        case .serverUserMissing(let name):
            "there is no OS user \(name) to run the embedded PostgreSQL for root: run apt-get install postgresql, or give a database URL"
        case .daemonUserUnsuited(let uid):
            "uid \(uid) has no OS user of its own and can not run the embedded PostgreSQL: start as another user"
        case .versionMismatch(let data, let server):
            "the data was written by PostgreSQL \(data) and this is PostgreSQL \(server): run apt-get install postgresql-\(data), or move the data with pg_upgrade"
        case .initialisationFailed(let program, let lastLine): "\(program) could not make the database: \(lastLine)"
        case .startFailed(let lastLine): "the embedded PostgreSQL ended at its start: \(lastLine)"
        case .startTimedOut(let seconds): "the embedded PostgreSQL was not ready after \(seconds) s"
        case .oldServerStays(let pid): "the PostgreSQL of an earlier daemon, process \(pid), does not end: end it by hand"
        case .system(let call, let why): "\(call): \(why)"
        }
    }
}

/// The operating system's words for an errno value.
func describe(_ errorNumber: Int32) -> String { String(cString: strerror(errorNumber)) }
