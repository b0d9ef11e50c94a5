internal import ArgumentParser
internal import TenonClient

struct Badges: CallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what the words and colours of states mean.",
        discussion: """
            Tables show states by these labels, on a terminal in these colours; JSON and --field give the values. \
            NO_COLOR=1 switches colours off.

            Examples:
              tenon badges
              tenon badges --output json
            """)
    @OptionGroup var global: GlobalOptions

    func call(_ client: TenonClient, _ printer: Printer) async throws {
        let reply = try await client.badges.getBadgeCatalog(GetBadgeCatalogRequest())
        try await printer.page("badges", reply.badges.map(Record.init), columns: Self.columns)
    }

    private static var columns: [Column] {
        [
            "domain", "value", "label", "color",
            // Of the other domains nothing is permanent or transient.
            Column("permanent") { $0["domain"] == .text("reason_code") ? $0["permanent"].cell : "" },
            "meaning",
        ]
    }
}
