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
        [
            Stat("tenon_channels_open", counters.channelsOpen),
            Stat("tenon_channels_accepted_total", counters.channelsAccepted),
            Stat("tenon_channels_refused_total", counters.channelsRefused),
            Stat("tenon_channels_closed_total", label: "cause=\"wire_broken\"", counters.channelsBroken),
            Stat("tenon_channels_closed_total", label: "cause=\"frame_unfinished\"", counters.partialFrameTimeouts),
            Stat("tenon_channels_closed_total", label: "cause=\"output_unread\"", counters.outputTimeouts),
            Stat("tenon_channels_closed_total", label: "cause=\"output_too_large\"", counters.outputOverflows),
            Stat("tenon_accept_errors_total", counters.acceptErrors),
            Stat("tenon_calls_open", counters.callsOpen),
            Stat("tenon_calls_started_total", counters.callsStarted),
            Stat("tenon_answers_dropped_total", counters.answersDropped),
            Stat("tenon_frames_ignored_total", counters.framesIgnored),
            Stat("tenon_received_bytes_total", counters.receivedByteCount),
            Stat("tenon_sent_bytes_total", counters.sentByteCount),
        ]
    }

    private func stats(of counters: PoolCounters) -> [Stat] {
        stats(of: counters.appRead, kind: "app_read") + stats(of: counters.appLongRead, kind: "app_long_read")
            + stats(of: counters.appWrite, kind: "app_write") + stats(of: counters.admin, kind: "admin") + [
                Stat("tenon_database_segments_waiting", counters.waiting),
                Stat("tenon_database_segments_in_flight", counters.inFlight),
                Stat("tenon_database_segments_total", counters.segments),
                Stat("tenon_database_syncs_total", counters.syncs),
                Stat("tenon_database_retries_total", counters.retries),
                Stat("tenon_database_reconnects_total", counters.reconnects),
            ]
    }

    private func stats(of sessions: PoolCounters.Sessions, kind: String) -> [Stat] {
        [("ready", sessions.ready), ("connecting", sessions.connecting), ("down", sessions.down)].map { state, count in
            Stat("tenon_database_sessions", label: "kind=\"\(kind)\",state=\"\(state)\"", count)
        }
    }
}

extension Stat {
    fileprivate init(_ name: String, label: String = "", _ count: Int) {
        self.init(name: name, label: label, value: Double(count))
    }
}
