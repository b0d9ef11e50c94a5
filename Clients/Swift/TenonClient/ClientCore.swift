internal import Messages
internal import NIOCore
internal import NIOPosix
internal import TTRPC
internal import Transport

/// What every generated method stands on: packs the request, makes the call, unpacks the reply, names the error.
final class ClientCore: Sendable {
    let transport: ClientTransport
    private let defaults: CallOptions

    /// One thread serves every client of the process; it lives as long as the process.
    private static let eventLoopGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init(socketPath: String, serverUID: UInt32?, defaults: CallOptions) {
        transport = ClientTransport(path: socketPath, serverUIDs: serverUID.map { [$0] } ?? [], eventLoopGroup: Self.eventLoopGroup)
        self.defaults = defaults
    }

    func call<Request: WireMessage, Reply: WireMessage>(_ method: Method, _ request: Request, _ options: CallOptions)
        async throws(TenonError)
        -> Reply
    {
        var packed: ClientRequest?
        request.withPacked { message in
            packed = ClientRequest(
                service: method.service, method: method.name, metadata: metadata(options),
                timeout: options.timeout ?? defaults.timeout ?? .seconds(5), payloadByteCount: message.byteCount
            ) { output in
                message.write(into: &output)
            }
        }
        let reply: ByteBuffer
        do {
            reply = try await transport.call(packed)
        } catch {
            throw TenonError(error)
        }
        do {
            return try Reply(decoding: reply.readableBytesSpan, budget: .reply)
        } catch {
            throw TenonError(origin: .client, code: .internal, message: "the daemon's reply does not decode", mayHaveRun: true)
        }
    }

    private func metadata(_ options: CallOptions) -> [(String, String)] {
        var entries: [(String, String)] = []
        if let actor = options.actor ?? defaults.actor { entries.append(("tenon-actor", actor)) }
        if let tenant = options.tenant ?? defaults.tenant { entries.append(("tenon-tenant", tenant)) }
        if let requestID = options.requestID { entries.append(("request-id", requestID)) }
        return entries
    }
}

extension TenonError {
    fileprivate init(_ error: ClientTransportError) {
        switch error {
        case .refused(let status):
            self.init(status)
        case .unreachable(let path, let reason):
            self.init(origin: .unreachable, code: .unavailable, message: "no daemon answers on \(path): \(reason)", mayHaveRun: false)
        case .serverNotTrusted(let path, let uid):
            self.init(
                origin: .unreachable, code: .unavailable,
                message: "\(path) is served by uid \(uid), neither this user nor root; if that is right, say so with the server uid",
                mayHaveRun: false)
        case .lost(let mayHaveRun):
            let message = "the channel to the daemon was lost; the call \(mayHaveRun ? "may have run" : "did not run")"
            self.init(origin: .channelLost, code: .unavailable, message: message, mayHaveRun: mayHaveRun)
        case .protocolViolation:
            self.init(origin: .channelLost, code: .internal, message: "the peer does not speak ttrpc", mayHaveRun: true)
        case .deadlineExceeded(let mayHaveRun):
            let message = "no reply within the timeout; the call \(mayHaveRun ? "may have run" : "did not run")"
            self.init(origin: .client, code: .deadlineExceeded, message: message, mayHaveRun: mayHaveRun)
        case .cancelled(let mayHaveRun):
            self.init(origin: .client, code: .cancelled, message: "the call was cancelled", mayHaveRun: mayHaveRun)
        case .closed(let mayHaveRun):
            self.init(origin: .client, code: .unavailable, message: "the client is closed", mayHaveRun: mayHaveRun)
        case .requestTooLarge:
            self.init(origin: .client, code: .resourceExhausted, message: "the request is longer than 1 MiB", mayHaveRun: false)
        case .tooManyWaiting:
            self.init(origin: .client, code: .resourceExhausted, message: "too many calls wait for their turn", mayHaveRun: false)
        }
    }
}
