internal import Synchronization

/// Counts the calls of some channels. Calls run on their client's thread, so nobody but the once-a-second look at the interval waits for the lock.
final class LoadRecorder: Sendable {
    private let tally: Mutex<LoadTally>

    init(channelCount: Int) {
        tally = Mutex(LoadTally(channelCount: channelCount))
    }

    func record(_ operation: LoadOperation, _ outcome: LoadOutcome, channel: Int, latencyNS: UInt64, startDelayNS: UInt64? = nil) {
        tally.withLock { $0.record(operation, outcome, channel: channel, latencyNS: latencyNS, startDelayNS: startDelayNS) }
    }

    /// The calls since the last time this was asked.
    func takeInterval() -> LoadTally.Interval {
        // Made outside the lock: it is most of the work.
        let fresh = LoadTally.Interval()
        return tally.withLock { tally in
            defer { tally.interval = fresh }
            return tally.interval
        }
    }

    var total: LoadTally { tally.withLock { $0 } }
}
