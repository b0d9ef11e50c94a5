internal import CLinux
internal import Glibc

/// A bound and listening Unix socket, and the lock that makes its path ours. Not closed by itself: `close` is called once.
struct ListeningSocket: Sendable {
    /// Given to the event loop, which closes it.
    let descriptor: Int32
    private let path: String
    private let lock: PathLock
    private let file: FileIdentity

    /// Connections that may wait to be accepted; the kernel cuts it to net.core.somaxconn.
    private static let backlogCount: Int32 = 4096
    /// `sun_path` has 108 bytes and ends with a NUL.
    private static let pathByteCountMax = 107

    init(path: String, mode: UInt32, groupID: UInt32?) throws(SocketError) {
        let lock = try Self.takePath(path)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        do throws(SocketError) {
            guard descriptor >= 0 else { throw .last("socket", path) }
            if try Self.isStale(path), unlink(path) != 0 { throw .last("unlink", path) }
            try Self.bind(descriptor, path)
            guard let file = FileIdentity(path) else { throw .last("stat", path) }
            do throws(SocketError) {
                try Self.open(path, mode: mode, groupID: groupID)
                guard listen(descriptor, Self.backlogCount) == 0 else { throw .last("listen", path) }
            } catch {
                file.unlink(path)
                throw error
            }
            (self.descriptor, self.path, self.lock, self.file) = (descriptor, path, lock, file)
        } catch {
            if descriptor >= 0 { Glibc.close(descriptor) }
            lock.release()
            throw error
        }
    }

    /// Whether a server could have the path now; leaves everything as it is.
    static func checkPath(_ path: String) throws(SocketError) {
        let lock = try takePath(path)
        defer { lock.release() }
        _ = try isStale(path)
    }

    /// Sets the queue length again, which handing the descriptor to the event loop has shortened.
    func restoreBacklog() {
        _ = listen(descriptor, Self.backlogCount)
    }

    /// Removes the file, if it is still the one made here.
    func removeFile() {
        file.unlink(path)
    }

    /// Lets another server have the path.
    func releaseLock() {
        lock.release()
    }

    private static func takePath(_ path: String) throws(SocketError) -> PathLock {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .pathInvalid(path: path) }
        guard path.utf8.count <= pathByteCountMax else { throw .pathTooLong(path: path, byteCount: path.utf8.count) }
        return try PathLock(path)
    }

    /// Whether there is a socket that nobody listens on, left over from a crash. Anything else that is there is not ours to remove.
    private static func isStale(_ path: String) throws(SocketError) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return false }
            throw .last("stat", path)
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard probe >= 0 else { throw .last("socket", path) }
        defer { Glibc.close(probe) }
        // Not blocking: a server with a full queue is alive too, and says EAGAIN.
        guard tenon_unix_connect(probe, path) != 0, errno == ECONNREFUSED else { throw .inUse(path: path) }
        return true
    }

    /// Under this mask the file begins as 0600; group and mode are set afterwards, so that it never has a wider mode than it ends with.
    private static func bind(_ descriptor: Int32, _ path: String) throws(SocketError) {
        let mask = umask(0o177)
        defer { umask(mask) }
        guard tenon_unix_bind(descriptor, path) == 0 else {
            if errno == EADDRINUSE { throw .inUse(path: path) }
            throw .last("bind", path)
        }
    }

    private static func open(_ path: String, mode: UInt32, groupID: UInt32?) throws(SocketError) {
        if let groupID, lchown(path, uid_t.max, groupID) != 0 { throw .last("chown", path) }
        guard mode & 0o777 != 0o600 else { return }
        guard fchmodat(AT_FDCWD, path, mode & 0o777, AT_SYMLINK_NOFOLLOW) == 0 else { throw .last("chmod", path) }
    }
}

/// Which file a path named when it was looked at.
private struct FileIdentity: Sendable, Hashable {
    private let device: dev_t
    private let inode: ino_t

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }

    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }

    func unlink(_ path: String) {
        if FileIdentity(path) == self { _ = Glibc.unlink(path) }
    }
}

/// A lock file beside the socket, held as long as the server lives: two servers that start at once can not both find the socket stale.
private struct PathLock: Sendable {
    private let path: String
    private let descriptor: Int32

    init(_ socketPath: String) throws(SocketError) {
        let path = socketPath + ".lock"
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw .last("open", path) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let isHeld = errno == EWOULDBLOCK
                let error = SocketError.last("lock", path)
                Glibc.close(descriptor)
                throw isHeld ? .inUse(path: socketPath) : error
            }
            // The file may have been removed by a server that ended between the two calls: then this lock keeps nobody out.
            if let file = FileIdentity(path), file == FileIdentity(descriptor: descriptor) {
                (self.path, self.descriptor) = (path, descriptor)
                return
            }
            Glibc.close(descriptor)
        }
    }

    func release() {
        unlink(path)
        close(descriptor)
    }
}
