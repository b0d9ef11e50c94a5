import CLibpq
internal import Clock
import Glibc
import Logging

/// One libpq session: connects, prepares, sends segments in pipeline mode and sorts out what comes back. Never blocks.
///
/// The class is the owner of a `PGconn`; only the pool's driver touches it.
@safe final class Session {
    private enum State {
        case down(until: MonotonicTime)
        case connecting(wantsToWrite: Bool, until: MonotonicTime)
        case preparing(until: MonotonicTime)
        case ready
    }

    let kind: SessionKind
    private let configuration: PoolConfiguration
    private let statements: [Statement]
    private let outbox: Outbox
    private let watches: Watches
    private let watchNumber: Int
    fileprivate let logger: Logger
    private let scratch = ParameterScratch()

    private var connection: OpaquePointer?
    private var state: State {
        didSet {
            outbox.reportSessionChange()
            awaitEvents()
        }
    }
    private var readySince: MonotonicTime?
    private(set) var failureCount = 0
    private(set) var lastFailure: String?

    private var pipeline = Pipeline()
    private var nullCount = 0
    private var setupResultCount = 0
    private var hasUnsentOutput = false { didSet { if hasUnsentOutput != oldValue { awaitEvents() } } }
    private var lastProgress: MonotonicTime

    /// It gets nothing new; once idle it is left (and connected again), or its statements are prepared again.
    private var isRetiring = false
    private var mustPrepareAgain = false
    private var isClosing = false

    /// - Parameter watchNumber: how `watches` call it.
    init(
        _ kind: SessionKind, _ number: Int, _ configuration: PoolConfiguration, _ statements: [Statement], _ outbox: Outbox,
        _ watches: Watches, watchNumber: Int, _ logger: Logger
    ) {
        self.kind = kind
        self.configuration = configuration
        self.statements = statements
        self.outbox = outbox
        self.watches = watches
        self.watchNumber = watchNumber
        var logger = logger
        logger[metadataKey: "session"] = "\(kind)-\(number)"
        self.logger = logger
        let now = MonotonicTime.now
        state = .down(until: now)
        lastProgress = now
    }

    deinit { unsafe PQfinish(connection) }

    var isReady: Bool { if case .ready = state { true } else { false } }

    var isDown: Bool { if case .down = state { true } else { false } }

    var isIdle: Bool { pipeline.isEmpty }

    var inFlightCount: Int { pipeline.segmentCount }

    var syncsInFlight: Int { pipeline.syncCount }

    /// Unsent output keeps new work away: so what libpq buffers is bounded.
    var hasRoom: Bool {
        let syncCountMax = kind.onlyReads ? configuration.readSyncsInFlightMax : configuration.writesInFlightMax
        return isReady && syncsInFlight < syncCountMax && !hasUnsentOutput && !isRetiring && !mustPrepareAgain
    }

    func forEachUnanswered(_ body: (Job) -> Void) {
        pipeline.forEach { if $0.stage != .answered { body($0) } }
    }

    // MARK: - Waiting

    /// Asks for `advance` when the server has sent something or, where output is left, takes more. Connecting, libpq may change the descriptor.
    private func awaitEvents() {
        // -1 where libpq has not come as far as to have one: then it says at once what is wrong.
        guard let connection = unsafe connection, case let descriptor = unsafe PQsocket(connection), descriptor >= 0 else { return }
        var (toRead, toWrite) = (true, hasUnsentOutput)
        var watch = watches.connected
        if case .connecting(let wantsToWrite, _) = state {
            (toRead, toWrite) = (!wantsToWrite, wantsToWrite)
            watch = watches.connecting
        } else if watches.areTwo {
            watches.connecting.remove(descriptor)
        }
        guard !watch.set(descriptor, toRead: toRead, toWrite: toWrite, number: watchNumber) else { return }
        // The timer that runs in any case ends it.
        logger.error("a session can not be waited for: \(errnoText())")
    }

    /// Something that `awaitEvents` asked for has come.
    func advance(_ now: MonotonicTime) {
        switch state {
        case .down: break
        case .connecting(_, let until): continueConnecting(until, now)
        case .preparing, .ready:
            receive(now)
            if hasUnsentOutput { flush(now) }
        }
    }

    func nextTimer(_ now: MonotonicTime, mayConnect: Bool) -> MonotonicTime? {
        switch state {
        case .down(let until): mayConnect ? until : nil
        case .connecting(_, let until), .preparing(let until): until
        // While idle merely a reminder to look again: so becoming busy needs no new timer.
        case .ready: (isIdle ? now : lastProgress) + silenceMax
        }
    }

    func runTimers(_ now: MonotonicTime, mayConnect: Bool) {
        guard let due = nextTimer(now, mayConnect: mayConnect), due <= now else { return }
        switch state {
        case .down: startConnecting(now)
        case .connecting, .preparing: lose("the session was not ready in time", now)
        case .ready:
            pipeline.forEach { if $0.segment.effect == .read { $0.mustBeAlone = true } }
            lose("the server has not answered in time", now)
        }
    }

    /// The server ends each statement at the statement timeout; silent for longer than this, it must be gone.
    private var silenceMax: Duration {
        configuration.statementTimeout * max(1, pipeline.oldestStatementCount) + configuration.silenceGrace
    }

    // MARK: - Connecting

    private func startConnecting(_ now: MonotonicTime) {
        let until = now + configuration.connectTimeout
        unsafe connection = unsafe Libpq.startConnecting(configuration.url)
        // As if PQconnectPoll had last said "writing" (libpq manual, PQconnectStartParams).
        state = .connecting(wantsToWrite: true, until: until)
        guard let connection = unsafe connection, unsafe PQstatus(connection) != CONNECTION_BAD else {
            return lose(unsafe connection.map { unsafe Libpq.errorLine($0) } ?? "out of memory", now)
        }
        // Valid as long as the session, whose logger it is; libpq keeps no copy beyond PQfinish.
        unsafe PQsetNoticeReceiver(connection, logNotice, Unmanaged.passUnretained(self).toOpaque())
    }

    private func continueConnecting(_ until: MonotonicTime, _ now: MonotonicTime) {
        guard let connection = unsafe connection else { return }
        switch unsafe PQconnectPoll(connection) {
        case PGRES_POLLING_READING: state = .connecting(wantsToWrite: false, until: until)
        case PGRES_POLLING_WRITING: state = .connecting(wantsToWrite: true, until: until)
        case PGRES_POLLING_OK:
            guard unsafe PQsetnonblocking(connection, 1) == 0, unsafe PQenterPipelineMode(connection) == 1 else {
                return lose(unsafe Libpq.errorLine(connection), now)
            }
            prepare(now)
        default: lose(unsafe Libpq.errorLine(connection), now)
        }
    }

    /// Settings and all statements in one pipeline; the same again when the statements have gone stale.
    private func prepare(_ now: MonotonicTime) {
        guard let connection = unsafe connection else { return }
        mustPrepareAgain = false
        state = .preparing(until: now + configuration.connectTimeout)
        (nullCount, setupResultCount) = (0, 0)
        var isSent = unsafe PQsendQueryParams(connection, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 1) == 1
        for setting in settings {
            var bindings = Bindings()
            bindings.append(setting.name)
            bindings.append(setting.value)
            bindings.append(setting.unless)
            isSent =
                unsafe isSent
                && scratch.withParameters(bindings) { values, lengths, formats in
                    unsafe PQsendQueryParams(connection, Self.setSQL, 3, nil, values, lengths, formats, 1) == 1
                }
        }
        for statement in statements { isSent = unsafe isSent && PQsendPrepare(connection, statement.name, statement.text, 0, nil) == 1 }
        guard unsafe isSent && PQpipelineSync(connection) == 1 else { return lose(unsafe Libpq.errorLine(connection), now) }
        flush(now)
    }

    /// Prepares again as soon as nothing is in flight.
    func renewStatements(_ now: MonotonicTime) {
        guard isReady else { return }
        if isIdle { prepare(now) } else { mustPrepareAgain = true }
    }

    private static let setSQL = """
        SELECT pg_catalog.set_config($1::text, $2::text, false) WHERE pg_catalog.current_setting($1::text) IS DISTINCT FROM $3::text
        """

    /// What the environment, the connection string and the login role's own settings must not decide. `unless`: a value that stays.
    private var settings: [(name: String, value: String, unless: String?)] {
        var settings: [(name: String, value: String, unless: String?)] = [
            ("statement_timeout", "\(configuration.statementTimeout / .milliseconds(1))", nil),
            ("search_path", Libpq.searchPath, nil),
            // One plan for every actor, from the first call on: one made for an array of one id looks different from one for sixty.
            ("plan_cache_mode", "force_generic_plan", nil),
            // A plan that was made while a table was small must not read all of it when it has grown.
            ("enable_seqscan", "off", nil), ("jit", "off", nil),
            // An acknowledged write is on disk; `remote_apply` promises more.
            ("synchronous_commit", "on", "remote_apply"),
        ]
        if kind.onlyReads { settings.append(("default_transaction_read_only", "on", nil)) }
        if let role = kind == .admin ? configuration.adminRole : configuration.appRole { settings.append(("role", role, nil)) }
        return settings
    }

    private func receiveSetup(_ result: OpaquePointer?, _ now: MonotonicTime) {
        defer { unsafe PQclear(result) }
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: setupResultCount += 1
        case PGRES_PIPELINE_SYNC:
            state = .ready
            (readySince, lastProgress) = (now, now)
            logger.debug("session is ready")
        default:
            let statementIndex = setupResultCount - settings.count - 1
            let subject = statements.indices.contains(statementIndex) ? "statement \(statements[statementIndex].name): " : ""
            let message = unsafe result.flatMap { unsafe Libpq.field($0, "M") } ?? connection.map { unsafe Libpq.errorLine($0) } ?? ""
            lose(subject + Libpq.oneLine(message), now)
        }
    }

    // MARK: - Sending

    /// Hands the segment's statements to libpq; `sync` must follow.
    func send(_ job: Job, _ now: MonotonicTime) {
        guard let connection = unsafe connection, isReady else { return job.group.forEach(outbox.sendAgain) }
        if isIdle { lastProgress = now }
        job.stage = .sent
        for companion in job.companions { companion.stage = .sent }
        outbox.counters.segments += 1 + job.companions.count
        var isSent = true
        if let setup = pipeline.append(job) { isSent = unsafe send(setup, connection) }
        for index in 0..<job.segment.stepCount {
            isSent = unsafe isSent && send(job.segment.step(index, and: job.companionKeys), connection)
        }
        if !isSent { lose(unsafe Libpq.errorLine(connection), now) }
    }

    private func send(_ step: Segment.Step, _ connection: OpaquePointer) -> Bool {
        unsafe scratch.withParameters(step.bindings) { values, lengths, formats in
            unsafe PQsendQueryPrepared(connection, step.statement.name, Int32(step.bindings.count), values, lengths, formats, 1) == 1
        }
    }

    /// Ends the batch: from here on its outcome is the server's.
    func sync(_ now: MonotonicTime) {
        guard let connection = unsafe connection, isReady else { return }
        // First, so that a failure on the way counts as sent.
        pipeline.endBatch()
        guard unsafe PQpipelineSync(connection) == 1 else { return lose(unsafe Libpq.errorLine(connection), now) }
        outbox.counters.syncs += 1
        flush(now)
    }

    private func flush(_ now: MonotonicTime) {
        guard let connection = unsafe connection else { return }
        switch unsafe PQflush(connection) {
        case 0: hasUnsentOutput = false
        case 1: hasUnsentOutput = true
        default: lose(unsafe Libpq.errorLine(connection), now)
        }
    }

    // MARK: - Receiving

    private func receive(_ now: MonotonicTime) {
        guard let connection = unsafe connection else { return }
        let isAlive = unsafe PQconsumeInput(connection) == 1
        lastProgress = now
        // Once the channel is dead PQgetResult does not wait: it gives what had arrived, then one error, then NULL.
        while isExpectingSomething, unsafe !isAlive || PQisBusy(connection) == 0 { unsafe take(PQgetResult(connection), now) }
        if unsafe !isAlive && self.connection != nil { return lose(unsafe Libpq.errorLine(connection), now) }
        guard isReady, isIdle else { return }
        if isRetiring {
            lose("the session is given up", now)
        } else if mustPrepareAgain {
            prepare(now)
        } else {
            _ = unsafe PQisBusy(connection)
        }
    }

    private var isExpectingSomething: Bool {
        switch state {
        case .down, .connecting: false
        case .preparing: true
        case .ready: !isIdle
        }
    }

    private func take(_ result: OpaquePointer?, _ now: MonotonicTime) {
        guard let result = unsafe result else {
            nullCount += 1
            // One NULL ends a statement; more than that is libpq's way to say that nothing will come any more.
            guard nullCount <= 2 else { return lose("the session ended in the middle of a pipeline", now) }
            if isReady, let job = pipeline.takeTerminator() { conclude(job) }
            return
        }
        nullCount = 0
        guard isReady else { return unsafe receiveSetup(result, now) }
        switch unsafe PQresultStatus(result) {
        case PGRES_FATAL_ERROR: unsafe takeError(result, now)
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            let isInOrder = pipeline.takeResult()
            if pipeline.isAtSetup { unsafe PQclear(result) } else { unsafe takeRows(result) }
            if !isInOrder { lose("a result out of order", now) }
        case PGRES_PIPELINE_ABORTED:
            unsafe PQclear(result)
            pipeline.oldest?.wasAborted = true
            if !pipeline.takeResult() { lose("a result out of order", now) }
        case PGRES_PIPELINE_SYNC:
            unsafe PQclear(result)
            if let job = pipeline.takeSync() { conclude(job) } else { lose("a sync out of order", now) }
        default:
            unsafe PQclear(result)
            lose("a result of an unknown kind", now)
        }
    }

    private func takeRows(_ result: OpaquePointer) {
        let rows = unsafe ReceivedRows(owning: result)
        guard let job = pipeline.oldest else { return }
        guard let keyColumn = pipeline.currentStatement?.keyColumn else { return job.take(ResultSet(rows)) }
        let keys = rows.keys(keyColumn)
        give(rows, keys, to: job)
        for companion in job.companions { give(rows, keys, to: companion) }
    }

    private func give(_ rows: ReceivedRows, _ keys: RowKeys, to job: Job) {
        guard let key = job.segment.key else { return }
        job.take(ResultSet(rows, onlyRow: keys.row(of: key)))
    }

    private func takeError(_ result: OpaquePointer, _ now: MonotonicTime) {
        defer { unsafe PQclear(result) }
        guard let rejection = unsafe Libpq.rejection(result, statementName: pipeline.currentStatement?.name) else {
            return lose(unsafe connection.map { unsafe Libpq.errorLine($0) } ?? "session lost", now)
        }
        if unsafe Libpq.endsSession(result) {
            return lose("SQLSTATE \(rejection.sqlState): \(Libpq.oneLine(rejection.serverMessage))", now, endedByServer: true)
        }
        pipeline.takeError()
        if let job = pipeline.oldest { job.rejection = job.rejection ?? rejection }
    }

    /// The server has spoken on this segment.
    private func conclude(_ job: Job) {
        guard job.companions.isEmpty || job.hasSucceeded else {
            // What went wrong with one of them, or with all, each finds out alone.
            for member in job.group where member.stage == .sent {
                member.mustBeAlone = true
                outbox.sendAgain(member)
            }
            return
        }
        concludeAlone(job)
        for companion in job.companions { concludeAlone(companion) }
    }

    private func concludeAlone(_ job: Job) {
        guard job.stage == .sent else { return }
        if let rejection = job.rejection { return remedy(rejection, job) }
        if job.wasAborted {
            job.mustBeAlone = true
            return outbox.sendAgain(job)
        }
        outbox.answer(job)
    }

    private func remedy(_ rejection: SQLRejection, _ job: Job) {
        switch Remedy(sqlState: rejection.sqlState, kind: kind) {
        case .sendAgain where job.conflictCount < Self.conflictCountMax:
            job.conflictCount += 1
            outbox.sendAgain(job)
        case .prepareAgain where !job.wasPreparedAgain:
            job.wasPreparedAgain = true
            if !mustPrepareAgain { outbox.reportStaleStatements() }
            mustPrepareAgain = true
            outbox.sendAgain(job)
        case .leaveSession:
            isRetiring = true
            outbox.sendAgainAfterLoss(job, "the server is read-only")
        case .tell(.timedOut): outbox.answer(job, .deadlineExceeded(mayHaveRun: false))
        case .tell(.exhausted):
            outbox.answer(job, .unavailable("the server is out of resources (SQLSTATE \(rejection.sqlState))"))
        case .tell(.sessionBroken):
            isRetiring = true
            outbox.answer(job, .rejected(rejection))
        case .sendAgain, .prepareAgain, .tell(.rejected): outbox.answer(job, .rejected(rejection))
        }
    }

    private static let conflictCountMax = 3

    // MARK: - Losing

    /// Closes the channel, settles what was in flight and plans the next attempt.
    ///
    /// `endedByServer`: the server said so itself, in order, so nothing behind the oldest segment has run.
    func lose(_ reason: String, _ now: MonotonicTime, endedByServer: Bool = false) {
        if isDown { return }
        unsafe PQfinish(connection)
        unsafe connection = nil
        let abandoned = pipeline.abandon(endedByServer: endedByServer)
        (nullCount, setupResultCount, hasUnsentOutput) = (0, 0, false)
        planReconnect(reason, now)
        for segment in abandoned { for job in segment.job.group { settle(job, hasNotRun: segment.hasNotRun, reason) } }
        (isRetiring, mustPrepareAgain) = (false, false)
    }

    /// For good, at the end of the pool.
    func close(_ now: MonotonicTime) {
        isClosing = true
        lose("the session pool is shutting down", now)
    }

    private func settle(_ job: Job, hasNotRun: Bool, _ reason: String) {
        guard job.stage == .sent else { return }
        if let rejection = job.rejection {
            remedy(rejection, job)
        } else if hasNotRun || job.segment.effect == .read {
            outbox.sendAgainAfterLoss(job, reason)
        } else {
            outbox.answer(job, .outcomeUnknown)
        }
    }

    private func planReconnect(_ reason: String, _ now: MonotonicTime) {
        if let readySince {
            outbox.counters.reconnects += 1
            if now - readySince > .seconds(1) { failureCount = 0 }
            logger.log(level: isClosing ? .debug : .warning, "session lost: \(reason)")
        } else {
            logger.log(level: failureCount == 0 && !isClosing ? .warning : .debug, "no session: \(reason)")
        }
        // At once after a long life, then ever more slowly.
        let delay: Duration = failureCount == 0 ? .zero : min(.seconds(2), .milliseconds(50 << min(failureCount - 1, 6)))
        failureCount += 1
        lastFailure = reason
        readySince = nil
        state = .down(until: now + delay)
    }
}

/// Says that there was a notice and of what kind, never its text: it may quote data.
private func logNotice(_ context: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {
    guard let context = unsafe context, let result = unsafe result else { return }
    // The session outlives its PGconn, and with it this call.
    let session = unsafe Unmanaged<Session>.fromOpaque(context).takeUnretainedValue()
    session.logger.debug("notice from the server: \(unsafe Libpq.field(result, "V") ?? "?") \(unsafe Libpq.field(result, "C") ?? "")")
}
