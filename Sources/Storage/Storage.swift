import Access
import FoundationEssentials
package import Postgres

/// The truth about providers, workspaces, tenants and connections: one function per call, each one round trip and one transaction.
///
/// Every function takes an access decision that only `Access` makes, and the moment its caller stops waiting; nil: no bound of its own.
package struct Storage: Sendable {
    private let pool: SessionPool

    /// The pool must have been made with `Storage.statements` and the roles of `Storage.appRole` and `Storage.adminRole`.
    package init(pool: SessionPool) { self.pool = pool }

    /// Whether a session is up that could answer a read now.
    package var isReachable: Bool { pool.counters.appRead.ready > 0 }

    /// Runs one segment of one statement on behalf of an actor.
    func run(
        _ effect: Segment.Effect, as role: SessionRole = .app, for actor: ActorID, deadline: ContinuousClock.Instant?,
        _ step: (Statement, Bindings)
    ) async throws(StorageError) -> ResultSet {
        let results = try await run(effect, as: role, for: actor, deadline: deadline, steps: [step])
        return results[results.startIndex]
    }

    /// Runs one segment on behalf of an actor; gives one result per step.
    func run(
        _ effect: Segment.Effect, as role: SessionRole = .app, for actor: ActorID, deadline: ContinuousClock.Instant?,
        steps: [(Statement, Bindings)]
    ) async throws(StorageError) -> ArraySlice<ResultSet> {
        let segment = Segment(effect: effect, role: role, steps: [(.setActor, Bindings(actor))] + steps, deadline: deadline)
        do throws(StorageFault) {
            let results = try await pool.run(segment)
            guard results.count == segment.steps.count else {
                throw .unexpectedResult("\(results.count) results for \(segment.steps.count) statements")
            }
            return results.dropFirst()
        } catch {
            throw StorageError(error)
        }
    }
}

extension Bindings {
    /// `$1` the actor.
    init(_ actor: ActorID, byteCapacity: Int = 256) {
        self.init(byteCapacity: byteCapacity)
        append(actor.text)
    }

    /// `$1` the actor, `$2` what the call names, `$3` the roles that may do it, `$4` the only tenant it may be in.
    init(_ scope: TenantScope, id: UUID, byteCapacity: Int = 256) {
        self.init(scope.actor, byteCapacity: byteCapacity)
        append(id)
        append(scope.roles)
        append(scope.tenant)
    }

    /// `$1` the actor, `$2` the tenant, `$3` the roles that may do it.
    init(_ scope: SingleTenantScope, byteCapacity: Int = 256) {
        self.init(scope.actor, byteCapacity: byteCapacity)
        append(scope.tenant)
        append(scope.roles)
    }

    /// `$1` the actor, `$2` what the call names, `$3` the workspace roles that may do it, `$4` whether an admin caller asks.
    init(_ authority: WorkspaceAuthority, id: UUID) {
        self.init(authority.actor, byteCapacity: 256)
        append(id)
        append(authority.workspaceRoles)
        append(authority.isAdminCaller)
    }
}

extension WorkspaceAuthority {
    /// Admin callers work as the database role that has no privilege on connections.
    var sessionRole: SessionRole { isAdminCaller ? .admin : .app }
}

extension ResultSet {
    /// Refuses with the verdict in column 0 of the one row there is, unless it says OK.
    func requireOK() throws(StorageError) {
        let verdict = try read { result throws(StorageFault) in try result.string(0, 0) }
        if verdict == "OK" { return }
        guard let known = Verdict(rawValue: verdict) else { throw .fault(.unexpectedResult("an unknown verdict: \(verdict)")) }
        throw .refused(known)
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
