internal import FoundationEssentials

/// What a table shows in one place: text that holds nothing a terminal obeys, and its colour.
struct Cell {
    private let text: String
    private let color: TerminalColor?

    init(_ text: String, color: TerminalColor? = nil) {
        self.text = text
        self.color = color
    }

    /// Characters that are seen.
    var width: Int { text.count }

    /// The text in its colour.
    var painted: String { color.map { $0.paint(text) } ?? text }

    /// The text in its colour, with spaces behind it up to this width.
    func padded(to width: Int) -> String { painted + String(repeating: " ", count: max(0, width - self.width)) }
}

/// The colours of badges, as a terminal is told of them (ECMA-48, SGR).
enum TerminalColor: String {
    case green, yellow, red, blue, gray

    func paint(_ text: String) -> String { "\u{1B}[\(code)m\(text)\u{1B}[0m" }

    private var code: Int {
        switch self {
        case .red: 31
        case .green: 32
        case .yellow: 33
        case .blue: 34
        case .gray: 90
        }
    }

    /// Whether standard output is a terminal that can show colours, and nobody switched them off (https://no-color.org).
    static var isWanted: Bool {
        let environment = ProcessInfo.processInfo.environment
        return FileHandleOutput.standardOutput.isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }
}
