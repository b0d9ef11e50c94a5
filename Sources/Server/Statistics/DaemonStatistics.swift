internal import FoundationEssentials
internal import Messages
internal import Postgres
internal import Storage
internal import Transport

/// Everything the daemon counts, under the names that Prometheus will know it by: `_total` only grows, the rest is as of now.
struct DaemonStatistics {
    let calls: CallStatistics
    let storage: Storage
    let transport: TransportProbe
    private let startTime = Date().timeIntervalSince1970

    init(calls: CallStatistics, storage: Storage, transport: TransportProbe) {
        self.calls = calls
        self.storage = storage
        self.transport = transport
    }

    func stats() async -> [Stat] {
        process + stats(of: await transport.counters()) + stats(of: storage.counters) + calls.stats
    }

    private var process: [Stat] {
        let usage = ProcessUsage.current
        return [
            Stat(name: "tenon_build_info", label: "version=\"\(BuildVersion.current)\"", value: 1),
            Stat(name: "process_start_time_seconds", value: startTime),
            Stat(name: "process_cpu_seconds_total", value: usage.cpuSeconds),
            Stat(name: "process_resident_memory_bytes", value: Double(usage.residentByteCount)),
        ]
    }

    private func stats(of counters: TransportCounters) -> [Stat] {
        let closed = [
            ("wire_broken", counters.channelsBroken), ("frame_unfinished", counters.partialFrameTimeouts),
            ("output_unread", counters.outputTimeouts), ("output_too_large", counters.outputOverflows),
        ]
        return [
            Stat(name: "tenon_channels_open", value: Double(counters.channelsOpen)),
            Stat(name: "tenon_channels_accepted_total", value: Double(counters.channelsAccepted)),
            Stat(name: "tenon_channels_refused_total", value: Double(counters.channelsRefused)),
        ]
            + closed.map { Stat(name: "tenon_channels_closed_total", label: "cause=\"\($0)\"", value: Double($1)) }
            + [
                Stat(name: "tenon_accept_errors_total", value: Double(counters.acceptErrors)),
                Stat(name: "tenon_calls_open", value: Double(counters.callsOpen)),
                Stat(name: "tenon_calls_started_total", value: Double(counters.callsStarted)),
                Stat(name: "tenon_answers_dropped_total", value: Double(counters.answersDropped)),
                Stat(name: "tenon_frames_ignored_total", value: Double(counters.framesIgnored)),
                Stat(name: "tenon_received_bytes_total", value: Double(counters.receivedByteCount)),
                Stat(name: "tenon_sent_bytes_total", value: Double(counters.sentByteCount)),
            ]
    }

    private func stats(of counters: PoolCounters) -> [Stat] {
        let kinds = [
            ("app_read", counters.appRead), ("app_long_read", counters.appLongRead), ("app_write", counters.appWrite),
            ("admin", counters.admin),
        ]
        return kinds.flatMap { kind, sessions in
            [("ready", sessions.ready), ("connecting", sessions.connecting), ("down", sessions.down)]
                .map { Stat(name: "tenon_database_sessions", label: "kind=\"\(kind)\",state=\"\($0)\"", value: Double($1)) }
        } + [
            Stat(name: "tenon_database_segments_waiting", value: Double(counters.waiting)),
            Stat(name: "tenon_database_segments_in_flight", value: Double(counters.inFlight)),
            Stat(name: "tenon_database_segments_total", value: Double(counters.segments)),
            Stat(name: "tenon_database_syncs_total", value: Double(counters.syncs)),
            Stat(name: "tenon_database_retries_total", value: Double(counters.retries)),
            Stat(name: "tenon_database_reconnects_total", value: Double(counters.reconnects)),
        ]
    }
}
