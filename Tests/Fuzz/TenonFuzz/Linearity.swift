import ArgumentParser
import Redaction

/// Whether the time that redaction takes grows with the text and not faster, on text made to be hard.
enum Linearity {
    private static let patterns = [
        "a", "=", "://", "eyJ", "\"token\":", "token=", "code=", "key:[", "token:[", "key:\"", "key:\\\"", "%22token%22%3A", "-----BEGIN",
        "https://a@",
        "Bearer ", "Authorization: ", "Cookie: a", "\\", "\\\"", "&quot;", "--token ", "e\u{301}", "[redacted]", "\u{200B}", "🔑",
        "A1b2C3d4/", "?", "x.",
    ]

    /// Prints nanoseconds per byte for each pattern; fails where a long text costs three times as much per byte as a short one.
    static func check() throws {
        var isLinear = true
        print("\nnanoseconds per byte at 64 KiB and 1 MiB of …")
        for pattern in patterns {
            let short = nanosecondsPerByte(pattern, byteCount: 65_536), long = nanosecondsPerByte(pattern, byteCount: 1_048_576)
            let isFine = long <= 3 * short + 1
            if !isFine { isLinear = false }
            print("\(pattern.debugDescription): \(short), \(long)\(isFine ? "" : "  NOT LINEAR")")
        }
        guard isLinear else { throw ExitCode(1) }
    }

    /// The fastest of some runs.
    private static func nanosecondsPerByte(_ pattern: String, byteCount: Int) -> Double {
        let text = String(repeating: pattern, count: byteCount / pattern.utf8.count)
        let times = (0..<5).map { _ in ContinuousClock().measure { _ = RedactedMessage(redacting: text) } }
        let best = times.min() ?? .zero
        let nanoseconds = Double(best.components.seconds) * 1e9 + Double(best.components.attoseconds) / 1e9
        return (nanoseconds / Double(text.utf8.count) * 100).rounded() / 100
    }
}
