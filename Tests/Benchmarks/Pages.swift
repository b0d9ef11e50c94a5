import ArgumentParser
import TenonClient
import TestKit

/// Whether a page costs the same at any depth and in a large database.
struct Pages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "ListConnections: first and deep pages, in a large database and in a small one.",
        discussion: "Goals: a deep page takes at most twice as long as page 1, and one of the large database as one of the small.")

    @Option(help: "Connections in the large database.")
    var connections = 1_000_000
    @Option(help: "Tenants in the large database, at least 100.")
    var tenants = 10_000
    @Option(help: "Connections in the small database, over a hundredth of as many tenants.")
    var smallConnections = 10_000
    @Option(help: "Which page is the deep one; an earlier one if the list ends before.")
    var page = 10_000
    @Option(help: "Calls per figure.")
    var samples = 200
    @OptionGroup var report: ReportOptions

    private static let pageSize = 50

    func validate() throws {
        guard tenants >= 100, smallConnections >= 10_000, connections >= smallConnections else {
            throw ValidationError("at least 100 tenants, 10000 connections in the small database and as many in the large one")
        }
        guard samples > 0, page > 1 else { throw ValidationError("--samples takes 1 or more, --page 2 or more") }
    }

    /// One page that is asked for, and the token that leads to it.
    private struct Place {
        let name: String
        let client: TenonClient
        let token: String
        var samples = Samples(warmUpCount: 20)

        mutating func sample() async throws {
            let request = ListConnectionsRequest(pageSize: Int32(Pages.pageSize), pageToken: token)
            let page = try await samples.time { try await client.connections.listConnections(request) }
            guard !page.connections.isEmpty else { throw BenchmarkFailure(description: "\(name) is empty") }
        }
    }

    func run() async throws {
        let largeTenancy = LoadedTenancy(connectionCount: connections, tenantCount: tenants)
        let smallTenancy = LoadedTenancy(connectionCount: smallConnections, tenantCount: max(100, smallConnections / 100))
        let found = try await LoadedDaemon.serving(largeTenancy) { large in
            try await LoadedDaemon.serving(smallTenancy) { small in try await measure(large, small) }
        }
        try report.finish(found)
    }

    private func measure(_ large: LoadedDaemon, _ small: LoadedDaemon) async throws -> Report {
        let (all, one) = (large.client(.all), large.client(.one)), (smallAll, smallOne) = (small.client(.all), small.client(.one))
        progress("walking to the deep pages")
        let deepPage = min(page, connections / Self.pageSize), smallPage = smallConnections / Self.pageSize / 2
        let last = try await lastFullPage(one)
        var places = [
            Place(name: "large, all tenants, page 1", client: all, token: ""),
            Place(name: "large, all tenants, page \(deepPage)", client: all, token: try await token(all, page: deepPage)),
            Place(name: "large, one tenant, page 1", client: one, token: ""),
            Place(name: "large, one tenant, page \(last.page), its last full one", client: one, token: last.token),
            Place(name: "small, all tenants, page 1", client: smallAll, token: ""),
            Place(name: "small, all tenants, page \(smallPage)", client: smallAll, token: try await token(smallAll, page: smallPage)),
            Place(name: "small, one tenant, page 1", client: smallOne, token: ""),
        ]
        progress("measuring")
        var generator = SeededGenerator(seed: 1)
        while places[0].samples.count < samples {
            for place in places.indices.shuffled(using: &generator) { try await places[place].sample() }
        }
        for client in [all, one, smallAll, smallOne] { await client.close() }

        let figures = places.map { $0.samples.figure($0.name) }
        func goal(_ numerator: Int, _ denominator: Int) -> Report.Goal {
            Report.Goal(figures[numerator], to: figures[denominator], most: 2)
        }
        return Report(figures: figures, goals: [goal(1, 0), goal(0, 4), goal(1, 4), goal(1, 5), goal(3, 2), goal(2, 6)])
    }

    /// What leads to a page, found in larger steps: a token belongs to its filters, not to its page size.
    private func token(_ client: TenonClient, page: Int) async throws -> String {
        var rowsToSkip = (page - 1) * Self.pageSize
        var token = ""
        while rowsToSkip > 0 {
            let request = ListConnectionsRequest(pageSize: Int32(min(1_000, rowsToSkip)), pageToken: token)
            let reply = try await client.connections.listConnections(request)
            guard !reply.nextPageToken.isEmpty else { throw BenchmarkFailure(description: "there is no page \(page)") }
            rowsToSkip -= reply.connections.count
            token = reply.nextPageToken
        }
        return token
    }

    private func page(_ client: TenonClient, _ token: String) async throws -> ListConnectionsResponse {
        try await client.connections.listConnections(ListConnectionsRequest(pageSize: Int32(Self.pageSize), pageToken: token))
    }

    /// The last page that is as long as page 1.
    private func lastFullPage(_ client: TenonClient) async throws -> (page: Int, token: String) {
        var last = (page: 1, token: "")
        while true {
            let next = try await page(client, last.token).nextPageToken
            guard !next.isEmpty, try await page(client, next).connections.count == Self.pageSize else { return last }
            last = (last.page + 1, next)
        }
    }
}
