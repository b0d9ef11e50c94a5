internal import Messages
internal import Synchronization

/// How many calls were answered, how long they took and which were refused. A class: it is one count for the whole daemon.
///
/// It is bounded by the methods, the reasons and the buckets there are; nothing a peer sends makes it grow, and nothing of a tenant is in it.
final class CallStatistics: Sendable {
    private struct RefusalKind: Hashable {
        /// Nil: the call named no method, or did not get as far.
        let method: Method?
        let reason: Reason
    }

    private struct State {
        var durations = [DurationHistogram](repeating: DurationHistogram(), count: Method.allCases.count)
        var refusals: [RefusalKind: Int] = [:]
    }

    private let state = Mutex(State())

    /// A call was answered, well or not, so many nanoseconds after its frame had arrived.
    func answered(_ method: Method, afterNS duration: UInt64) {
        state.withLock { $0.durations[method.rawValue].count(duration) }
    }

    /// A call was refused. The trail holds refused changes of what the actor may see; everything else that is refused is only counted here.
    func refused(_ method: Method?, _ reason: Reason) {
        state.withLock { $0.refusals[RefusalKind(method: method, reason: reason), default: 0] += 1 }
    }

    /// The durations of each method that was called, then one sample for each method and reason of a refusal, in the order of both.
    var stats: [Stat] {
        let state = state.withLock(\.self)
        let durations = Method.allCases.flatMap { method in
            state.durations[method.rawValue].stats("tenon_call_duration_seconds", label: "method=\"\(method.name)\"")
        }
        let refusals = state.refusals.map { kind, count in
            Stat(
                name: "tenon_calls_refused_total", label: "method=\"\(kind.method?.name ?? "")\",reason=\"\(kind.reason.rawValue)\"",
                value: Double(count))
        }
        return durations + refusals.sorted { $0.label < $1.label }
    }
}
