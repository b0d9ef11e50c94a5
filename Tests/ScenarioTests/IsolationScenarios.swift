import Foundation
import TenonClient
import TestKit
import Testing

/// What one tenant can learn of another: nothing.
@Suite(.daemon)
struct IsolationScenarios {
    private static let absentID = "00000000-0000-4000-8000-000000000000"

    @Test func `GIVEN a connection of another tenant, WHEN it is named by id, THEN every call answers as for an absent one`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant()) { $0.accessTokenCiphertext = [1] }
        let calls: [(String, @Sendable (ConnectionServiceClient, String) async throws -> Void)] = [
            ("get", { _ = try await $0.getConnection(GetConnectionRequest(id: $1)) }),
            ("tokens", { _ = try await $0.getConnectionTokens(GetConnectionTokensRequest(id: $1)) }),
            ("update", { _ = try await $0.updateConnection(UpdateConnectionRequest(id: $1, displayName: "mine")) }),
            ("update tokens", { _ = try await $0.updateTokensStatus(UpdateTokensStatusRequest(id: $1, status: "revoked")) }),
            ("delete", { _ = try await $0.deleteConnection(DeleteConnectionRequest(id: $1)) }),
        ]
        let stranger = story.stranger().connections
        for (name, call) in calls {
            let foreign = await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await call(stranger, connection.id) }
            let absent = await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await call(stranger, Self.absentID) }
            #expect(foreign == absent, "\(name)")
        }
        #expect(try await story.client.connections.getConnection(GetConnectionRequest(id: connection.id)) == connection)
    }

    @Test(arguments: [1, 64])
    func `GIVEN one channel, WHEN it calls for several actors and tenants in turn, THEN each call is answered as what it says it is`(
        atOnce: Int
    ) async throws {
        let story = try await Story.begin()
        let (tenant, other) = (try await story.makeTenant(), try await story.makeTenant())
        let connection = try await story.makeConnection(in: tenant)
        let member = "user:\(UUID().uuidString.lowercased())"
        // The same text to Swift, other bytes to the database.
        let (viewer, lookalike) = ("\(member)-\u{e9}", "\(member)-e\u{301}")
        try await story.grant("viewer", of: tenant, to: viewer)
        let voices: [(CallOptions, sees: Bool)] = [
            (CallOptions(actor: story.owner), true), (CallOptions(actor: member), false),
            (CallOptions(actor: story.owner, tenant: tenant.id), true),
            (CallOptions(actor: story.owner, tenant: other.id), false), (CallOptions(actor: story.owner, requestID: "r1"), true),
            (CallOptions(actor: member, tenant: tenant.id), false), (CallOptions(actor: story.owner + "x"), false),
            (CallOptions(actor: viewer), true), (CallOptions(actor: lookalike), false),
        ]
        let client = story.daemon.client()
        let wrong = await withTaskGroup(of: Int.self) { group in
            for first in 0..<atOnce {
                group.addTask {
                    var wrong = 0
                    for index in first..<first + 3 * voices.count {
                        let (options, sees) = voices[index % voices.count]
                        do throws(TenonError) {
                            let found = try await client.connections.getConnection(
                                GetConnectionRequest(id: connection.id), options: options)
                            if !sees || found != connection { wrong += 1 }
                        } catch {
                            if sees || error.reason != "CONNECTION_NOT_FOUND" { wrong += 1 }
                        }
                    }
                    return wrong
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
        await client.close()
    }

    @Test func `GIVEN another tenant's tuple, WHEN a stranger creates it there, THEN it never says that it exists`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        _ = try await story.makeConnection(in: tenant, externalID: "org:42")
        let create = { (tenant: String) in
            try await story.stranger().connections.createConnection(
                CreateConnectionRequest(tenantID: tenant, providerSlug: "github", externalID: "org:42", displayName: "Ours"))
        }
        let foreign = await expectRefusal(.notFound, "TENANT_NOT_FOUND") { try await create(tenant.id) }
        let absent = await expectRefusal(.notFound, "TENANT_NOT_FOUND") { try await create(Self.absentID) }
        #expect(foreign == absent)
    }

    @Test func `GIVEN a tenant the actor is not entitled to, WHEN its connections are listed or found, THEN the tenant is not found`()
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        _ = try await story.makeConnection(in: tenant, externalID: "org:1")
        let stranger = story.stranger().connections
        for id in [tenant.id, Self.absentID] {
            await expectRefusal(.notFound, "TENANT_NOT_FOUND") { try await stranger.listConnections(ListConnectionsRequest(tenantID: id)) }
            await expectRefusal(.notFound, "TENANT_NOT_FOUND") {
                try await stranger.findConnection(FindConnectionRequest(tenantID: id, providerSlug: "github", externalID: "org:1"))
            }
        }
        #expect(try await stranger.listConnections(ListConnectionsRequest()).connections.isEmpty)
    }

    @Test func `GIVEN a tenant context, WHEN a connection of another own tenant is read by id, THEN it is not found`() async throws {
        let story = try await Story.begin()
        let (one, two) = (try await story.makeTenant(), try await story.makeTenant())
        let connection = try await story.makeConnection(in: one)
        let inTwo = story.daemon.client(actor: story.owner, tenant: two.id)
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await inTwo.connections.getConnection(GetConnectionRequest(id: connection.id))
        }
        let inOne = story.daemon.client(actor: story.owner, tenant: one.id)
        #expect(try await inOne.connections.getConnection(GetConnectionRequest(id: connection.id)) == connection)
    }

    @Test(arguments: [
        ("viewer", [true, false, false, false]), ("operator", [true, false, false, false]), ("service", [true, false, true, true]),
        ("manager", [true, true, false, true]), ("owner", [true, true, false, true]),
    ])
    func `If entitled but lacking capability, respond with permission denied: each role may do what the table says`(
        role: String, may: [Bool]
    ) async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant) { $0.accessTokenCiphertext = [1] }
        let client = try await story.member(role, of: tenant, kind: "service").connections
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await client.getConnection(GetConnectionRequest(id: connection.id)) },
            { _ = try await client.updateConnection(UpdateConnectionRequest(id: connection.id, displayName: "new")) },
            { _ = try await client.getConnectionTokens(GetConnectionTokensRequest(id: connection.id)) },
            { _ = try await client.updateTokensStatus(UpdateTokensStatusRequest(id: connection.id, status: "error")) },
        ]
        for (call, allowed) in zip(calls, may) {
            if allowed {
                try await call()
            } else {
                await expectRefusal(.permissionDenied, "CAPABILITY_MISSING") { try await call() }
            }
        }
    }

    @Test func `WHEN somebody outside the workspace is made a tenant member, THEN it is refused until the workspace membership is there`()
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let grant = {
            try await story.client.tenancy.grantTenantMembership(
                GrantTenantMembershipRequest(tenantID: tenant.id, actor: "user:outsider", role: "viewer"))
        }
        await expectRefusal(.failedPrecondition, "WORKSPACE_MEMBERSHIP_MISSING") { try await grant() }
        _ = try await story.client.tenancy.grantWorkspaceMembership(
            GrantWorkspaceMembershipRequest(workspaceID: story.workspace.id, actor: "user:outsider", role: "member"))
        #expect(try await grant().role == "viewer")
    }

    @Test func `WHEN the role that reads tokens is granted to a user, THEN it is refused`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "role") {
            try await story.client.tenancy.grantTenantMembership(
                GrantTenantMembershipRequest(tenantID: tenant.id, actor: "user:web", role: "service"))
        }
    }

    @Test func `WHEN the last owner of a workspace is made a member, THEN it is refused`() async throws {
        let story = try await Story.begin()
        await expectRefusal(.failedPrecondition, "LAST_OWNER") {
            try await story.client.tenancy.grantWorkspaceMembership(
                GrantWorkspaceMembershipRequest(workspaceID: story.workspace.id, actor: story.owner, role: "member"))
        }
    }

    @Test(arguments: ["ada", "user:", "robot:x", "user:a\nb", "user:" + String(repeating: "x", count: 196)])
    func `WHEN the actor is not one, THEN tenon-actor is named`(actor: String) async throws {
        let daemon = try #require(TestDaemon.current)
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "tenon-actor") {
            try await daemon.client(actor: actor).daemon.whoAmI(WhoAmIRequest())
        }
    }

    @Test func `WHEN the tenant context is not a UUID, THEN tenon-tenant is named`() async throws {
        let daemon = try #require(TestDaemon.current)
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "tenon-tenant") {
            try await daemon.client(tenant: "acme").connections.listConnections(ListConnectionsRequest())
        }
    }
}
