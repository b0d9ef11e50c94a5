package import Clock
internal import NIOCore
internal import TTRPC

/// What one call asks for, packed and with a deadline that runs already.
package struct ClientRequest: Sendable {
    let deadline: MonotonicTime
    /// When half of its time is over.
    let halfTime: MonotonicTime
    /// The body of its frame, but for the timeout.
    let body: ByteBuffer

    /// `write` appends exactly `payloadByteCount` bytes. Nil when the request would exceed 1 MiB.
    package init?(
        service: String, method: String, metadata: [(String, String)] = [], timeout: Duration, since start: MonotonicTime = .now,
        payloadByteCount: Int, _ write: (inout OutputRawSpan) -> Void
    ) {
        let nanoseconds = timeout.nanoseconds
        deadline = start + nanoseconds
        halfTime = start + nanoseconds / 2
        let body = RequestBody(
            service: service, method: method, metadata: metadata, payloadByteCount: payloadByteCount,
            timeoutNanosecondsMax: max(1, nanoseconds))
        guard let body else { return nil }
        var bytes = ByteBuffer()
        bytes.writeWithOutputRawSpan(minimumWritableBytes: body.byteCount) { body.write(into: &$0, payload: write) }
        self.body = bytes
    }
}

/// The payload, or why there is none. No `Result`: what is generic is looked up by its types for each call.
enum ClientReply: Equatable {
    case success(ByteBuffer)
    case failure(ClientTransportError)

    func get() throws(ClientTransportError) -> ByteBuffer {
        switch self {
        case .success(let payload): return payload
        case .failure(let error): throw error
        }
    }
}

/// One call of a client, from its submission to its reply.
final class ClientCall: @unchecked Sendable {
    // Invariant of @unchecked Sendable: everything is only touched under the lock of ClientState; the continuation is taken out exactly once.
    /// When the caller stops waiting; for a call that was given up, when its id is free even without a reply.
    var deadline: MonotonicTime
    /// Who has waited until here has waited for too long: see `ClientState`.
    let halfTime: MonotonicTime
    /// What is to be sent; nil when it is on its way to the socket or nobody waits any more.
    private var body: ByteBuffer?
    /// Whether the server may have seen it.
    private(set) var isSent = false
    private var continuation: UnsafeContinuation<ClientReply, Never>?
    /// Set when the task was cancelled before the call was submitted.
    private(set) var isCancelled = false

    init(_ request: ClientRequest) {
        deadline = request.deadline
        halfTime = request.halfTime
        body = request.body
    }

    /// Whether somebody waits for the reply.
    var isAwaited: Bool { continuation != nil }

    func await(with continuation: UnsafeContinuation<ClientReply, Never>) {
        self.continuation = continuation
    }

    /// Appends its frame, with what is left of its time.
    func send(as streamID: UInt32, at now: MonotonicTime, into output: inout ByteBuffer) {
        guard let body else { return }
        let frame = RequestFrame(
            streamID: streamID, bodyByteCount: body.readableBytes,
            timeoutNanoseconds: Int64(clamping: max(1, deadline.nanoseconds(since: now))))
        output.writeWithOutputRawSpan(minimumWritableBytes: frame.byteCount) { frame.write(body: body.readableBytesSpan, into: &$0) }
        self.body = nil
        isSent = true
    }

    /// Nobody waits any more; whoever gets the continuation resumes it, outside the lock.
    func settle() -> UnsafeContinuation<ClientReply, Never>? {
        defer { continuation = nil }
        body = nil
        return continuation
    }

    func cancel() -> UnsafeContinuation<ClientReply, Never>? {
        isCancelled = true
        return settle()
    }
}
