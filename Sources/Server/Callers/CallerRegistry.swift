package import Access
internal import Synchronization

/// Who may call now, and how many calls of each caller run. Every call asks anew, so that a directory that was read again counts for open
/// channels at once.
package final class CallerRegistry: Sendable {
    private let entries: Mutex<[UInt32: Entry]>

    package init(_ directory: CallerDirectory) {
        entries = Mutex(Self.entries(of: directory, keeping: [:]))
    }

    /// From now on these callers may call. Calls that run go on, and count against the new limits.
    package func replace(with directory: CallerDirectory) {
        entries.withLock { $0 = Self.entries(of: directory, keeping: $0) }
    }

    /// The entry of a user id; nil: the process may not call.
    func caller(uid: UInt32) -> Caller? {
        entries.withLock { $0[uid] }?.caller
    }

    /// Counts a new call of a user, which ends with `endCall`.
    func beginCall(uid: UInt32) throws(Refusal) -> Entry {
        guard let entry = entries.withLock({ $0[uid] }) else { throw Refusal(because: .callerUnknown) }
        guard entry.running.begin(atMost: entry.caller.callsInFlightMax) else { throw Refusal(because: .tooManyCalls) }
        return entry
    }

    private static func entries(of directory: CallerDirectory, keeping old: [UInt32: Entry]) -> [UInt32: Entry] {
        Dictionary(
            uniqueKeysWithValues: directory.callers.map { caller in
                (caller.uid, Entry(caller: caller, running: old[caller.uid]?.running ?? RunningCalls()))
            })
    }
}

extension CallerRegistry {
    /// A caller as it was when a call began. A class: every call that waits holds it.
    final class Entry: Sendable {
        let caller: Caller
        fileprivate let running: RunningCalls

        fileprivate init(caller: Caller, running: RunningCalls) {
            self.caller = caller
            self.running = running
        }

        /// The handler has returned, whoever still waited for it.
        func endCall() { running.end() }
    }

    /// The calls of one user that run. A class: a call ends on the count it began on, whatever was read in between.
    fileprivate final class RunningCalls: Sendable {
        private let count = Atomic(0)

        func begin(atMost countMax: Int?) -> Bool {
            let (_, count) = count.wrappingAdd(1, ordering: .relaxed)
            guard let countMax, count > countMax else { return true }
            end()
            return false
        }

        func end() { count.wrappingSubtract(1, ordering: .relaxed) }
    }
}
