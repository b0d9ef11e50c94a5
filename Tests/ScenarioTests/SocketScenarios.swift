import Foundation
import TestKit
import Testing

/// Who gets to the socket, and whose the path is.
@Suite(.daemon, .serialized)
struct SocketScenarios {
    /// Serves on the standard mode; its database also serves the daemons that a test starts beside it.
    private let daemon: TestDaemon

    init() throws { daemon = try #require(TestDaemon.current) }

    @Test(.needsRoot)
    func `WHEN a process of an unknown user connects, THEN its first header is answered CALLER_UNKNOWN and the channel is closed`()
        async throws
    {
        let open = try await TestDaemon.start(arguments: ["--socket-mode", "0666"] + daemon.sameDatabase)
        let request = Wire.request(id: 7, .health, extra: Wire.metadata("tenon-actor", "service:local"))
        let output = try stranger(open, sends: request + Wire.request(id: 9, .health))
        #expect(output.exitCode == 0, "\(output.standardError)")
        let reply = try #require(RawReply(frame: hex(output.standardOutput)), "one frame and the end: \(output.standardOutput)")
        #expect(reply.streamID == 7 && reply.code == 16 && reply.reason == "CALLER_UNKNOWN", "\(reply)")
        #expect(try stranger(open, sends: Wire.frame(id: 1, kind: 3)).standardOutput.isEmpty, "what is no request has no answer")
        try await expectServed(try RawChannel(open.socketPath))
        #expect(await open.stop() == 0)
        open.removeDirectory()
    }

    @Test(.needsRoot)
    func `WHEN the socket has its standard mode, THEN a process of another user can not connect`() async throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: daemon.socketPath)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let output = try stranger(daemon, sends: Wire.request(id: 1, .health))
        #expect(output.exitCode != 0 && output.standardOutput.isEmpty)
        #expect(output.standardError.contains("Permission denied"))
    }

    @Test func `WHEN a second daemon is given the same path, THEN it refuses in one line and the first one is unaffected`() async throws {
        let channel = try RawChannel(daemon.socketPath)
        try await expectServed(channel)
        let second = try tenond(socket: daemon.socketPath)
        #expect(second.output.exitCode == 78)
        #expect(second.output.standardError == "tenond: --socket: another server is listening on \(daemon.socketPath)\n")
        #expect(!second.madeState, "it looks at its path before it makes a database")
        try await expectServed(channel, id: 3)
        try await expectServed(try RawChannel(daemon.socketPath))
    }

    @Test func `WHEN a daemon was killed, THEN the next one replaces its socket`() async throws {
        let first = try await TestDaemon.start(arguments: daemon.sameDatabase)
        await first.kill()
        #expect(FileManager.default.fileExists(atPath: first.socketPath))
        let next = try await TestDaemon.start(directory: first.directory, arguments: daemon.sameDatabase)
        try await expectServed(try RawChannel(next.socketPath))
        #expect(await next.stop() == 0)
        #expect(!FileManager.default.fileExists(atPath: next.socketPath))
        next.removeDirectory()
    }

    @Test func `WHEN the path is something else's, THEN that is left alone and the daemon says so`() async throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = "\(directory)/file"
        try "kept".write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: "\(directory)/link", withDestinationPath: file)
        for path in [file, "\(directory)/link", directory] {
            let refused = try tenond(socket: path)
            #expect(refused.output.exitCode == 78 && !refused.madeState)
            #expect(refused.output.standardError == "tenond: --socket: \(path) exists and is not a socket\n")
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "kept")
        let left = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(left.sorted() == ["file", "link"])
    }

    @Test func `WHEN the path can not be a socket's, THEN one line says why`() throws {
        let directory = "/tmp/tenon-no-such-directory"
        let long = "/tmp/" + String(repeating: "s", count: 103)
        for (path, problem) in [
            (long, "the socket path \(long) has 108 bytes, at most 107 are possible"),
            ("\(directory)/socket", "\(directory)/socket.lock: No such file or directory"),
        ] {
            let refused = try tenond(socket: path)
            #expect(refused.output.exitCode == 78 && !refused.madeState)
            #expect(refused.output.standardError.hasPrefix("tenond: ") && refused.output.standardError.hasSuffix("\(problem)\n"))
            #expect(refused.output.standardError.filter { $0 == "\n" }.count == 1)
        }
    }

    @Test func `WHEN the path has exactly 107 bytes, THEN the daemon serves on it`() async throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/" + String(repeating: "s", count: 106 - directory.utf8.count)
        let program = try RunningProgram.start("tenond", ["--socket", path] + daemon.sameDatabase)
        try await program.waitForStandardError(containing: "is ready on \(path)")
        try await expectServed(try RawChannel(path))
        program.signal(SIGTERM)
        #expect(await program.exitCode() == 0)
    }

    @Test func `WHEN the daemon is told to stop, THEN new calls are refused as surely not run, running ones get their reply, then the end`()
        async throws
    {
        let stopping = try await TestDaemon.start(arguments: daemon.sameDatabase)
        let table = try HeldTable("providers", of: daemon)
        defer { table.release() }
        let channel = try RawChannel(stopping.socketPath)
        await channel.send(Wire.request(id: 1, .getProvider, Wire.field(1, "github")))
        try await expectServed(channel, id: 3)
        stopping.signal(SIGTERM)
        var refused = try await channel.call(Wire.request(id: 5, .health))
        for _ in 0..<100_000 where refused.code == 0 { refused = try await channel.call(Wire.request(id: 5, .health)) }
        #expect(refused.code == 14 && refused.reason == "DRAINING" && refused.retryDelayMS == 500, "\(refused)")
        #expect(throws: ProgramFailure.self) { try RawChannel(stopping.socketPath) }
        table.release()
        let reply = try await channel.reply()
        #expect(reply.streamID == 1 && reply.code == 0, "\(reply)")
        #expect(await channel.hasEnded())
        #expect(await stopping.exitCode() == 0)
        stopping.removeDirectory()
    }

    /// A start that must fail, with a state directory that does not exist yet.
    private func tenond(socket: String) throws -> (output: ProgramOutput, madeState: Bool) {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let state = "\(directory)/state"
        let output = try RunningProgram.output("tenond", ["--socket", socket, "--state-dir", state])
        return (output, FileManager.default.fileExists(atPath: state))
    }

    /// Sends bytes as a user nobody knows and reads to the end; standard output has what came back, in hexadecimal.
    private func stranger(_ daemon: TestDaemon, sends bytes: [UInt8]) throws -> ProgramOutput {
        let script = """
            socket(S, AF_UNIX, SOCK_STREAM, 0) or die; connect(S, pack_sockaddr_un($ARGV[0])) or die "connect: $!\\n";
            syswrite(S, pack("H*", $ARGV[1])); print unpack("H*", $b) while sysread(S, $b, 65536)
            """
        let text = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return try RunningProgram.output(
            "/usr/bin/setpriv",
            ["--reuid=43210", "--regid=43210", "--clear-groups", "/usr/bin/perl", "-MSocket", "-e", script, daemon.socketPath, text])
    }

    private func hex(_ text: String) -> [UInt8] {
        let digits = text.utf8.compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
