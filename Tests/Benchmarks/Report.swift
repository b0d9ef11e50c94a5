import Foundation

/// How long one call took, again and again.
struct Samples {
    private var durations: [Duration] = []
    private var warmUpCount: Int

    /// The first so many calls do not count.
    init(warmUpCount: Int) { self.warmUpCount = warmUpCount }

    /// Of calls that somebody else has timed.
    init(_ durations: [Duration]) { (self.durations, warmUpCount) = (durations, 0) }

    var count: Int { durations.count }

    /// Times one call.
    mutating func time<Value>(_ call: () async throws -> Value) async throws -> Value {
        let start = ContinuousClock.now
        let value = try await call()
        if warmUpCount == 0 { durations.append(ContinuousClock.now - start) } else { warmUpCount -= 1 }
        return value
    }

    func figure(_ name: String) -> Report.Figure {
        let found = microseconds([0.5, 0.99])
        return Report.Figure(
            name: name,
            values: [Report.Value(.medianUS, found[0]), Report.Value(.p99US, found[1]), Report.Value(.sampleCount, Double(count))])
    }

    /// How long the calls at those quantiles took; not numbers if there is none.
    func microseconds(_ quantiles: [Double]) -> [Double] {
        let sorted = durations.sorted()
        return quantiles.map { sorted.isEmpty ? .nan : sorted[Int(Double(sorted.count - 1) * $0)] / .microseconds(1) }
    }
}

/// What a benchmark found.
struct Report: Encodable {
    /// What can be known of a thing that was measured; all figures that have it stand below each other.
    struct Column: Hashable {
        /// As the JSON names it, before it is spelled with underscores.
        let key: String
        let title: String
        /// Digits behind the point.
        let digits: Int

        static let medianUS = Column(key: "medianUS", title: "median µs", digits: 1)
        static let p99US = Column(key: "p99US", title: "p99 µs", digits: 1)
        static let sampleCount = Column(key: "sampleCount", title: "samples", digits: 0)
    }

    /// One number of a column.
    struct Value {
        let column: Column
        let number: Double

        init(_ column: Column, _ number: Double) { (self.column, self.number) = (column, number) }
    }

    /// One thing that was measured.
    struct Figure: Encodable {
        let name: String
        let values: [Value]

        /// Not a number where there is none, which no goal takes for met.
        subscript(column: Column) -> Double { values.first { $0.column == column }?.number ?? .nan }

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(name, forKey: Key(stringValue: "name"))
            for value in values {
                let key = Key(stringValue: value.column.key)
                if value.column.digits == 0, let whole = Int(exactly: value.number.rounded()) {
                    try container.encode(whole, forKey: key)
                } else {
                    try container.encode(value.number, forKey: key)
                }
            }
        }
    }

    /// What a figure shall be, by itself or to another one.
    struct Goal: Encodable {
        let name: String
        /// Of two figures; nil where one counts by itself.
        let ratio: Double?
        /// Of one figure; nil where it is a ratio.
        let value: Double?
        /// Not less, unless nil.
        let least: Double?
        /// Not more, unless nil.
        let most: Double?
        let isMet: Bool

        /// What two figures shall be to each other.
        init(
            _ numerator: Figure, to denominator: Figure, of column: Column = .medianUS, least: Double? = nil, most: Double? = nil
        ) {
            name = "\(numerator.name) : \(denominator.name)"
            let ratio = numerator[column] / denominator[column]
            (self.ratio, value) = (ratio, nil)
            (self.least, self.most) = (least, most)
            isMet = Self.isMet(ratio, least, most)
        }

        /// What a number shall be by itself.
        init(_ name: String, _ value: Double, least: Double? = nil, most: Double? = nil) {
            self.name = name
            (ratio, self.value) = (nil, value)
            (self.least, self.most) = (least, most)
            isMet = Self.isMet(value, least, most)
        }

        /// What is not a number meets nothing, nor does anything meet a goal without bounds.
        private static func isMet(_ number: Double, _ least: Double?, _ most: Double?) -> Bool {
            guard least != nil || most != nil else { return false }
            return number >= least ?? -.infinity && number <= most ?? .infinity
        }

        fileprivate var line: String {
            let range =
                switch (least, most) {
                case (let least?, let most?): String(format: "%.2f to %.2f", least, most)
                case (let least?, nil): String(format: "at least %.2f", least)
                case (nil, let most?): String(format: "at most %.2f", most)
                case (nil, nil): "none"
                }
            return String(format: "%12.3f", ratio ?? value ?? .nan) + "  \(isMet ? "ok" : "MISSED"), goal: \(range)"
        }
    }

    var figures: [Figure] = []
    var goals: [Goal] = []

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "infinite", negativeInfinity: "-infinite", nan: "none")
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var table: String {
        let width = (figures.map(\.name.count) + goals.map(\.name.count)).max() ?? 0
        func padded(_ text: String) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
        func right(_ text: String, _ column: Column) -> String {
            String(repeating: " ", count: max(0, max(12, column.title.count + 2) - text.count)) + text
        }
        let head = padded("") + columns.map { right($0.title, $0) }.joined()
        let lines = figures.map { figure in
            let cells = columns.map { column in
                right(figure[column].isNaN ? "-" : String(format: "%.\(column.digits)f", figure[column]), column)
            }
            return padded(figure.name) + cells.joined()
        }
        let verdicts = goals.map { padded($0.name) + $0.line }
        return ([head] + lines + [""] + verdicts).joined(separator: "\n")
    }

    /// In the order in which the figures have them, first the one that has most.
    private var columns: [Column] {
        let fullest = figures.max { $0.values.count < $1.values.count }.map { [$0] } ?? []
        return (fullest + figures).flatMap(\.values).map(\.column).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
