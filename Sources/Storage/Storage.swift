internal import Access
internal import FoundationEssentials
package import Postgres

/// The truth about providers, workspaces, tenants and connections: one function per call, each of which gives the one query that answers it.
///
/// Every function takes an access decision that only `Access` makes.
package struct Storage: Sendable {
    let pool: SessionPool

    /// The pool must have been made with `Storage.statements` and the roles of `Storage.appRole` and `Storage.adminRole`.
    package init(pool: SessionPool) { self.pool = pool }

    /// What the sessions to the database have done, and their state now.
    package var counters: PoolCounters { pool.counters }

    /// Whether sessions are up that could take a read and a write now.
    package var isReachable: Bool {
        let counters = counters
        return counters.appRead.ready > 0 && counters.appWrite.ready > 0
    }

    /// Reads with one statement, on behalf of the actor that was let in.
    func read<Value>(
        _ decision: some AccessDecision, as role: SessionRole = .app, isLong: Bool = false, _ step: Segment.Step,
        _ value: @escaping @Sendable (ResultSet) throws(StorageError) -> Value
    ) -> Query<Value> {
        let setup = (Statement.setActor, Bindings(decision.actor, byteCapacity: 64))
        return Query(pool, Segment(effect: .read, role: role, isLong: isLong, setup: setup, step: step), last: value)
    }

    /// Reads the row of one id, on behalf of the actor that was let in, with a statement that looks up several at once.
    func lookUp<Value>(
        _ scope: TenantScope, _ statement: Statement, id: UUID, _ value: @escaping @Sendable (ResultSet) throws(StorageError) -> Value
    ) -> Query<Value> {
        let lookUp = LookUp(
            setup: .setActor, statement: statement, id: id, actor: scope.actor.text, roles: .tenantRoles(with: scope.capability),
            tenant: scope.tenant)
        return Query(pool, Segment(lookUp), last: value)
    }

    /// Reads with one statement a page, which may take as long as hundreds of rows read one by one.
    func readPage<Value>(
        _ decision: some AccessDecision, as role: SessionRole = .app, _ step: Segment.Step,
        _ value: @escaping @Sendable (ResultSet) throws(StorageError) -> Value
    ) -> Query<Value> {
        read(decision, as: role, isLong: true, step, value)
    }

    /// Changes something with one statement that writes its own row of the trail.
    func change<Value>(
        _ action: AuditAction, _ decision: some AccessDecision, as role: SessionRole = .app, _ step: Segment.Step,
        _ value: @escaping @Sendable (ResultSet) throws(StorageError) -> Value
    ) -> Query<Value> {
        Query(pool, changing(action, decision, as: role, step), last: value)
    }

    /// What changes something, with several statements if need be, of which one writes the row of the trail.
    func changing(
        _ action: AuditAction, _ decision: some AccessDecision, as role: SessionRole = .app, _ step: Segment.Step,
        then otherSteps: [Segment.Step] = []
    ) -> Segment {
        Segment(effect: .write, role: role, setup: (.beginChange, Bindings(action, decision.call)), step: step, then: otherSteps)
    }
}

extension Capability {
    fileprivate static let tenantRolesOfAll = allCases.map { TextArray($0.tenantRoles) }
    fileprivate static let workspaceRolesOfAll = allCases.map { TextArray($0.workspaceRoles) }
    fileprivate static let noRoles = TextArray([])
}

extension TextArray {
    /// The tenant roles that carry the capability; nil: none.
    fileprivate static func tenantRoles(with capability: Capability?) -> TextArray {
        capability.map { Capability.tenantRolesOfAll[$0.place] } ?? Capability.noRoles
    }
}

extension Bindings {
    /// `$n::text[]`: the tenant roles that carry the capability; nil: none.
    mutating func append(tenantRolesWith capability: Capability?) { append(.tenantRoles(with: capability)) }

    /// The same of workspace roles.
    mutating func append(workspaceRolesWith capability: Capability?) {
        append(capability.map { Capability.workspaceRolesOfAll[$0.place] } ?? Capability.noRoles)
    }

    /// `$1` the actor.
    init(_ actor: ActorID, byteCapacity: Int = 256) {
        self.init(byteCapacity: byteCapacity)
        append(actor.text)
    }

    /// What the trail says of a change: `$1` the actor, `$2` the action, `$3` to `$5` the caller, `$6` what it calls the request.
    fileprivate init(_ action: AuditAction, _ call: CallContext) {
        self.init(call.actor)
        append(action.rawValue)
        append(call.caller.name)
        append("\(call.caller.uid)")
        append("\(call.processID)")
        append(call.requestID ?? "")
    }

    /// `$1` the actor, `$2` what the call names, `$3` the roles that may do it, `$4` the only tenant it may be in.
    init(_ scope: TenantScope, id: UUID, byteCapacity: Int = 256) {
        self.init(scope.actor, byteCapacity: byteCapacity)
        append(id)
        append(tenantRolesWith: scope.capability)
        append(scope.tenant)
    }

    /// `$1` the actor, `$2` the tenant, `$3` the roles that may do it.
    init(_ scope: SingleTenantScope, byteCapacity: Int = 256) {
        self.init(scope.actor, byteCapacity: byteCapacity)
        append(scope.tenant)
        append(tenantRolesWith: scope.capability)
    }

    /// `$1` the actor, `$2` what the call names, `$3` the workspace roles that may do it, `$4` whether an admin caller asks.
    init(_ authority: WorkspaceAuthority, id: UUID) {
        self.init(authority.actor, byteCapacity: 256)
        append(id)
        append(workspaceRolesWith: authority.capability)
        append(authority.isAdminCaller)
    }

    /// The same for one tenant: `$5` the tenant roles that may do it.
    init(_ authority: WorkspaceAuthority, tenant: UUID) {
        self.init(authority, id: tenant)
        append(tenantRolesWith: authority.capability)
    }

    /// `$1` the actor, `$2` what the call names, `$3` whether an admin caller asks.
    init(_ authority: MemberAuthority, id: UUID) {
        self.init(authority.actor)
        append(id)
        append(authority.isAdminCaller)
    }
}

extension CallContext {
    /// As what a call on workspaces, tenants and memberships works: admin callers as the role that has no privilege on connections.
    var sessionRole: SessionRole { caller.isAdmin ? .admin : .app }
}

extension ResultSet {
    /// Refuses with the verdict in column 0 of the one row there is, unless it says OK.
    func requireOK() throws(StorageError) {
        if try read({ result throws(StorageFault) in try result.field(0, 0).text().isOK }) { return }
        let verdict = try read { result throws(StorageFault) in try result.string(0, 0) }
        guard let known = Verdict(rawValue: verdict) else { throw .fault(.unexpectedResult("an unknown verdict: \(verdict)")) }
        throw .refused(known)
    }

    /// One record per row; none if the one row there is has nothing but a verdict, which shows by NULL in column `unlessNull`.
    func rows<Record>(
        unlessNull first: Int = 0, _ body: (ResultSet, Int) throws(StorageFault) -> Record
    ) throws(StorageError) -> [Record] {
        try read { result throws(StorageFault) in
            var records: [Record] = []
            guard result.rowCount > 0, try !result.isNull(0, first) else { return records }
            records.reserveCapacity(result.rowCount)
            for row in 0..<result.rowCount { records.append(try body(result, row)) }
            return records
        }
    }

    /// Reads values; a result of another shape than the statement promises is a fault.
    func read<Value>(_ body: (ResultSet) throws(StorageFault) -> Value) throws(StorageError) -> Value {
        do throws(StorageFault) {
            return try body(self)
        } catch {
            throw .fault(error)
        }
    }
}

extension RawSpan {
    /// Whether it is the verdict that refuses nothing.
    fileprivate var isOK: Bool {
        byteCount == 2 && unsafeLoad(as: UInt8.self) == UInt8(ascii: "O")
            && unsafeLoad(fromByteOffset: 1, as: UInt8.self) == UInt8(ascii: "K")
    }
}
