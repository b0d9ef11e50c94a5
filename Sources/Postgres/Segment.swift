/// The statements of one call between two pipeline syncs: one round trip, one transaction, all or nothing.
///
/// Several reads may share a transaction, but only reads that are set up by the same statement: so what one sets for itself never holds for another.
/// A class, though a value that never changes: it goes from hand to hand.
package final class Segment: Sendable {
    /// Whether the database is left as it was. A read may be sent twice; it runs in a read-only transaction on sessions of the role `app`.
    package enum Effect: Sendable, Hashable { case read, write }

    package typealias Step = (statement: Statement, bindings: Bindings)

    package let effect: Effect
    package let role: SessionRole

    /// Whether it may take as long as hundreds of others, as a page may: such reads of the role `app` have sessions of their own, so that no short one
    /// waits behind them.
    package let isLong: Bool

    let setupStatement: Statement?
    private let content: Content

    private enum Content: ~Copyable, Sendable {
        case lookUp(LookUp)
        /// Nearly always there is but one step, which then takes no array.
        case steps(setup: Step?, Step, then: [Step])
    }

    /// - Parameter setup: what the steps run under, such as on whose behalf: a statement that sets it for the transaction. It gives no result, and is not
    ///   sent again to a transaction in which the read before was set up the same way, parameters included.
    package init(
        effect: Effect, role: SessionRole = .app, isLong: Bool = false, setup: Step? = nil, step: Step, then otherSteps: [Step] = []
    ) {
        self.effect = effect
        self.role = role
        self.isLong = isLong
        setupStatement = setup?.statement
        content = .steps(setup: setup, step, then: otherSteps)
    }

    /// A read of the role `app`, which may be answered together with others.
    package init(_ lookUp: consuming LookUp) {
        effect = .read
        role = .app
        isLong = false
        setupStatement = lookUp.setup
        content = .lookUp(lookUp)
    }

    /// Sent before the steps.
    var setup: Step? {
        switch content {
        case .lookUp(let lookUp): (lookUp.setup, lookUp.setupBindings)
        case .steps(let setup, _, _): setup
        }
    }

    /// How many statements there are beside the one that sets them up.
    package var stepCount: Int {
        switch content {
        case .lookUp: 1
        case .steps(_, _, let others): 1 + others.count
        }
    }

    /// The statement of one of them, the first one being 0.
    func statement(_ index: Int) -> Statement {
        switch content {
        case .lookUp(let lookUp): lookUp.statement
        case .steps(_, let first, let others): index == 0 ? first.statement : others[index - 1].statement
        }
    }

    /// One of them; of a look-up, with the ids of others that ask alike.
    func step(_ index: Int, and otherKeys: [RowKey] = []) -> Step {
        switch content {
        case .lookUp(let lookUp): (lookUp.statement, lookUp.bindings(and: otherKeys))
        case .steps(_, let first, let others): index == 0 ? first : others[index - 1]
        }
    }

    /// The id it looks up; nil: none.
    var key: RowKey? {
        switch content {
        case .lookUp(let lookUp): lookUp.key
        case .steps: nil
        }
    }

    /// How much its parameters weigh.
    var parameterByteCount: Int {
        switch content {
        case .lookUp(let lookUp): lookUp.parameterByteCount
        case .steps(let setup, let first, let others):
            others.reduce((setup?.bindings.buffer.count ?? 0) + first.bindings.buffer.count) { $0 + $1.bindings.buffer.count }
        }
    }

    /// Whether the statement of the other, which looks up ids, can look up that of this one, too.
    func canJoin(_ other: Segment) -> Bool { bothLookUp(other) { $0.isLike($1) } ?? false }

    /// Whether the same statement sets up both, if with other parameters; or none.
    func isSetUpLike(_ other: Segment) -> Bool { setupStatement === other.setupStatement }

    /// Whether what sets up the other is all that this one needs.
    func isSetUpBy(_ other: Segment) -> Bool {
        isSetUpLike(other) && (bothLookUp(other) { $0.isSetUpLike($1) } ?? (setup?.bindings == other.setup?.bindings))
    }

    /// Whether it is so of the look-ups of both; nil if one has none.
    private func bothLookUp(_ other: Segment, _ isSo: (borrowing LookUp, borrowing LookUp) -> Bool) -> Bool? {
        switch content {
        case .lookUp(let lookUp):
            switch other.content {
            case .lookUp(let leading): isSo(lookUp, leading)
            case .steps: nil
            }
        case .steps: nil
        }
    }
}

/// As which database role a segment runs.
package enum SessionRole: Sendable, Hashable, CaseIterable { case app, admin }
