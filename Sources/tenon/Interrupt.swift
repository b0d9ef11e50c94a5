internal import ArgumentParser
internal import LoadTest
internal import Synchronization
internal import UnixSignals

#if canImport(Glibc)
    internal import Glibc
#endif

/// Ctrl-C and SIGTERM, for a command that must put things in order before it ends. A class: it owns what was received.
final class Interrupt: Sendable {
    /// Is put up by the first signal.
    let stop = StopSign()
    private let code = Mutex<Int32?>(nil)

    /// From now on the first signal puts up the sign, a second one ends the process at once.
    static func begin() async -> Interrupt {
        let interrupt = Interrupt()
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        // As long as the process.
        Task {
            for await signal in signals { interrupt.receive(signal) }
        }
        return interrupt
    }

    /// What to exit with; nil: there was no signal.
    var exitCode: ExitCode? { code.withLock { $0.map { ExitCode($0) } } }

    private func receive(_ signal: UnixSignal) {
        // As shells do: 128 and the signal's number.
        let new: Int32 = 128 + (signal == .sigint ? SIGINT : SIGTERM)
        let isFirst = code.withLock { code in
            defer { code = code ?? new }
            return code == nil
        }
        guard isFirst else { _exit(new) }
        writeToStandardError("\ntenon: ending early and cleaning up; once more ends at once\n")
        stop.putUp()
    }
}
