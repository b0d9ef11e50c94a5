package import FoundationEssentials
import Glibc

/// A row asked for by its id, on behalf of an actor, with a statement that can look up many ids: those who ask alike are answered by one.
///
/// `$1::text` is the actor, `$2::uuid[]` the ids, `$3::text[]` the roles, `$4::uuid` the only tenant. What a call asks is put into PostgreSQL's format
/// when it is sent, once for all whose ids go along.
package struct LookUp: ~Copyable, Sendable {
    let setup: Statement
    let statement: Statement
    let key: RowKey
    private let actor: String
    private let roles: TextArray
    private let tenant: UUID?

    /// - Parameters:
    ///   - setup: says to the transaction that it runs for the actor, its only parameter.
    ///   - statement: has a key column.
    ///   - tenant: nil for any.
    package init(setup: Statement, statement: Statement, id: UUID, actor: String, roles: TextArray, tenant: UUID?) {
        precondition(statement.keyColumn != nil, "a look-up needs to know which row is whose")
        self.setup = setup
        self.statement = statement
        key = unsafe withUnsafeBytes(of: id.uuid) { unsafe RowKey(loading: $0) }
        self.actor = actor
        self.roles = roles
        self.tenant = tenant
    }

    /// Whether both ask the same but for the id.
    func isLike(_ other: borrowing LookUp) -> Bool {
        statement === other.statement && isSetUpLike(other) && roles == other.roles && tenant == other.tenant
    }

    /// Whether both are for the same actor, to the last byte: Swift takes some texts for equal that the database does not.
    func isSetUpLike(_ other: borrowing LookUp) -> Bool {
        let (mine, theirs) = (actor.utf8Span.span, other.actor.utf8Span.span)
        guard setup === other.setup, mine.count == theirs.count else { return false }
        return unsafe mine.withUnsafeBufferPointer { mine in
            unsafe theirs.withUnsafeBufferPointer { theirs in
                guard let start = mine.baseAddress, let otherStart = theirs.baseAddress else { return true }
                return unsafe memcmp(start, otherStart, mine.count) == 0
            }
        }
    }

    /// How much its parameters weigh where they are sent alone.
    var parameterByteCount: Int { 2 * actor.utf8.count + roles.byteCount + 64 }

    var setupBindings: Bindings {
        var bindings = Bindings(byteCapacity: 64)
        bindings.append(actor)
        return bindings
    }

    /// The parameters for its own id and those of others.
    func bindings(and others: [RowKey]) -> Bindings {
        var bindings = Bindings(byteCapacity: parameterByteCount + 20 * others.count)
        bindings.append(actor)
        bindings.append(key, and: others)
        bindings.append(roles)
        bindings.append(tenant)
        return bindings
    }
}
