internal import Messages

/// Durations, counted by size.
struct DurationHistogram {
    /// Upper bounds of the buckets in microseconds, bound included; above the last there is one bucket more.
    private static let boundsUS: InlineArray<16, UInt64> = [
        20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 5_000_000,
    ]

    private var counts = InlineArray<17, Int>(repeating: 0)
    private var sumNS: UInt64 = 0

    mutating func count(_ nanoseconds: UInt64) {
        sumNS += nanoseconds
        var bucket = 0
        while bucket < Self.boundsUS.count, nanoseconds > Self.boundsUS[bucket] * 1_000 { bucket += 1 }
        counts[bucket] += 1
    }

    /// The samples of a Prometheus histogram, whose buckets hold what the smaller ones hold, too; none if nothing was counted.
    func stats(_ name: String, label: String) -> [Stat] {
        var total = 0
        var stats: [Stat] = []
        for bucket in counts.indices {
            total += counts[bucket]
            let bound = bucket < Self.boundsUS.count ? "\(Double(Self.boundsUS[bucket]) / 1e6)" : "+Inf"
            stats.append(Stat(name: "\(name)_bucket", label: "\(label),le=\"\(bound)\"", value: Double(total)))
        }
        guard total > 0 else { return [] }
        stats.append(Stat(name: "\(name)_sum", label: label, value: Double(sumNS) / 1e9))
        stats.append(Stat(name: "\(name)_count", label: label, value: Double(total)))
        return stats
    }
}
