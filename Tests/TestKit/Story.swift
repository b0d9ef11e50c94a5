internal import Foundation
package import TenonClient
package import Testing

/// A workspace with tenants and an owner nobody else is, so that tests on one daemon do not meet.
package struct Story: Sendable {
    package let daemon: TestDaemon
    package let workspace: Workspace
    package let owner: String
    package let client: TenonClient

    /// Makes the workspace on the suite's daemon.
    package static func begin() async throws -> Story {
        let daemon = try #require(TestDaemon.current)
        let owner = "user:\(UUID().uuidString.lowercased())"
        let client = daemon.client(actor: owner)
        let workspace = try await client.tenancy.createWorkspace(CreateWorkspaceRequest(name: "Story", owner: owner))
        return Story(daemon: daemon, workspace: workspace, owner: owner, client: client)
    }

    /// Makes a tenant; the story's owner owns it.
    package func makeTenant(_ name: String = "Tenant") async throws -> Tenant {
        try await client.tenancy.createTenant(CreateTenantRequest(workspaceID: workspace.id, name: name))
    }

    /// Makes a connection with an external id of its own unless one is given.
    package func makeConnection(
        in tenant: Tenant, provider: String = "github", externalID: String = UUID().uuidString,
        configure: (inout CreateConnectionRequest) -> Void = { _ in }
    ) async throws -> Connection {
        var request = CreateConnectionRequest(tenantID: tenant.id, providerSlug: provider, externalID: externalID, displayName: "Ours")
        configure(&request)
        return try await client.connections.createConnection(request)
    }

    /// Makes an actor a member of the workspace and of a tenant; gives a client that speaks for it.
    package func member(_ role: String, of tenant: Tenant, kind: String = "user") async throws -> TenonClient {
        let actor = "\(kind):\(UUID().uuidString.lowercased())"
        try await grant(role, of: tenant, to: actor)
        return daemon.client(actor: actor)
    }

    /// Makes an actor a member of the workspace and of a tenant.
    package func grant(_ role: String, of tenant: Tenant, to actor: String) async throws {
        _ = try await client.tenancy.grantWorkspaceMembership(
            GrantWorkspaceMembershipRequest(workspaceID: workspace.id, actor: actor, role: "member"))
        _ = try await client.tenancy.grantTenantMembership(GrantTenantMembershipRequest(tenantID: tenant.id, actor: actor, role: role))
    }

    /// A client for an actor nobody knows.
    package func stranger() -> TenonClient { daemon.client(actor: "user:\(UUID().uuidString.lowercased())") }
}

/// Expects a call to be refused with a code and a reason; gives the whole error.
@discardableResult
package func expectRefusal(
    _ code: TenonStatusCode, _ reason: String, field: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () async throws -> some Sendable
) async -> TenonError? {
    do {
        let reply = try await call()
        Issue.record("expected \(reason), got \(reply)", sourceLocation: sourceLocation)
    } catch let error as TenonError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        #expect(error.reason == reason, "\(error)", sourceLocation: sourceLocation)
        if let field { #expect(error.fieldViolations.map(\.field) == [field], sourceLocation: sourceLocation) }
        return error
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
    return nil
}
