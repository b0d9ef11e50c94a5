import CLinux
import Foundation
import Glibc
import NIOPosix
import Testing
import Transport

@Suite struct `The socket file` {
    private func server(_ path: String, _ change: (inout ServerConfiguration) -> Void = { _ in }) -> ServerTransport {
        var configuration = ServerConfiguration(path: path)
        change(&configuration)
        return ServerTransport(configuration: configuration, service: TestService(), group: MultiThreadedEventLoopGroup.singleton)
    }

    private func mode(_ path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : nil
    }

    @Test(arguments: [0o600, 0o660, 0o666] as [UInt32])
    func `it has exactly the mode that was asked for`(wanted: UInt32) async throws {
        try await withServer({ $0.mode = wanted }) { fixture in
            #expect(mode(fixture.path) == S_IFSOCK | wanted)
        }
    }

    @Test func `it belongs to the group that was asked for`() async throws {
        try await withServer({ $0.groupID = ProcessID.group }) { fixture in
            var status = stat()
            #expect(lstat(fixture.path, &status) == 0)
            #expect(status.st_gid == ProcessID.group)
        }
    }

    @Test func `after the server nothing is left of it`() async throws {
        try await withTemporaryDirectory { directory in
            let server = server(directory + "/socket")
            try await server.start()
            await server.drain(limit: .zero)
            let left = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(left == [])
        }
    }

    @Test func `a second server on the path refuses to start, the first one is unaffected`() async throws {
        try await withServer { fixture in
            await #expect(throws: SocketError.inUse(path: fixture.path)) { try await server(fixture.path).start() }
            let peer = try fixture.connect()
            peer.send(request(1, "Echo", [1]))
            #expect(peer.payload(of: 1) == [1])
        }
    }

    @Test func `of many servers that start at once, one wins`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/socket"
            let servers = (0..<8).map { _ in server(path) }
            let startedCount = await withTaskGroup { group in
                for server in servers { group.addTask { (try? await server.start()) != nil } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(startedCount == 1)
            for server in servers { await server.drain(limit: .zero) }
        }
    }

    @Test func `a live socket of a program without our lock is left alone`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/socket"
            let other = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(other) }
            #expect(tenon_unix_bind(other, path) == 0)
            #expect(listen(other, 1) == 0)
            await #expect(throws: SocketError.inUse(path: path)) { try await server(path).start() }
            #expect(mode(path) != nil)
        }
    }

    @Test func `a socket nobody listens on is replaced`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/socket"
            let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            #expect(tenon_unix_bind(dead, path) == 0)
            close(dead)
            let server = server(path)
            try await server.start()
            let peer = try RawClient(path)
            peer.send(request(1, "Echo", [1]))
            #expect(peer.payload(of: 1) == [1])
            await server.drain(limit: .zero)
        }
    }

    @Test func `a file that is no socket is left alone`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/file"
            try "precious".write(toFile: path, atomically: true, encoding: .utf8)
            await #expect(throws: SocketError.notASocket(path: path)) { try await server(path).start() }
            let left = try String(contentsOfFile: path, encoding: .utf8)
            #expect(left == "precious")
            let link = directory + "/link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            await #expect(throws: SocketError.notASocket(path: link)) { try await server(link).start() }
        }
    }

    @Test func `a file that is not ours any more is not removed`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/socket"
            let server = server(path)
            try await server.start()
            try FileManager.default.removeItem(atPath: path)
            try "precious".write(toFile: path, atomically: true, encoding: .utf8)
            await server.drain(limit: .zero)
            let left = try String(contentsOfFile: path, encoding: .utf8)
            #expect(left == "precious")
        }
    }

    @Test func `a path of 107 bytes works, one of 108 is an error that says so`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/" + String(repeating: "s", count: 107 - directory.utf8.count - 1)
            let server = server(path)
            try await server.start()
            _ = try RawClient(path)
            await server.drain(limit: .zero)
            await #expect(throws: SocketError.pathTooLong(path: path + "s", byteCount: 108)) { try await self.server(path + "s").start() }
        }
    }

    @Test(arguments: ["", "a\0b"])
    func `a path that is none is an error that says so`(path: String) async throws {
        await #expect(throws: SocketError.pathInvalid(path: path)) { try await server(path).start() }
    }

    @Test func `a directory that does not exist is an error that says so`() async throws {
        await #expect(throws: SocketError.failed(operation: "open", path: "/nonexistent/socket.lock", errorNumber: ENOENT)) {
            try await server("/nonexistent/socket").start()
        }
    }
}
