internal import Synchronization

/// What all channels of a server share: how many there are, and how many bytes of unfinished frames they hold. Asked when a channel comes or
/// goes and when a frame is cut by the end of a read, never per call.
final class Admissions: Sendable {
    /// Where a new channel stands.
    enum Verdict {
        case admitted
        /// Told so on its first header, then closed.
        case refused
        /// Closed at once: too many are waiting to be told.
        case closed
    }

    /// What one admitted channel has of unfinished frames. `resume` is called from any thread.
    struct Hold {
        let uid: UInt32
        let owner: ObjectIdentifier
        let resume: @Sendable () -> Void
    }

    fileprivate struct User {
        var channelCount = 0
        var unfinishedByteCount = 0
        /// The channels that hold something, in the order in which they began to.
        var holders: [ObjectIdentifier] = []
    }

    private struct State {
        var channelCount = 0
        var refusedCount = 0
        var unfinishedByteCount = 0
        var users: [UInt32: User] = [:]
        var waiters: [ObjectIdentifier: Hold] = [:]
    }

    private let configuration: ServerConfiguration
    private let state = Mutex(State())

    init(_ configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// Counts a new channel. `admission` is what the service said about its peer.
    func enter(uid: UInt32, _ admission: Admission) -> Verdict {
        state.withLock { state in
            if hasRoom(for: uid, admission, state) {
                state.channelCount += 1
                state.users[uid, default: User()].channelCount += 1
                return .admitted
            }
            guard state.refusedCount < configuration.refusedChannelCountMax else { return .closed }
            state.refusedCount += 1
            return .refused
        }
    }

    private func hasRoom(for uid: UInt32, _ admission: Admission, _ state: State) -> Bool {
        guard case .known(let channelCountMax) = admission else { return false }
        let userMax = min(configuration.channelCountPerUserMax, channelCountMax ?? .max)
        return state.channelCount < configuration.channelCountMax && state.users[uid, default: User()].channelCount < userMax
    }

    /// Forgets a channel that was admitted; its unfinished bytes have been given back.
    func leave(uid: UInt32) {
        state.withLock { state in
            state.channelCount -= 1
            state.users[uid]?.channelCount -= 1
            if state.users[uid]?.channelCount == 0 { state.users[uid] = nil }
        }
    }

    /// Forgets a channel that was refused.
    func leaveRefused() {
        state.withLock { $0.refusedCount -= 1 }
    }

    /// Counts a change of what one admitted channel holds. False: too much is held, stop reading this channel; `resume` is called once, when it
    /// may be read again. A channel that holds nothing may always be read, and so may of each user the one that has held for the longest: it
    /// is the next to finish, which makes room for the others.
    func change(_ hold: Hold, from old: Int, to new: Int) -> Bool {
        let (mayRead, ready) = state.withLock { state in
            state.unfinishedByteCount += new - old
            state.users[hold.uid, default: User()].count(hold.owner, from: old, to: new)
            let mayRead = new == 0 || mayGoOn(hold, state)
            state.waiters[hold.owner] = mayRead ? nil : hold
            return (mayRead, new < old ? takeReady(&state) : [])
        }
        for waiter in ready { waiter.resume() }
        return mayRead
    }

    private func mayGoOn(_ hold: Hold, _ state: State) -> Bool {
        guard let user = state.users[hold.uid] else { return true }
        let hasRoom =
            state.unfinishedByteCount <= configuration.unfinishedByteCountMax
            && user.unfinishedByteCount <= configuration.unfinishedByteCountPerUserMax
        return hasRoom || user.holders.first == hold.owner
    }

    private func takeReady(_ state: inout State) -> [Hold] {
        guard !state.waiters.isEmpty else { return [] }
        let ready = state.waiters.values.filter { mayGoOn($0, state) }
        for waiter in ready { state.waiters[waiter.owner] = nil }
        return ready
    }
}

extension Admissions.User {
    fileprivate mutating func count(_ owner: ObjectIdentifier, from old: Int, to new: Int) {
        unfinishedByteCount += new - old
        if old == 0 { holders.append(owner) }
        if new == 0 { holders.removeAll { $0 == owner } }
    }
}
