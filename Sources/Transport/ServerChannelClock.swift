internal import Clock
internal import NIOCore

/// What happens because time passes.
extension ServerChannel: NIOScheduledCallbackHandler {
    func wake(at instant: MonotonicTime) {
        if !alarm.isSet(before: instant) { alarm.set(for: instant, on: eventLoop, handler: self) }
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        alarm.clear()
        guard let context, context.channel.isActive else { return }
        let now = MonotonicTime.now
        loop.executor.burst {
            expireCalls(now)
            checkInput(now)
            checkOutput(now)
        }
    }

    private func expireCalls(_ now: MonotonicTime) {
        var next: MonotonicTime?
        var expired: [ServerCall] = []
        open.forEach { call in
            if call.deadline <= now {
                expired.append(call)
            } else {
                next = min(next ?? call.deadline, call.deadline)
            }
        }
        for call in expired {
            open.remove(call.streamID)
            call.abandon()
            loop.counters.deadlinesExceeded += 1
            loop.counters.callsRefused += 1
            sendFailure(to: call.streamID, loop.service.status(for: .deadlineExceeded))
        }
        if !expired.isEmpty, open.isEmpty { idle() }
        if let next { wake(at: next) }
    }

    private func checkInput(_ now: MonotonicTime) {
        guard let partialSince, isReading, !isClosing else { return }
        let due = max(partialSince, readingSince) + loop.configuration.partialFrameTimeout
        if due > now { return wake(at: due) }
        loop.counters.partialFrameTimeouts += 1
        closeAtOnce()
    }

    private func checkOutput(_ now: MonotonicTime) {
        guard let stall else { return }
        let due = stall.since + loop.configuration.outputTimeout
        if due > now { return wake(at: due) }
        let writtenByteCount = writtenByteCount
        if writtenByteCount > stall.writtenByteCount {
            self.stall = OutputStall(since: now, writtenByteCount: writtenByteCount)
            return wake(at: now + loop.configuration.outputTimeout)
        }
        loop.counters.outputTimeouts += 1
        closeAtOnce()
    }
}
