#if canImport(Glibc)
    internal import Glibc
#endif

/// One line over an axis from left to right, as inline SVG whose colours are those of the page's style.
struct LineChart {
    /// `x` from 0 to 1, `y` from 0 on.
    let points: [(x: Double, y: Double)]
    /// Marks below the axis.
    let ticks: [(x: Double, label: String)]
    /// What the marks at the left count.
    let unit: String
    /// For those who do not see it.
    let title: String

    private static let width = 900.0, height = 320.0, left = 90.0, right = 20.0, top = 16.0, bottom = 34.0

    var svg: String {
        let highest = Self.roundNumber(above: points.map(\.y).max() ?? 0)
        let path = points.map { "\(place($0.x).fixed(1)),\(level($0.y / highest).fixed(1))" }.joined(separator: " ")
        let rows = (0...4).map { step in
            let part = Double(step) / 4, y = level(part).fixed(1)
            let label = "\((highest * part).fixed(highest < 10 ? 2 : 0)) \(unit)"
            return line("\(Self.left)", y, "\(Self.width - Self.right)", y) + text(Self.left - 8, level(part) + 4, "end", label)
        }
        let columns = ticks.map { tick in
            let x = place(tick.x).fixed(1)
            return line(x, "\(Self.top)", x, "\(Self.height - Self.bottom)") + text(place(tick.x), Self.height - 12, "middle", tick.label)
        }
        return """
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(title)">
            \((rows + columns).joined(separator: "\n"))
            <polyline class="curve" points="\(path)"/>
            </svg>
            """
    }

    /// How many nines a quantile has: its place on an axis on which every decade is ten times as rare.
    static func decades(of quantile: Double) -> Double { quantile < 1 ? -log10(1 - quantile) : .infinity }

    /// `90 %` for one nine, `99.9 %` for three.
    static func percentLabel(nines: Int) -> String {
        nines <= 2 ? String(repeating: "9", count: nines) + (nines == 1 ? "0 %" : " %") : "99.\(String(repeating: "9", count: nines - 2)) %"
    }

    /// A number of two digits and zeros, whose quarters are short as well: the first that is not below `value`.
    static func roundNumber(above value: Double) -> Double {
        guard value > 0 else { return 1 }
        let power = pow(10, floor(log10(value)))
        return [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].map { $0 * power }.first { $0 >= value } ?? 10 * power
    }

    private func place(_ part: Double) -> Double { Self.left + part * (Self.width - Self.left - Self.right) }

    private func level(_ part: Double) -> Double { Self.height - Self.bottom - part * (Self.height - Self.top - Self.bottom) }

    private func line(_ x1: String, _ y1: String, _ x2: String, _ y2: String) -> String {
        "<line class=\"grid\" x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\"/>"
    }

    private func text(_ x: Double, _ y: Double, _ anchor: String, _ text: String) -> String {
        "<text x=\"\(x.fixed(1))\" y=\"\(y.fixed(1))\" text-anchor=\"\(anchor)\">\(text)</text>"
    }
}
