import Foundation
import Messages
import TenonClient
import TestKit
import Testing

/// A daemon whose callers file knows three users, the place that everybody asks for, and an actor of every kind.
struct MatrixWorld: Sendable {
    /// The world of the suite that runs now.
    @TaskLocal static var current: MatrixWorld?

    let daemon: TestDaemon
    let place: Place
    /// What the foreign owner owns.
    let foreignPlace: Place
    /// Speaks for the owner of the place and all that is made in it.
    let founder: TenonClient

    /// Users of the callers file besides the tests' own.
    fileprivate static let adminUser = OtherUser(uid: 43_210), boundUser = OtherUser(uid: 43_211)

    /// The tests' own user administers nothing once the world is made.
    static func begin() async throws -> MatrixWorld {
        let own = "uid: \(geteuid()), may_act_as: ['*']"
        let daemon = try await TestDaemon.start(callers: "callers: [{name: app, \(own), admin: true}]")
        let place = try await makePlace(daemon, founder: "user:founder")
        let foreignPlace = try await makePlace(daemon, founder: actor(of: .foreignOwner))
        let world = MatrixWorld(daemon: daemon, place: place, foreignPlace: foreignPlace, founder: daemon.client(actor: place.founder))
        try await world.makeMembers()
        try await daemon.reload(
            callers: """
                callers:
                  - {name: app, \(own)}
                  - {name: ops, uid: \(adminUser.uid), may_act_as: ['*'], admin: true}
                  - {name: bound, uid: \(boundUser.uid)}
                """)
        return world
    }

    /// For whom a kind of caller speaks.
    static func actor(of outsider: Outsider) -> String {
        switch outsider {
        case .unknownUser, .notAllowedToSpeak: "user:founder"
        case .foreignOwner, .forgedBody, .forgedContext, .misplacedContext: "user:foreign"
        case .service: "service:worker"
        case .stranger, .workspaceMember, .formerWorkspaceMember, .formerTenantMember, .viewer, .operator, .manager, .owner,
            .workspaceOwner, .adminCaller:
            "user:\(outsider)"
        }
    }

    private static func makePlace(_ daemon: TestDaemon, founder: String) async throws -> Place {
        let client = daemon.client(actor: founder)
        func makeWorkspace() async throws -> Workspace {
            try await client.tenancy.createWorkspace(CreateWorkspaceRequest(name: "Place", owner: founder))
        }
        let workspace = try await makeWorkspace()
        let tenant = try await client.tenancy.createTenant(CreateTenantRequest(workspaceID: workspace.id, name: "Tenant"))
        let connection = try await client.connections.createConnection(
            CreateConnectionRequest(
                tenantID: tenant.id, providerSlug: "github", externalID: "org:taken", displayName: "Ours", accessTokenCiphertext: [1]))
        let revoked = try await client.connections.createConnection(
            CreateConnectionRequest(
                tenantID: tenant.id, providerSlug: "github", externalID: "org:revoked", displayName: "Ours", status: "revoked"))
        _ = try await client.connections.setDefaultConnection(SetDefaultConnectionRequest(id: connection.id))
        let run = try await client.operations.startOperationRun(
            StartOperationRunRequest(connectionID: connection.id, kind: "health_check"))
        _ = try await client.operations.finishOperationRun(FinishOperationRunRequest(id: run.id, outcome: "succeeded"))
        let place = Place(
            workspace: workspace.id, spareWorkspace: try await makeWorkspace().id, founderWorkspace: try await makeWorkspace().id,
            tenant: tenant.id, namedTenant: tenant.id, connection: connection.id, run: run.id, revokedConnection: revoked.id,
            founder: founder)
        for actor in [place.colleague, place.leaver] {
            _ = try await client.tenancy.grantWorkspaceMembership(
                GrantWorkspaceMembershipRequest(workspaceID: workspace.id, actor: actor, role: "member"))
        }
        return place
    }

    private func makeMembers() async throws {
        try await grantWorkspaceMembership(Self.actor(of: .workspaceMember))
        try await grantWorkspaceMembership(Self.actor(of: .formerTenantMember))
        try await grantWorkspaceMembership(Self.actor(of: .workspaceOwner), "owner")
        for (outsider, role) in [
            (Outsider.viewer, "viewer"), (.operator, "operator"), (.service, "service"), (.manager, "manager"), (.owner, "owner"),
        ] {
            try await grantWorkspaceMembership(Self.actor(of: outsider))
            try await grantTenantMembership(Self.actor(of: outsider), role, of: place.tenant)
        }
    }

    /// Makes an actor a member of the place's workspace.
    func grantWorkspaceMembership(_ actor: String, _ role: String = "member") async throws {
        _ = try await founder.tenancy.grantWorkspaceMembership(
            GrantWorkspaceMembershipRequest(workspaceID: place.workspace, actor: actor, role: role))
    }

    /// Gives a member of the place's workspace a role in one of its tenants.
    func grantTenantMembership(_ actor: String, _ role: String, of tenant: String) async throws {
        _ = try await founder.tenancy.grantTenantMembership(GrantTenantMembershipRequest(tenantID: tenant, actor: actor, role: role))
    }

    /// A tenant in the place, owned by the founder.
    func makeTenant() async throws -> Tenant {
        try await founder.tenancy.createTenant(CreateTenantRequest(workspaceID: place.workspace, name: "Fresh"))
    }

    /// A connection of a tenant of the founder's.
    func makeConnection(in tenant: String) async throws -> Connection {
        try await founder.connections.createConnection(
            CreateConnectionRequest(
                tenantID: tenant, providerSlug: "github", externalID: UUID().uuidString, displayName: "Ours", accessTokenCiphertext: [1]))
    }
}

extension MatrixWorld {
    /// What a kind of caller sends: everything but the payload comes from what it is, the payload from what it is aimed at.
    struct Approach {
        let actor: String
        let context: String?
        let place: Place
    }

    /// How a kind of caller comes to a place.
    func approach(of outsider: Outsider, to place: Place) -> Approach {
        var (context, aim): (String?, Place) = (nil, place)
        if outsider == .forgedBody { context = foreignPlace.tenant }
        if outsider == .forgedContext { (context, aim.namedTenant) = (place.tenant, "") }
        if outsider == .misplacedContext { (context, aim) = (place.tenant, foreignPlace) }
        return Approach(actor: Self.actor(of: outsider), context: context, place: aim)
    }

    /// Makes whoever was a member a moment ago a member, and ends that.
    func prepare(_ outsider: Outsider) async throws {
        let actor = Self.actor(of: outsider)
        if outsider == .formerWorkspaceMember {
            try await grantWorkspaceMembership(actor)
            try await grantTenantMembership(actor, "owner", of: place.tenant)
            try await revokeWorkspaceMembership(actor)
        }
        if outsider == .formerTenantMember {
            try await grantTenantMembership(actor, "owner", of: place.tenant)
            try await revokeTenantMembership(actor, of: place.tenant)
        }
    }

    /// Ends an actor's membership of a tenant of the place.
    func revokeTenantMembership(_ actor: String, of tenant: String) async throws {
        _ = try await founder.tenancy.revokeTenantMembership(RevokeTenantMembershipRequest(tenantID: tenant, actor: actor))
    }

    /// Ends an actor's membership of the place's workspace.
    func revokeWorkspaceMembership(_ actor: String) async throws {
        _ = try await founder.tenancy.revokeWorkspaceMembership(
            RevokeWorkspaceMembershipRequest(workspaceID: place.workspace, actor: actor))
    }

    /// The place, with something of its own for a call that deletes it.
    func placeForDeleting(_ method: Method) async throws -> Place {
        var place = place
        if method == .tenancyServiceDeleteTenant { place.tenant = try await makeTenant().id }
        if method == .connectionServiceDeleteConnection { place.connection = try await makeConnection(in: place.tenant).id }
        return place
    }

    /// All that callers can change, and what the trail has of the caller: nothing of what it may not see, refusals of what it may.
    func traces(of outsider: Outsider) throws -> String {
        let seesRefusals = try OutsiderMatrix.answers(to: outsider).contains(.capabilityMissing)
        let tables = ["workspaces", "tenants", "workspace_memberships", "tenant_memberships", "connections", "operation_runs", "providers"]
        let rows = tables.map { "SELECT '\($0) ' || t::text AS row FROM \($0) t" }
        let trail = "SELECT 'trail ' || a::text FROM audit_log a WHERE a.actor = '\(Self.actor(of: outsider))'"
        let union = (rows + [trail + (seesRefusals ? " AND a.outcome = 'done'" : "")]).joined(separator: " UNION ALL ")
        let output = try daemon.psql("SELECT row FROM (\(union)) r ORDER BY row")
        try #require(output.exitCode == 0 && output.standardOutput.contains("connections "), "\(output.standardError)")
        return output.standardOutput
    }

    /// Opens a channel of the user a kind of caller is.
    func channel(of outsider: Outsider) throws -> RawChannel {
        if let user = outsider.otherUser { return try user.channel(to: daemon) }
        return try RawChannel(daemon.socketPath)
    }
}

extension Outsider {
    /// The user whose process asks; nil: the tests' own.
    var otherUser: OtherUser? {
        switch self {
        case .unknownUser: OtherUser(uid: 43_212)
        case .notAllowedToSpeak: MatrixWorld.boundUser
        case .adminCaller: MatrixWorld.adminUser
        case .stranger, .workspaceMember, .formerWorkspaceMember, .formerTenantMember, .viewer, .operator, .service, .manager, .owner,
            .workspaceOwner, .foreignOwner, .forgedBody, .forgedContext, .misplacedContext:
            nil
        }
    }
}

extension RawMethod {
    init(_ method: Method) { self.init(method.service, method.name) }
}

extension MatrixWorld.Approach {
    /// The frame of a call.
    func frame(_ method: Method, _ payload: [UInt8], id: UInt32) -> [UInt8] {
        let context = context.map { Wire.metadata("tenon-tenant", $0) } ?? []
        return Wire.request(id: id, RawMethod(method), payload, extra: Wire.metadata("tenon-actor", actor) + context)
    }
}

/// Gives a suite a world of its own, for as long as the suite runs.
struct MatrixWorldTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let world = try await MatrixWorld.begin()
        do {
            try await MatrixWorld.$current.withValue(world) { try await function() }
        } catch {
            await world.daemon.stop()
            throw error
        }
        #expect(await world.daemon.stop() == 0, "the daemon stops cleanly: \(world.daemon.standardError)")
        world.daemon.removeDirectory()
    }
}

extension Trait where Self == MatrixWorldTrait {
    /// One world for the suite; its tests find it as `MatrixWorld.current`.
    static var matrixWorld: MatrixWorldTrait { MatrixWorldTrait() }
}
