internal import ArgumentParser
internal import FoundationEssentials
internal import TenonClient

/// One value of a record, as it is shown.
enum Value: Encodable, Hashable {
    case text(String)
    /// A value of a domain of the badge catalog: scripts get the value, people its label.
    case badge(_ domain: String, String)
    case number(Int64)
    case decimal(Double)
    case flag(Bool)
    case list([String])
    case records([Record])
    case none

    /// The value as it stands, in one line. Control characters a peer stored never reach the terminal.
    var cell: String {
        switch self {
        case .text(let text), .badge(_, let text): visible(text)
        case .number(let number): String(number)
        case .decimal(let number): String(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .list(let items): visible(items.joined(separator: " "))
        case .records(let records): String(records.count)
        case .none: ""
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text), .badge(_, let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .decimal(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let items): try container.encode(items)
        case .records(let records): try container.encode(records)
        case .none: try container.encodeNil()
        }
    }
}

/// The text with a replacement character for what a terminal might obey: control characters, and those that turn the direction of writing.
func visible(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isObeyedByTerminals ? "\u{FFFD}" : $0 }))
}

extension Unicode.Scalar {
    fileprivate var isObeyedByTerminals: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: properties.isBidiControl
        }
    }
}

/// One thing the daemon returned: its fields in order, by their names in the contract.
struct Record: Encodable, Hashable {
    var names: [String]
    var values: [Value]

    init(_ fields: KeyValuePairs<String, Value>) {
        names = fields.map(\.key)
        values = fields.map(\.value)
    }

    subscript(name: String) -> Value {
        names.firstIndex(of: name).map { values[$0] } ?? .none
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, value) in zip(names, values) { try container.encode(value, forKey: Name(stringValue: name)) }
    }
}

/// A column of a table: its head, and what it shows of a record.
struct Column: ExpressibleByStringLiteral {
    let head: String
    let value: (Record) -> Value

    /// Made of several fields; `cell` builds on the cells of values, in which nothing reaches the terminal that it might obey.
    init(_ head: String, cell: @escaping (Record) -> String) {
        self.head = head
        value = { .text(cell($0)) }
    }

    /// The field of this name.
    init(stringLiteral name: String) {
        head = name
        value = { $0[name] }
    }
}

/// Prints records as tables for people or JSON for scripts.
struct Printer {
    let format: OutputFormat
    /// Print only this field, a line for each record.
    let field: String?
    /// What tables show badges from.
    let badges: BadgeBook
    /// Whether badges have their colours.
    let showsColors: Bool

    /// One record: a line a field, or one JSON object.
    func record(_ record: Record) async throws {
        if let field { return try line(try cell(field, of: record)) }
        switch format {
        case .json: try json(record)
        case .table:
            let width = record.names.map(\.count).max() ?? 0
            let cells = await cells([record.values]).joined()
            try line(zip(record.names, cells).map { Cell($0).padded(to: width) + "  " + $1.painted }.joined(separator: "\n"))
        }
    }

    /// A page of records: a row each with these columns, under their heads unless it goes on with an earlier page, or one JSON object that
    /// holds the records under `name`.
    func page(
        _ name: String, _ records: [Record], columns: [Column], nextPageToken: String = "", isContinued: Bool = false
    ) async throws {
        if let field {
            for record in records { try line(try cell(field, of: record)) }
            return
        }
        switch format {
        case .json:
            try json(Record([name: .records(records), "next_page_token": .text(nextPageToken)]))
        case .table:
            let rows =
                [columns.map { Cell($0.head.uppercased()) }] + (await cells(records.map { record in columns.map { $0.value(record) } }))
            let widths = columns.indices.map { column in rows.map { $0[column].width }.max() ?? 0 }
            let lines = rows.map { row in
                zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ").trimmingSuffix { $0 == " " }
            }
            let shown = isContinued ? lines.dropFirst() : lines[...]
            if !shown.isEmpty { try line(shown.joined(separator: "\n")) }
            if !nextPageToken.isEmpty { writeToStandardError("more: --page-token \(nextPageToken) (or --all)\n") }
        }
    }

    /// Something was done and nothing came back.
    func done(_ text: String) throws {
        switch format {
        case .json: try line("{}")
        case .table: try line(visible(text))
        }
    }

    /// What a table shows of rows of values; asks for the catalog of badges if there is one among them.
    private func cells(_ rows: [[Value]]) async -> [[Cell]] {
        let hasBadges = rows.joined().contains { value in
            if case .badge = value { true } else { false }
        }
        let catalog = hasBadges ? await badges.catalog() : BadgeCatalog()
        return rows.map { row in
            row.map { value in
                guard case .badge(let domain, let text) = value, !text.isEmpty else { return Cell(value.cell) }
                let badge = catalog.badge(domain: domain, value: text)
                return Cell(visible(badge.label), color: showsColors ? TerminalColor(rawValue: badge.color) : nil)
            }
        }
    }

    private func cell(_ field: String, of record: Record) throws -> String {
        guard record.names.contains(field) else {
            throw ValidationError("--field: the result has no \(field); it has \(record.names.joined(separator: ", "))")
        }
        return record[field].cell
    }

    /// One JSON document.
    func json(_ document: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try line(Self.escaped(String(decoding: try encoder.encode(document), as: UTF8.self)))
    }

    /// JSON in which what a terminal might obey is escaped; the encoder leaves all above U+001F as it is. Its own line breaks stay.
    private static func escaped(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: { $0 != "\n" && $0.isObeyedByTerminals }) else { return json }
        return json.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar != "\n" && scalar.isObeyedByTerminals {
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    private func line(_ text: String) throws {
        try FileHandleOutput.standardOutput.write(Array((text + "\n").utf8))
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
        return String(self[..<end])
    }
}
