import Access
import FoundationEssentials
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    @Suite struct Pages {
        /// Every record of a list, page by page.
        private func all(
            _ story: Story, _ tenant: UUID? = nil, _ filter: ConnectionFilter = ConnectionFilter(), pageSize: Int,
            between: () async throws -> Void = {}
        ) async throws -> [ConnectionRecord] {
            var records: [ConnectionRecord] = []
            var token = ""
            repeat {
                let page = try await story.list(tenant, filter, pageSize: pageSize, token: token)
                #expect(page.records.count <= pageSize)
                records += page.records
                token = page.nextPageToken
                try await between()
            } while !token.isEmpty
            return records
        }

        private func isOrdered(_ records: [ConnectionRecord]) -> Bool {
            zip(records, records.dropFirst()).allSatisfy { left, right in
                (left.tenantID.uuidString, left.createdAt, left.id.uuidString) < (
                    right.tenantID.uuidString, right.createdAt, right.id.uuidString
                )
            }
        }

        @Test func `Tenant-scoped listing`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let first = try await story.makeTenant(), second = try await story.makeTenant(), foreign = try await other.makeTenant()
            var expected: Set<UUID> = []
            for n in 0..<3 {
                expected.insert(try await story.makeConnection(in: first, .some("github", "\(n)")).id)
                _ = try await story.makeConnection(in: first, .some("slack", "\(n)"))
                _ = try await story.makeConnection(in: second, .some("github", "\(n)"))
                _ = try await other.makeConnection(in: foreign, .some("github", "\(n)"))
            }
            let github = ConnectionFilter(providerSlug: "github")
            #expect(Set(try await story.list(first, github).records.map(\.id)) == expected)
            #expect(try await story.list(first).records.count == 6)
            #expect(try await story.list(nil, github).records.count == 6)
            #expect(try await story.list().records.count == 9)
            for tenant in [foreign, UUID()] { await expectRefusal(.tenantNotFound) { try await story.list(tenant, github) } }
            #expect(try await story.list(as: "user:nobody-\(UUID().uuidString)").records.isEmpty)
        }

        @Test(arguments: [1, 2, 3, 7, 50])
        func `pages of any size give every row once, in order, over all tenants and in one`(pageSize: Int) async throws {
            let story = try await Story.begin()
            var tenants: [UUID] = []
            for _ in 0..<3 {
                let tenant = try await story.makeTenant()
                tenants.append(tenant)
                for n in 0..<4 { _ = try await story.makeConnection(in: tenant, .some(n % 2 == 0 ? "github" : "slack")) }
            }
            _ = try await story.makeTenant()
            let everything = try await all(story, pageSize: pageSize)
            #expect(everything.count == 12 && isOrdered(everything))
            let github = try await all(story, nil, ConnectionFilter(providerSlug: "github"), pageSize: pageSize)
            #expect(github == everything.filter { $0.providerSlug == "github" })
            for tenant in tenants {
                #expect(try await all(story, tenant, pageSize: pageSize) == everything.filter { $0.tenantID == tenant })
                #expect(try await all(story, tenant, ConnectionFilter(providerSlug: "slack"), pageSize: pageSize).count == 2)
            }
        }

        @Test func `GIVEN inserts going on, WHEN 1000 rows are paged, THEN no row comes twice and every early row exactly once`()
            async throws
        {
            let story = try await Story.begin()
            var early: Set<UUID> = []
            for tenant in [try await story.makeTenant(), try await story.makeTenant()] {
                let rows = """
                    INSERT INTO connections (id, tenant_id, workspace_id, provider_slug, external_id)
                    SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'github', n::text FROM generate_series(1, 500) n RETURNING id
                    """
                let ids = try PlainSession(story.database.superuserURL).query(rows, [tenant.uuidString, story.workspaceID.uuidString])
                early.formUnion(ids.compactMap { $0[0].flatMap(UUID.init(uuidString:)) })
            }
            let tenant = try await story.makeTenant()
            let ids = try await all(story, pageSize: 90) { _ = try await story.makeConnection(in: tenant) }.map(\.id)
            #expect(early.count == 1000 && Set(ids).count == ids.count && early.isSubset(of: ids))
        }

        @Test func `filters on status, health and expiry hold, each alone and together`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var made: [ConnectionRecord] = []
            for n in 0..<12 {
                var new = NewConnection.some()
                new.status = ConnectionStatus.allCases[n % 3]
                new.expiresAt = n % 2 == 0 ? UnixMicroseconds(Int64(n) - 4) : nil
                made.append(try await story.makeConnection(in: tenant, new))
            }
            // Before 1970, too.
            let limit = UnixMicroseconds(2)
            let filters: [(ConnectionFilter, (ConnectionRecord) -> Bool)] = [
                (ConnectionFilter(status: .error), { $0.status == "error" }),
                (ConnectionFilter(healthStatus: .unknown), { _ in true }),
                (ConnectionFilter(healthStatus: .failing), { _ in false }),
                (ConnectionFilter(expiresBefore: limit), { $0.expiresAt.map { $0 < limit } ?? false }),
                (
                    ConnectionFilter(providerSlug: "github", status: .active, expiresBefore: limit),
                    { $0.status == "active" && $0.expiresAt.map { $0 < limit } ?? false }
                ),
            ]
            for (filter, holds) in filters {
                for scope in [nil, tenant] {
                    #expect(try await all(story, scope, filter, pageSize: 1) == made.filter(holds))
                    #expect(try await all(story, scope, filter, pageSize: 5) == made.filter(holds))
                }
            }
        }

        @Test func `a filter that few rows match gives a short page and goes on behind it`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let rows = """
                INSERT INTO connections (id, tenant_id, workspace_id, provider_slug, external_id, status)
                SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'github', n::text, CASE WHEN n IN (1, 2500) THEN 'error' ELSE 'active' END
                FROM generate_series(1, 2500) n
                """
            _ = try PlainSession(story.database.superuserURL).query(rows, [tenant.uuidString, story.workspaceID.uuidString])
            let filter = ConnectionFilter(status: .error)
            for scope in [nil, tenant] {
                let first = try await story.list(scope, filter, pageSize: 10)
                #expect(first.records.count < 10 && !first.nextPageToken.isEmpty)
                #expect(try await all(story, scope, filter, pageSize: 10).count == 2)
            }
        }

        /// What a page may weigh, and metadata or scopes of which one row weighs a little more than a tenth of it.
        private static let weightMax = 1_048_576
        private static let tenth = weightMax / 10

        @Test(arguments: [
            "jsonb_build_object('k', repeat('v', \(tenth))), NULL", "NULL, ARRAY[repeat('v', \(tenth))]",
            "jsonb_build_object('k', repeat(chr(1), \(tenth / 6))), NULL",
        ])
        func `a page ends before it weighs more than 1 MiB, whatever it is that weighs, and goes on behind it`(values: String) async throws
        {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let rows = """
                INSERT INTO connections (id, tenant_id, workspace_id, provider_slug, external_id, metadata, scopes)
                SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'github', n::text, \(values) FROM generate_series(1, 20) n
                """
            _ = try PlainSession(story.database.superuserURL).query(rows, [tenant.uuidString, story.workspaceID.uuidString])
            for scope in [nil, tenant] {
                for filter in [ConnectionFilter(), ConnectionFilter(providerSlug: "github", status: .active)] {
                    #expect(try await story.list(scope, filter, pageSize: 1000).records.count == 9)
                    let records = try await all(story, scope, filter, pageSize: 1000)
                    #expect(records.count == 20 && isOrdered(records))
                    #expect(try await all(story, scope, filter, pageSize: 3).count == 20)
                }
            }
        }

        @Test func `one connection that weighs more than a page is a page`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let rows = """
                INSERT INTO connections (id, tenant_id, workspace_id, provider_slug, external_id, scopes)
                SELECT gen_random_uuid(), $1::uuid, $2::uuid, 'github', n::text, ARRAY[repeat('v', \(Self.weightMax))] FROM generate_series(1, 3) n
                """
            _ = try PlainSession(story.database.superuserURL).query(rows, [tenant.uuidString, story.workspaceID.uuidString])
            var pageCount = 0
            #expect(try await all(story, tenant, pageSize: 10) { pageCount += 1 }.count == 3)
            #expect(pageCount == 3)
        }

        @Test func `a token belongs to its query, and gives no authority`() async throws {
            let story = try await Story.begin(), other = try await Story.begin()
            let tenant = try await story.makeTenant()
            for _ in 0..<3 { _ = try await story.makeConnection(in: tenant) }
            let token = try await story.list(tenant, pageSize: 1).nextPageToken
            #expect(try await story.list(tenant, pageSize: 2, token: token).records.count == 2)
            await expectRefusal(.pageTokenInvalid) { try await story.list(token: token) }
            await expectRefusal(.pageTokenInvalid) { try await story.list(tenant, ConnectionFilter(providerSlug: "github"), token: token) }
            await expectRefusal(.pageTokenInvalid) { try await story.list(tenant, ConnectionFilter(status: .active), token: token) }
            await expectRefusal(.tenantNotFound) { try await story.list(tenant, token: token, as: other.owner) }

            let everywhere = try await story.list(pageSize: 1).nextPageToken
            #expect(try await story.list(token: everywhere, as: other.owner).records.isEmpty)
        }
    }
}

@Suite struct `Page tokens` {
    private let query = QueryDigest(method: "M", filters: ["a", nil])
    private let position = PagePosition(tenantID: UUID(), moment: UnixMicroseconds(1_700_000_000_123_456), id: UUID())

    @Test func `a token comes back as it was`() throws {
        let token = PageToken(query: query, position: position)
        #expect(try PageToken(token.text, of: query) == token)
    }

    @Test func `any changed, missing or added byte is damage`() throws {
        let text = PageToken(query: query, position: position).text
        let bytes = try #require(Data(base64Encoded: text))
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                #expect(throws: Verdict.pageTokenInvalid) { try PageToken(damaged.base64EncodedString(), of: query) }
            }
        }
        for damaged in [bytes.dropLast(), bytes + [0], Data()] {
            #expect(throws: Verdict.pageTokenInvalid) { try PageToken(Data(damaged).base64EncodedString(), of: query) }
        }
        for damaged in ["", "x", "*", text + "=", " " + text, String(repeating: text, count: 100_000)] {
            #expect(throws: Verdict.pageTokenInvalid) { try PageToken(damaged, of: query) }
        }
    }

    @Test(arguments: [
        QueryDigest(method: "N", filters: ["a", nil]), QueryDigest(method: "M", filters: [nil, "a"]),
        QueryDigest(method: "M", filters: ["a", ""]),
        QueryDigest(method: "M", filters: ["a"]), QueryDigest(method: "M", filters: ["", nil]),
    ])
    func `a token of another query is refused`(other: QueryDigest) {
        #expect(throws: Verdict.pageTokenInvalid) { try PageToken(PageToken(query: other, position: position).text, of: query) }
    }

    @Test(arguments: [Int64.min, -62_135_596_800_000_002, 253_402_300_800_000_000, .max])
    func `a forged moment the database could not compare is refused`(moment: Int64) {
        let forged = PagePosition(tenantID: UUID(), moment: UnixMicroseconds(moment), id: UUID())
        #expect(throws: Verdict.pageTokenInvalid) { try PageToken(PageToken(query: query, position: forged).text, of: query) }
    }
}
