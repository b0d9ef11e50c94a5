internal import LoadTest

/// One line on standard error that is written over and over, if a terminal shows it.
struct BenchProgress: Sendable {
    private let isShown = FileHandleOutput.standardError.isTerminal

    private static let barWidth = 30

    /// While the data set is made.
    func loading(_ made: Int, of count: Int) {
        let filled = Self.barWidth * made / max(1, count)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled)
        show("making connections [\(bar)] \(made) of \(count)")
    }

    /// While the daemon is called.
    func running(_ progress: LoadProgress, of duration: Double) {
        let phase = progress.isWarmUp ? "warm-up" : "measuring"
        show(
            "\(phase) \(progress.seconds.fixed(0)) of \(duration.fixed(0)) s: \(progress.callsPerSecond.fixed(0)) calls/s, "
                + "p99 \((progress.p99US / 1_000).fixed(3)) ms, \(progress.failed) failed")
    }

    /// While the data set is removed, which takes as long as the database needs.
    func removing() { show("removing the data set") }

    /// Takes the line away.
    func clear() { show("") }

    /// Back to the start of the line, the text, and nothing behind it (ECMA-48, EL).
    private func show(_ text: String) {
        if isShown { writeToStandardError("\r\(text)\u{1B}[K") }
    }
}
