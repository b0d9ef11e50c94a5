import Glibc
package import Logging
import Synchronization

/// A private PostgreSQL server that lives and dies with this process.
///
/// It is reached through a Unix socket only, by this process's OS user only, and keeps its data in one state directory.
/// Its identity is the running server: one start, then one stop. A value that goes away stops its server.
package final class EmbeddedPostgres: Sendable {
    private struct Running {
        let supervisor: Supervisor
        let thread: PermanentThread
    }

    private let stateDirectory: String
    private let logger: Logger
    private let running = Mutex<Running?>(nil)

    /// A server for `stateDirectory`, which is made when missing. Nothing happens before `start`.
    package init(stateDirectory: String, logger: Logger) {
        self.stateDirectory = stateDirectory
        self.logger = logger
    }

    deinit { stop() }

    /// Starts the server, making its database on the first start, and returns once it takes connections.
    ///
    /// Blocks the calling thread: about 0.1 s on a warm start, a second on the first. A server left behind by a killed
    /// daemon is waited for first. Every error names what the operator can do.
    package func start() throws(EmbeddedPostgresError) -> Endpoint {
        let supervisor = try Supervisor(stateDirectory: stateDirectory, logger: logger)
        try running.withLock { running throws(EmbeddedPostgresError) in
            guard running == nil else { throw .alreadyStarted }
            running = Running(supervisor: supervisor, thread: try PermanentThread(supervisor.run))
        }
        do {
            return try supervisor.outcome()
        } catch {
            stop()
            throw error
        }
    }

    /// Shuts the server down and returns when it has ended: clients are cut off, everything committed is on disk.
    package func stop() {
        running.withLock { running in
            running?.supervisor.stopRequest.raise()
            running?.thread.join()
            running = nil
        }
    }
}

/// A thread that ends only when its body returns. A parent-death signal fires when the *thread* that spawned the child ends,
/// so a child that carries one must not be spawned from a thread pool.
struct PermanentThread: Sendable {
    private let thread: pthread_t

    init(_ body: @escaping @Sendable () -> Void) throws(EmbeddedPostgresError) {
        final class Body: Sendable {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(Body(body))
        let status = pthread_create(
            &thread, nil,
            { argument in
                argument.map { Unmanaged<Body>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, retained.toOpaque())
        guard status == 0 else {
            retained.release()
            throw .system(call: "pthread_create", why: describe(status))
        }
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
