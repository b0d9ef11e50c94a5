package import NIOCore
internal import Synchronization

/// Runs tasks on one event loop, many per wake-up: jobs queue up, one `execute` drains them, and what they wrote leaves at the end of the
/// burst. Waking a thread costs more than a whole call.
package final class EventLoopExecutor: TaskExecutor, @unchecked Sendable {
    // `dirty`, `running` and `burstDepth` are only touched on the event loop; the queue has its lock.
    package let eventLoop: any EventLoop
    private let queue = Mutex(Queue())
    private var running: [UnownedJob] = []
    private var dirty: [any BurstWriter] = []
    private var burstDepth = 0

    /// How often a burst looks for further jobs before it lets the loop read its channels.
    private static let roundCountMax = 8

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
        if mustWake { eventLoop.execute { self.drain() } }
    }

    /// Runs `burst` on the event loop, some time, and flushes at its end what it has written.
    package func execute(_ burst: @escaping @Sendable () -> Void) {
        eventLoop.execute { self.burst(burst) }
    }

    /// The same at that moment or, if it has passed, soon.
    package func execute(at moment: ContinuousClock.Instant, _ burst: @escaping @Sendable () -> Void) {
        let rest = moment - .now
        guard rest > .zero else { return execute(burst) }
        eventLoop.scheduleTask(in: TimeAmount(rest)) { self.burst(burst) }
    }

    /// Runs `body`, then flushes what it and everything it called has written.
    func burst(_ body: () -> Void) {
        burstDepth += 1
        body()
        burstDepth -= 1
        if burstDepth == 0 { flush() }
    }

    /// Has `writer` flushed at the end of this burst.
    func flushLater(_ writer: any BurstWriter) {
        dirty.append(writer)
        if burstDepth == 0, dirty.count == 1 { eventLoop.execute { self.burst {} } }
    }

    private func drain() {
        burst {
            for _ in 0..<Self.roundCountMax {
                guard takeJobs() else { return }
                for job in running { job.runSynchronously(on: asUnownedTaskExecutor()) }
                running.removeAll(keepingCapacity: true)
            }
            eventLoop.execute { self.drain() }
        }
    }

    private func takeJobs() -> Bool {
        let jobs = queue.withLock { [spare = running] queue in
            let jobs = queue.jobs
            queue.jobs = spare
            queue.isDrainScheduled = !jobs.isEmpty
            return jobs
        }
        running = jobs
        return !jobs.isEmpty
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
protocol BurstWriter: AnyObject {
    func flushBurst()
}
