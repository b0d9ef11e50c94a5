internal import LoadTest

/// Shows what a load test found.
struct BenchTable {
    private let report: LoadReport

    init(_ report: LoadReport) {
        self.report = report
    }

    func print(on printer: Printer) async throws {
        if printer.field != nil { return try await printer.record(figures) }
        switch printer.format {
        case .json: try printer.json(report)
        case .table:
            try await printer.record(summary)
            try await printer.page("operations", latencies, columns: Self.columns.map { Column(stringLiteral: $0) })
        }
    }

    private static let columns = ["latency_ms", "calls", "failed", "p50", "p75", "p90", "p95", "p99", "p99.9", "p99.99", "max", "mean"]

    /// Single figures, for scripts.
    private var figures: Record {
        let latency = report.latency
        return Record([
            "calls_per_second": .text(report.callsPerSecond.fixed(1)), "started": .number(Int64(report.started)),
            "succeeded": .number(Int64(report.succeeded)), "failed": .number(Int64(report.failed)), "p50_us": .text(latency.p50.fixed(1)),
            "p99_us": .text(latency.p99.fixed(1)), "p99.9_us": .text(latency.p999.fixed(1)), "max_us": .text(latency.max.fixed(1)),
        ])
    }

    /// What people look at first.
    private var summary: Record {
        var record = Record([
            "loop": .text(loop), "data_set": .text("\(report.connections) connections of \(report.tenants) tenants"),
            "calls": .text("\(report.started) in \(report.seconds.fixed(1)) s\(report.isInterrupted ? ", ended early" : "")"),
            "calls_per_second": .text(rate), "errors": .text(errors), "client_cpu": .text(clientCPU),
        ])
        func add(_ name: String, _ text: String) {
            record.names.append(name)
            record.values.append(.text(text))
        }
        if let daemon = report.daemon {
            add("daemon_cpu", "\(daemon.cpuUSPerCall.fixed(1)) µs a call, \(daemon.cores.fixed(2)) cores")
            add("daemon_rss", "\(mebibytes(daemon.residentKiBBefore)) MiB before, \(mebibytes(daemon.residentKiBAfter)) MiB after")
        }
        if report.channels.count > 1 {
            add("channels", "\(report.channels.fewestCalls) to \(report.channels.mostCalls) calls each")
        }
        if let delay = report.startDelay {
            add("start_delay", "p50 \(ms(delay.p50)) ms, p99 \(ms(delay.p99)) ms: this program's own part of the latencies")
        }
        return record
    }

    /// A row for each operation and, if there are several, one for all.
    private var latencies: [Record] {
        let rows = LoadOperation.allCases.compactMap { operation in
            report.operations[operation.rawValue].map { row(operation.rawValue, $0.calls, $0.failed, $0.latency) }
        }
        return rows.count == 1 ? rows : rows + [row("all", report.started, report.failed, report.latency)]
    }

    private func row(_ name: String, _ calls: Int, _ failed: Int, _ latency: LoadReport.Latency) -> Record {
        Record([
            "latency_ms": .text(name), "calls": .number(Int64(calls)), "failed": .number(Int64(failed)), "p50": .text(ms(latency.p50)),
            "p75": .text(ms(latency.p75)), "p90": .text(ms(latency.p90)), "p95": .text(ms(latency.p95)), "p99": .text(ms(latency.p99)),
            "p99.9": .text(ms(latency.p999)), "p99.99": .text(ms(latency.p9999)), "max": .text(ms(latency.max)),
            "mean": .text(ms(latency.mean)),
        ])
    }

    private var loop: String {
        let channels = report.loop.channels == 1 ? "1 channel" : "\(report.loop.channels) channels"
        let pace = report.loop.inFlight.map { "\($0) in flight" } ?? "\((report.loop.callsPerSecond ?? 0).fixed(0)) calls/s"
        return "\(report.loop.kind), \(pace) over \(channels), \(report.mix)"
    }

    /// The rate, and between what it moved from second to second.
    private var rate: String {
        let rates = report.timeline.map(\.callsPerSecond)
        guard rates.count > 1, let slowest = rates.min(), let fastest = rates.max() else { return report.callsPerSecond.fixed(0) }
        return "\(report.callsPerSecond.fixed(0)) (slowest second \(slowest.fixed(0)), fastest \(fastest.fixed(0)))"
    }

    private var errors: String {
        let reasons = report.errors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        return reasons.isEmpty ? "none" : reasons.joined(separator: ", ")
    }

    private var clientCPU: String {
        let client = report.client
        return
            "\(client.cpuUSPerCall.fixed(1)) µs a call, \(client.cores.fixed(2)) cores, busiest thread \((client.busiestThread * 100).fixed(0)) %"
    }

    private func ms(_ microseconds: Double) -> String { (microseconds / 1_000).fixed(3) }

    private func mebibytes(_ kibibytes: Int) -> String { (Double(kibibytes) / 1_024).fixed(1) }
}
