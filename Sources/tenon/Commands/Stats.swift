internal import ArgumentParser
internal import TenonClient

struct Stats: CallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what the daemon has counted: calls, refusals, how long calls took, sessions, channels, memory.",
        discussion: """
            For admin callers. Percentiles are read off the buckets of a histogram, so they are exact to a factor of two or so.

            Examples:
              tenon stats
              tenon stats --watch
              tenon stats --prometheus > /var/lib/node_exporter/tenon.prom
              tenon stats --output json
            """)

    @Flag(help: "Show what happened since the last look, again and again, until Ctrl-C.")
    var watch = false

    @Option(help: "Seconds between two looks.")
    var interval: Double = 2

    @Flag(help: "Print the samples in the text format of Prometheus.")
    var prometheus = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard interval >= 0.1, interval <= 3600 else { throw ValidationError("--interval takes 0.1 to 3600 seconds") }
        guard !prometheus || !watch else { throw ValidationError("--prometheus and --watch exclude each other") }
    }

    func call(_ client: TenonClient, _ printer: Printer) async throws {
        var (samples, time) = (try await look(client), ContinuousClock.now)
        if !watch { return try await show(samples, printer) }
        while true {
            try await Task.sleep(for: .seconds(interval))
            let (next, nextTime) = (try await look(client), ContinuousClock.now)
            if FileHandleOutput.standardOutput.isTerminal { try write(clearTerminal) }
            try await show(next.since(samples, elapsed: (nextTime - time) / .seconds(1)), printer)
            (samples, time) = (next, nextTime)
        }
    }

    private func look(_ client: TenonClient) async throws -> StatSamples {
        StatSamples(try await client.daemon.getStats(GetStatsRequest()).stats)
    }

    private func show(_ samples: StatSamples, _ printer: Printer) async throws {
        if prometheus {
            try write(samples.prometheusText)
        } else if global.output == .json || global.field != nil {
            try await printer.page("stats", samples.records, columns: ["name", "label", "value"])
        } else {
            try await printer.record(samples.summary)
            for table in [samples.methods, samples.refusals] where !table.rows.isEmpty {
                try write("\n")
                try await printer.page("rows", table.rows, columns: table.columns)
            }
        }
    }

    private func write(_ text: String) throws {
        try FileHandleOutput.standardOutput.write(Array(text.utf8))
    }
}

/// Cursor home, then everything below it erased (ECMA-48, CUP and ED).
private let clearTerminal = "\u{1B}[H\u{1B}[J"
