internal import Clock
internal import Histogram

#if canImport(Glibc)
    internal import Glibc
#endif

extension LoadReport {
    /// What was read before and after a run.
    struct Measured {
        var started: Int
        var seconds: Double
        var tally: LoadTally
        var timeline: LoadTimeline
        var own: (before: OwnMeter, after: OwnMeter)
        var daemon: (processID: Int32, before: DaemonMeter, after: DaemonMeter)?
    }

    init(_ plan: LoadPlan, _ dataSet: LoadDataSet, _ measured: Measured, isInterrupted: Bool) {
        let tally = measured.tally, overall = tally.overall, seconds = max(measured.seconds, 1e-9)
        let callCount = Int(overall.latency.totalCount), succeeded = callCount - overall.failed
        let client = Client(measured, callCount: callCount), daemon = Daemon(measured, callCount: callCount)
        let latency = Latency(overall.latency), startDelay = tally.startDelay.map(Latency.init)
        let operations = LoadOperation.allCases.compactMap { operation in
            tally.operations[operation.index].map { (operation.rawValue, Operation($0)) }
        }
        self.init(
            loop: Loop(plan), mix: plan.mix.description, tenants: dataSet.tenantIDs.count, connections: dataSet.connectionIDs.count,
            isInterrupted: isInterrupted, seconds: measured.seconds.rounded(to: 3), started: measured.started, succeeded: succeeded,
            failed: overall.failed,
            errors: tally.errorsByReason, callsPerSecond: (Double(succeeded) / seconds).rounded(to: 1), latency: latency,
            operations: Dictionary(operations) { $1 },
            channels: Channels(
                count: tally.callsByChannel.count, fewestCalls: tally.callsByChannel.min() ?? 0, mostCalls: tally.callsByChannel.max() ?? 0),
            startDelay: startDelay, timeline: measured.timeline.entries.map(Moment.init),
            curve: Point.curve(overall.latency), client: client, daemon: daemon,
            bottleneck: Self.bottleneck(client, daemon) ?? Self.lateness(latency, startDelay))
    }

    /// A thread that is busy for this part of the time makes calls wait for it.
    private static let busy = 0.9

    /// The figures are doubtful when the busiest thread of this program had hardly a pause, or when this program and the daemon took nearly all of
    /// the machine between them.
    static func bottleneck(_ client: Client, _ daemon: Daemon?, coreCount: Int = sysconf(Int32(_SC_NPROCESSORS_ONLN))) -> String? {
        if client.busiestThread >= busy {
            let percent = Int((client.busiestThread * 100).rounded())
            return "the thread that makes the calls was busy for \(percent) % of the time: the daemon may be faster than this"
        }
        if client.cores + (daemon?.cores ?? 0) >= busy * Double(coreCount) {
            return
                "this program and the daemon kept all \(coreCount) cores of the machine busy: on cores of its own the daemon may be faster"
        }
        return nil
    }

    /// The latencies of an open loop are doubtful when its calls were late by half of them.
    static func lateness(_ latency: Latency, _ startDelay: Latency?) -> String? {
        guard let startDelay, startDelay.p99 >= latency.p99 / 2, latency.p99 > 0 else { return nil }
        return
            "calls were started late, at p99 by \((startDelay.p99 / 1_000).fixed(3)) ms: half of the latency or more is this program's own"
    }
}

extension LoadReport.Loop {
    init(_ plan: LoadPlan) {
        let (kind, inFlight, rate): (String, Int?, Double?) =
            switch plan.pace {
            case .closed(let inFlight): ("closed", inFlight, nil)
            case .open(let callsPerSecond): ("open", nil, callsPerSecond)
            }
        self.init(
            kind: kind, inFlight: inFlight, callsPerSecond: rate, channels: plan.channels, warmUpSeconds: plan.warmUp.inSeconds,
            pageSize: plan.pageSize)
    }
}

extension LoadReport.Latency {
    init(_ latency: LatencyHistogram) {
        func us(_ percentile: Double) -> Double { latency.us(percentile) }
        self.init(
            p50: us(50), p75: us(75), p90: us(90), p95: us(95), p99: us(99), p999: us(99.9), p9999: us(99.99), max: us(100),
            mean: latency.totalCount > 0 ? (latency.mean / 100).rounded() / 10 : 0)
    }
}

extension LatencyHistogram {
    /// Microseconds that this many percent of the calls stayed below, to a tenth; 0 if there were none.
    func us(_ percentile: Double) -> Double {
        totalCount > 0 ? (Double(valueAtPercentile(percentile)) / 100).rounded() / 10 : 0
    }
}

extension LoadReport.Operation {
    init(_ tally: LoadTally.OfOperation) {
        self.init(calls: Int(tally.latency.totalCount), failed: tally.failed, latency: LoadReport.Latency(tally.latency))
    }
}

extension LoadReport.Moment {
    init(_ entry: LoadTimeline.Entry) {
        self.init(
            start: entry.startS.rounded(to: 3), seconds: entry.seconds.rounded(to: 3), calls: entry.calls,
            callsPerSecond: (Double(entry.calls) / max(entry.seconds, 1e-9)).rounded(to: 1), failed: entry.failed, p99US: entry.p99US)
    }
}

extension LoadReport.Point {
    private static let pointsPerDecade = 10

    /// Points at even distances on an axis of 1 / (1 - quantile), up to the rarest call there was.
    static func curve(_ latency: LatencyHistogram) -> [LoadReport.Point] {
        guard latency.totalCount > 0 else { return [] }
        let decades = log10(Double(latency.totalCount))
        let count = Int((decades * Double(pointsPerDecade)).rounded(.up))
        let points = (0...count).map { step in
            let quantile = 1 - pow(10, -Double(step) / Double(pointsPerDecade))
            return LoadReport.Point(quantile: quantile, latencyUS: latency.us(quantile * 100))
        }
        return points + [LoadReport.Point(quantile: 1, latencyUS: latency.us(100))]
    }
}

extension LoadReport.Client {
    init(_ measured: LoadReport.Measured, callCount: Int) {
        let cpuSeconds = measured.own.after.cpuSeconds - measured.own.before.cpuSeconds
        let seconds = max(measured.seconds, 1e-9)
        self.init(
            cpuSeconds: cpuSeconds.rounded(to: 3), cpuUSPerCall: (cpuSeconds * 1e6 / Double(max(1, callCount))).rounded(to: 2),
            cores: (cpuSeconds / seconds).rounded(to: 3),
            busiestThread: min(1, measured.own.after.busiestThreadSeconds(since: measured.own.before) / seconds).rounded(to: 3))
    }
}

extension LoadReport.Daemon {
    init?(_ measured: LoadReport.Measured, callCount: Int) {
        guard let daemon = measured.daemon else { return nil }
        let cpuSeconds = daemon.after.cpuSeconds - daemon.before.cpuSeconds
        self.init(
            processID: daemon.processID, cpuSeconds: cpuSeconds.rounded(to: 3),
            cpuUSPerCall: (cpuSeconds * 1e6 / Double(max(1, callCount))).rounded(to: 2),
            cores: (cpuSeconds / max(measured.seconds, 1e-9)).rounded(to: 3), residentKiBBefore: daemon.before.residentKiB,
            residentKiBAfter: daemon.after.residentKiB)
    }
}
