internal import Synchronization
internal import TenonClient

/// Calls at a rate, whatever becomes of them. Each counts from when it should have started: what a stall of the server, or of this program, held up
/// took that long for whoever would have made the call.
struct OpenLoop: Sendable {
    let target: LoadTarget
    let callsPerSecond: Double
    /// Calls under way; a further one is not sent.
    var outstandingCountMax = 100_000

    /// Shorter sleeps take longer than they should; calls that fall due meanwhile are started together.
    private static let sleepMinNS: UInt64 = 50_000

    /// Runs for so long, and until the last call has come back; gives the number of calls that were started, or should have been.
    func run(for duration: Duration) async -> Int {
        let callCount = Int((duration.inSeconds * callsPerSecond).rounded())
        // On the clients' thread, so that starting a call wakes no other one.
        return await withTaskExecutorPreference(target.clients[0].executor) { await keepPace(callCount) }
    }

    private func keepPace(_ callCount: Int) async -> Int {
        let outstanding = Outstanding(countMax: outstandingCountMax)
        return await withDiscardingTaskGroup { group in
            let start = MonotonicTime.now
            var dice = Dice(seed: start.nanoseconds)
            var number = 0
            while number < callCount, !target.stop.isPutUp {
                let due = intendedStart(of: number, from: start)
                let now = MonotonicTime.now
                guard due <= now else {
                    try? await Task.sleep(for: .nanoseconds(max(due.nanoseconds(since: now), Self.sleepMinNS)), tolerance: .zero)
                    continue
                }
                let channel = number % target.clients.count
                let call = Call(target: target, channel: channel, intendedStart: due, seed: dice.next())
                if outstanding.enter() {
                    group.addTask(executorPreference: target.clients[channel].executor) {
                        await call.make()
                        outstanding.leave()
                    }
                } else {
                    call.giveUp()
                }
                number += 1
            }
            return number
        }
    }

    private func intendedStart(of number: Int, from start: MonotonicTime) -> MonotonicTime {
        MonotonicTime(nanoseconds: start.nanoseconds + UInt64(Double(number) / callsPerSecond * 1e9))
    }

    /// One call of the schedule.
    private struct Call: Sendable {
        let target: LoadTarget
        let channel: Int
        let intendedStart: MonotonicTime
        let seed: UInt64

        func make() async {
            var dice = Dice(seed: seed)
            let operation = target.mix.pick(&dice)
            let startDelayNS = MonotonicTime.now.nanoseconds(since: intendedStart)
            let outcome = await target.calls.make(operation, &dice, over: target.clients[channel])
            record(operation, outcome, startDelayNS: startDelayNS)
        }

        func giveUp() {
            var dice = Dice(seed: seed)
            record(target.mix.pick(&dice), .notSent, startDelayNS: nil)
        }

        private func record(_ operation: LoadOperation, _ outcome: LoadOutcome, startDelayNS: UInt64?) {
            let latencyNS = MonotonicTime.now.nanoseconds(since: intendedStart)
            target.recorder(of: channel).record(operation, outcome, channel: channel, latencyNS: latencyNS, startDelayNS: startDelayNS)
        }
    }

    /// Calls that have not come back. A class: the pace and the calls share it.
    private final class Outstanding: Sendable {
        private let count = Atomic(0)
        private let countMax: Int

        init(countMax: Int) {
            self.countMax = countMax
        }

        /// Only the pace enters, so nothing comes between the look and the count.
        func enter() -> Bool {
            guard count.load(ordering: .relaxed) < countMax else { return false }
            count.add(1, ordering: .relaxed)
            return true
        }

        func leave() { count.subtract(1, ordering: .relaxed) }
    }
}
