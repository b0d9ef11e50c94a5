import CLinux
import Foundation
import Glibc
import NIOCore
import NIOPosix
import TTRPC
import Testing

@testable import Transport

/// A directory that is gone after the test.
func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("tenon-\(UUID().uuidString.prefix(8))").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await body(directory)
}

struct Fixture {
    let path: String
    let server: ServerTransport
    let service: TestService

    func connect() throws -> RawClient {
        try RawClient(path)
    }

    func client() -> ClientTransport {
        ClientTransport(path: path, eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
    }
}

/// A server on a socket of its own, drained afterwards.
func withServer(
    _ change: (inout ServerConfiguration) -> Void = { _ in }, service: TestService = TestService(), _ body: (Fixture) async throws -> Void
) async throws {
    try await withTemporaryDirectory { directory in
        var configuration = ServerConfiguration(path: directory + "/socket")
        configuration.outputTimeout = .seconds(5)
        configuration.drainNotice = .zero
        change(&configuration)
        let server = ServerTransport(configuration: configuration, service: service, group: MultiThreadedEventLoopGroup.singleton)
        try await server.start()
        do {
            try await body(Fixture(path: configuration.path, server: server, service: service))
        } catch {
            service.gate.open()
            await server.drain(limit: .zero)
            throw error
        }
        service.gate.open()
        await server.drain(limit: .seconds(1))
    }
}

/// Waits until something the server counts is so; gives up after ten seconds.
func eventually(_ server: ServerTransport, _ isSo: (TransportCounters) -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if isSo(await server.counters()) { return true }
        await Task.yield()
    }
    return false
}

/// Has each event loop go round twice: what was sent before has been read, unless it is not to be.
func hasRead(_ server: ServerTransport) async {
    for _ in 0..<2 { _ = await server.counters() }
}

/// A peer that does what it likes: a plain blocking socket with a receive timeout.
final class RawClient {
    let descriptor: Int32
    private var isClosed = false

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard tenon_limit_waits(descriptor, 10_000) == 0, tenon_unix_connect(descriptor, path) == 0 else {
            throw SocketError.last("connect", path)
        }
    }

    deinit {
        close()
    }

    func close() {
        if !isClosed { Glibc.close(descriptor) }
        isClosed = true
    }

    func finishWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    func receive(_ byteCount: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < byteCount {
            var buffer = [UInt8](repeating: 0, count: byteCount - bytes.count)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// The next reply; nil when the channel has ended.
    func reply() -> (id: UInt32, envelope: ResponseEnvelope, body: [UInt8])? {
        guard let head = receive(FrameHeader.byteCount), let header = FrameHeader(decoding: head.span.bytes) else { return nil }
        guard header.kind == .response, let body = receive(header.bodyByteCount) else { return nil }
        guard let envelope = try? ResponseEnvelope.decode(body.span.bytes) else { return nil }
        return (header.streamID, envelope, body)
    }

    /// The next reply's payload.
    func payload(of id: UInt32) -> [UInt8]? {
        guard let reply = reply(), reply.id == id, case .payload(let range) = reply.envelope else { return nil }
        return Array(reply.body[range])
    }

    /// The text of the next reply, which is a failure.
    func refusal(of id: UInt32) -> String? {
        guard let reply = reply(), reply.id == id, case .failure(let status) = reply.envelope else { return nil }
        return status.message
    }

    /// Whether the server has closed, rather than said something.
    var hasEnded: Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, 0)
        return count == 0 || (count < 0 && errno == ECONNRESET)
    }
}

/// A request frame for the test service.
func request(_ id: UInt32, _ method: String, _ payload: [UInt8] = [], timeout: Int64 = 0, metadata: [(String, String)] = []) -> [UInt8] {
    let body = RequestBody(
        service: "test.Service", method: method, metadata: metadata, payloadByteCount: payload.count, timeoutNanosecondsMax: timeout)
    guard let body else { return [] }
    var bytes = ByteBuffer()
    bytes.writeWithOutputRawSpan(minimumWritableBytes: body.byteCount) { output in
        body.write(into: &output) { for byte in payload { $0.append(byte) } }
    }
    let frame = RequestFrame(streamID: id, bodyByteCount: body.byteCount, timeoutNanoseconds: timeout)
    var buffer = ByteBuffer()
    buffer.writeWithOutputRawSpan(minimumWritableBytes: frame.byteCount) { frame.write(body: bytes.readableBytesSpan, into: &$0) }
    return Array(buffer.readableBytesView)
}

/// A header as a peer may send it, sane or not.
func header(length: UInt32, id: UInt32 = 1, kind: UInt8 = 1, flags: UInt8 = 0) -> [UInt8] {
    withUnsafeBytes(of: length.bigEndian, Array.init) + withUnsafeBytes(of: id.bigEndian, Array.init) + [kind, flags]
}
