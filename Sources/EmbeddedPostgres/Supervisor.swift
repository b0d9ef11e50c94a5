import Glibc
import Logging
import Synchronization

/// Runs the server from one permanent thread: makes it ready, keeps it running, shuts it down when asked.
final class Supervisor: Sendable {
    /// Raised once by whoever wants the server to end.
    let stopRequest: EventFlag

    private let path: String
    private let logger: Logger
    private let decided: EventFlag
    private let result = Mutex<Result<Endpoint, EmbeddedPostgresError>?>(nil)

    init(stateDirectory: String, logger: Logger) throws(EmbeddedPostgresError) {
        path = stateDirectory
        self.logger = logger
        stopRequest = try EventFlag()
        decided = try EventFlag()
    }

    /// Waits for the first start to succeed or fail.
    func outcome() throws(EmbeddedPostgresError) -> Endpoint {
        _ = decided.isRaised(within: nil)
        guard let result = result.withLock({ $0 }) else { throw .stopped }
        return try result.get()
    }

    /// The thread's whole life.
    func run() {
        do throws(EmbeddedPostgresError) {
            let server = try prepare()
            let child = try server.launch()
            decide(.success(Endpoint(socketDirectory: server.directory.run)))
            supervise(child, of: server)
        } catch {
            decide(.failure(error))
        }
    }

    private func decide(_ outcome: Result<Endpoint, EmbeddedPostgresError>) {
        result.withLock { $0 = outcome }
        decided.raise()
    }

    private func prepare() throws(EmbeddedPostgresError) -> Server {
        let directory = try StateDirectory(path: path, user: try ServerUser())
        let binaries = try ServerBinaries(dataVersion: directory.dataVersion)
        let log = try ServerLog(path: directory.log)
        try Cluster(directory: directory, binaries: binaries, log: log, stopRequest: stopRequest).makeIfMissing()
        try directory.writeForServer(Settings.hostBasedAuthentication, to: directory.hostBasedAuthentication)
        let osUsers: Set = [directory.user.name, directory.user.daemonName]
        try directory.writeForServer(Settings.identityMap(osUsers: osUsers), to: directory.identityMap)
        return Server(directory: directory, binaries: binaries, log: log, stopRequest: stopRequest)
    }

    private func supervise(_ first: Child, of server: Server) {
        var child = first
        var readySince = ContinuousClock.now
        var delay = Self.restartDelayMin
        while true {
            switch child.wait(orFlag: stopRequest, within: .seconds(60)) {
            case .timedOut:
                server.log.cutWhenTooLong()
            case .stopRequested:
                return server.shutDown(child)
            case .ended(let status):
                logger.error(
                    "PostgreSQL ended unexpectedly and is started again",
                    metadata: ["wait-status": "\(status)", "log": "\(server.directory.log)"])
                if ContinuousClock.now - readySince > .seconds(30) { delay = Self.restartDelayMin }
                guard let next = restart(server, delay: &delay) else { return }
                child = next
                readySince = .now
                logger.notice("PostgreSQL is ready again")
            }
        }
    }

    private static let restartDelayMin = Duration.milliseconds(50)
    private static let restartDelayMax = Duration.seconds(5)

    /// Tries until it works, ever more slowly; nil when asked to stop.
    private func restart(_ server: Server, delay: inout Duration) -> Child? {
        while !stopRequest.isRaised(within: delay) {
            delay = min(delay * 2, Self.restartDelayMax)
            do throws(EmbeddedPostgresError) {
                return try server.launch()
            } catch {
                if error != .stopped { logger.error("PostgreSQL can not be started again: \(error)") }
            }
        }
        return nil
    }
}

/// A made data directory and the programs that serve it.
struct Server {
    let directory: StateDirectory
    let binaries: ServerBinaries
    let log: ServerLog
    let stopRequest: EventFlag

    /// Long enough for the recovery of all the write-ahead log that the settings allow.
    static let readySecondsMax = 60

    /// Starts the server and returns once it takes connections.
    func launch() throws(EmbeddedPostgresError) -> Child {
        try OldServer(dataDirectory: directory.data, socket: directory.socket, uid: directory.user.uid).end(stopRequest: stopRequest)
        let stale = PostmasterFile(inDataDirectory: directory.data)
        let before = log.byteCount
        let command = [binaries.postgres, "-D", directory.data] + Settings.arguments(for: directory)
        let child = try Child.spawn(
            directory.user.launching(command, deathSignal: "INT"), output: log.descriptor, errors: log.descriptor)
        let end = ContinuousClock.now + .seconds(Self.readySecondsMax)
        while true {
            if let file = PostmasterFile(inDataDirectory: directory.data), file.isReady, file.pid == child.pid, file != stale {
                return child
            }
            switch child.wait(orFlag: stopRequest, within: .milliseconds(2)) {
            case .ended: throw .startFailed(lastLine: log.lastLine(since: before))
            case .stopRequested:
                shutDown(child)
                throw .stopped
            case .timedOut where ContinuousClock.now > end:
                shutDown(child)
                throw .startTimedOut(seconds: Self.readySecondsMax)
            case .timedOut: continue
            }
        }
    }

    /// PostgreSQL's fast shutdown; its immediate one when that takes too long.
    func shutDown(_ child: Child) { child.end([(SIGINT, .seconds(30)), (SIGQUIT, .seconds(5))]) }
}
