internal import NIOCore
internal import NIOPosix

extension EventLoopExecutor {
    /// Runs `body` on the event loop each time that an eventfd has been counted up, until the result is called. Nil if it can not be read; else it is closed
    /// by this.
    package func watch(counter: Int32, _ body: @escaping @Sendable () -> Void) async -> (@Sendable () async -> Void)? {
        let channel = try? await NIOPipeBootstrap(group: eventLoop)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(CounterHandler(body))
                }
            }
            .takingOwnershipOfDescriptor(input: counter)
            .get()
        return channel.map { channel in { @Sendable in try? await channel.close().get() } }
    }
}

private final class CounterHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { body() }
}
