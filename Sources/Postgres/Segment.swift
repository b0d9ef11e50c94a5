/// The statements of one call between two pipeline syncs: one round trip, one transaction, all or nothing.
///
/// Several reads may share a transaction, but only reads that begin with the same statement: so a read that depends on a setting sets it in
/// its first statement.
package struct Segment: Sendable {
    /// Whether the database is left as it was. A read may be sent twice; it runs in a read-only transaction on sessions of the role `app`.
    package enum Effect: Sendable, Hashable { case read, write }

    package var effect: Effect
    package var role: SessionRole
    package var steps: [(Statement, Bindings)]

    /// When the caller stops waiting; nil waits as long as the sessions' statement timeout allows.
    package var deadline: ContinuousClock.Instant?

    package init(effect: Effect, role: SessionRole = .app, steps: [(Statement, Bindings)], deadline: ContinuousClock.Instant? = nil) {
        self.effect = effect
        self.role = role
        self.steps = steps
        self.deadline = deadline
    }
}

/// As which database role a segment runs.
package enum SessionRole: Sendable, Hashable, CaseIterable { case app, admin }
