/// How a run went over time: an entry a second, or for each few seconds in a long run, so that it never has more than 600.
struct LoadTimeline: Sendable {
    /// Some seconds of a run.
    struct Entry: Sendable, Hashable {
        /// Seconds from the start of the run to the start of this entry.
        var startS: Double
        /// How long it is.
        var seconds: Double
        /// Calls that ended in it, failed ones among them.
        var calls: Int
        var failed: Int
        /// Of an entry that was put together of several, the highest of theirs.
        var p99US: Double

        mutating func extend(with next: Entry) {
            seconds += next.seconds
            calls += next.calls
            failed += next.failed
            p99US = max(p99US, next.p99US)
        }
    }

    private(set) var entries: [Entry] = []
    /// How many of those that were appended one entry holds.
    private var stride = 1
    private var countInLast = 0

    static let entryCountMax = 600

    mutating func append(_ entry: Entry) {
        if countInLast > 0, countInLast < stride {
            extendLast(with: entry)
            countInLast += 1
            return
        }
        if entries.count == Self.entryCountMax { halve() }
        // After halving the last entry is full again.
        entries.append(entry)
        countInLast = 1
    }

    /// Adds what is too short for an entry of its own to the last one.
    mutating func extendLast(with entry: Entry) {
        if entries.isEmpty {
            entries.append(entry)
        } else {
            entries[entries.count - 1].extend(with: entry)
        }
    }

    private mutating func halve() {
        entries = Swift.stride(from: 0, to: entries.count, by: 2).map { index in
            var entry = entries[index]
            if index + 1 < entries.count { entry.extend(with: entries[index + 1]) }
            return entry
        }
        stride *= 2
    }
}
