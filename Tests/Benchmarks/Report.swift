import Foundation

/// How long one call took, again and again.
struct Samples {
    private var durations: [Duration] = []
    private var warmUpCount: Int

    /// The first so many calls do not count.
    init(warmUpCount: Int) { self.warmUpCount = warmUpCount }

    var count: Int { durations.count }

    /// Times one call.
    mutating func time<Value>(_ call: () async throws -> Value) async throws -> Value {
        let start = ContinuousClock.now
        let value = try await call()
        if warmUpCount == 0 { durations.append(ContinuousClock.now - start) } else { warmUpCount -= 1 }
        return value
    }

    func figure(_ name: String) -> Report.Figure {
        let sorted = durations.sorted()
        func microseconds(_ quantile: Double) -> Double {
            sorted.isEmpty ? .nan : sorted[Int(Double(sorted.count - 1) * quantile)] / .microseconds(1)
        }
        return Report.Figure(name: name, medianUS: microseconds(0.5), p99US: microseconds(0.99), sampleCount: sorted.count)
    }
}

/// What a benchmark found.
struct Report: Encodable {
    /// One thing that was measured, in microseconds.
    struct Figure: Encodable {
        let name: String
        let medianUS: Double
        let p99US: Double
        let sampleCount: Int
    }

    /// What two medians shall be to each other.
    struct Goal: Encodable {
        let name: String
        let ratio: Double
        /// Not less, unless nil.
        let least: Double?
        /// Not more.
        let most: Double
        let isMet: Bool

        init(_ numerator: Figure, to denominator: Figure, least: Double? = nil, most: Double) {
            name = "\(numerator.name) : \(denominator.name)"
            ratio = numerator.medianUS / denominator.medianUS
            self.least = least
            self.most = most
            isMet = ratio >= least ?? 0 && ratio <= most
        }
    }

    var figures: [Figure] = []
    var goals: [Goal] = []

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var table: String {
        let width = (figures.map(\.name.count) + goals.map(\.name.count)).max() ?? 0
        func padded(_ text: String) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
        let head = padded("") + "   median µs      p99 µs     samples"
        let lines = figures.map { figure in
            padded(figure.name) + String(format: "%12.1f%12.1f%12d", figure.medianUS, figure.p99US, figure.sampleCount)
        }
        let verdicts = goals.map { goal in
            let range = goal.least.map { String(format: "%.2f to %.2f", $0, goal.most) } ?? String(format: "at most %.2f", goal.most)
            return padded(goal.name) + String(format: "%12.3f", goal.ratio) + "  \(goal.isMet ? "ok" : "MISSED"), goal: \(range)"
        }
        return ([head] + lines + [""] + verdicts).joined(separator: "\n")
    }
}
