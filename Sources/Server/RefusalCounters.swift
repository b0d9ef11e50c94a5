internal import Messages
internal import Synchronization

/// How many calls were refused, by method and reason. A class: it is one count for the whole daemon.
///
/// The trail holds refused changes of what the actor may see; everything else that is refused, reads and attempts on what is not to be seen, is
/// only counted here.
final class RefusalCounters: Sendable {
    private struct Key: Hashable {
        /// Nil: the call named no method.
        let method: Method?
        let reason: Reason
    }

    private let counts = Mutex<[Key: Int]>([:])

    func count(_ method: Method?, _ reason: Reason) {
        counts.withLock { $0[Key(method: method, reason: reason), default: 0] += 1 }
    }

    /// One sample for each method and reason that occurred, in the order of both.
    var stats: [Stat] {
        counts.withLock(\.self)
            .map { key, count in
                Stat(
                    name: "tenon_calls_refused_total",
                    label: "method=\"\(key.method?.name ?? "")\",reason=\"\(key.reason.rawValue)\"", value: Double(count))
            }
            .sorted { $0.label < $1.label }
    }
}
