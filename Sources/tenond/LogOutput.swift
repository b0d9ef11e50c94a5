internal import FoundationEssentials
internal import Logging

#if canImport(Glibc)
    internal import Glibc
#endif

/// What the daemon says outside its log: one line on standard error.
enum Console {
    static func standardError(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// Where log lines go: standard error, as text or as one JSON object a line.
enum LogOutput {
    static func bootstrap(_ settings: Settings) {
        let level = settings.logLevel
        switch settings.logFormat {
        case .text:
            LoggingSystem.bootstrap { label in
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = level
                return handler
            }
        case .json:
            LoggingSystem.bootstrap { label in JSONLogHandler(label: label, logLevel: level) }
        }
    }

    /// Says what must be said whatever the log level, in the log's format.
    static func announce(_ line: String, as level: Logger.Level, _ format: Settings.LogFormat) {
        switch format {
        case .text: Console.standardError(line)
        case .json: JSONLogHandler(label: "tenond", logLevel: level).write(level, line, [:])
        }
    }
}

/// Writes each event as one JSON object: time, level, label, message and the metadata as text.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(label: String, logLevel: Logger.Level) {
        self.label = label
        self.logLevel = logLevel
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        write(event.level, event.message.description, metadata.merging(event.metadata ?? [:]) { $1 })
    }

    func write(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        var fields = metadata.mapValues(\.description)
        fields["time"] = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
        fields["level"] = level.rawValue
        fields["label"] = label
        fields["message"] = message
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(fields) else { return }
        Console.standardError(String(decoding: line, as: UTF8.self))
    }
}
