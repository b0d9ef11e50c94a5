import CLinux
import Glibc

/// A process this thread spawned and has yet to reap. Only the permanent thread makes and reaps children.
struct Child {
    let pid: pid_t
    private let ending: Descriptor

    enum Event: Equatable {
        case ended(status: Int32)
        case stopRequested
        case timedOut
    }

    /// Starts `command` in the directory `/`, in a session of its own (a terminal's Ctrl-C is for the daemon), with default signals,
    /// a bare environment and nothing open but the given standard streams; a missing one is `/dev/null`. It and its own children keep `lock`
    /// open to their end.
    static func spawn(
        _ command: [String], input: Descriptor? = nil, output: Descriptor? = nil, errors: Descriptor?, holding lock: Descriptor? = nil
    ) throws(EmbeddedPostgresError) -> Child {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in [input, output, errors].enumerated() {
            if let stream {
                posix_spawn_file_actions_adddup2(&actions, stream.number, Int32(number))
            } else {
                posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDWR, 0)
            }
        }
        if let lock { posix_spawn_file_actions_adddup2(&actions, lock.number, 3) }
        posix_spawn_file_actions_addclosefrom_np(&actions, lock == nil ? 3 : 4)
        posix_spawn_file_actions_addchdir_np(&actions, "/")

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t(), none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | Int32(tenon_spawn_new_session)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var pid = pid_t()
        let status = withCStrings(command) { arguments in
            withCStrings(["PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"]) { environment in
                posix_spawn(&pid, command[0], &actions, &attributes, arguments, environment)
            }
        }
        guard status == 0 else { throw .system(call: command[0], why: describe(status)) }
        return try Child(adopting: pid)
    }

    private init(adopting pid: pid_t) throws(EmbeddedPostgresError) {
        let number = tenon_pidfd_open(pid)
        guard number >= 0 else {
            let error = EmbeddedPostgresError.system("pidfd_open")
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            throw error
        }
        self.pid = pid
        ending = Descriptor(owning: number)
    }

    /// What comes first: the end of the process, which is reaped, the raised flag, or the end of `timeout`.
    func wait(orFlag flag: EventFlag? = nil, within timeout: Duration?) -> Event {
        switch firstReadable([ending] + (flag.map { [$0.descriptor] } ?? []), within: timeout) {
        case 0:
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
            return .ended(status: status)
        case nil: return .timedOut
        default: return .stopRequested
        }
    }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Ends the process with each signal in turn until one works within its bound, and reaps it.
    func end(_ signals: [(signal: Int32, bound: Duration)]) {
        for (signal, bound) in signals {
            send(signal)
            if wait(within: bound) != .timedOut { return }
        }
        send(SIGKILL)
        _ = wait(within: nil)
    }
}

/// Lends the strings as a C argument vector, ended by NULL.
private func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
}
