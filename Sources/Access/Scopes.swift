package import FoundationEssentials

// The access decisions a statement needs before it can be built. Only this room makes them.

/// What was decided about a call, and the call it was decided about.
package protocol AccessDecision: Sendable, Hashable {
    /// Who calls for whom: what changes are attributed to.
    var call: CallContext { get }
}

extension AccessDecision {
    /// On whose behalf the statement runs.
    package var actor: ActorID { call.actor }
}

/// A known caller, speaking for an actor it may speak for.
package struct CallerAuthority: AccessDecision {
    package let call: CallContext

    init(call: CallContext) { self.call = call }
}

/// An admin caller: catalog, workspaces, tenants and memberships; never connection data.
package struct AdminAuthority: AccessDecision {
    package let call: CallContext

    init(call: CallContext) { self.call = call }
}

/// An actor that may be a member of workspaces and tenants, or an admin caller. The statement finds out what it may see.
package struct MemberAuthority: AccessDecision {
    package let call: CallContext

    init(call: CallContext) { self.call = call }

    /// Whether the caller administers every workspace.
    package var isAdminCaller: Bool { call.caller.isAdmin }
    /// The only tenant to look at; nil: any.
    package var tenantContext: UUID? { call.tenantContext }
}

/// An actor that may own a workspace or a tenant, or an admin caller. The statement finds out and gives the verdict.
package struct WorkspaceAuthority: AccessDecision {
    package let call: CallContext
    /// What the call needs a role for, in the workspace or in the tenant; nil: the caller's ceiling forbids it to every actor.
    package let capability: Capability?

    init(call: CallContext, capability: Capability?) {
        self.call = call
        self.capability = capability
    }

    /// Whether the caller administers every workspace.
    package var isAdminCaller: Bool { call.caller.isAdmin }
    /// The tenant a call must stay in; nil: any.
    package var tenantContext: UUID? { call.tenantContext }
}

/// Which tenants' data an actor may touch, and the capability the call needs.
package struct TenantScope: AccessDecision {
    package let call: CallContext
    /// The only tenant to look at; nil: every tenant the actor is entitled to.
    package let tenant: UUID?
    /// What the call needs a tenant role for; nil: the caller's ceiling forbids it to every actor.
    package let capability: Capability?

    init(call: CallContext, tenant: UUID?, capability: Capability?) {
        self.call = call
        self.tenant = tenant
        self.capability = capability
    }
}

/// As `TenantScope`, for calls that are about exactly one tenant.
package struct SingleTenantScope: AccessDecision {
    package let call: CallContext
    package let tenant: UUID
    /// What the call needs a tenant role for; nil: the caller's ceiling forbids it to every actor.
    package let capability: Capability?

    init(call: CallContext, tenant: UUID, capability: Capability?) {
        self.call = call
        self.tenant = tenant
        self.capability = capability
    }
}
