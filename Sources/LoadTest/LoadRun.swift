internal import Clock
internal import Histogram
package import TenonClient

/// How a run goes, once a second.
package struct LoadProgress: Sendable, Hashable {
    /// Whether what is called now counts.
    package var isWarmUp: Bool
    /// Seconds since the warm-up, or since the run itself, began.
    package var seconds: Double
    /// Calls that ended in the last second, failed ones among them.
    package var callsPerSecond: Double
    /// Of the calls that ended in the last second, microseconds.
    package var p99US: Double
    /// Calls that have failed so far.
    package var failed: Int
}

/// One load test: warm-up, run, report.
package struct LoadRun: Sendable {
    private let plan: LoadPlan
    private let dataSet: LoadDataSet
    private let socketPath: String
    private let stop: StopSign
    private let makeClient: @Sendable () -> TenonClient

    /// - Parameters:
    ///   - socketPath: where to look for the daemon's process.
    ///   - makeClient: gives a client of the daemon for each channel; its timeout is that of the calls.
    package init(
        _ plan: LoadPlan, on dataSet: LoadDataSet, socketPath: String, stop: StopSign, makeClient: @escaping @Sendable () -> TenonClient
    ) {
        self.plan = plan
        self.dataSet = dataSet
        self.socketPath = socketPath
        self.stop = stop
        self.makeClient = makeClient
    }

    /// Calls the daemon for as long as the plan says, or until the stop sign is put up, and tells what came of it.
    package func run(progress: @escaping @Sendable (LoadProgress) -> Void = { _ in }) async -> LoadReport {
        let clients = (0..<plan.channels).map { _ in makeClient() }
        let calls = LoadCalls(dataSet: dataSet, pageSize: plan.pageSize)
        let phase = { LoadPhase(plan: plan, target: target(clients, calls), progress: progress) }
        if plan.warmUp > .zero { _ = await phase().run(for: plan.warmUp, isWarmUp: true) }
        let processID = DaemonMeter.processID(servingOn: socketPath)
        let before = (own: OwnMeter.read(), daemon: processID.flatMap(DaemonMeter.read))
        var measured = await phase().run(for: plan.duration, isWarmUp: false)
        measured.own = (before.own, OwnMeter.read())
        if let processID, let daemonBefore = before.daemon, let daemonAfter = DaemonMeter.read(processID) {
            measured.daemon = (processID, daemonBefore, daemonAfter)
        }
        for client in clients { await client.close() }
        return LoadReport(plan, dataSet, measured, isInterrupted: stop.isPutUp)
    }

    private func target(_ clients: [TenonClient], _ calls: LoadCalls) -> LoadTarget {
        let recorders = (0..<min(clients.count, LoadTarget.recorderCountMax)).map { _ in LoadRecorder(channelCount: clients.count) }
        return LoadTarget(clients: clients, recorders: recorders, calls: calls, mix: plan.mix, stop: stop)
    }
}

/// The warm-up or the run itself: a loop, and somebody who looks at it once a second.
private struct LoadPhase: Sendable {
    let plan: LoadPlan
    let target: LoadTarget
    let progress: @Sendable (LoadProgress) -> Void

    func run(for duration: Duration, isWarmUp: Bool) async -> LoadReport.Measured {
        let own = OwnMeter(cpuSeconds: 0, threads: [:])
        let start = MonotonicTime.now
        let watcher = Task { await watch(from: start, isWarmUp: isWarmUp) }
        let started =
            switch plan.pace {
            case .closed(let inFlight): await ClosedLoop(target: target, inFlight: inFlight).run(for: duration)
            case .open(let callsPerSecond): await OpenLoop(target: target, callsPerSecond: callsPerSecond).run(for: duration)
            }
        let seconds = MonotonicTime.now.seconds(since: start)
        watcher.cancel()
        let timeline = await watcher.value
        let tally = target.recorders.reduce(into: LoadTally(channelCount: target.clients.count)) { $0.add($1.total) }
        return LoadReport.Measured(started: started, seconds: seconds, tally: tally, timeline: timeline, own: (own, own), daemon: nil)
    }

    /// Takes what was counted, once a second until it is cancelled, and what is left then.
    @concurrent private func watch(from start: MonotonicTime, isWarmUp: Bool) async -> LoadTimeline {
        var timeline = LoadTimeline(), failed = 0
        var last = start, next = start + .seconds(1)
        while true {
            try? await Task.sleep(for: .nanoseconds(next.nanoseconds(since: .now)))
            let isOver = Task.isCancelled, now = MonotonicTime.now
            let entry = entry(from: last, to: now, of: start)
            // A few milliseconds at the end are no second: their rate would be noise.
            if isOver, entry.seconds < 0.5 {
                timeline.extendLast(with: entry)
            } else {
                timeline.append(entry)
            }
            if isOver { return timeline }
            failed += entry.failed
            progress(
                LoadProgress(
                    isWarmUp: isWarmUp, seconds: now.seconds(since: start), callsPerSecond: Double(entry.calls) / entry.seconds,
                    p99US: entry.p99US, failed: failed))
            (last, next) = (now, next + .seconds(1))
        }
    }

    private func entry(from last: MonotonicTime, to now: MonotonicTime, of start: MonotonicTime) -> LoadTimeline.Entry {
        var interval = LoadTally.Interval()
        for recorder in target.recorders {
            let taken = recorder.takeInterval()
            interval.latency.add(taken.latency)
            interval.failed += taken.failed
        }
        return LoadTimeline.Entry(
            startS: last.seconds(since: start), seconds: max(now.seconds(since: last), 1e-3), calls: Int(interval.latency.totalCount),
            failed: interval.failed, p99US: interval.latency.us(99))
    }
}
