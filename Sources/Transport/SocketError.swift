internal import Glibc

/// Why a server could not listen on its path.
package enum SocketError: Error, Sendable, Hashable {
    /// Empty, or with a NUL inside.
    case pathInvalid(path: String)
    /// Longer than the 107 bytes that a Unix socket's address holds.
    case pathTooLong(path: String, byteCount: Int)
    /// Another server listens there.
    case inUse(path: String)
    /// There is a file of another kind, which is left alone.
    case notASocket(path: String)
    /// The standard directory for the socket is a file, or belongs to another user.
    case notOurDirectory(path: String)
    /// The system refused; `errorNumber` is errno.
    case failed(operation: String, path: String, errorNumber: Int32)
    /// This server has been started before.
    case alreadyStarted

    static func last(_ operation: String, _ path: String) -> SocketError {
        .failed(operation: operation, path: path, errorNumber: errno)
    }
}

extension SocketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .pathInvalid(let path): "\"\(path)\" is not a path for a socket"
        case .pathTooLong(let path, let byteCount): "the socket path \(path) has \(byteCount) bytes, at most 107 are possible"
        case .inUse(let path): "another server is listening on \(path)"
        case .notASocket(let path): "\(path) exists and is not a socket"
        case .notOurDirectory(let path): "\(path) is not a directory of this user: remove it, or give another path for the socket"
        case .failed(let operation, let path, let errorNumber): "\(operation) \(path): \(String(cString: strerror(errorNumber)))"
        case .alreadyStarted: "this server has been started before"
        }
    }
}
