internal import Synchronization

/// Asks a load test to end early: no further call is started, those under way are waited for. A class: whoever puts it up and those who look at it
/// share it.
package final class StopSign: Sendable {
    private let isUp = Atomic(false)

    package init() {}

    /// Asks to end.
    package func putUp() { isUp.store(true, ordering: .relaxed) }

    /// Whether somebody asked.
    package var isPutUp: Bool { isUp.load(ordering: .relaxed) }
}
