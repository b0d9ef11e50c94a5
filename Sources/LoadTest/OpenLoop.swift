internal import Clock
internal import Synchronization
internal import TenonClient

/// Calls at a rate, whatever becomes of them. Each counts from when it should have started: what a stall of the server, or of this program, held up
/// took that long for whoever would have made the call.
struct OpenLoop: Sendable {
    let target: LoadTarget
    let callsPerSecond: Double
    /// Calls under way; a further one is not sent.
    var outstandingCountMax = 100_000

    /// Calls that fall due meanwhile are started together: shorter pauses would cost more than the calls.
    private static let pauseMinNS: UInt64 = 100_000

    /// Runs for so long, and until the last call has come back; gives the number of calls that were started, or should have been.
    func run(for duration: Duration) async -> Int {
        let callCount = Int((duration.inSeconds * callsPerSecond).rounded())
        // On the clients' thread, so that starting a call wakes no other one.
        return await withTaskExecutorPreference(target.clients[0].executor) { await keepPace(callCount) }
    }

    private func keepPace(_ callCount: Int) async -> Int {
        let outstanding = Outstanding(countMax: outstandingCountMax)
        let start = MonotonicTime.now
        var dice = Dice(seed: UInt64(bitPattern: start.nanoseconds))
        var number = 0
        while number < callCount, !target.stop.isPutUp {
            let due = intendedStart(of: number, from: start)
            let now = MonotonicTime.now
            guard due <= now else {
                await target.clients[0].pause(for: .nanoseconds(max(due.nanoseconds(since: now), Self.pauseMinNS)))
                continue
            }
            let channel = number % target.clients.count
            let call = Call(target: target, channel: channel, intendedStart: due, seed: dice.next())
            if outstanding.enter() {
                // In no task group: one with thousands of tasks looks through them for each that ends before older ones, which takes all of the thread
                // when the client starts the newest first.
                Task(executorPreference: target.clients[channel].executor) {
                    await call.make()
                    outstanding.leave()
                }
            } else {
                call.giveUp()
            }
            number += 1
        }
        await outstanding.wait()
        return number
    }

    private func intendedStart(of number: Int, from start: MonotonicTime) -> MonotonicTime {
        start + Int64(Double(number) / callsPerSecond * 1e9)
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
        private struct State {
            var count = 0
            var waiter: CheckedContinuation<Void, Never>?
        }

        private let state = Mutex(State())
        private let countMax: Int

        init(countMax: Int) {
            self.countMax = countMax
        }

        /// False: there are too many.
        func enter() -> Bool {
            state.withLock { state in
                guard state.count < countMax else { return false }
                state.count += 1
                return true
            }
        }

        func leave() {
            let waiter = state.withLock { state in
                state.count -= 1
                return state.count == 0 ? state.waiter.take() : nil
            }
            waiter?.resume()
        }

        /// Returns when all have come back. Nobody enters any more.
        func wait() async {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.count > 0 { state.waiter = continuation }
                    return state.count == 0
                }
                if isOver { continuation.resume() }
            }
        }
    }
}
