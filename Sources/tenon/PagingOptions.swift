internal import ArgumentParser

/// Flags of every command that lists.
struct PagingOptions: ParsableArguments {
    @Option(help: "Most records on a page, 1 to 1000.") var pageSize: Int32 = 50
    @Option(help: "Token of the page, as printed with the page before.") var pageToken: String = ""
    @Flag(help: "Follow the pages to the end.") var all = false

    /// Prints the page asked for, or all from there on. `fetch` gives the records of the page with a token, and the token of the next.
    func print(
        _ name: String, columns: [String], _ printer: Printer, fetch: (String) async throws -> (records: [Record], nextPageToken: String)
    ) async throws {
        var pageToken = pageToken
        var isContinued = false
        repeat {
            let page = try await fetch(pageToken)
            try printer.page(
                name, page.records, columns: columns, nextPageToken: all ? "" : page.nextPageToken, isContinued: isContinued)
            pageToken = page.nextPageToken
            isContinued = true
        } while all && !pageToken.isEmpty
    }
}
