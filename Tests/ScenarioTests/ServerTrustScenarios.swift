import Foundation
import TenonClient
import TestKit
import Testing

/// Whom the client talks to: a server of its own user, of root, or of the user it was told.
@Suite struct ServerTrustScenarios {
    private static let listenerUID: UInt32 = 43_210

    @Test(.needsRoot, arguments: [nil, listenerUID + 1])
    func `WHEN a process of another user listens, THEN it is named and gets not one byte`(serverUID: UInt32?) async throws {
        try await withListener { path, listener in
            let client = TenonClient(socketPath: path, serverUID: serverUID)
            let error = await #expect(throws: TenonError.self) { try await client.health.check(HealthCheckRequest()) }
            #expect(error?.origin == .unreachable && error?.code == .unavailable && error?.mayHaveRun == false, "\(error as Any)")
            #expect(error?.message.hasPrefix("\(path) is served by uid \(Self.listenerUID), neither this user nor root") == true)
            await client.close()
            _ = await listener.exitCode()
            #expect(listener.standardError == "listening\nreceived 0 bytes\n")
        }
        try await withListener { path, listener in
            let flags = serverUID.map { ["--server-uid", "\($0)"] } ?? []
            let output = try RunningProgram.output("tenon", ["--socket", path] + flags + ["health"])
            #expect(output.exitCode == 2 && output.standardOutput == "" && output.standardError.contains("is served by uid"), "\(output)")
            _ = await listener.exitCode()
            #expect(listener.standardError == "listening\nreceived 0 bytes\n")
        }
    }

    @Test(.needsRoot)
    func `WHEN the server's user was told, THEN it is called`() async throws {
        try await withListener { path, listener in
            let client = TenonClient(socketPath: path, serverUID: Self.listenerUID)
            let reply = try await client.health.check(HealthCheckRequest())
            #expect(reply.status == .serving)
            await client.close()
            _ = await listener.exitCode()
            #expect(listener.standardError.hasPrefix("listening\nreceived ") && !listener.standardError.contains("received 0 "))
        }
        try await withListener { path, listener in
            let output = try RunningProgram.output("tenon", ["health", "--socket", path, "--server-uid", "\(Self.listenerUID)"])
            #expect(output.exitCode == 0 && output.standardOutput == "status  SERVING\n", "\(output)")
            _ = await listener.exitCode()
        }
    }

    /// A process of another user that listens, takes one channel, answers its first bytes that it serves, and tells how much it received.
    private func withListener(_ body: (_ path: String, _ listener: RunningProgram) async throws -> Void) async throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try #require(chown(directory, Self.listenerUID, Self.listenerUID) == 0)
        let script = """
            socket(L, AF_UNIX, SOCK_STREAM, 0) or die; bind(L, pack_sockaddr_un($ARGV[0])) or die "bind: $!\\n"; listen(L, 1) or die;
            syswrite(STDERR, "listening\\n"); accept(C, L) or die; $n = 0;
            while ($count = sysread(C, $b, 65536)) { syswrite(C, pack("H*", $ARGV[1])) unless $n; $n += $count }
            syswrite(STDERR, "received $n bytes\\n")
            """
        let serving = Wire.frame(id: 1, kind: 2, Wire.field(2, Wire.field(1, varint: 1)))
        let text = serving.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let path = "\(directory)/socket"
        let listener = try RunningProgram.start(
            "/usr/bin/setpriv",
            [
                "--reuid=\(Self.listenerUID)", "--regid=\(Self.listenerUID)", "--clear-groups", "/usr/bin/perl", "-MSocket", "-e", script,
                path, text,
            ])
        defer { listener.signal(SIGKILL) }
        try await listener.waitForStandardError(containing: "listening\n")
        try await body(path, listener)
    }
}
