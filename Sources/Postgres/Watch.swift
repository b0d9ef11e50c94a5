import CLinux
import Glibc

/// The descriptors that a thread or a loop waits for (epoll(7)). What is awaited may be changed by any thread, also while one waits.
final class Watch: Sendable {
    /// Can be read as long as one of them is ready.
    let descriptor: Int32
    private let wakeDescriptor: Int32

    /// Throws `unavailable` when the process may have no more descriptors.
    init() throws(StorageFault) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        // Edge-triggered, so that it need not be read.
        let events = EPOLLIN.rawValue | EPOLLET.rawValue
        guard descriptor >= 0, wakeDescriptor >= 0, tenon_epoll_set(descriptor, wakeDescriptor, events, .max) == 0 else {
            throw .unavailable("a descriptor for the session pool: \(errnoText())")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if wakeDescriptor >= 0 { close(wakeDescriptor) }
    }

    /// Has `wait` give `number` for as long as the descriptor can be read or, where `toWrite`, written; until it is closed. False: it can not.
    func set(_ awaited: Int32, toRead: Bool, toWrite: Bool, number: Int) -> Bool {
        let events = (toRead ? EPOLLIN.rawValue : 0) | (toWrite ? EPOLLOUT.rawValue : 0)
        return tenon_epoll_set(descriptor, awaited, events, UInt64(number)) == 0
    }

    /// Forgets what was awaited of the descriptor, if anything was.
    func remove(_ awaited: Int32) { tenon_epoll_remove(descriptor, awaited) }

    /// Ends a wait, or the next one.
    func wake() { _ = eventfd_write(wakeDescriptor, 1) }

    /// Waits for this long at most, -1 for ever, and puts the numbers of what is ready into `ready`.
    func wait(milliseconds: Int32, _ ready: inout [Int]) {
        ready.removeAll(keepingCapacity: true)
        unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventCountMax) { events in
            let count = unsafe epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)
            unsafe events.prefix(Int(max(0, count))).forEach { event in
                let number = unsafe event.data.u64
                if number != .max { ready.append(Int(number)) }
            }
        }
    }

    private static let eventCountMax = 32
}

/// Where sessions are waited for: those that connect, which libpq may do slowly, always by the pool's thread; the others by a loop, where it can.
struct Watches: Sendable {
    let connecting: Watch
    let connected: Watch

    var areTwo: Bool { connecting !== connected }
}
