internal import Foundation
package import Testing

/// A user of this machine other than the tests' own, by a number that need not stand in any table. Only root can start its processes.
package struct OtherUser: Sendable {
    package let uid: UInt32
    package let gid: UInt32

    /// - Parameter gid: its only group; nil: one with the number of the user.
    package init(uid: UInt32, gid: UInt32? = nil) {
        self.uid = uid
        self.gid = gid ?? uid
    }

    /// Runs the `tenon` command as this user to its end.
    package func tenon(_ arguments: [String], on daemon: TestDaemon) throws -> ProgramOutput {
        let command = ["\(RunningProgram.binaryDirectory)/tenon"] + arguments
        return try RunningProgram.output("/usr/bin/setpriv", identity + command, environment: ["TENON_SOCKET": daemon.socketPath])
    }

    /// Opens a channel from a process of this user, which passes on what is sent and received.
    package func channel(to daemon: TestDaemon) throws -> RawChannel {
        let script = """
            socket(S, AF_UNIX, SOCK_STREAM, 0) or die; connect(S, pack_sockaddr_un($ARGV[0])) or die "connect: $!\\n";
            if (fork) { syswrite(STDOUT, $b) while sysread(S, $b, 65536); shutdown(STDOUT, 2) }
            else { syswrite(S, $b) while sysread(STDIN, $b, 65536); shutdown(S, 1) }
            """
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw ProgramFailure(description: "socketpair: \(String(cString: strerror(errno)))")
        }
        let peer = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments = identity + ["/usr/bin/perl", "-MSocket", "-e", script, daemon.socketPath]
        process.standardInput = peer
        process.standardOutput = peer
        let channel = RawChannel(connected: ends[0])
        try process.run()
        return channel
    }

    private var identity: [String] { ["--reuid=\(uid)", "--regid=\(gid)", "--clear-groups", "--"] }
}

extension Trait where Self == ConditionTrait {
    /// For tests that start processes of other users.
    package static var needsRoot: Self { .enabled(if: geteuid() == 0, "only root can start a process of another user") }
}
