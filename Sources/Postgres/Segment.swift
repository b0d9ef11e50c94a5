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

    /// Nil where it is made of steps.
    private let lookUp: LookUp?

    let setupStatement: Statement?
    private let setupBindings: Bindings

    /// Nearly always the only one, which then takes no array. Of a look-up the parameters are missing.
    private let firstStep: Step
    private let otherSteps: [Step]

    /// - Parameter setup: what the steps run under, such as on whose behalf: a statement that sets it for the transaction. It gives no result, and is not
    ///   sent again to a transaction in which the read before was set up the same way, parameters included.
    package init(
        effect: Effect, role: SessionRole = .app, isLong: Bool = false, setup: Step? = nil, step: Step, then otherSteps: [Step] = []
    ) {
        self.effect = effect
        self.role = role
        self.isLong = isLong
        lookUp = nil
        setupStatement = setup?.0
        setupBindings = setup?.1 ?? Bindings()
        firstStep = step
        self.otherSteps = otherSteps
    }

    /// A read of the role `app`, which may be answered together with others.
    package init(_ lookUp: LookUp) {
        effect = .read
        role = .app
        isLong = false
        self.lookUp = lookUp
        setupStatement = lookUp.setup
        setupBindings = Bindings()
        firstStep = (lookUp.statement, Bindings())
        otherSteps = []
    }

    /// Sent before the steps.
    var setup: Step? { setupStatement.map { ($0, lookUp?.setupBindings ?? setupBindings) } }

    /// How many statements there are beside the one that sets them up.
    package var stepCount: Int { 1 + otherSteps.count }

    /// The statement of one of them, the first one being 0.
    func statement(_ index: Int) -> Statement { index == 0 ? firstStep.statement : otherSteps[index - 1].statement }

    /// One of them; of a look-up, with the ids of others that ask alike.
    func step(_ index: Int, and others: [RowKey] = []) -> Step {
        if let lookUp { return (lookUp.statement, lookUp.bindings(and: others)) }
        return index == 0 ? firstStep : otherSteps[index - 1]
    }

    /// The id it looks up; nil: none.
    var key: RowKey? { lookUp?.key }

    /// How much its parameters weigh.
    var parameterByteCount: Int {
        if let lookUp { return lookUp.parameterByteCount }
        return otherSteps.reduce(setupBindings.buffer.count + firstStep.bindings.buffer.count) { $0 + $1.bindings.buffer.count }
    }

    /// Whether the statement of the other, which looks up ids, can look up that of this one, too.
    func canJoin(_ other: Segment) -> Bool {
        guard let lookUp, let leading = other.lookUp else { return false }
        return lookUp.isLike(leading)
    }

    /// Whether the same statement sets up both, if with other parameters; or none.
    func isSetUpLike(_ other: Segment) -> Bool { setupStatement === other.setupStatement }

    /// Whether what sets up the other is all that this one needs.
    func isSetUpBy(_ other: Segment) -> Bool {
        guard isSetUpLike(other) else { return false }
        if let lookUp, let leading = other.lookUp { return lookUp.isSetUpLike(leading) }
        return setup?.bindings == other.setup?.bindings
    }
}

/// As which database role a segment runs.
package enum SessionRole: Sendable, Hashable, CaseIterable { case app, admin }
