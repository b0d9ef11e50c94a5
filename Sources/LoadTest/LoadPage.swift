/// A report as one page that needs nothing else: no script, no font, no picture from elsewhere.
package struct LoadPage: Sendable {
    private let report: LoadReport

    package init(_ report: LoadReport) {
        self.report = report
    }

    /// The page.
    package var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>tenon bench: \(escaped(report.mix))</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <h1>tenon bench</h1>
        <p>\(escaped(summary))</p>
        \(report.bottleneck.map { "<p class=\"warning\">\(escaped($0))</p>" } ?? "")
        <h2>Latency by percentile</h2>
        \(latencyChart.svg)
        <h2>Throughput over time</h2>
        \(throughputChart.svg)
        <h2>Latency by operation, milliseconds</h2>
        \(table)
        </body>
        </html>

        """
    }

    private static let style = """
        :root { color-scheme: light dark; --ink: #1f2328; --faint: #d0d7de; --line: #0969da; --paper: #ffffff; --warning: #9a3412; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6edf3; --faint: #30363d; --line: #58a6ff; --paper: #0d1117; --warning: #fdba74; }
        }
        body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        h1, h2 { font-weight: 600; }
        svg { width: 100%; height: auto; }
        svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
        .grid { stroke: var(--faint); }
        .curve { fill: none; stroke: var(--line); stroke-width: 2; }
        .warning { color: var(--warning); }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.2rem 0.8rem; text-align: right; border-bottom: 1px solid var(--faint); }
        th:first-child, td:first-child { text-align: left; }
        """

    private var summary: String {
        let pace =
            report.loop.inFlight.map { "\($0) calls in flight" } ?? "\((report.loop.callsPerSecond ?? 0).fixed(0)) calls a second asked for"
        let errors = report.errors.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return
            "\(report.mix), \(pace) over \(report.loop.channels) channels; \(report.connections) connections of \(report.tenants) tenants. "
            + "\(report.started) calls in \(report.seconds.fixed(1)) s: \(report.callsPerSecond.fixed(0)) a second succeeded, \(report.failed) failed"
            + (errors.isEmpty ? "." : " (\(errors)).")
    }

    /// Every next tick is ten times as rare.
    private var latencyChart: LineChart {
        // The last point is the slowest call itself, which has no place on a logarithmic axis but the end.
        let decades = max(1, log10Count)
        let points = report.curve.map { point in
            (x: min(1, LineChart.decades(of: point.quantile) / decades), y: point.latencyUS / 1_000)
        }
        let ticks = (0...Int(decades)).map { decade in
            (x: Double(decade) / decades, label: decade == 0 ? "0 %" : LineChart.percentLabel(nines: decade))
        }
        return LineChart(points: points, ticks: ticks, unit: "ms", title: "Latency by percentile")
    }

    private var log10Count: Double { LineChart.decades(of: report.curve.dropLast().last?.quantile ?? 0) }

    private var throughputChart: LineChart {
        let seconds = max(report.timeline.last.map { $0.start + $0.seconds } ?? 0, 1e-3)
        let points = report.timeline.flatMap { moment in
            [
                (x: moment.start / seconds, y: moment.callsPerSecond),
                (x: (moment.start + moment.seconds) / seconds, y: moment.callsPerSecond),
            ]
        }
        let ticks = (0...5).map { (x: Double($0) / 5, label: "\((seconds * Double($0) / 5).fixed(seconds < 20 ? 1 : 0)) s") }
        return LineChart(points: points, ticks: ticks, unit: "calls/s", title: "Throughput over time")
    }

    private var table: String {
        let heads = ["operation", "calls", "failed", "p50", "p75", "p90", "p95", "p99", "p99.9", "p99.99", "max", "mean"]
        let operations = LoadOperation.allCases.compactMap { operation in
            report.operations[operation.rawValue].map { (operation.rawValue, $0.calls, $0.failed, $0.latency) }
        }
        let rows = (operations + [("all", report.started, report.failed, report.latency)]).map { name, calls, failed, latency in
            let figures = [
                latency.p50, latency.p75, latency.p90, latency.p95, latency.p99, latency.p999, latency.p9999, latency.max, latency.mean,
            ]
            return "<tr>" + ([name, "\(calls)", "\(failed)"] + figures.map { ($0 / 1_000).fixed(3) }).map { "<td>\($0)</td>" }.joined()
                + "</tr>"
        }
        return "<table>\n<tr>" + heads.map { "<th>\($0)</th>" }.joined() + "</tr>\n" + rows.joined(separator: "\n") + "\n</table>"
    }

    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { html, character in
            switch character {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            default: html.append(character)
            }
        }
    }
}
