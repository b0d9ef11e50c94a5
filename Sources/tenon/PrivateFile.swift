internal import ArgumentParser

#if canImport(Glibc)
    internal import Glibc
#endif

/// A file that is created with its final mode and replaced as a whole.
enum PrivateFile {
    /// Writes a sibling first and renames it, so that a reader sees the old bytes or the new ones.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws {
        let sibling = "\(path).\(getpid()).tmp"
        let descriptor = open(sibling, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw ValidationError("can not write \(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        do {
            try FileHandleOutput(descriptor: descriptor).write(bytes)
            guard rename(sibling, path) == 0 else { throw OutputFailure(cause: String(cString: strerror(errno))) }
        } catch {
            unlink(sibling)
            throw ValidationError("\(path): \(error)")
        }
    }

    /// Fails, naming the flag, if a file could not be made in the directory of `path`: known before the work whose result it is for.
    static func checkWritable(_ path: String, flag: String) throws {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard access(directory, W_OK) == 0 else {
            throw ValidationError("\(flag): can not write to \(directory): \(String(cString: strerror(errno)))")
        }
    }
}
