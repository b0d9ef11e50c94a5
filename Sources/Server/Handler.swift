internal import Access
package import Messages
internal import Postgres
internal import Storage
internal import Transport

/// One RPC's implementation, which can only be made together with the decision who may call it. What it asks of the database is one query.
package struct Handler<Request: WireMessage, Reply: WireMessage>: Sendable {
    enum Answer: Sendable {
        case atOnce(@Sendable (Request, Door) throws -> Reply)
        /// The payload of the reply.
        case constant(@Sendable (Request, Door) throws -> [UInt8])
        /// What it waits for.
        case asked(@Sendable (Request, Door, ServerCall, Ending) throws -> Job)
        case awaited(@Sendable (Request, Door) async throws -> Reply)
    }

    let answer: Answer
    /// Whether the time a NOT_FOUND takes could tell what is hidden from what is absent: the request names a row by its own id, and a row that
    /// is there must be fetched before it can be known whose it is.
    let hidesAbsence: Bool

    private init<Value>(hidesAbsence: Bool = false, _ body: @escaping @Sendable (Request, CallContext) throws -> Question<Value, Reply>) {
        self.init(
            .asked { request, door, call, ending in try body(request, try door.pass()).ask(for: call, ending) }, hidesAbsence: hidesAbsence)
    }

    private init(_ answer: Answer, hidesAbsence: Bool = false) {
        self.answer = answer
        self.hidesAbsence = hidesAbsence
    }

    /// For every known caller, whomever it speaks for: the reply is the same for all. Answered at once.
    static func anybody(_ body: @escaping @Sendable (Request) throws -> Reply) -> Handler {
        Handler(.atOnce { request, _ in try body(request) })
    }

    /// For every known caller that may speak for its actor: nothing of a tenant is in the reply. Answered at once.
    static func knownCaller(_ body: @escaping @Sendable (Request, CallContext) throws -> Reply) -> Handler {
        Handler(.atOnce { request, door in try body(request, try door.pass()) })
    }

    /// For every known caller that may speak for its actor: always this reply, packed once.
    static func constant(_ reply: Reply) -> Handler {
        let payload = reply.packed()
        return Handler(
            .constant { _, door in
                _ = try door.pass()
                return payload
            })
    }

    /// For every known caller, reading what is the same for all tenants.
    static func catalog<Value>(_ body: @escaping @Sendable (Request, CallerAuthority) throws -> Question<Value, Reply>) -> Handler {
        Handler { request, call in try body(request, call.callerAuthority) }
    }

    /// For admin callers, about the daemon itself: waits for what is no query.
    static func adminOfDaemon(_ body: @escaping @Sendable (Request) async throws -> Reply) -> Handler {
        Handler(
            .awaited { request, door in
                _ = try door.pass().adminAuthority()
                return try await body(request)
            })
    }

    /// For admin callers.
    static func admin<Value>(_ body: @escaping @Sendable (Request, AdminAuthority) throws -> Question<Value, Reply>) -> Handler {
        Handler { request, call in try body(request, try call.adminAuthority()) }
    }

    /// For members of the workspace or tenant and admin callers; the statement finds out what they may see.
    static func member<Value>(_ body: @escaping @Sendable (Request, MemberAuthority) throws -> Question<Value, Reply>) -> Handler {
        Handler(hidesAbsence: true) { request, call in try body(request, call.memberAuthority) }
    }

    /// For actors whose role in the workspace or tenant carries the capability, and admin callers; the statement finds out which.
    static func workspace<Value>(
        _ capability: Capability, _ body: @escaping @Sendable (Request, WorkspaceAuthority) throws -> Question<Value, Reply>
    ) -> Handler {
        Handler(hidesAbsence: true) { request, call in try body(request, call.workspaceAuthority(for: capability)) }
    }

    /// For actors with the capability in the tenant that owns the thing the request names by id.
    static func byID<Value>(
        _ capability: Capability, _ body: @escaping @Sendable (Request, TenantScope) throws -> Question<Value, Reply>
    ) -> Handler {
        Handler(hidesAbsence: true) { request, call in try body(request, call.scope(for: capability)) }
    }

    /// For actors with the capability in the tenant the request names, else the tenant context, else in each tenant listed.
    ///
    /// - Parameter hidesAbsence: the list can be about one row that the request names by its id.
    static func list<Value>(
        _ capability: Capability, tenant: @escaping @Sendable (Request) -> String, hidesAbsence: Bool = false,
        _ body: @escaping @Sendable (Request, TenantScope) throws -> Question<Value, Reply>
    ) -> Handler {
        Handler(hidesAbsence: hidesAbsence) { request, call in
            try body(request, call.scope(for: capability, tenant: try Check.optionalUUID(tenant(request), "tenant_id")))
        }
    }

    /// For actors with the capability in the one tenant the request names, else the tenant context.
    static func inTenant<Value>(
        _ capability: Capability, tenant: @escaping @Sendable (Request) -> String,
        _ body: @escaping @Sendable (Request, SingleTenantScope) throws -> Question<Value, Reply>
    ) -> Handler {
        Handler { request, call in
            let named = try Check.optionalUUID(tenant(request), "tenant_id")
            return try body(request, try call.singleTenantScope(for: capability, tenant: named))
        }
    }
}
