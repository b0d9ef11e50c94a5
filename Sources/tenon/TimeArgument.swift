internal import ArgumentParser
internal import FoundationEssentials
internal import TenonClient

/// A time as a command takes it: RFC 3339, such as `2027-01-31T12:00:00Z`, with a fraction of at most nine digits if there is one.
struct TimeArgument: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        // The strategy reads a prefix; a time is the whole text.
        guard let (whole, nanos) = Self.split(argument),
            let (end, date) = try? Date.ISO8601FormatStyle().consuming(
                whole, startingAt: whole.startIndex, in: whole.startIndex..<whole.endIndex),
            end == whole.endIndex
        else { return nil }
        timestamp = Timestamp(seconds: Int64(date.timeIntervalSince1970), nanos: nanos)
    }

    /// The text without its fraction of a second, and the fraction.
    private static func split(_ text: String) -> (whole: String, nanos: Int32)? {
        guard let point = text.firstIndex(of: ".") else { return (text, 0) }
        let digits = text[text.index(after: point)...].prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 9, let fraction = Int32(digits) else { return nil }
        let nanos = (digits.count..<9).reduce(fraction) { value, _ in value * 10 }
        return (String(text[..<point] + text[digits.endIndex...]), nanos)
    }
}

/// A moment in the past as a command takes it: a time, or how long ago it was, such as `90s`, `30m`, `2h`, `7d` or `4w`.
struct PastTimeArgument: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        guard let timestamp = Timestamp(timeOrSpan: argument, forward: false) else { return nil }
        self.timestamp = timestamp
    }
}

/// A moment to come as a command takes it: a time, or how long until then, such as `30m`.
struct FutureTimeArgument: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        guard let timestamp = Timestamp(timeOrSpan: argument, forward: true) else { return nil }
        self.timestamp = timestamp
    }
}

extension Timestamp {
    fileprivate init?(timeOrSpan text: String, forward: Bool) {
        if let time = TimeArgument(argument: text) {
            self = time.timestamp
        } else if let seconds = Self.seconds(ofSpan: text) {
            let now = Date().timeIntervalSince1970
            self.init(
                seconds: Int64(now) + (forward ? seconds : -seconds), nanos: Int32(now.truncatingRemainder(dividingBy: 1) * 1_000_000_000))
        } else {
            return nil
        }
    }

    private static func seconds(ofSpan text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        let digits = text.dropLast()
        // Six digits reach further than anything Tenon keeps; a moment the contract has no year for, the daemon refuses.
        guard let unit = text.last.flatMap({ units[$0] }), (1...6).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return Int64(digits).map { $0 * unit }
    }
}
