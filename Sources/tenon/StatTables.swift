internal import FoundationEssentials

/// What people read of the samples.
extension StatSamples {
    /// The daemon as a whole, a line for each part of it.
    var summary: Record {
        let cpu = self["process_cpu_seconds_total"]
        return Record([
            "daemon": .text("\(named("tenon_build_info").first?[label: "version"] ?? ""), up \(upTime)"),
            "cpu": .text(elapsed.map { "\(rounded(100 * cpu / $0)) % of a core" } ?? "\(rounded(cpu)) s"),
            "memory": .text(bytes("process_resident_memory_bytes")),
            "channels": .text("\(count("tenon_channels_open")) open, \(channelEnds)"),
            "calls": .text("\(count("tenon_calls_open")) open, \(count("tenon_calls_started_total")) started"),
            "bytes": .text("\(bytes("tenon_received_bytes_total")) in, \(bytes("tenon_sent_bytes_total")) out"),
            "sessions": .text(sessions),
            "database": .text(
                "\(count("tenon_database_segments_waiting")) waiting, \(count("tenon_database_segments_in_flight")) in flight, "
                    + "\(count("tenon_database_segments_total")) sent, \(count("tenon_database_retries_total")) retries, "
                    + "\(count("tenon_database_reconnects_total")) reconnects"),
        ])
    }

    /// A row for each method that was called.
    var methods: (rows: [Record], columns: [Column]) {
        let rows = named("tenon_call_duration_seconds_count").filter { $0.value > 0 }.map { calls in
            let method = calls[label: "method"] ?? ""
            let refused = named("tenon_calls_refused_total").filter { $0[label: "method"] == method }.reduce(0) { $0 + $1.value }
            let sum = named("tenon_call_duration_seconds_sum").first { $0[label: "method"] == method }?.value ?? 0
            return Record([
                "method": .text(method), "calls": .number(whole(calls.value)), "calls/s": .text(rounded(calls.value / (elapsed ?? .nan))),
                "refused": .number(whole(refused)), "mean ms": .text(rounded(1000 * sum / calls.value)),
                "p50 ms": .text(rounded(1000 * (quantile(0.5, ofMethod: method) ?? .nan))),
                "p99 ms": .text(rounded(1000 * (quantile(0.99, ofMethod: method) ?? .nan))),
            ])
        }
        let rate: [Column] = elapsed == nil ? [] : ["calls/s"]
        return (rows, ["method", "calls"] + rate + ["refused", "mean ms", "p50 ms", "p99 ms"])
    }

    /// A row for each method and reason of a refusal.
    var refusals: (rows: [Record], columns: [Column]) {
        let rows = named("tenon_calls_refused_total").filter { $0.value > 0 }.map { sample in
            Record([
                "reason": .text(sample[label: "reason"] ?? ""), "method": .text(sample[label: "method"] ?? ""),
                "calls": .number(whole(sample.value)),
            ])
        }
        return (rows, ["reason", "method", "calls"])
    }

    private var channelEnds: String {
        let closed = named("tenon_channels_closed_total").map { (count: $0.value, cause: $0[label: "cause"] ?? "") }
        let named = [("accepted", self["tenon_channels_accepted_total"]), ("refused", self["tenon_channels_refused_total"])]
        return (named + closed.filter { $0.count > 0 }.map { ("closed for \($0.cause)", $0.count) })
            .map { "\(whole($1)) \($0)" }.joined(separator: ", ")
    }

    private var sessions: String {
        let samples = named("tenon_database_sessions")
        let kinds = samples.filter { $0[label: "state"] == "ready" }.map { ready in
            let kind = ready[label: "kind"] ?? ""
            let all = samples.filter { $0[label: "kind"] == kind }.reduce(0) { $0 + $1.value }
            return "\(kind) \(whole(ready.value)) of \(whole(all)) ready"
        }
        return kinds.joined(separator: ", ")
    }

    private var upTime: String {
        let seconds = max(0, whole(Date().timeIntervalSince1970 - startTime))
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return "\(seconds / 86400) d \(seconds % 86400 / 3600) h"
        }
    }

    private func count(_ name: String) -> String { String(whole(self[name])) }

    private func bytes(_ name: String) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var (value, unit) = (self[name], 0)
        while value >= 1024, unit < units.count - 1 { (value, unit) = (value / 1024, unit + 1) }
        return "\(unit == 0 ? String(whole(value)) : rounded(value)) \(units[unit])"
    }
}

/// The number without its fraction; 0 if it is none that can be shown.
private func whole(_ value: Double) -> Int64 { Int64(exactly: value.rounded(.towardZero)) ?? 0 }

/// Three digits that count; empty if it is no number.
private func rounded(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    let scale: Double = value >= 100 ? 1 : value >= 10 ? 10 : value >= 1 ? 100 : 1000
    let text = String((value * scale).rounded() / scale)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
