import Access
import FoundationEssentials
import Postgres
import TestKit
import Testing

@testable import Storage

/// A database with 1 000 000 connections over 10 000 tenants, for as long as the suite runs.
struct MillionTrait: SuiteTrait, TestScoping {
    @TaskLocal static var current: (databaseURL: String, superuserURL: String)?

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let database = try #require(Database.current)
        let urls = try database.another()
        let superuserURL = database.superuserURL(like: urls.migrateURL)
        _ = try Storage.prepare(migrateURL: urls.migrateURL, databaseURL: urls.databaseURL)
        try LoadedTenancy().load(into: superuserURL)
        try await Self.$current.withValue((urls.databaseURL, superuserURL)) { try await function() }
    }
}

extension `Storage on PostgreSQL` {
    @Suite(.serialized, MillionTrait()) struct `A million connections over ten thousand tenants` {
        private let databaseURL: String
        private let superuserURL: String

        init() throws { (databaseURL, superuserURL) = try #require(MillionTrait.current) }

        /// Where in the actor's list a page begins.
        enum Depth: CaseIterable { case first, middle, deep }

        /// A list that is asked for: its statement, its actor and what it is filtered by.
        struct List: Sendable, CustomTestStringConvertible {
            let actor: LoadedTenancy.Actor
            var isInTenant = false
            var provider: String?
            /// Lists what expires before this time, in that order.
            var expiresBefore: String?

            var statement: Statement {
                switch (isInTenant, provider) {
                case (false, _) where expiresBefore != nil: .listExpiringConnections
                case (true, _) where expiresBefore != nil: .listExpiringTenantConnections
                case (false, nil): .listConnections
                case (false, _?): .listConnectionsOfProvider
                case (true, nil): .listTenantConnections
                case (true, _?): .listTenantConnectionsOfProvider
                }
            }

            var testDescription: String {
                [statement.name, actor.rawValue, provider, expiresBefore].compactMap { $0 }.joined(separator: " ")
            }
        }

        private static func lists(provider: String? = nil, expiresBefore: String? = nil) -> [List] {
            LoadedTenancy.Actor.allCases.flatMap { actor in
                [false, true].map { List(actor: actor, isInTenant: $0, provider: provider, expiresBefore: expiresBefore) }
            }
        }

        /// A moment before which half of the connections expire.
        private static let halfTime = "2026-12-14"

        // Buffers are blocks of 8 KiB that a plan touches; a row is found by an index of its list, seen by its policy, and read by its key.

        @Test(arguments: lists() + lists(provider: "github") + lists(expiresBefore: halfTime), [50, 1_000])
        func `a page touches at most 30 buffers for each of its rows, at any depth, with the first values and with any`(
            list: List, pageSize: Int
        ) throws {
            for depth in Depth.allCases {
                for plan in try plans(list, depth, rowsLookedAt: pageSize + 1, pageSize: pageSize) {
                    #expect(plan.bufferCount <= 30 * (pageSize + 1), "\(depth) \(plan.text)")
                    #expect(plan.rowsSortedMax <= 2 * pageSize, "\(depth) \(plan.text)")
                    #expect(plan.tablesScanned.isEmpty, "\(depth) \(plan.text)")
                }
            }
        }

        @Test(arguments: lists() + lists(provider: "github") + lists(expiresBefore: halfTime))
        func `a status that few rows have is looked for among 2000 rows, at 15 buffers each`(list: List) throws {
            for depth in Depth.allCases {
                for plan in try plans(list, depth, rowsLookedAt: Storage.rowsLookedAtMax, pageSize: 50, status: .error) {
                    #expect(plan.bufferCount <= 15 * Storage.rowsLookedAtMax, "\(depth) \(plan.text)")
                    #expect(plan.rowsSortedMax <= Storage.rowsLookedAtMax, "\(depth) \(plan.text)")
                    #expect(plan.tablesScanned.isEmpty, "\(depth) \(plan.text)")
                }
            }
        }

        @Test(arguments: lists(provider: LoadedTenancy.rareProvider) + lists(expiresBefore: "2026-01-02"))
        func `a provider that few tenants have, or a time before which little expires, is looked for in 1000 tenants, at 15 buffers each`(
            list: List
        ) throws {
            for depth in Depth.allCases {
                for plan in try plans(list, depth, rowsLookedAt: 51, pageSize: 50) {
                    #expect(plan.bufferCount <= 15 * 1_000, "\(depth) \(plan.text)")
                    #expect(plan.rowsSortedMax <= 100, "\(depth) \(plan.text)")
                    #expect(plan.tablesScanned.isEmpty, "\(depth) \(plan.text)")
                }
            }
        }

        @Test(arguments: [
            (ConnectionFilter(providerSlug: LoadedTenancy.rareProvider), "c.provider_slug = '\(LoadedTenancy.rareProvider)'"),
            (ConnectionFilter(providerSlug: "slack", status: .revoked), "c.provider_slug = 'slack' AND c.status = 'revoked'"),
            (
                ConnectionFilter(status: .error, expiresBefore: UnixMicroseconds(1_768_000_000_000_000)),
                "c.status = 'error' AND c.expires_at < '2026-01-09 23:06:40+00'"
            ),
        ])
        func `pages that end after 1000 tenants or 2000 rows give every match once, in order`(filter: ConnectionFilter, condition: String)
            async throws
        {
            let configuration = PoolConfiguration(url: databaseURL, appRole: Storage.appRole, adminRole: Storage.adminRole)
            let pool = SessionPool(configuration, statements: Storage.statements, logger: Database.quiet)
            try await pool.start()
            let storage = Storage(pool: pool), scope = try Story.admin(actor: LoadedTenancy.Actor.all.rawValue).scope(for: .connectionView)
            var found: [UUID] = []
            var token = ""
            var shortPageCount = 0
            repeat {
                let page = try await storage.listConnections(scope, filter, pageSize: 50, pageToken: token).ask()
                found += page.records.map(\.id)
                token = page.nextPageToken
                if page.records.count < 50, !token.isEmpty { shortPageCount += 1 }
            } while !token.isEmpty
            await pool.shutdown()

            let wanted = try PlainSession(superuserURL).query(
                "SELECT c.id FROM connections c WHERE \(condition) ORDER BY c.tenant_id, \(filter.expiresBefore == nil ? "c.created_at" : "c.expires_at"), c.id"
            )
            #expect(found == wanted.compactMap { $0[0].flatMap(UUID.init(uuidString:)) })
            #expect(shortPageCount > 0)
        }

        /// The plan of one page, run as the daemon's role, once planned for the values and once for any.
        private func plans(_ list: List, _ depth: Depth, rowsLookedAt: Int, pageSize: Int, status: ConnectionStatus? = nil) throws
            -> [RunPlan]
        {
            let actor = list.actor.rawValue, position = try position(list, depth)
            let statement = list.statement
            let session = try PlainSession(databaseURL)
            try session.execute("SET ROLE \(Storage.appRole)")
            try session.execute("SELECT set_config('tenon.actor', '\(actor)', false)")
            try session.execute("PREPARE \(statement.name) AS \(statement.text)")
            func quoted(_ text: String?) -> String { text.map { "'\($0)'" } ?? "NULL" }
            var arguments = ["'\(actor)'", "'{manager,service}'"] + position.map(quoted)
            arguments += ["\(rowsLookedAt)", "\(pageSize)", quoted(status?.rawValue), "NULL"]
            if list.provider != nil || list.expiresBefore != nil { arguments.append(quoted(list.provider)) }
            if let moment = list.expiresBefore { arguments.append("'\(moment)'") }
            return try ["force_custom_plan", "force_generic_plan"].map { mode in
                try session.execute("SET plan_cache_mode = \(mode)")
                let rows = try session.query(
                    "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE \(statement.name) (\(arguments.joined(separator: ", ")))")
                return try RunPlan(json: try #require(rows.first?[0]))
            }
        }

        /// Tenant, creation and id to resume after: half-way through the middle one of the actor's tenants, or 20 rows before the end of the last.
        private func position(_ list: List, _ depth: Depth) throws -> [String?] {
            let session = try PlainSession(superuserURL)
            let memberships = "FROM tenant_memberships m WHERE m.actor = $1"
            let moment = list.expiresBefore == nil ? "created_at" : "expires_at"
            func row(_ tenant: String, _ skipped: String) throws -> [String?] {
                let rows = try session.query(
                    """
                    WITH tenant AS (SELECT m.tenant_id \(memberships) ORDER BY m.tenant_id OFFSET \(tenant) LIMIT 1),
                    listed AS (SELECT c.id, c.tenant_id, c.\(moment) FROM connections c JOIN tenant t USING (tenant_id))
                    SELECT c.tenant_id, c.\(moment), c.id FROM listed c ORDER BY c.\(moment), c.id OFFSET \(skipped) LIMIT 1
                    """, [list.actor.rawValue])
                return try #require(rows.first)
            }
            switch depth {
            case .first:
                let start = PagePosition.start
                return [list.isInTenant ? try row("0", "0")[0] : start.tenantID.text, "1970-01-01", start.id.text]
            case .middle: return try row("(SELECT count(*) / 2 \(memberships))", "(SELECT count(*) / 2 FROM listed)")
            case .deep: return try row("(SELECT count(*) - 1 \(memberships))", "(SELECT count(*) - 20 FROM listed)")
            }
        }
    }
}

/// What PostgreSQL says of a statement that it ran.
private struct RunPlan {
    /// Blocks found in shared memory or read.
    let bufferCount: Int
    /// The most rows that went into one sort.
    let rowsSortedMax: Int
    /// Tables that were read from beginning to end.
    let tablesScanned: [String]
    /// The whole plan.
    let text: String

    private struct Explained: Decodable {
        let plan: Node

        enum CodingKeys: String, CodingKey { case plan = "Plan" }
    }

    private struct Node: Decodable {
        let type: String
        let relationship: String?
        let table: String?
        /// Of one loop.
        let rowCount: Int
        let hitCount: Int
        let readCount: Int
        let children: [Node]?

        enum CodingKeys: String, CodingKey {
            case type = "Node Type"
            case relationship = "Parent Relationship"
            case table = "Relation Name"
            case rowCount = "Actual Rows"
            case hitCount = "Shared Hit Blocks"
            case readCount = "Shared Read Blocks"
            case children = "Plans"
        }

        var all: [Node] { [self] + (children ?? []).flatMap(\.all) }
    }

    init(json: String) throws {
        text = json
        let plan = try #require(try JSONDecoder().decode([Explained].self, from: Data(json.utf8)).first).plan
        bufferCount = plan.hitCount + plan.readCount
        rowsSortedMax =
            plan.all.filter { $0.type.hasSuffix("Sort") }.flatMap { $0.children ?? [] }.filter { $0.relationship == "Outer" }
            .map(\.rowCount).max() ?? 0
        tablesScanned = plan.all.filter { $0.type == "Seq Scan" }.compactMap(\.table)
    }
}
