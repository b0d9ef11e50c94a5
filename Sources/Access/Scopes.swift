package import FoundationEssentials

// The access decisions a statement needs before it can be built. Only this room makes them.

/// A known caller, speaking for an actor it may speak for.
package struct CallerAuthority: Sendable, Hashable {
    package let actor: ActorID

    init(actor: ActorID) { self.actor = actor }
}

/// An admin caller: catalog, workspaces, tenants and memberships; never connection data.
package struct AdminAuthority: Sendable, Hashable {
    package let actor: ActorID

    init(actor: ActorID) { self.actor = actor }
}

/// An actor that may own a workspace or a tenant, or an admin caller. The statement finds out and gives the verdict.
package struct WorkspaceAuthority: Sendable, Hashable {
    package let actor: ActorID
    /// Whether the caller administers every workspace.
    package let isAdminCaller: Bool
    /// The tenant a by-id call must stay in; nil: any.
    package let tenantContext: UUID?
    /// Workspace roles that suffice; empty: the caller's ceiling forbids it.
    package let workspaceRoles: [String]
    /// Tenant roles that suffice to manage the tenant's memberships.
    package let tenantRoles: [String]

    init(actor: ActorID, isAdminCaller: Bool, tenantContext: UUID?, workspaceRoles: [String], tenantRoles: [String]) {
        self.actor = actor
        self.isAdminCaller = isAdminCaller
        self.tenantContext = tenantContext
        self.workspaceRoles = workspaceRoles
        self.tenantRoles = tenantRoles
    }
}

/// Which tenants' data an actor may touch, and the roles that carry the capability the call needs.
package struct TenantScope: Sendable, Hashable {
    package let actor: ActorID
    /// The only tenant to look at; nil: every tenant the actor is entitled to.
    package let tenant: UUID?
    /// Tenant roles with the needed capability; empty: the caller's ceiling forbids it to every actor.
    package let roles: [String]

    init(actor: ActorID, tenant: UUID?, roles: [String]) {
        self.actor = actor
        self.tenant = tenant
        self.roles = roles
    }
}

/// As `TenantScope`, for calls that are about exactly one tenant.
package struct SingleTenantScope: Sendable, Hashable {
    package let actor: ActorID
    package let tenant: UUID
    /// Tenant roles with the needed capability; empty: the caller's ceiling forbids it to every actor.
    package let roles: [String]

    init(actor: ActorID, tenant: UUID, roles: [String]) {
        self.actor = actor
        self.tenant = tenant
        self.roles = roles
    }
}
