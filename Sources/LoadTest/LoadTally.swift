internal import Histogram

/// Latencies in nanoseconds, exact to 64 ns and to a thousandth, up to an hour; about 220 KB whatever it counts.
typealias LatencyHistogram = Histogram<UInt64>

extension LatencyHistogram {
    static func empty() -> LatencyHistogram {
        LatencyHistogram(lowestDiscernibleValue: 100, highestTrackableValue: longestNS, numberOfSignificantValueDigits: .three)
    }

    /// Longer ones count as this long: no timeout lets a call take an hour.
    private static let longestNS: UInt64 = 3_600_000_000_000

    mutating func count(_ latencyNS: UInt64) { record(Swift.min(latencyNS, Self.longestNS)) }
}

/// What calls came to: numbers and histograms, never the single calls, so that its size does not grow with the length of a run.
struct LoadTally: Sendable {
    /// One operation's calls, failed ones among them.
    struct OfOperation: Sendable {
        var latency = LatencyHistogram.empty()
        var failed = 0
    }

    /// The calls since somebody last asked.
    struct Interval: Sendable {
        var latency = LatencyHistogram.empty()
        var failed = 0
    }

    /// By `LoadOperation.index`; nil: not called.
    private(set) var operations = [OfOperation?](repeating: nil, count: LoadOperation.allCases.count)
    private(set) var errorsByReason: [String: Int] = [:]
    private(set) var callsByChannel: [Int]
    /// How long after its intended start each call was started.
    private(set) var startDelay: LatencyHistogram?
    var interval = Interval()

    /// The daemon's reasons are a closed list; a server that makes up its own can not fill the memory.
    private static let reasonCountMax = 100

    init(channelCount: Int) {
        callsByChannel = Array(repeating: 0, count: channelCount)
    }

    mutating func record(_ operation: LoadOperation, _ outcome: LoadOutcome, channel: Int, latencyNS: UInt64, startDelayNS: UInt64?) {
        count(latencyNS, of: operation, outcome)
        callsByChannel[channel] += 1
        interval.latency.count(latencyNS)
        if let startDelayNS {
            if startDelay == nil { startDelay = .empty() }
            startDelay?.count(startDelayNS)
        }
    }

    private mutating func count(_ latencyNS: UInt64, of operation: LoadOperation, _ outcome: LoadOutcome) {
        if operations[operation.index] == nil { operations[operation.index] = OfOperation() }
        operations[operation.index]?.latency.count(latencyNS)
        guard case .failed(let reason) = outcome else { return }
        operations[operation.index]?.failed += 1
        interval.failed += 1
        let isNew = errorsByReason[reason] == nil
        errorsByReason[isNew && errorsByReason.count >= Self.reasonCountMax ? "OTHER" : reason, default: 0] += 1
    }

    /// Takes in what other channels counted.
    mutating func add(_ other: LoadTally) {
        for (index, theirs) in other.operations.enumerated() {
            guard let theirs else { continue }
            var ours = operations[index] ?? OfOperation()
            ours.latency.add(theirs.latency)
            ours.failed += theirs.failed
            operations[index] = ours
        }
        errorsByReason.merge(other.errorsByReason, uniquingKeysWith: +)
        callsByChannel = zip(callsByChannel, other.callsByChannel).map { $0 + $1 }
        if let theirs = other.startDelay {
            var ours = startDelay ?? .empty()
            ours.add(theirs)
            startDelay = ours
        }
    }

    /// All operations together.
    var overall: OfOperation {
        operations.compactMap(\.self).reduce(into: OfOperation()) { sum, operation in
            sum.latency.add(operation.latency)
            sum.failed += operation.failed
        }
    }
}
