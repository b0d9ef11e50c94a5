import Foundation
import Synchronization
import TenonClient
import TestKit
import Testing

/// What was taken from an actor is gone for its next call, wherever it makes it.
@Suite(.matrixWorld, .serialized, .timeLimit(.minutes(2)))
struct RevocationScenarios {
    private let world: MatrixWorld

    init() throws { world = try #require(MatrixWorld.current) }

    /// How an actor comes to be entitled no more.
    enum Revocation: CaseIterable { case tenantMembership, workspaceMembership, tenantDeleted }

    @Test(arguments: Revocation.allCases, ["owner", "service"])
    func `WHEN a revocation is acknowledged, THEN the actor's next calls on all channels and sessions find nothing`(
        revocation: Revocation, role: String
    ) async throws {
        let member = try await Member(role, world)
        await member.callAll(48) { call in
            if let error = await call.error() { Issue.record("\(call.name): \(error)") }
        }
        try await carryOut(revocation, on: member)
        await member.callAll(64) { call in
            let error = await call.error()
            #expect(error?.code == .notFound, "\(call.name): \(String(describing: error))")
        }
        let lists = member.clients.map(\.connections)
        for list in lists { #expect(try await list.listConnections(ListConnectionsRequest()).connections.isEmpty) }
    }

    @Test(arguments: Revocation.allCases)
    func `WHEN a revocation is acknowledged while the actor calls without a pause, THEN no call it begins afterwards is served`(
        revocation: Revocation
    ) async throws {
        let member = try await Member("owner", world)
        let isAcknowledged = Flag()
        try await withThrowingTaskGroup { group in
            for position in member.positions {
                group.addTask {
                    for turn in 0... {
                        let wasAcknowledged = isAcknowledged.isSet
                        let call = member.call(position + turn)
                        let error = await call.error()
                        let mayBeDone = error == nil && !wasAcknowledged
                        #expect(mayBeDone || error?.code == .notFound, "\(call.name): \(String(describing: error))")
                        if wasAcknowledged || Task.isCancelled { return }
                    }
                }
            }
            await member.callAll(48) { _ = await $0.error() }
            try await carryOut(revocation, on: member)
            isAcknowledged.set()
            try await group.waitForAll()
        }
    }

    @Test func `WHEN an owner has become a viewer, THEN its next writes on all channels and sessions are denied and its reads are not`()
        async throws
    {
        let member = try await Member("owner", world)
        await member.callAll(48) { call in
            if let error = await call.error() { Issue.record("\(call.name): \(error)") }
        }
        try await world.grantTenantMembership(member.actor, "viewer", of: member.tenant)
        await member.callAll(64) { call in
            let error = await call.error()
            let expected = call.needsMoreThanView ? "CAPABILITY_MISSING" : nil
            #expect(error?.reason == expected, "\(call.name): \(String(describing: error))")
        }
    }

    private func carryOut(_ revocation: Revocation, on member: Member) async throws {
        switch revocation {
        case .tenantMembership: try await world.revokeTenantMembership(member.actor, of: member.tenant)
        case .workspaceMembership: try await world.revokeWorkspaceMembership(member.actor)
        case .tenantDeleted: _ = try await world.founder.tenancy.deleteTenant(DeleteTenantRequest(id: member.tenant))
        }
    }
}

/// Something that has happened. A class: many tasks look at it.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}

/// An actor with a role in a tenant of its own, on several channels.
private struct Member {
    let actor: String
    let tenant: String
    let clients: [TenonClient]
    private let calls: [Call]

    /// Something the role may do, as often as it likes.
    struct Call: Sendable {
        let name: String
        var needsMoreThanView = true
        let make: @Sendable (TenonClient) async throws -> Void
    }

    /// A call on one of the channels.
    struct OneCall: Sendable {
        let call: Call
        let client: TenonClient

        var name: String { call.name }
        var needsMoreThanView: Bool { call.needsMoreThanView }

        /// Makes it; nil: it was done.
        func error() async -> TenonError? {
            do {
                try await call.make(client)
                return nil
            } catch {
                let refusal = error as? TenonError
                if refusal == nil { Issue.record(error) }
                return refusal
            }
        }
    }

    init(_ role: String, _ world: MatrixWorld) async throws {
        let tenant = try await world.makeTenant().id
        let connection = try await world.makeConnection(in: tenant)
        let actor = "\(role == "service" ? "service" : "user"):\(UUID().uuidString.lowercased())"
        try await world.grantWorkspaceMembership(actor)
        try await world.grantTenantMembership(actor, role, of: tenant)
        (self.actor, self.tenant) = (actor, tenant)
        clients = (0..<8).map { _ in world.daemon.client(actor: actor) }
        calls = Self.common(tenant, connection) + (role == "service" ? Self.ofServices(connection) : Self.ofOwners(tenant, connection))
    }

    /// Where the calls of one channel begin.
    var positions: [Int] { clients.indices.map { $0 * calls.count } }

    /// Each kind of call on one channel, then each on the next.
    func call(_ position: Int) -> OneCall {
        OneCall(call: calls[position % calls.count], client: clients[position / calls.count % clients.count])
    }

    /// Makes so many calls at once.
    func callAll(_ count: Int, _ body: @escaping @Sendable (OneCall) async -> Void) async {
        await withTaskGroup { group in
            for position in 0..<count {
                let call = call(position)
                group.addTask { await body(call) }
            }
        }
    }

    private static func common(_ tenant: String, _ connection: Connection) -> [Call] {
        let (id, externalID) = (connection.id, connection.externalID)
        return [
            Call(name: "get", needsMoreThanView: false) { _ = try await $0.connections.getConnection(GetConnectionRequest(id: id)) },
            Call(name: "find", needsMoreThanView: false) {
                _ = try await $0.connections.findConnection(
                    FindConnectionRequest(tenantID: tenant, providerSlug: "github", externalID: externalID))
            },
            Call(name: "list", needsMoreThanView: false) {
                _ = try await $0.connections.listConnections(ListConnectionsRequest(tenantID: tenant))
            },
            Call(name: "get tenant", needsMoreThanView: false) { _ = try await $0.tenancy.getTenant(GetTenantRequest(id: tenant)) },
            Call(name: "update tokens") {
                _ = try await $0.connections.updateTokensStatus(UpdateTokensStatusRequest(id: id, accessTokenCiphertext: [2]))
            },
        ]
    }

    private static func ofServices(_ connection: Connection) -> [Call] {
        [
            Call(name: "get tokens") {
                _ = try await $0.connections.getConnectionTokens(GetConnectionTokensRequest(id: connection.id))
            }
        ]
    }

    private static func ofOwners(_ tenant: String, _ connection: Connection) -> [Call] {
        [
            Call(name: "create") {
                _ = try await $0.connections.createConnection(
                    CreateConnectionRequest(tenantID: tenant, providerSlug: "slack", externalID: UUID().uuidString, displayName: "Ours"))
            },
            Call(name: "update") {
                _ = try await $0.connections.updateConnection(UpdateConnectionRequest(id: connection.id, displayName: "new"))
            },
            Call(name: "list memberships") { _ = try await $0.tenancy.listMemberships(ListMembershipsRequest(tenantID: tenant)) },
            Call(name: "grant") {
                _ = try await $0.tenancy.grantTenantMembership(
                    GrantTenantMembershipRequest(tenantID: tenant, actor: "user:colleague", role: "viewer"))
            },
            Call(name: "list audit events") {
                _ = try await $0.audit.listAuditEvents(ListAuditEventsRequest(tenantID: tenant))
            },
        ]
    }
}
