internal import Clock
internal import NIOCore

/// The one timer of a channel. It is set to the earliest moment something may be due and, when it rings, set again: most moments pass
/// without anything to do, so a call costs no timer.
struct Alarm {
    private var instant: MonotonicTime?
    private var callback: NIOScheduledCallback?

    /// Whether it will ring then at the latest.
    func isSet(before wanted: MonotonicTime) -> Bool { instant.map { $0 <= wanted } ?? false }

    /// Rings at `wanted` or earlier.
    mutating func set(
        for wanted: MonotonicTime, on eventLoop: any EventLoop, handler: some NIOScheduledCallbackHandler & Sendable
    ) {
        if isSet(before: wanted) { return }
        callback?.cancel()
        let delay = max(.zero, wanted - .now)
        instant = wanted
        callback = try? eventLoop.scheduleCallback(in: TimeAmount(delay), handler: handler)
    }

    /// It has rung, or is not needed any more.
    mutating func clear() {
        callback?.cancel()
        callback = nil
        instant = nil
    }
}
