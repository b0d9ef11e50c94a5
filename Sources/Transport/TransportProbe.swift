internal import Synchronization

/// Where a service reads the counters of the server that is made with it.
package final class TransportProbe: Sendable {
    private struct Watched {
        weak var transport: ServerTransport?
    }

    private let watched = Mutex(Watched())

    package init() {}

    package func watch(_ transport: ServerTransport) {
        watched.withLock { $0.transport = transport }
    }

    /// What happened on the watched server so far; nothing if there is none.
    package func counters() async -> TransportCounters {
        await watched.withLock(\.transport)?.counters() ?? TransportCounters()
    }
}
