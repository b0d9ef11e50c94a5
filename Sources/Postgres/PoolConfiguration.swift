/// What a pool connects to, with how many sessions and within which bounds.
package struct PoolConfiguration: Sendable {
    /// A libpq connection string or URI. libpq looks host names up on the pool's thread, on which every session then waits: name a socket
    /// directory, or give `hostaddr` beside `host`.
    package var url: String

    /// Sessions for the short reads of the role `app`; one can keep a core of the server busy.
    package var appReadSessions = 2

    /// Sessions for its long reads. They share the server's cores with the others, so these bound how much of them a flood of pages can take.
    package var appLongReadSessions = 1

    /// Sessions for the writes of the role `app`; commits on one session are serial, several share the disk's syncs.
    package var appWriteSessions = 16

    /// Sessions for everything of the role `admin`.
    package var adminSessions = 1

    /// The database role that sessions of the role `app` take once they have logged in; nil stays with the login role.
    package var appRole: String?

    /// The same for the sessions of the role `admin`.
    package var adminRole: String?

    /// Segments that may wait to be sent; one more is refused as overloaded.
    package var waitingSegmentCountMax = 4096

    /// Parameter bytes that may wait to be sent, for each kind of session; what would be more is refused as overloaded.
    package var waitingByteCountMax = 67_108_864

    /// Reads that may share a sync.
    package var readsPerSyncMax = 64

    /// Syncs of reads that may be under way on one session.
    package var readSyncsInFlightMax = 2

    /// Writes that may be under way on one session, each with a sync of its own.
    package var writesInFlightMax = 2

    /// Parameter bytes after which no further read joins a sync.
    package var syncByteCountMax = 262_144

    /// Set on every session: no statement outlives it, whatever its caller's deadline.
    package var statementTimeout = Duration.seconds(20)

    /// A session is given up when its server has been silent for longer than all statements of the oldest segment may take, plus this. Reads that
    /// shared a sync, whose answers may come together at its end, are then sent again one by one.
    package var silenceGrace = Duration.seconds(5)

    /// A session that takes longer to be ready is given up and tried again.
    package var connectTimeout = Duration.seconds(10)

    /// Segments wait this long for a session to come back before they are refused as unavailable.
    package var unavailableAfter = Duration.seconds(1)

    /// How long `shutdown` waits for what has been sent.
    package var shutdownGrace = Duration.seconds(5)

    package init(url: String, appRole: String? = nil, adminRole: String? = nil) {
        self.url = url
        self.appRole = appRole
        self.adminRole = adminRole
    }
}
