internal import Clock
internal import TenonClient

/// A number of workers, each of which makes its next call when the last has come back.
struct ClosedLoop: Sendable {
    let target: LoadTarget
    let inFlight: Int

    /// Runs for so long, and until the last call has come back; gives the number of calls that were started.
    func run(for duration: Duration) async -> Int {
        let end = MonotonicTime.now + duration
        return await withTaskGroup(of: Int.self) { group in
            for worker in 0..<inFlight {
                let channel = worker % target.clients.count
                // On the client's own thread a call costs no thread switch, and requests of one turn leave together.
                group.addTask(executorPreference: target.clients[channel].executor) {
                    await work(on: channel, seed: UInt64(worker), until: end)
                }
            }
            return await group.reduce(0, +)
        }
    }

    private func work(on channel: Int, seed: UInt64, until end: MonotonicTime) async -> Int {
        let (client, recorder) = (target.clients[channel], target.recorder(of: channel))
        var dice = Dice(seed: seed &* 0x5851_F42D_4C95_7F2D)
        var startedCount = 0
        var start = MonotonicTime.now
        while start < end, !target.stop.isPutUp {
            startedCount += 1
            let operation = target.mix.pick(&dice)
            let outcome = await target.calls.make(operation, &dice, over: client)
            let now = MonotonicTime.now
            recorder.record(operation, outcome, channel: channel, latencyNS: now.nanoseconds(since: start))
            start = now
        }
        return startedCount
    }
}
