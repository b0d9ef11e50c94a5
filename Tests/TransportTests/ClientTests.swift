import CLinux
import Foundation
import Glibc
import NIOCore
import NIOPosix
import TTRPC
import Testing

@testable import Transport

@Suite struct `The client` {
    /// A server that only listens: what it says is the test's business.
    private final class Listener {
        private let descriptor: Int32

        init(_ path: String) {
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            #expect(tenon_unix_bind(descriptor, path) == 0)
            #expect(listen(descriptor, 16) == 0)
        }

        deinit {
            close(descriptor)
        }

        /// Not on the pool that the tests run on: the client's task may need the thread that would wait here.
        func accept() async -> Int32 {
            await withCheckedContinuation { [descriptor] continuation in
                Thread.detachNewThread { continuation.resume(returning: Glibc.accept(descriptor, nil, nil)) }
            }
        }
    }

    private func echo(_ client: ClientTransport, _ bytes: [UInt8], method: String = "Echo", timeout: Duration = .seconds(10)) async throws
        -> [UInt8]
    {
        let request = ClientRequest(service: "test.Service", method: method, timeout: timeout, payloadByteCount: bytes.count) { output in
            for byte in bytes { output.append(byte) }
        }
        return Array(try await client.call(request).readableBytesView)
    }

    private func expectEcho(_ client: ClientTransport, _ bytes: [UInt8], method: String = "Echo") async throws {
        expectReply(try await echo(client, bytes, method: method), bytes)
    }

    private func expectReply(_ reply: [UInt8], _ expected: [UInt8]) {
        #expect(reply == expected)
    }

    private func receive(_ byteCount: Int, from descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        #expect(recv(descriptor, &bytes, byteCount, Int32(MSG_WAITALL)) == byteCount)
        return bytes
    }

    @Test func `many more calls than are answered all end by their deadlines, and the channel serves on`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            let failures = await withTaskGroup { group in
                for index in 0..<20_000 {
                    group.addTask { (try? await echo(client, [1], method: "Endless", timeout: .milliseconds(100 + index % 1_000))) == nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(failures == 20_000)
            try await expectEcho(client, [1])
            await client.close()
        }
    }

    @Test func `a call brings its reply`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            try await expectEcho(client, [1, 2, 3])
            try await expectEcho(client, [])
            await client.close()
        }
    }

    @Test(arguments: ["Echo", "EchoLater"])
    func `a burst of 256 concurrent calls shares one channel`(method: String) async throws {
        try await withServer { fixture in
            let client = fixture.client()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<256 {
                    group.addTask {
                        let bytes = [UInt8(index & 0xff), UInt8(index >> 8)]
                        for _ in 0..<10 { try await expectEcho(client, bytes, method: method) }
                    }
                }
                try await group.waitForAll()
            }
            let counters = await fixture.server.counters()
            #expect(counters.channelsAccepted == 1)
            #expect(counters.callsStarted == 2560)
            await client.close()
        }
    }

    @Test func `callers on the client's own executor are served too`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<64 {
                    group.addTask(executorPreference: client.executor) {
                        for _ in 0..<20 { try await expectEcho(client, [UInt8(index)]) }
                    }
                }
                try await group.waitForAll()
            }
            await client.close()
        }
    }

    @Test func `more than 256 calls wait their turn`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<600 {
                    group.addTask { try await expectEcho(client, [UInt8(index & 0xff)], method: "Wait") }
                }
                await fixture.service.gate.arrivals(256)
                #expect(await fixture.server.counters().callsOpen == 256)
                fixture.service.gate.open()
                try await group.waitForAll()
            }
            #expect(await fixture.server.counters().callsRefused == 0)
            await client.close()
        }
    }

    @Test func `ids wrap and skip those that are open`() async throws {
        try await withServer { fixture in
            let client = ClientTransport(
                path: fixture.path, trustedUIDs: [ProcessID.user], eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                firstStreamID: 0xffff_fffd)
            async let first = echo(client, [1], method: "Wait")
            await fixture.service.gate.arrivals(1)
            for index in 0..<5 { try await expectEcho(client, [UInt8(index)]) }
            fixture.service.gate.open()
            expectReply(try await first, [1])
            await client.close()
        }
    }

    @Test func `a refusal comes as the server said it`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            await #expect(throws: ClientTransportError.refused(Status(code: .unimplemented, message: "unknown method"))) {
                try await echo(client, [], method: "Nonsense")
            }
            await client.close()
        }
    }

    @Test func `a deadline ends the wait, and the late reply is dropped`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            try await expectEcho(client, [1])
            let error = await #expect(throws: ClientTransportError.self) {
                try await echo(client, [1], method: "Wait", timeout: .milliseconds(20))
            }
            // Whichever clock rings first.
            let refused = ClientTransportError.refused(Status(code: .resourceExhausted, message: "deadlineExceeded"))
            #expect(error == .deadlineExceeded(mayHaveRun: true) || error == refused)
            fixture.service.gate.open()
            try await expectEcho(client, [2])
            await client.close()
        }
    }

    @Test func `a deadline rings although the server is silent`() async throws {
        try await withTemporaryDirectory { directory in
            let listener = Listener(directory + "/socket")
            let client = ClientTransport(path: directory + "/socket", eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
            await #expect(throws: ClientTransportError.deadlineExceeded(mayHaveRun: true)) {
                try await echo(client, [1], timeout: .milliseconds(20))
            }
            close(await listener.accept())
            await client.close()
        }
    }

    @Test func `a timeout that is over already is not sent`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            await #expect(throws: ClientTransportError.deadlineExceeded(mayHaveRun: false)) { try await echo(client, [], timeout: .zero) }
            #expect(await fixture.server.counters().callsStarted == 0)
            await client.close()
        }
    }

    @Test(arguments: [
        Duration.seconds(9_223_372_036), Duration(secondsComponent: 9_223_372_036, attosecondsComponent: 999_999_999_000_000_000),
        .seconds(Int64.max),
    ])
    func `a timeout that is longer than nanoseconds can say is as long as they can`(timeout: Duration) async throws {
        try await withServer { fixture in
            let client = fixture.client()
            expectReply(try await echo(client, [1], timeout: timeout), [1])
            await client.close()
        }
    }

    @Test(arguments: [Duration(secondsComponent: -9_223_372_036, attosecondsComponent: -999_999_999_000_000_000), .seconds(Int64.min)])
    func `a timeout that ended before time began is over`(timeout: Duration) async throws {
        try await withServer { fixture in
            let client = fixture.client()
            await #expect(throws: ClientTransportError.deadlineExceeded(mayHaveRun: false)) { try await echo(client, [], timeout: timeout) }
            await client.close()
        }
    }

    @Test func `cancelling the task ends the wait at once`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            let task = Task { try await echo(client, [1], method: "Wait", timeout: .seconds(60)) }
            await fixture.service.gate.arrivals(1)
            task.cancel()
            await #expect(throws: ClientTransportError.cancelled(mayHaveRun: true)) { try await task.value }
            fixture.service.gate.open()
            try await expectEcho(client, [2])
            await client.close()
        }
    }

    @Test func `a cancelled task does not call`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await echo(client, [1])
            }
            await #expect(throws: ClientTransportError.cancelled(mayHaveRun: false)) { try await task.value }
            #expect(await fixture.server.counters().callsStarted == 0)
            await client.close()
        }
    }

    @Test func `a server that is not there is unreachable, and found when it comes`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/socket"
            let client = ClientTransport(path: path, eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
            let error = await #expect(throws: ClientTransportError.self) { try await echo(client, [1]) }
            guard case .unreachable(path, let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("No such file"))
            let server = ServerTransport(
                configuration: ServerConfiguration(path: path), service: TestService(), group: MultiThreadedEventLoopGroup.singleton)
            try await server.start()
            try await expectEcho(client, [1])
            await server.drain(limit: .zero)
            await client.close()
        }
    }

    @Test func `a lost channel fails its calls, and the next call connects again`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/socket"
            let listener = Listener(path)
            let client = ClientTransport(path: path, eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
            let task = Task { try await echo(client, [1]) }
            let first = await listener.accept()
            var byte: UInt8 = 0
            #expect(recv(first, &byte, 1, 0) == 1)
            close(first)
            await #expect(throws: ClientTransportError.lost(mayHaveRun: true)) { try await task.value }

            let again = Task { try await echo(client, [2]) }
            let second = await listener.accept()
            var head = [UInt8](repeating: 0, count: 10)
            #expect(recv(second, &head, 10, Int32(MSG_WAITALL)) == 10)
            #expect(Array(head[4..<8]) == [0, 0, 0, 1])
            let reply = header(length: 3, kind: 2) + [0x12, 1, 2]
            // A reply to nobody and a frame nobody asked for come first.
            let noise = header(length: 3, id: 99, kind: 2) + [0x12, 1, 9] + header(length: 1, kind: 3) + [0]
            #expect(send(second, noise + reply, (noise + reply).count, 0) == (noise + reply).count)
            expectReply(try await again.value, [2])
            close(second)
            await client.close()
        }
    }

    @Test func `calls that were not given to the socket surely did not run`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/socket"
            let listener = Listener(path)
            let client = ClientTransport(path: path, eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
            let tasks = (0..<300).map { _ in Task.immediate { try await echo(client, [1]) } }
            let server = await listener.accept()
            // All that may be open has been sent.
            _ = receive(256 * Self.echoFrameByteCount, from: server)
            close(server)
            for (index, task) in tasks.enumerated() {
                await #expect(throws: ClientTransportError.lost(mayHaveRun: index < 256)) { try await task.value }
            }
            await client.close()
        }
    }

    private static let echoFrameByteCount = request(1, "Echo", [1], timeout: 10_000_000_000).count

    @Test(
        arguments: [
            ("a status cut short", header(length: 2, kind: 2) + [0x0a, 0x09], ClientTransportError.protocolViolation),
            ("a response above 4 MiB", header(length: 4 << 20 + 1, kind: 2), .lost(mayHaveRun: true)),
            ("another protocol", Array("HTTP/1.1 400 Bad Request\r\n".utf8), .lost(mayHaveRun: true)),
        ] as [(String, [UInt8], ClientTransportError)])
    func `an answer that is none is an error`(what: String, bytes: [UInt8], error: ClientTransportError) async throws {
        try await withTemporaryDirectory { directory in
            let listener = Listener(directory + "/socket")
            let client = ClientTransport(path: directory + "/socket", eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
            let task = Task { try await echo(client, [1]) }
            let server = await listener.accept()
            #expect(send(server, bytes, bytes.count, 0) == bytes.count)
            await #expect(throws: error, "\(what)") { try await task.value }
            close(server)
            await client.close()
        }
    }

    @Test func `a server of an untrusted user is not talked to`() async throws {
        try await withServer { fixture in
            let client = ClientTransport(
                path: fixture.path, trustedUIDs: [ProcessID.user + 1], eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                firstStreamID: 1)
            await #expect(throws: ClientTransportError.serverNotTrusted(path: fixture.path, uid: ProcessID.user)) {
                try await echo(client, [1])
            }
            #expect(await fixture.server.counters().callsStarted == 0)
            await client.close()
        }
    }

    @Test func `a request above 1 MiB is not sent`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            await #expect(throws: ClientTransportError.requestTooLarge) { try await echo(client, [UInt8](repeating: 0, count: 1 << 20)) }
            await client.close()
        }
    }

    @Test func `large requests and replies pass`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
            async let one = echo(client, bytes)
            async let two = echo(client, bytes)
            expectReply(try await one, bytes)
            expectReply(try await two, bytes)
            await client.close()
        }
    }

    @Test func `a closed client fails what is open and what comes`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            let task = Task { try await echo(client, [1], method: "Wait") }
            await fixture.service.gate.arrivals(1)
            await client.close()
            await #expect(throws: ClientTransportError.closed(mayHaveRun: true)) { try await task.value }
            await #expect(throws: ClientTransportError.closed(mayHaveRun: false)) { try await echo(client, [1]) }
        }
    }

    @Test func `a call that waits for its turn surely did not run, whoever gives up`() async throws {
        try await withServer { fixture in
            let client = fixture.client()
            let running = (0..<256).map { _ in Task { try await echo(client, [1], method: "Wait") } }
            await fixture.service.gate.arrivals(256)
            let cancelled = Task.immediate { try await echo(client, [2]) }
            cancelled.cancel()
            await #expect(throws: ClientTransportError.cancelled(mayHaveRun: false)) { try await cancelled.value }
            let waiting = Task.immediate { try await echo(client, [3]) }
            await client.close()
            await #expect(throws: ClientTransportError.closed(mayHaveRun: false)) { try await waiting.value }
            for task in running { await #expect(throws: ClientTransportError.closed(mayHaveRun: true)) { try await task.value } }
            #expect(await fixture.server.counters().callsStarted == 256)
        }
    }

    @Test func `a call that the server does not read surely did not run`() async throws {
        try await withTemporaryDirectory { directory in
            let listener = Listener(directory + "/socket")
            let client = ClientTransport(path: directory + "/socket", eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
            let bytes = [UInt8](repeating: 0, count: 1_000_000)
            // The socket takes a part of the first; the second is never begun.
            let first = Task.immediate { try await echo(client, bytes) }
            let server = await listener.accept()
            _ = receive(1, from: server)
            await #expect(throws: ClientTransportError.deadlineExceeded(mayHaveRun: false)) {
                try await echo(client, [2], timeout: .milliseconds(20))
            }
            let third = Task.immediate { try await echo(client, [3]) }
            _ = receive(request(1, "Echo", bytes, timeout: 10_000_000_000).count - 1, from: server)
            let body = Array(receive(Self.echoFrameByteCount, from: server).dropFirst(FrameHeader.byteCount))
            let payload = try RequestEnvelope.decode(body.span.bytes).payload
            #expect(Array(body[payload]) == [3])
            await client.close()
            for task in [first, third] { await #expect(throws: ClientTransportError.closed(mayHaveRun: true)) { try await task.value } }
            close(server)
        }
    }

    @Test func `a call that waited is sent with what is left of its time`() async throws {
        try await withTemporaryDirectory { directory in
            let listener = Listener(directory + "/socket")
            let client = ClientTransport(path: directory + "/socket", eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
            let tasks = (0..<257).map { _ in Task.immediate { try await echo(client, [1]) } }
            let submitted = ContinuousClock.now
            let server = await listener.accept()
            _ = receive(256 * Self.echoFrameByteCount, from: server)
            let freed = ContinuousClock.now
            let reply = header(length: 3, kind: 2) + [0x12, 1, 1]
            #expect(send(server, reply, reply.count, 0) == reply.count)
            let body = Array(receive(Self.echoFrameByteCount, from: server).dropFirst(FrameHeader.byteCount))
            let timeout = try RequestEnvelope.decode(body.span.bytes).timeoutNanoseconds
            #expect(timeout > 0)
            #expect(.nanoseconds(timeout) <= .seconds(10) - (freed - submitted))
            close(server)
            for task in tasks { _ = await task.result }
            await client.close()
        }
    }

    @Test func `a client that is closed while it connects leaves no channel behind`() async throws {
        try await withServer { fixture in
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let client = ClientTransport(path: fixture.path, eventLoopGroup: group)
            let gate = DispatchSemaphore(value: 0)
            group.next().execute { gate.wait() }
            // On the blocked loop, the closing comes before the connecting.
            let closing = Task.immediate { await client.close() }
            let call = Task.immediate { try await echo(client, [1]) }
            gate.signal()
            await closing.value
            await #expect(throws: ClientTransportError.closed(mayHaveRun: false)) { try await call.value }
            #expect(await eventually(fixture.server) { $0.channelsAccepted == 1 && $0.channelsOpen == 0 })
            try await group.shutdownGracefully()
        }
    }

    @Test func `a client that nobody has any more leaves no channel behind`() async throws {
        try await withServer { fixture in
            try await expectEcho(fixture.client(), [1])
            #expect(await eventually(fixture.server) { $0.channelsAccepted == 1 && $0.channelsOpen == 0 })
        }
    }
}
