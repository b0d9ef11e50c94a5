/// What a pool has done since it was made, and its state, at one moment.
package struct PoolCounters: Sendable, Hashable {
    /// Sessions of one kind by state.
    package struct Sessions: Sendable, Hashable {
        package var ready = 0
        package var connecting = 0
        package var down = 0
    }

    /// Segments sent, counting one again when it is sent again.
    package var segments = 0

    /// Pipeline syncs sent with them.
    package var syncs = 0

    /// Segments sent again: aborted neighbours, deadlocks, lost sessions.
    package var retries = 0

    /// Sessions lost or renewed after they had been ready.
    package var reconnects = 0

    /// Segments waiting to be sent, and segments sent and not yet answered by the server.
    package var waiting = 0
    package var inFlight = 0

    package var appRead = Sessions()
    package var appLongRead = Sessions()
    package var appWrite = Sessions()
    package var admin = Sessions()
}
