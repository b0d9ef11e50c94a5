import Foundation
import TenonClient
import TestKit
import Testing

/// Query scoping, direct access, memberships and data minimization, in the requirements' words.
@Suite(.daemon)
struct GovernanceScenarios {
    private func list(_ client: TenonClient, tenant: String = "") async throws -> [String] {
        try await client.connections.listConnections(ListConnectionsRequest(tenantID: tenant)).connections.map(\.id)
    }

    @Test func `Query Scoping: lists JOIN to tenants and memberships to enforce entitlement`() async throws {
        let story = try await Story.begin(), other = try await Story.begin()
        let mine = try await story.makeConnection(in: try await story.makeTenant())
        _ = try await other.makeConnection(in: try await other.makeTenant())
        #expect(try await list(story.client) == [mine.id])
    }

    @Test func `Query Scoping: tenant_id takes precedence, otherwise the active tenant context is the filter`() async throws {
        let story = try await Story.begin()
        let (one, two) = (try await story.makeTenant(), try await story.makeTenant())
        let (first, second) = (try await story.makeConnection(in: one), try await story.makeConnection(in: two))
        let inOne = story.daemon.client(actor: story.owner, tenant: one.id)
        #expect(try await list(inOne) == [first.id])
        #expect(try await list(inOne, tenant: two.id) == [second.id])
        #expect(try await Set(list(story.client)) == [first.id, second.id])
    }

    @Test func `Query Scoping: a tenant named but not entitled to is not found, not an empty list`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        await expectRefusal(.notFound, "TENANT_NOT_FOUND") { try await list(story.stranger(), tenant: tenant.id) }
        let stranger = story.daemon.client(actor: "user:stranger", tenant: tenant.id)
        await expectRefusal(.notFound, "TENANT_NOT_FOUND") { try await list(stranger) }
    }

    @Test
    func `Direct record access: resolve the owning tenant from the record; not entitled, respond 404; lacking capability, respond 403`()
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let delete = { (client: TenonClient) in
            try await client.connections.deleteConnection(DeleteConnectionRequest(id: connection.id))
        }
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") { try await delete(story.stranger()) }
        let viewer = try await story.member("viewer", of: tenant)
        await expectRefusal(.permissionDenied, "CAPABILITY_MISSING") { try await delete(viewer) }
    }

    @Test func `TenantMembership drives query-time scoping for list views`() async throws {
        let story = try await Story.begin()
        let (one, two) = (try await story.makeTenant(), try await story.makeTenant())
        let connection = try await story.makeConnection(in: one)
        _ = try await story.makeConnection(in: two)
        let member = try await story.member("viewer", of: one)
        #expect(try await list(member) == [connection.id])
    }

    @Test func `TenantMembership drives deny-as-not-found semantics for direct record access`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let member = try await story.member("viewer", of: tenant)
        #expect(try await member.connections.getConnection(GetConnectionRequest(id: connection.id)) == connection)
        let actor = try await member.daemon.whoAmI(WhoAmIRequest()).actor
        _ = try await story.client.tenancy.revokeTenantMembership(RevokeTenantMembershipRequest(tenantID: tenant.id, actor: actor))
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await member.connections.getConnection(GetConnectionRequest(id: connection.id))
        }
    }

    @Test func `WorkspaceMembership gates the entire feature with 404 semantics for non-members`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let member = try await story.member("owner", of: tenant)
        let actor = try await member.daemon.whoAmI(WhoAmIRequest()).actor
        _ = try await story.client.tenancy.revokeWorkspaceMembership(
            RevokeWorkspaceMembershipRequest(workspaceID: story.workspace.id, actor: actor))
        await expectRefusal(.notFound, "CONNECTION_NOT_FOUND") {
            try await member.connections.updateConnection(UpdateConnectionRequest(id: connection.id, displayName: "x"))
        }
        await expectRefusal(.notFound, "TENANT_NOT_FOUND") { try await list(member, tenant: tenant.id) }
        #expect(try await list(member).isEmpty)
    }

    @Test func `Data Minimization: no plaintext secrets are ever rendered; non-secret identifiers are, whole`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let external = String(repeating: "9", count: 255)
        let connection = try await story.makeConnection(in: tenant, externalID: external) {
            $0.accessTokenCiphertext = Array("canary".utf8)
        }
        let options = ["--actor", story.owner, "--socket", story.daemon.socketPath]
        for format in ["table", "json"] {
            for command in [["connections", "get", connection.id], ["connections", "list"], ["audit", "list", "--of-tenant", tenant.id]] {
                let output = try RunningProgram.output("tenon", command + options + ["--output", format])
                #expect(output.exitCode == 0 && !output.standardOutput.contains("canary"))
                if command[0] == "connections" { #expect(output.standardOutput.contains(external)) }
            }
        }
    }
}
