/// What an actor may do once it is entitled: a closed list.
package enum Capability: String, Sendable, Hashable, CaseIterable {
    case connectionView = "connection.view"
    case connectionRun = "connection.run"
    case connectionManage = "connection.manage"
    case tokensRead = "tokens.read"
    case tokensWrite = "tokens.write"
    case auditView = "audit.view"
    /// Granting, revoking and listing memberships of a tenant.
    case membershipManage = "membership.manage"
    /// Creating and deleting tenants of a workspace, and the memberships of the workspace itself.
    case tenantManage = "tenant.manage"
}

/// The roles of a tenant membership, and the closed table of what each may do.
package enum TenantRole: String, Sendable, Hashable, CaseIterable {
    case viewer, `operator`, service, manager, owner

    /// What a membership with this role allows in its tenant.
    package var capabilities: Set<Capability> {
        switch self {
        case .viewer: [.connectionView]
        case .operator: [.connectionView, .connectionRun]
        case .service: [.connectionView, .connectionRun, .tokensRead, .tokensWrite]
        case .manager: [.connectionView, .connectionRun, .connectionManage, .tokensWrite]
        case .owner: Self.manager.capabilities.union([.auditView, .membershipManage])
        }
    }

    /// Whether the actor may hold the role: the one role that reads tokens is for services only.
    package func canBeHeld(by actor: ActorID) -> Bool {
        !capabilities.contains(.tokensRead) || actor.kind == .service
    }
}

/// The roles of a workspace membership; neither gives access to connections by itself.
package enum WorkspaceRole: String, Sendable, Hashable, CaseIterable {
    case member, owner

    /// What a membership with this role allows in its workspace and in each of its tenants.
    package var capabilities: Set<Capability> {
        switch self {
        case .member: []
        case .owner: [.tenantManage, .membershipManage, .auditView]
        }
    }
}

extension Capability {
    /// The tenant roles that carry this capability, as the database spells them.
    package var tenantRoles: [String] { TenantRole.allCases.filter { $0.capabilities.contains(self) }.map(\.rawValue) }

    /// The workspace roles that carry this capability, as the database spells them.
    package var workspaceRoles: [String] { WorkspaceRole.allCases.filter { $0.capabilities.contains(self) }.map(\.rawValue) }

    /// The place among all cases, for tables that every call looks something up in: as a key a capability would be hashed as its text.
    package var place: Int {
        switch self {
        case .connectionView: 0
        case .connectionRun: 1
        case .connectionManage: 2
        case .tokensRead: 3
        case .tokensWrite: 4
        case .auditView: 5
        case .membershipManage: 6
        case .tenantManage: 7
        }
    }
}
