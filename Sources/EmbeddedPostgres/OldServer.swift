import FoundationEssentials
import Glibc

/// What the server says about itself in its data directory's `postmaster.pid` (PostgreSQL's `pidfile.h`).
struct PostmasterFile: Hashable {
    let pid: pid_t
    /// Seconds since 1970, as text: tells a file of a dead server from ours when the process id is the same by chance, as in containers.
    let startTime: Substring
    /// Whether the server takes connections.
    let isReady: Bool

    static func path(in dataDirectory: String) -> String { dataDirectory + "/postmaster.pid" }

    init?(inDataDirectory dataDirectory: String) {
        guard let text = textOfFile(Self.path(in: dataDirectory)) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let pid = lines.first.flatMap({ pid_t($0) }), pid > 0 else { return nil }
        self.pid = pid
        startTime = lines.count > 2 ? lines[2] : ""
        isReady = lines.count > 7 && lines[7].hasPrefix("ready")
    }
}

/// The server of an earlier daemon that was killed. It shuts down by its parent-death signal; its successor waits for that, or sees to it.
struct OldServer {
    let dataDirectory: String
    let socket: String
    let uid: uid_t

    /// Returns when no process serves the data directory any more and nothing keeps a new server from starting.
    func end(stopRequest: EventFlag) throws(EmbeddedPostgresError) {
        if let postmaster = PostmasterFile(inDataDirectory: dataDirectory)?.pid, isServing(postmaster) {
            kill(postmaster, SIGINT)
            if try !isGone(within: .seconds(30), stopRequest) { signalAll(SIGQUIT) }
        } else {
            // Without their postmaster the others have nothing left to finish; they write nothing that the write-ahead log does not hold.
            signalAll(SIGQUIT)
        }
        if try !isGone(within: .seconds(5), stopRequest), let pid = processes().first { throw .oldServerStays(pid: pid) }
        removeMisleadingFiles()
    }

    private func isGone(within bound: Duration, _ stopRequest: EventFlag) throws(EmbeddedPostgresError) -> Bool {
        let end = ContinuousClock.now + bound
        while !processes().isEmpty {
            if stopRequest.isRaised(within: .milliseconds(5)) { throw .stopped }
            if ContinuousClock.now > end { return false }
        }
        return true
    }

    private func signalAll(_ signal: Int32) { processes().forEach { kill($0, signal) } }

    private func processes() -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter(isServing)
    }

    /// A living PostgreSQL process of the server's user that works in the data directory, or was told to on its command line: the
    /// working directory of another user's process is hidden from a root without CAP_SYS_PTRACE.
    private func isServing(_ pid: pid_t) -> Bool {
        let process = "/proc/\(pid)"
        guard statusOfFile(process)?.st_uid == uid, textOfFile(process + "/comm") == "postgres\n" else { return false }
        if let directory = try? FileManager.default.destinationOfSymbolicLink(atPath: process + "/cwd") {
            return directory == dataDirectory
        }
        let arguments = textOfFile(process + "/cmdline")?.split(separator: "\0") ?? []
        return zip(arguments, arguments.dropFirst()).contains { $0 == "-D" && $1 == dataDirectory }
    }

    /// A file of a dead server whose process id now belongs to somebody else would make PostgreSQL refuse to start: the one in the data
    /// directory (one whose process id is free it clears away itself, after a look at the shared memory it names), and the lock beside the socket.
    private func removeMisleadingFiles() {
        for file in [socket, socket + ".lock"] { unlink(file) }
        guard let file = PostmasterFile(inDataDirectory: dataDirectory), kill(file.pid, 0) == 0 || errno == EPERM else { return }
        unlink(PostmasterFile.path(in: dataDirectory))
    }
}
