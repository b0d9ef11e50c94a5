import CLinux
import Glibc

/// Owns one open file descriptor, close-on-exec, and closes it when it goes away.
final class Descriptor: Sendable {
    let number: Int32

    init(owning number: Int32) { self.number = number }
    deinit { close(number) }

    /// Opens a regular file, never through a symbolic link; nil with errno set when that fails.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Descriptor? {
        let number = Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode)
        return number < 0 ? nil : Descriptor(owning: number)
    }

    /// At most `byteCountMax` bytes from `offset`, as text; procfs and one-page files come in one read.
    func text(from offset: Int = 0, byteCountMax: Int = 4096) -> String {
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCountMax) { buffer, count in
            count = max(0, pread(number, buffer.baseAddress, byteCountMax, off_t(offset)))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes all of `text`; false with errno set when that fails.
    func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }
}

/// The first 4096 bytes of a file, or nil when it is not there for us.
func textOfFile(_ path: String) -> String? { Descriptor.open(path, O_RDONLY)?.text() }

/// What `stat` says about a path itself, links not followed.
func statusOfFile(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
}

/// A flag that other threads can wait for; once raised it stays raised.
final class EventFlag: Sendable {
    let descriptor: Descriptor

    init() throws(EmbeddedPostgresError) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .system("eventfd") }
        descriptor = Descriptor(owning: number)
    }

    func raise() { eventfd_write(descriptor.number, 1) }

    /// Whether the flag is raised, waiting for it up to `timeout`, for ever when nil.
    func isRaised(within timeout: Duration?) -> Bool { firstReadable([descriptor], within: timeout) != nil }
}

/// The index of the first descriptor that becomes readable, or nil when `timeout` has passed (nil: no bound).
func firstReadable(_ descriptors: [Descriptor], within timeout: Duration?) -> Int? {
    var entries = descriptors.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
    let end = timeout.map { ContinuousClock.now + $0 }
    while true {
        let rest = end.map { max(0, ($0 - .now) / .milliseconds(1)) }
        let count = poll(&entries, nfds_t(entries.count), rest.map { Int32($0.rounded(.up)) } ?? -1)
        if count < 0 && errno == EINTR { continue }
        return count > 0 ? entries.firstIndex { $0.revents != 0 } : nil
    }
}
