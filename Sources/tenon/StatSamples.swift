internal import TenonClient

/// What the daemon has counted: up to one moment, or between two.
struct StatSamples {
    /// One number, and which of those with its name it is.
    struct Sample: Hashable {
        let name: String
        /// As it came: `method="GetConnection",reason="CONNECTION_NOT_FOUND"`.
        let label: String
        var value: Double

        /// Whether it never falls while the daemon runs. Prometheus' way to name things tells (https://prometheus.io/docs/practices/naming).
        var isCounter: Bool { ["_total", "_bucket", "_sum", "_count"].contains { name.hasSuffix($0) } }

        /// The value of one label; nil: it has none of that name. No value holds a comma or a quotation mark.
        subscript(label name: String) -> String? {
            let pair = label.split(separator: ",").first { $0.hasPrefix("\(name)=\"") }
            return pair.map { String($0.dropFirst(name.count + 2).dropLast()) }
        }
    }

    private(set) var all: [Sample]
    /// Seconds it was counted for; nil: since the daemon started.
    private(set) var elapsed: Double?

    init(_ stats: [Stat]) {
        all = stats.map { Sample(name: $0.name, label: $0.label, value: $0.value) }
    }

    /// What the counters grew by in the seconds since then; the rest as it is now. A daemon that was started meanwhile counts from zero.
    func since(_ earlier: StatSamples, elapsed: Double) -> StatSamples {
        var difference = self
        difference.elapsed = elapsed
        guard startTime == earlier.startTime else { return difference }
        let before = Dictionary(earlier.all.map { ([$0.name, $0.label], $0.value) }) { first, _ in first }
        for index in all.indices where all[index].isCounter {
            difference.all[index].value -= before[[all[index].name, all[index].label], default: 0]
        }
        return difference
    }

    /// Unix time at which the daemon started.
    var startTime: Double { self["process_start_time_seconds"] }

    func named(_ name: String) -> [Sample] { all.filter { $0.name == name } }

    /// The sum of the samples of this name, of those with this label if it is given.
    subscript(_ name: String, label: (name: String, value: String)? = nil) -> Double {
        named(name).filter { sample in label.map { sample[label: $0.name] == $0.value } ?? true }.reduce(0) { $0 + $1.value }
    }

    /// The duration in seconds that a share of a method's calls did not exceed: straight between the bounds of its bucket, as Prometheus'
    /// histogram_quantile has it; nil: no call was counted.
    func quantile(_ share: Double, ofMethod method: String) -> Double? {
        var lower = (bound: 0.0, count: 0.0)
        let buckets = named("tenon_call_duration_seconds_bucket").filter { $0[label: "method"] == method }
        guard let total = buckets.last?.value, total > 0 else { return nil }
        for bucket in buckets {
            guard let bound = Double(bucket[label: "le"] ?? ""), bound.isFinite else { break }
            if bucket.value >= share * total {
                return lower.bound + (bound - lower.bound) * (share * total - lower.count) / max(1, bucket.value - lower.count)
            }
            lower = (bound, bucket.value)
        }
        return lower.bound
    }
}

extension StatSamples {
    /// Every sample as it came.
    var records: [Record] {
        all.map { Record(["name": .text($0.name), "label": .text($0.label), "value": .decimal($0.value)]) }
    }

    /// The samples in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats).
    var prometheusText: String {
        var text = ""
        var last = ""
        for sample in all {
            let (family, type) = sample.family
            if family != last { text += "# TYPE \(visible(family)) \(type)\n" }
            last = family
            text += visible(sample.label.isEmpty ? sample.name : "\(sample.name){\(sample.label)}") + " \(sample.value)\n"
        }
        return text
    }
}

extension StatSamples.Sample {
    /// What Prometheus announces once for several samples.
    fileprivate var family: (name: String, type: String) {
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
            return (String(name.dropLast(suffix.count)), "histogram")
        }
        return (name, isCounter ? "counter" : "gauge")
    }
}
