#if canImport(Glibc)
    internal import Glibc
#endif

/// Where daemon and clients meet unless they are told otherwise.
package enum SocketLocation {
    /// `TENON_SOCKET`, else `/run/tenon/tenon.sock` for root and `$XDG_RUNTIME_DIR/tenon.sock` or `/tmp/tenon-<uid>/tenon.sock` for others.
    package static var standard: String {
        environment("TENON_SOCKET") ?? "\(standardDirectory)/tenon.sock"
    }

    /// The directory of the standard socket path, whatever `TENON_SOCKET` says.
    package static var standardDirectory: String {
        if geteuid() == 0 { return "/run/tenon" }
        return environment("XDG_RUNTIME_DIR") ?? "/tmp/tenon-\(geteuid())"
    }

    /// Makes the standard directory, if it is missing. Fails if it belongs to somebody else: `/tmp` is everybody's.
    package static func prepareStandardDirectory() throws(SocketError) {
        let path = standardDirectory
        if mkdir(path, geteuid() == 0 ? 0o755 : 0o700) != 0 && errno != EEXIST {
            throw .last("mkdir", path)
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .last("lstat", path) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else { throw .notOurDirectory(path: path) }
    }

    private static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
