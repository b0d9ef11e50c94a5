package import FoundationEssentials

/// Who makes a call, for whom and in which tenant: made once per call, and the only source of scopes and authorities. A class, though a value that
/// never changes: every decision holds it.
package final class CallContext: Sendable, Hashable {
    /// The process that calls.
    package let caller: Caller
    /// Its process id, from the kernel.
    package let processID: Int32
    /// Its effective group, from the kernel.
    package let groupID: UInt32
    /// On whose behalf it calls.
    package let actor: ActorID
    /// The active tenant context; nil: none.
    package let tenantContext: UUID?
    /// What the caller calls the request; nil: nothing.
    package let requestID: String?

    /// Resolves the `tenon-actor` and `tenon-tenant` metadata of a call; nil: not sent. An empty text is refused, never read as "all".
    package init(
        caller: Caller, processID: Int32, groupID: UInt32, actor: String?, tenantContext: String?, requestID: String? = nil
    ) throws(AccessDenial) {
        self.caller = caller
        self.processID = processID
        self.groupID = groupID
        self.requestID = requestID
        self.actor = try caller.actor(named: actor)
        if let tenantContext {
            guard let tenant = UUID(text: tenantContext) else { throw .tenantContextInvalid }
            self.tenantContext = tenant
        } else {
            self.tenantContext = nil
        }
    }
}

extension CallContext {
    package static func == (left: CallContext, right: CallContext) -> Bool {
        left.caller == right.caller && left.processID == right.processID && left.groupID == right.groupID && left.actor == right.actor
            && left.tenantContext == right.tenantContext && left.requestID == right.requestID
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(caller)
        hasher.combine(actor)
        hasher.combine(tenantContext)
    }

    /// For calls any known caller may make.
    package var callerAuthority: CallerAuthority { CallerAuthority(call: self) }

    /// For calls only an admin caller may make.
    package func adminAuthority() throws(AccessDenial) -> AdminAuthority {
        guard caller.isAdmin else { throw .adminOnly }
        return AdminAuthority(call: self)
    }

    /// For reading workspaces and tenants; the database decides which of them the actor may see.
    package var memberAuthority: MemberAuthority { MemberAuthority(call: self) }

    /// For calls of workspace owners, tenant owners and admin callers; the database decides which of them the actor is.
    package func workspaceAuthority(for capability: Capability) -> WorkspaceAuthority {
        WorkspaceAuthority(call: self, capability: caller.granted(capability))
    }

    /// For by-id calls: the tenant context, if there is one, is the filter.
    package func scope(for capability: Capability) -> TenantScope { scope(for: capability, tenant: nil) }

    /// For lists: an explicit tenant wins over the tenant context, which wins over all tenants the actor is entitled to.
    package func scope(for capability: Capability, tenant explicit: UUID?) -> TenantScope {
        TenantScope(call: self, tenant: explicit ?? tenantContext, capability: caller.granted(capability))
    }

    /// For calls about exactly one tenant: the explicit one, else the tenant context.
    package func singleTenantScope(for capability: Capability, tenant explicit: UUID?) throws(AccessDenial) -> SingleTenantScope {
        guard let tenant = explicit ?? tenantContext else { throw .tenantMissing }
        return SingleTenantScope(call: self, tenant: tenant, capability: caller.granted(capability))
    }
}
