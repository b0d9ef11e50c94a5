internal import Clock
internal import NIOCore

/// What the channels of one event loop share. Only touched on that loop.
final class ServerLoop: @unchecked Sendable {
    // Invariant of @unchecked Sendable: constants apart, everything is reached through ServerTransport's hops to `eventLoop` or from its channels.
    let eventLoop: any EventLoop
    let executor: EventLoopExecutor
    let configuration: ServerConfiguration
    let service: any CallService
    let admissions: Admissions
    /// The configuration's bounds on the time of a call, which every call needs, in nanoseconds.
    let timeoutDefaultNS: Int64
    let timeoutMaxNS: Int64

    var counters = TransportCounters()
    var isDraining = false
    /// A reply buffer that the last flush has emptied, for the next channel that answers.
    var spareBuffer = ByteBuffer()
    private(set) var channels: [ObjectIdentifier: ServerChannel] = [:]

    init(eventLoop: any EventLoop, configuration: ServerConfiguration, service: any CallService, admissions: Admissions) {
        self.eventLoop = eventLoop
        self.executor = EventLoopExecutor(eventLoop: eventLoop)
        self.configuration = configuration
        self.service = service
        self.admissions = admissions
        timeoutDefaultNS = configuration.timeoutDefault.nanoseconds
        timeoutMaxNS = configuration.timeoutMax.nanoseconds
    }

    func add(_ channel: ServerChannel) {
        channels[ObjectIdentifier(channel)] = channel
    }

    func remove(_ channel: ServerChannel) {
        channels[ObjectIdentifier(channel)] = nil
    }

    /// The counters with the figures that say "now".
    var snapshot: TransportCounters {
        var snapshot = counters
        for channel in channels.values where channel.isAdmitted {
            snapshot.channelsOpen += 1
            snapshot.callsOpen += channel.openCallCount
        }
        return snapshot
    }

    /// From now on new calls are refused; done when no call is open and every client has had time to notice.
    func drain() -> EventLoopFuture<Void> {
        isDraining = true
        guard !channels.isEmpty else { return eventLoop.makeSucceededVoidFuture() }
        let notice = eventLoop.scheduleTask(in: TimeAmount(configuration.drainNotice)) {}
        return EventLoopFuture.andAllComplete(channels.values.map { $0.whenIdle() } + [notice.futureResult], on: eventLoop)
    }

    /// Cancels what still runs and closes every channel as soon as its output has left.
    func close() -> EventLoopFuture<Void> {
        let open = Array(channels.values)
        return EventLoopFuture.andAllComplete(open.map { $0.closeForGood() }, on: eventLoop)
    }

    /// Closes the channels whose peers the service does not admit any more.
    func recheckPeers() {
        for channel in Array(channels.values) where channel.isAdmitted && service.admits(channel.peer) == .unknown { channel.closeAtOnce() }
    }
}
