internal import ArgumentParser

/// Flags of every command that lists in pages.
struct PageOptions: ParsableArguments {
    @Option(help: "Most records on a page, 1 to 1000.") var pageSize: Int32 = 50
    @Option(help: "Token of the page, as printed with the page before.") var pageToken: String = ""
    @Flag(help: "Follow the pages to the end.") var all = false

    /// What the help of every such command says.
    static let documentsNote = "With --all and --output json every page is a JSON document of its own."

    /// Prints the page that was asked for, or with --all every page from there on.
    func show(
        _ name: String, columns: [Column], on printer: Printer,
        fetch: (_ pageToken: String) async throws -> (records: [Record], nextPageToken: String)
    ) async throws {
        var token = pageToken
        repeat {
            let page = try await fetch(token)
            try await printer.page(
                name, page.records, columns: columns, nextPageToken: all ? "" : page.nextPageToken, isContinued: all && !token.isEmpty)
            token = page.nextPageToken
        } while all && !token.isEmpty
    }
}
