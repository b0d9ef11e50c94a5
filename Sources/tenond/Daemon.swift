internal import Access
internal import EmbeddedPostgres
internal import Logging
internal import NIOPosix
internal import Postgres
internal import Server
internal import Storage
internal import Transport
internal import UnixSignals

#if canImport(Glibc)
    internal import Glibc
#endif

/// The daemon's life: callers, database, schema, socket, then calls until a signal, then everything down in the other order.
struct Daemon {
    let settings: Settings
    let logger: Logger

    /// How long running calls may take to finish after the first signal.
    private static let drainLimit: Duration = .seconds(10)

    /// Runs until SIGTERM or SIGINT; gives the exit code. A second one of them exits at once. SIGHUP reads the callers file again.
    func run() async -> Int32 {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        // One that waits is enough: what it will read is newer than all that came before it.
        let (hangups, hangup) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let life = Task { await live(hangups) }
        let watch = Task {
            var received = 0
            for await signal in signals {
                if signal == .sighup {
                    hangup.yield()
                    continue
                }
                received += 1
                if received > 1 { _exit(1) }
                life.cancel()
            }
        }
        let exitCode = await life.value
        watch.cancel()
        return exitCode
    }

    private func live(_ hangups: AsyncStream<Void>) async -> Int32 {
        var stages = Stages()
        let exitCode: Int32
        do {
            let (callers, transport) = try await start(&stages)
            for await _ in hangups { try await reload(callers, transport) }  // ends when the signal cancels this task
            logger.info("stopping")
            exitCode = 0
        } catch is CancellationError {
            exitCode = 0
        } catch {
            let failure = StartFailure(error, settings)
            LogOutput.announce("tenond: \(failure.line)", as: .critical, settings.logFormat)
            exitCode = failure.exitCode
        }
        await stages.stop(drainLimit: Self.drainLimit)
        return exitCode
    }

    /// Brings everything up, each stage noted as soon as it runs.
    private func start(_ stages: inout Stages) async throws -> (CallerRegistry, ServerTransport) {
        if settings.isStandardSocket { try SocketLocation.prepareStandardDirectory() }
        // Before a database is made for nothing; `listen` looks again.
        try ServerTransport.checkPath(settings.socketPath)
        let callers = try await readCallers()
        let database = try await startDatabase(&stages)
        let pool = try await makePool(database)
        let transport = makeTransport(pool, callers)
        // The event loop, which most of what is asked comes from, takes the answers, too.
        try await pool.start(on: transport.executors.first)
        stages.pool = pool
        try Task.checkCancellation()
        try await transport.start()
        stages.transport = transport
        LogOutput.announce("tenond \(BuildVersion.current) is ready on \(settings.socketPath)", as: .info, settings.logFormat)
        return (callers, transport)
    }

    /// Throws also when a caller could not get in to the socket.
    private func readCallers() async throws -> CallerRegistry {
        let source = CallersSource(settings: settings)
        let directory = try await unlessCancelled {
            let directory = try source.read()
            if let barrier = source.barriers(of: directory).first { throw barrier }
            return directory
        }
        return CallerRegistry(directory)
    }

    /// Reads the callers file again. One that is wrong changes nothing.
    private func reload(_ callers: CallerRegistry, _ transport: ServerTransport) async throws {
        guard settings.callersPath != nil else { return logger.info("SIGHUP: there is no callers file to read again") }
        let source = CallersSource(settings: settings)
        do {
            let (directory, barriers) = try await unlessCancelled {
                let directory = try source.read()
                return (directory, source.barriers(of: directory))
            }
            callers.replace(with: directory)
            await transport.recheckPeers()
            for barrier in barriers { logger.warning("\(barrier)") }
            logger.info("the callers file was read again", metadata: ["callers": "\(directory.callers.count)"])
        } catch let error as SettingsError {
            logger.error("the callers stay as they were: \(error)")
        }
    }

    private func startDatabase(_ stages: inout Stages) async throws -> (url: String, migrateURL: String) {
        if let url = settings.databaseURL { return (url, settings.migrateURL ?? url) }
        let embedded = EmbeddedPostgres(stateDirectory: settings.stateDirectory, logger: logger)
        stages.embedded = embedded
        let endpoint = try await unlessCancelled { try embedded.start() }
        return (endpoint.databaseURL, endpoint.migrateURL)
    }

    private func makePool(_ database: (url: String, migrateURL: String)) async throws -> SessionPool {
        let report = try await unlessCancelled { try Storage.prepare(migrateURL: database.migrateURL, databaseURL: database.url) }
        for name in report.appliedMigrations { logger.info("migrated", metadata: ["migration": "\(name)"]) }
        if let warning = report.weakerSecondWall { logger.warning("\(warning)") }
        for drift in report.providerDrift {
            logger.warning(
                "a provider's auth type is not the one this build knows",
                metadata: ["slug": "\(drift.slug)", "expected": "\(drift.expectedAuthType.rawValue)", "found": "\(drift.foundAuthType)"])
        }
        let configuration = PoolConfiguration(url: database.url, appRole: Storage.appRole, adminRole: Storage.adminRole)
        return SessionPool(configuration, statements: Storage.statements, logger: logger)
    }

    private func makeTransport(_ pool: SessionPool, _ callers: CallerRegistry) -> ServerTransport {
        var configuration = ServerConfiguration(path: settings.socketPath)
        configuration.mode = settings.socketMode
        configuration.groupID = settings.socketGroupID
        let probe = TransportProbe()
        let service = TenonService(
            storage: Storage(pool: pool), callers: callers, runLinks: settings.runLinks, transport: probe, logger: logger)
        // One event loop: on the few cores a co-located daemon gets, a second one costs more in wake-ups than it brings.
        let transport = ServerTransport(
            configuration: configuration, service: service, group: MultiThreadedEventLoopGroup(numberOfThreads: 1))
        probe.watch(transport)
        return transport
    }
}

/// Runs what blocks on a thread of its own. A cancelled task does not wait for its end.
private func unlessCancelled<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    let (values, value) = AsyncThrowingStream<Value, any Error>.makeStream()
    NIOThreadPool.singleton.submit { _ in
        do {
            value.yield(try body())
            value.finish()
        } catch {
            value.finish(throwing: error)
        }
    }
    for try await value in values { return value }
    throw CancellationError()
}

/// What runs, and so must be stopped.
private struct Stages {
    var embedded: EmbeddedPostgres?
    var pool: SessionPool?
    var transport: ServerTransport?

    /// Stops what runs, the last started first.
    func stop(drainLimit: Duration) async {
        // A task of its own: the one that was cancelled by the signal must not cut the drain short.
        await Task.detached {
            await transport?.drain(limit: drainLimit)
            await pool?.shutdown()
            embedded?.stop()
        }.value
    }
}
