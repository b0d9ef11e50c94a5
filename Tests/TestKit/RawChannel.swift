internal import CLinux
internal import Foundation
internal import Messages
internal import Synchronization
internal import TTRPC

/// A peer that does what it likes. All its waiting happens on a queue of its own, so that tests beside it go on. A class: it owns the socket.
package final class RawChannel: Sendable {
    private let descriptor: Int32
    private let isOpen = Mutex(true)
    private let queue = DispatchQueue(label: "raw channel")

    /// Connects. `timeoutMS`: how long one send or receive may wait, in milliseconds.
    package convenience init(_ path: String, timeoutMS: Int = 15_000) throws {
        self.init(connected: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0), timeoutMS: timeoutMS)
        guard tenon_unix_connect(descriptor, path) == 0 else {
            throw ProgramFailure(description: "connect \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Takes over a socket.
    init(connected descriptor: Int32, timeoutMS: Int = 15_000) {
        self.descriptor = descriptor
        precondition(tenon_limit_waits(descriptor, Int32(timeoutMS)) == 0, "no socket to wait at")
    }

    deinit { close() }

    package func close() {
        let mustClose = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if mustClose { Glibc.close(descriptor) }
    }

    /// Says that no more will be sent; replies can still be read.
    package func finishWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Sends all of it, or as much as the other side takes before the time is over; gives how many bytes left.
    @discardableResult
    package func send(_ bytes: [UInt8]) async -> Int {
        await onQueue { self.sendNow(bytes) }
    }

    /// Sends one byte with each system call.
    package func sendSlowly(_ bytes: [UInt8]) async {
        await onQueue { for byte in bytes { _ = self.sendNow([byte]) } }
    }

    /// The next reply; throws when the channel ends or is silent for too long.
    package func reply() async throws -> RawReply {
        try await onQueue { Result { try self.replyNow() } }.get()
    }

    /// Sends one request and reads one reply.
    package func call(_ frame: [UInt8]) async throws -> RawReply {
        await send(frame)
        return try await reply()
    }

    /// Reads to the end; gives the bytes, nil when the other side did not close in time.
    package func rest() async -> [UInt8]? {
        await onQueue {
            var bytes: [UInt8] = []
            while let chunk = self.receiveNow(byteCountMax: 65_536) {
                if chunk.isEmpty { return bytes }
                bytes += chunk
            }
            return nil
        }
    }

    /// Whether the other side has closed without another word.
    package func hasEnded() async -> Bool { await rest()?.isEmpty == true }

    private func onQueue<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
    }

    private func sendNow(_ bytes: [UInt8]) -> Int {
        var sentByteCount = 0
        while sentByteCount < bytes.count {
            let count = bytes[sentByteCount...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { break }
            sentByteCount += count
        }
        return sentByteCount
    }

    /// Empty at the end, nil when nothing came in time.
    private func receiveNow(byteCountMax: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: byteCountMax)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0 { return errno == ECONNRESET ? [] : nil }
        return Array(buffer.prefix(count))
    }

    private func receiveNow(exactly byteCount: Int) throws(ProgramFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < byteCount {
            guard let chunk = receiveNow(byteCountMax: byteCount - bytes.count) else {
                throw ProgramFailure(description: "no reply in time")
            }
            guard !chunk.isEmpty else { throw ProgramFailure(description: "the channel has ended") }
            bytes += chunk
        }
        return bytes
    }

    private func replyNow() throws(ProgramFailure) -> RawReply {
        let head = try receiveNow(exactly: FrameHeader.byteCount)
        guard let header = FrameHeader(decoding: head.span.bytes), header.kind == .response, header.bodyByteCount <= 4_194_304 else {
            throw ProgramFailure(description: "not the header of a response: \(head)")
        }
        return try RawReply(streamID: header.streamID, body: try receiveNow(exactly: header.bodyByteCount))
    }
}

/// One response frame.
package struct RawReply: Sendable {
    package let streamID: UInt32
    /// 0 for a success.
    package var code: Int32 = 0
    package var reason = ""
    package var message = ""
    /// Fields the refusal names.
    package var fields: [String] = []
    package var retryDelayMS: Int32?
    package var payload: [UInt8] = []
    /// The whole body, for what must not be in it.
    package let body: [UInt8]

    init(streamID: UInt32, body: [UInt8]) throws(ProgramFailure) {
        self.streamID = streamID
        self.body = body
        do {
            switch try ResponseEnvelope.decode(body.span.bytes) {
            case .payload(let range): payload = Array(body[range])
            case .failure(let status): try take(status)
            }
        } catch {
            throw ProgramFailure(description: "a response that does not decode: \(error)")
        }
    }

    /// A whole response frame and nothing behind it; nil for anything else.
    package init?(frame: [UInt8]) {
        guard let header = FrameHeader(decoding: frame.span.bytes), header.kind == .response, header.frameByteCount == frame.count else {
            return nil
        }
        try? self.init(streamID: header.streamID, body: Array(frame.dropFirst(FrameHeader.byteCount)))
    }

    private mutating func take(_ status: Status) throws {
        (code, message) = (status.code, status.message)
        for detail in status.details {
            let bytes = detail.value.span.bytes
            switch detail.typeURL {
            case "type.googleapis.com/google.rpc.ErrorInfo":
                let info = try ErrorInfo(decoding: bytes)
                if info.domain == "tenon" { reason = info.reason }
            case "type.googleapis.com/google.rpc.BadRequest": fields = try BadRequest(decoding: bytes).fieldViolations.map(\.field)
            case "type.googleapis.com/google.rpc.RetryInfo":
                retryDelayMS = try RetryInfo(decoding: bytes).retryDelay.map { $0.nanos / 1_000_000 }
            default: throw ProgramFailure(description: "a detail of type \(detail.typeURL)")
            }
        }
    }
}
