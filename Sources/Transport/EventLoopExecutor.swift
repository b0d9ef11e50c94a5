package import Clock
package import NIOCore
internal import Synchronization

/// Runs tasks on one event loop, many per wake-up: jobs queue up, one `execute` drains them, and what they wrote leaves at the end of the
/// burst. Waking a thread costs more than a whole call.
package final class EventLoopExecutor: TaskExecutor, @unchecked Sendable {
    // `dirty`, `running`, `ranCount` and `burstDepth` are only touched on the event loop; the queue has its lock.
    package let eventLoop: any EventLoop
    private let queue = Mutex(Queue())
    private var running: [UnownedJob] = []
    /// How many of these have run.
    private var ranCount = 0
    private var dirty: [any BurstWriter] = []
    private var burstDepth = 0

    /// A burst that has taken this long lets the loop read its channels before it goes on: sixty pages that come back together take ten milliseconds,
    /// and what can be answered at once shall not wait for them.
    private static let burstTime = TimeAmount.milliseconds(1)
    /// NIO reads no channel while a task is due, so what is left of a burst must be due a moment later. A moment that is over before NIO looks, as it
    /// is with 2 µs, is none.
    private static let pauseTime = TimeAmount.microseconds(20)

    private struct Queue {
        var jobs: [UnownedJob] = []
        var isDrainScheduled = false
    }

    package init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustWake = queue.withLock { queue in
            queue.jobs.append(job)
            defer { queue.isDrainScheduled = true }
            return !queue.isDrainScheduled
        }
        if mustWake { execute(stepwise: { self.runJob() }) }
    }

    /// Runs `step` on the event loop, some time, again and again until it is false. When that takes long, the loop reads its channels in between.
    package func execute(stepwise step: @escaping @Sendable () -> Bool) {
        eventLoop.execute { self.run(step) }
    }

    /// Runs `burst` on the event loop, some time, and flushes at its end what it has written.
    package func execute(_ burst: @escaping @Sendable () -> Void) {
        eventLoop.execute { self.burst(burst) }
    }

    /// The same at that moment or, if it has passed, soon.
    package func execute(at moment: MonotonicTime, _ burst: @escaping @Sendable () -> Void) {
        let rest = moment - .now
        guard rest > .zero else { return execute(burst) }
        eventLoop.scheduleTask(in: TimeAmount(rest)) { self.burst(burst) }
    }

    /// Suspends the task for so long, without another thread that keeps the time.
    package func pause(for duration: Duration) async {
        await withCheckedContinuation { continuation in
            _ = eventLoop.scheduleTask(in: TimeAmount(duration)) { continuation.resume() }
        }
    }

    /// Runs `body`, then flushes what it and everything it called has written.
    func burst(_ body: () -> Void) {
        burstDepth += 1
        body()
        burstDepth -= 1
        if burstDepth == 0 { flush() }
    }

    /// Has `writer` flushed at the end of this burst; outside of one, once all channels that are ready have been read: what they ask leaves together.
    package func flushLater(_ writer: any BurstWriter) {
        dirty.append(writer)
        if burstDepth == 0, dirty.count == 1 { eventLoop.execute { self.burst {} } }
    }

    private func run(_ step: @escaping @Sendable () -> Bool) {
        let end = NIODeadline.now() + Self.burstTime
        var isOver = false
        burst {
            repeat { isOver = !step() } while !isOver && NIODeadline.now() < end
        }
        if !isOver { eventLoop.scheduleTask(in: Self.pauseTime) { self.run(step) } }
    }

    /// Runs the oldest task that can go on; false: there is none.
    private func runJob() -> Bool {
        guard ranCount < running.count || takeJobs() else { return false }
        running[ranCount].runSynchronously(on: asUnownedTaskExecutor())
        ranCount += 1
        return true
    }

    private func takeJobs() -> Bool {
        running.removeAll(keepingCapacity: true)
        ranCount = 0
        queue.withLock { queue in
            swap(&queue.jobs, &running)
            queue.isDrainScheduled = !running.isEmpty
        }
        return !running.isEmpty
    }

    private func flush() {
        // Flushing may answer further calls, whose channels are appended here.
        var index = 0
        while index < dirty.count {
            dirty[index].flushBurst()
            index += 1
        }
        dirty.removeAll(keepingCapacity: true)
    }
}

/// Something that gathers output and lets it go once per burst.
package protocol BurstWriter: AnyObject {
    func flushBurst()
}
