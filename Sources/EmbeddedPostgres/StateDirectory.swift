import FoundationEssentials
import Glibc

/// The one directory a private server lives in, held by a lock for as long as this value lives.
///
/// Started by root, the directory is root's with mode 0711, so that the server's user reaches its data but can not replace what root
/// reads; `data` and `run` are the server's own, 0700. Otherwise everything is ours, 0700.
final class StateDirectory: Sendable {
    let path: String
    let user: ServerUser
    private let lock: Descriptor

    var data: String { path + "/data" }
    var run: String { path + "/run" }
    var socket: String { Self.socket(in: run) }
    var log: String { path + "/postgres.log" }
    var hostBasedAuthentication: String { path + "/pg_hba.conf" }
    var identityMap: String { path + "/pg_ident.conf" }

    /// The major version that wrote the data, or nil before the first start.
    var dataVersion: String? { textOfFile(data + "/PG_VERSION").map { String($0.prefix { $0 != "\n" }) } }

    /// Makes what is missing, refuses what does not fit, and takes the lock.
    init(path asked: String, user: ServerUser) throws(EmbeddedPostgresError) {
        path = try Self.makeRoot(asked, mode: user.isAnother ? 0o711 : 0o700)
        self.user = user
        if let barrier = user.firstBarrier(onTheWayTo: path) { throw .unreachable(directory: barrier, user: user.name) }
        try Self.checkSocketPath(in: path + "/run")
        lock = try Self.takeLock(path + "/lock", for: path)
        try makeServerDirectory(run)
        guard let status = statusOfFile(data) else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .stateDirectoryUnusable(path: data, why: "it is not a directory") }
        guard status.st_uid == user.uid else {
            throw .stateDirectoryUnusable(
                path: data, why: "it belongs to uid \(status.st_uid) and the server runs as \(user.name), uid \(user.uid)")
        }
    }

    /// A directory that only the server's user enters.
    func makeServerDirectory(_ path: String) throws(EmbeddedPostgresError) {
        if mkdir(path, 0o700) == 0 {
            guard chmod(path, 0o700) == 0, lchown(path, user.uid, user.gid) == 0 else { throw .system("chown \(path)") }
        } else if errno != EEXIST {
            throw .system("mkdir \(path)")
        }
        guard let status = statusOfFile(path), status.st_mode & S_IFMT == S_IFDIR, status.st_uid == user.uid, status.st_mode & 0o077 == 0
        else {
            throw .stateDirectoryUnusable(path: path, why: "it must be a directory of \(user.name) with mode 0700")
        }
    }

    /// A file of ours that the server may read but not change.
    func writeForServer(_ text: String, to path: String) throws(EmbeddedPostgresError) {
        guard let file = Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644), fchmod(file.number, 0o644) == 0, file.write(text)
        else {
            throw .system("write \(path)")
        }
    }

    /// Gives a finished directory its final name, durably.
    func rename(_ draft: String, to final: String) throws(EmbeddedPostgresError) {
        guard Glibc.rename(draft, final) == 0 else { throw .system("rename \(draft)") }
        guard let directory = Descriptor.open(path, O_RDONLY | O_DIRECTORY), fsync(directory.number) == 0 else {
            throw .system("fsync \(path)")
        }
    }

    /// What unfinished first starts have left.
    func drafts() throws(EmbeddedPostgresError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasPrefix(Self.draftPrefix) }.map {
                path + "/" + $0
            }
        } catch {
            throw .stateDirectoryUnusable(path: path, why: "it can not be read: \(error)")
        }
    }

    /// Removes a draft that the server's user has emptied: of the tree itself, which is that user's, we touch nothing.
    func removeEmptied(_ draft: String) throws(EmbeddedPostgresError) {
        guard remove(draft) == 0 || errno == ENOENT else {
            throw .stateDirectoryUnusable(path: draft, why: "an unfinished first start can not be removed: \(describe(errno))")
        }
    }

    /// A name no other attempt uses: a program of a killed daemon may still be busy in the last one.
    func newDraft() -> String { path + "/" + Self.draftPrefix + UUID().uuidString.lowercased() }

    private static let draftPrefix = "data.new-"

    /// Returns the path with all links resolved, as the kernel reports the server's working directory.
    private static func makeRoot(_ asked: String, mode: mode_t) throws(EmbeddedPostgresError) -> String {
        var made = asked.hasPrefix("/") ? "" : "."
        let names = asked.split(separator: "/")
        for (index, name) in names.enumerated() {
            made += "/" + name
            if mkdir(made, index == names.count - 1 ? mode : 0o755) == 0 {
                // What the umask took away.
                if index == names.count - 1 { chmod(made, mode) }
            } else if errno != EEXIST {
                throw .stateDirectoryUnusable(path: asked, why: "mkdir \(made): \(describe(errno))")
            }
        }
        guard !names.isEmpty, let resolved = realpath(made, nil) else { throw .stateDirectoryUnusable(path: asked, why: describe(errno)) }
        defer { free(resolved) }
        let path = String(cString: resolved)
        guard let status = statusOfFile(path), status.st_mode & S_IFMT == S_IFDIR else {
            throw .stateDirectoryUnusable(path: path, why: "it is not a directory")
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
            throw .stateDirectoryUnusable(path: path, why: "it must belong to the daemon's OS user and be writable by nobody else")
        }
        return path
    }

    private static func socket(in run: String) -> String { run + "/.s.PGSQL.\(Settings.port)" }

    private static func checkSocketPath(in run: String) throws(EmbeddedPostgresError) {
        let socket = socket(in: run)
        let byteCountMax = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
        guard socket.utf8.count <= byteCountMax else {
            throw .socketPathTooLong(path: socket, byteCount: socket.utf8.count, byteCountMax: byteCountMax)
        }
    }

    private static func takeLock(_ lockPath: String, for path: String) throws(EmbeddedPostgresError) -> Descriptor {
        guard let lock = Descriptor.open(lockPath, O_RDWR | O_CREAT, mode: 0o600) else { throw .system("open \(lockPath)") }
        guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? .stateDirectoryInUse(path: path) : .system("flock \(lockPath)")
        }
        return lock
    }
}
