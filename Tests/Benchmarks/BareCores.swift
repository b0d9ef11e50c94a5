import Dispatch
import Foundation
import Synchronization

/// What the machine makes of work that waits for nobody: a thread for each core computes, in pieces that are due on schedule. A program that uses as
/// much of the cores and is scheduled alike can hardly answer more evenly.
struct BareCores {
    let seconds: Int

    /// Pieces at this part of what the cores can do when all of them compute, and how long after it was due each was done.
    func run(useOfCores: Double) -> Report.Figure {
        let peaks = onEachCore { _ in Core(for: .seconds(1)).pieceCount }
        let latencies = onEachCore { core in
            Core(for: .seconds(seconds), each: .seconds(1) / (Double(peaks[core]) * useOfCores)).latencies
        }.flatMap(\.self)
        let found = Samples(latencies).microseconds([0.5, 0.99, 0.999])
        return Report.Figure(
            name: "computing, \(Int((useOfCores * 100).rounded())) % of all cores",
            values: [
                Report.Value(.callsPerSecond, Double(latencies.count) / Double(seconds)), Report.Value(.p50US, found[0]),
                Report.Value(.p99US, found[1]), Report.Value(.p999US, found[2]),
            ])
    }

    private func onEachCore<Value: Sendable>(_ body: @Sendable (Int) -> Value) -> [Value] {
        let count = ProcessInfo.processInfo.activeProcessorCount
        let values = Mutex([Int: Value]())
        DispatchQueue.concurrentPerform(iterations: count) { core in
            let value = body(core)
            values.withLock { $0[core] = value }
        }
        return values.withLock { values in (0..<count).compactMap { values[$0] } }
    }
}

/// What one thread has computed.
private struct Core {
    private(set) var pieceCount = 0
    /// How long after it was due each piece was done; none without a schedule.
    private(set) var latencies: [Duration] = []
    /// So that the compiler can not leave the work out.
    private var value: UInt64 = 1

    /// Computes all the time.
    init(for duration: Duration) {
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end { compute() }
    }

    /// Computes a piece whenever one is due; those that are late are made up for, in time or after it.
    init(for duration: Duration, each period: Duration) {
        let start = ContinuousClock.now
        latencies.reserveCapacity(Int(duration / period) + 1)
        while case let due = period * pieceCount, due < duration {
            guard start + due <= .now else {
                usleep(500)
                continue
            }
            compute()
            latencies.append(.now - (start + due))
        }
    }

    /// A piece, of some 20 µs.
    private mutating func compute() {
        for _ in 0..<10_000 {
            value ^= value << 13
            value ^= value >> 7
            value ^= value << 17
        }
        pieceCount += 1
    }
}
