import Messages
import TenonClient
import TestKit
import Testing

/// What each kind of caller is told by each RPC, and that what is hidden and what does not exist look alike.
@Suite(.matrixWorld, .serialized, .timeLimit(.minutes(2)))
struct OutsiderScenarios {
    private let world: MatrixWorld

    init() throws { world = try #require(MatrixWorld.current) }

    /// What only somebody inside may be told.
    private static let revealing: Set<String> = [
        "UNKNOWN_PROVIDER", "CONNECTION_EXISTS", "CONNECTION_REVOKED", "STATUS_TRANSITION", "TOKEN_GENERATION_MISMATCH",
        "WORKSPACE_MEMBERSHIP_MISSING", "LAST_OWNER",
    ]

    @Test(.needsRoot) func `WHEN a process of an unknown user calls, THEN every RPC is answered CALLER_UNKNOWN and the channel closed`()
        async throws
    {
        let before = try world.traces(of: .unknownUser)
        for (method, row) in Self.rows {
            let channel = try world.channel(of: .unknownUser)
            let sent = request(by: .unknownUser, method, row, at: world.place)
            expect(try await channel.call(sent.frame(id: 1)), try row.answer(to: .unknownUser), to: sent)
            #expect(await channel.hasEnded())
        }
        #expect(try world.traces(of: .unknownUser) == before)
    }

    @Test(.needsRoot, arguments: [Outsider.notAllowedToSpeak, .adminCaller])
    func `WHEN a process of another user calls, THEN every RPC answers as the matrix says`(outsider: Outsider) async throws {
        try await expectColumn(outsider)
    }

    @Test(arguments: Outsider.allCases.filter { $0.otherUser == nil })
    func `WHEN a caller that is no admin calls, THEN every RPC answers as the matrix says`(outsider: Outsider) async throws {
        try await expectColumn(outsider)
    }

    @Test(arguments: Outsider.allCases.filter { $0.otherUser == nil })
    func `WHEN a caller asks for what is hidden from it, THEN the bytes are those for what does not exist, whatever else is wrong`(
        outsider: Outsider
    ) async throws {
        let channel = try world.channel(of: outsider)
        try await world.prepare(outsider)
        var id: UInt32 = 1
        for (method, row) in Self.rows {
            guard try row.answer(to: outsider).refusal?.code == .notFound else { continue }
            let hidden = requests(by: outsider, method, row, at: world.place)
            let absent = requests(by: outsider, method, row, at: .absent)
            for (hidden, absent) in zip(hidden, absent) {
                let told = try await channel.call(hidden.frame(id: id))
                let toldOfNothing = try await channel.call(absent.frame(id: id + 2))
                #expect(told.code != 0 && told.body == toldOfNothing.body, "\(hidden): \(told.reason), \(toldOfNothing.reason)")
                #expect(!Self.revealing.contains(told.reason), "\(hidden): \(told.reason)")
                expectSilence(told, hidden)
                id += 4
            }
        }
    }

    @Test func `GIVEN actors inside, WHEN they ask what outsiders may not, THEN they are told what outsiders never are`() async throws {
        let channel = try RawChannel(world.daemon.socketPath)
        var (id, reasons): (UInt32, Set<String>) = (1, [])
        for actor in [world.place.founder, MatrixWorld.actor(of: .service)] {
            for (method, row) in Self.rows {
                for payload in method.spoiledPayloads(world.place.narrowed(to: row.extent)) {
                    let sent = Request(MatrixWorld.Approach(actor: actor, context: nil, place: world.place), method, payload)
                    let reply = try await channel.call(sent.frame(id: id))
                    #expect(reply.code != 0, "\(sent)")
                    reasons.insert(reply.reason)
                    id += 2
                }
            }
        }
        #expect(reasons.isSuperset(of: Self.revealing), "\(Self.revealing.subtracting(reasons))")
    }

    @Test func `GIVEN a page token of somebody inside, WHEN a stranger uses it, THEN it opens nothing`() async throws {
        let (place, founder, stranger) = (world.place, world.founder, world.daemon.client(actor: MatrixWorld.actor(of: .stranger)))
        let tenant = try await world.makeTenant().id
        for _ in 0..<2 { _ = try await world.makeConnection(in: tenant) }
        try await world.grantTenantMembership(place.colleague, "viewer", of: tenant)

        for (page, reason) in [
            (connections(tenant), "TENANT_NOT_FOUND"), (memberships("", tenant), "TENANT_NOT_FOUND"),
            (events("", tenant), "TENANT_NOT_FOUND"),
            (tenants(place.workspace), "WORKSPACE_NOT_FOUND"), (memberships(place.workspace, ""), "WORKSPACE_NOT_FOUND"),
            (events(place.workspace, ""), "WORKSPACE_NOT_FOUND"),
        ] {
            let token = try await page(founder, "").token
            #expect(try await page(founder, token).count == 1)
            await expectRefusal(.notFound, reason) { try await page(stranger, token) }
        }
        for page in [connections(""), tenants(""), workspaces] {
            let token = try await page(founder, "").token
            #expect(try await page(founder, token).count == 1)
            #expect(try await page(stranger, token) == ("", 0))
        }
    }

    // MARK: - Pages of one

    private typealias Page = (TenonClient, _ token: String) async throws -> (token: String, count: Int)

    private func connections(_ tenant: String) -> Page {
        { client, token in
            let request = ListConnectionsRequest(tenantID: tenant, pageSize: 1, pageToken: token)
            let page = try await client.connections.listConnections(request)
            return (page.nextPageToken, page.connections.count)
        }
    }

    private func workspaces(_ client: TenonClient, token: String) async throws -> (token: String, count: Int) {
        let page = try await client.tenancy.listWorkspaces(ListWorkspacesRequest(pageSize: 1, pageToken: token))
        return (page.nextPageToken, page.workspaces.count)
    }

    private func tenants(_ workspace: String) -> Page {
        { client, token in
            let page = try await client.tenancy.listTenants(ListTenantsRequest(workspaceID: workspace, pageSize: 1, pageToken: token))
            return (page.nextPageToken, page.tenants.count)
        }
    }

    private func memberships(_ workspace: String, _ tenant: String) -> Page {
        { client, token in
            let request = ListMembershipsRequest(workspaceID: workspace, tenantID: tenant, pageSize: 1, pageToken: token)
            let page = try await client.tenancy.listMemberships(request)
            return (page.nextPageToken, page.memberships.count)
        }
    }

    private func events(_ workspace: String, _ tenant: String) -> Page {
        { client, token in
            let request = ListAuditEventsRequest(tenantID: tenant, workspaceID: workspace, pageSize: 1, pageToken: token)
            let page = try await client.audit.listAuditEvents(request)
            return (page.nextPageToken, page.auditEvents.count)
        }
    }

    // MARK: - Helpers

    /// The matrix row by row.
    private static var rows: [(Method, Row)] {
        Method.allCases.flatMap { method in OutsiderMatrix.rows(of: method).map { (method, $0) } }
    }

    /// A call as somebody makes it.
    private struct Request: CustomStringConvertible {
        let approach: MatrixWorld.Approach
        let method: Method
        let payload: [UInt8]

        init(_ approach: MatrixWorld.Approach, _ method: Method, _ payload: [UInt8]) {
            (self.approach, self.method, self.payload) = (approach, method, payload)
        }

        func frame(id: UInt32) -> [UInt8] { approach.frame(method, payload, id: id) }

        var description: String { "\(approach.actor) calls \(method)" }
    }

    private func request(by outsider: Outsider, _ method: Method, _ row: Row, at place: Place) -> Request {
        let approach = world.approach(of: outsider, to: place)
        return Request(approach, method, method.payload(approach.place.narrowed(to: row.extent)))
    }

    /// The plain request and all that are spoiled.
    private func requests(by outsider: Outsider, _ method: Method, _ row: Row, at place: Place) -> [Request] {
        let approach = world.approach(of: outsider, to: place)
        let place = approach.place.narrowed(to: row.extent)
        return ([method.payload(place)] + method.spoiledPayloads(place)).map { Request(approach, method, $0) }
    }

    /// First all that is refused, which must leave nothing behind, then all that is granted.
    private func expectColumn(_ outsider: Outsider) async throws {
        let channel = try world.channel(of: outsider)
        var id: UInt32 = 1
        func expectAnswers(where isAsked: (Answer) -> Bool) async throws {
            for (method, row) in Self.rows {
                let answer = try row.answer(to: outsider)
                guard isAsked(answer) else { continue }
                try await world.prepare(outsider)
                let place = answer == .done ? try await world.placeForDeleting(method) : world.place
                let sent = request(by: outsider, method, row, at: place)
                expect(try await channel.call(sent.frame(id: id)), answer, to: sent)
                id += 2
            }
        }
        let before = try world.traces(of: outsider)
        try await expectAnswers { $0.refusal != nil }
        #expect(try world.traces(of: outsider) == before, "what is refused changes nothing")
        try await expectAnswers { $0.refusal == nil }
    }

    private func expect(_ reply: RawReply, _ answer: Answer, to sent: Request) {
        let told = answer.refusal
        #expect(reply.code == told?.code.rawValue ?? 0 && reply.reason == told?.reason ?? "", "\(sent): \(answer), got \(reply.reason)")
        if answer == .shown { #expect(words.contains { reply.payload.contains($0) }, "\(sent)") }
        if answer == .silent || told != nil { expectSilence(reply, sent) }
    }

    private func expectSilence(_ reply: RawReply, _ sent: Request) {
        for word in words { #expect(!reply.body.contains(word), "\(sent)") }
    }

    /// What tells of the place.
    private var words: [[UInt8]] {
        let place = world.place
        return [
            place.workspace, place.spareWorkspace, place.founderWorkspace, place.tenant, place.connection, place.revokedConnection,
        ].map { Array($0.utf8) }
    }
}
