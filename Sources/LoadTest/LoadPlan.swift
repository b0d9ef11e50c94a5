/// What a load test does, and for how long.
package struct LoadPlan: Sendable, Hashable {
    /// When calls are started.
    package enum Pace: Sendable, Hashable {
        /// So many calls are under way at any time, each next one when the last has come back: the peak of what the daemon can do.
        case closed(inFlight: Int)
        /// So many calls a second whatever the daemon does, as independent clients would: a stall shows in every call that should have been made
        /// meanwhile.
        case open(callsPerSecond: Double)
    }

    package var pace: Pace
    package var mix: LoadMix
    /// Channels the calls are spread over, at least 1.
    package var channels: Int
    /// How long calls are started for; those under way at the end are waited for and count.
    package var duration: Duration
    /// How long the daemon is called before anything counts.
    package var warmUp: Duration
    /// Connections on a page of the operation `list`, 1 to 1000.
    package var pageSize: Int

    package init(
        pace: Pace = .closed(inFlight: 64), mix: LoadMix = LoadMix(.get), channels: Int = 1, duration: Duration = .seconds(10),
        warmUp: Duration = .seconds(2), pageSize: Int = 50
    ) {
        self.pace = pace
        self.mix = mix
        self.channels = channels
        self.duration = duration
        self.warmUp = warmUp
        self.pageSize = pageSize
    }
}
