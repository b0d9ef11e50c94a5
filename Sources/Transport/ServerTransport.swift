package import NIOCore
internal import NIOPosix
internal import Synchronization

/// A server on a Unix socket: accepts channels, hands their calls to a service, and ends without losing a reply.
package final class ServerTransport: Sendable {
    private enum State {
        case idle
        case starting
        case listening(any Channel, ListeningSocket)
        case stopped
    }

    private let configuration: ServerConfiguration
    private let group: any EventLoopGroup
    private let loops: [ObjectIdentifier: ServerLoop]
    private let admissions: Admissions
    private let state = Mutex(State.idle)

    /// Raises the process's descriptor limit; where the system does not let it, fewer channels are allowed instead.
    package init(configuration: ServerConfiguration, service: any CallService, group: any EventLoopGroup) {
        var configuration = configuration
        let refusedCountMax = configuration.refusedChannelCountMax
        let fittingCount = DescriptorLimit.raise(toFit: configuration.channelCountMax + refusedCountMax)
        configuration.channelCountMax = max(1, min(configuration.channelCountMax, fittingCount - refusedCountMax))
        let admissions = Admissions(configuration)
        var loops: [ObjectIdentifier: ServerLoop] = [:]
        for eventLoop in group.makeIterator() {
            loops[ObjectIdentifier(eventLoop)] = ServerLoop(
                eventLoop: eventLoop, configuration: configuration, service: service, admissions: admissions)
        }
        self.configuration = configuration
        self.group = group
        self.admissions = admissions
        self.loops = loops
    }

    /// One for each event loop: where the calls of its channels are answered.
    package var executors: [EventLoopExecutor] { loops.values.map(\.executor) }

    /// Throws what `start` would throw because of the path, as things are now; changes nothing.
    package static func checkPath(_ path: String) throws(SocketError) {
        try ListeningSocket.checkPath(path)
    }

    /// Listens. When this returns, clients can connect.
    package func start() async throws(SocketError) {
        let isFirst = state.withLock { state in
            guard case .idle = state else { return false }
            state = .starting
            return true
        }
        guard isFirst else { throw .alreadyStarted }
        do throws(SocketError) {
            let socket = try ListeningSocket(path: configuration.path, mode: configuration.mode, groupID: configuration.groupID)
            let channel = try await accept(from: socket)
            socket.restoreBacklog()
            state.withLock { $0 = .listening(channel, socket) }
        } catch {
            state.withLock { $0 = .stopped }
            throw error
        }
    }

    /// Stops accepting, removes the socket file, refuses new calls for a short notice at least, waits for those that run at most `limit`, cancels
    /// the rest, and closes every channel when its output has left. Afterwards another server may have the path.
    package func drain(limit: Duration) async {
        let listening = state.withLock { state in
            defer { state = .stopped }
            if case .listening(let channel, let socket) = state { return Optional((channel, socket)) }
            return nil
        }
        guard let (channel, socket) = listening else { return }
        socket.removeFile()
        try? await channel.close()
        await onEveryLoop(within: limit) { $0.drain() }
        await onEveryLoop(within: configuration.outputTimeout) { $0.close() }
        socket.releaseLock()
    }

    /// Asks the service again about every peer, and closes the channels of those it does not admit any more.
    package func recheckPeers() async {
        for loop in loops.values { try? await loop.eventLoop.submit { loop.recheckPeers() }.get() }
    }

    /// What happened so far. Costs one hop to each event loop.
    package func counters() async -> TransportCounters {
        var sum = TransportCounters()
        for loop in loops.values {
            let part = try? await loop.eventLoop.submit { loop.snapshot }.get()
            sum = sum + (part ?? TransportCounters())
        }
        return sum
    }

    private func accept(from socket: ListeningSocket) async throws(SocketError) -> any Channel {
        let (loops, admissions, pause) = (loops, admissions, TimeAmount(configuration.acceptPause))
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let watcher = AcceptWatcher { loops[ObjectIdentifier(channel.eventLoop)]?.counters.acceptErrors += 1 }
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler { _ in pause })
                    try channel.pipeline.syncOperations.addHandler(watcher)
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 << 10, high: 64 << 10))
            // A channel keeps the last buffer it read into. Most requests fit into the first; it doubles while reads fill it.
            .childChannelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 512, maximum: 64 << 10))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = loops[ObjectIdentifier(channel.eventLoop)], let peer = PeerIdentity(of: channel) else {
                        throw ChannelError.inappropriateOperationForState
                    }
                    try channel.pipeline.syncOperations.addHandler(Self.makeChannel(loop, peer, admissions))
                }
            }
        do {
            return try await bootstrap.withBoundSocket(socket.descriptor).get()
        } catch {
            socket.removeFile()
            socket.releaseLock()
            let errorNumber = (error as? IOError)?.errnoCode ?? 0
            throw .failed(operation: "listen", path: configuration.path, errorNumber: errorNumber)
        }
    }

    private static func makeChannel(_ loop: ServerLoop, _ peer: PeerIdentity, _ admissions: Admissions) throws -> ServerChannel {
        let admission = loop.service.admits(peer)
        switch admissions.enter(uid: peer.uid, admission) {
        case .admitted:
            return ServerChannel(loop: loop, peer: peer, refusal: nil)
        case .refused:
            return ServerChannel(loop: loop, peer: peer, refusal: admission == .unknown ? .callerUnknown : .tooManyChannels)
        case .closed:
            loop.counters.channelsRefused += 1
            throw ChannelError.ioOnClosedChannel
        }
    }

    private func onEveryLoop(within limit: Duration, _ body: @escaping @Sendable (ServerLoop) -> EventLoopFuture<Void>) async {
        let done = loops.values.map { loop in loop.eventLoop.flatSubmit { body(loop) } }
        let first = group.next().makePromise(of: Void.self)
        EventLoopFuture.andAllComplete(done, on: first.futureResult.eventLoop).cascade(to: first)
        let timer = first.futureResult.eventLoop.scheduleTask(in: TimeAmount(limit)) { first.succeed() }
        try? await first.futureResult.get()
        timer.cancel()
    }
}

/// Counts failed accepts, which the pause in front of it keeps from spinning.
private final class AcceptWatcher: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let count: () -> Void

    init(_ count: @escaping () -> Void) {
        self.count = count
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        count()
    }
}
