internal import Glibc
package import NIOCore
internal import NIOPosix

/// A client of one server: many concurrent calls over one channel, which is connected by the first call and again by the first call after it was
/// lost.
package final class ClientTransport: Sendable {
    /// Runs tasks on the client's event loop. Callers that run there need no thread switch for a call, and their requests leave in bursts.
    package let executor: EventLoopExecutor

    private let path: String
    private let trustedUIDs: Set<UInt32>
    private let link: ClientLink

    /// A server is trusted when it runs as this process's own user, as root, or as one of `serverUIDs`.
    package convenience init(path: String, serverUIDs: Set<UInt32> = [], eventLoopGroup: any EventLoopGroup) {
        self.init(path: path, trustedUIDs: serverUIDs.union([geteuid(), 0]), eventLoopGroup: eventLoopGroup, firstStreamID: 1)
    }

    init(path: String, trustedUIDs: Set<UInt32>, eventLoopGroup: any EventLoopGroup, firstStreamID: UInt32) {
        self.path = path
        self.trustedUIDs = trustedUIDs
        executor = EventLoopExecutor(eventLoop: eventLoopGroup.next())
        link = ClientLink(executor: executor, firstStreamID: firstStreamID)
    }

    deinit {
        link.abandon()
    }

    /// Makes a call and waits for its reply payload, at most until its deadline. Cancelling the calling task ends the wait at once. Nil, a
    /// request that is too long to be one, fails.
    package func call(_ request: ClientRequest?) async throws(ClientTransportError) -> ByteBuffer {
        guard let request else { throw .requestTooLarge }
        let call = ClientCall(request)
        let reply = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                if link.submit(call, continuation) { connect() }
            }
        } onCancel: {
            link.cancel(call)
        }
        return try reply.get()
    }

    /// Ends all calls and the channel. Later calls fail.
    package func close() async {
        try? await executor.eventLoop.flatSubmit { [link] in link.close() }.get()
    }

    private func connect() {
        let (link, path, trustedUIDs) = (link, path, trustedUIDs)
        ClientBootstrap(group: executor.eventLoop)
            .channelOption(.writeBufferWaterMark, value: .init(low: 32 << 10, high: 64 << 10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ClientChannel(link: link, path: path, trustedUIDs: trustedUIDs))
                }
            }
            .connect(unixDomainSocketPath: path)
            .whenFailure { error in
                let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) }
                link.lost(.unreachable(path: path, reason: reason ?? "\(error)"))
            }
    }
}
