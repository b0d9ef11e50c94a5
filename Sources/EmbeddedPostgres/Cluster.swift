import Glibc

/// Makes the data directory on the first start: complete under its final name, or not there at all.
struct Cluster {
    let directory: StateDirectory
    let binaries: ServerBinaries
    let log: ServerLog
    let stopRequest: EventFlag

    /// Everything happens in a draft directory that is written to disk before it gets its name, so that neither a kill nor a power cut in
    /// the middle leaves half a database. `initdb` itself does not sync, because one sync at the end covers the roles too.
    func makeIfMissing() throws(EmbeddedPostgresError) {
        for draft in try directory.drafts() { try remove(draft) }
        guard directory.dataVersion == nil else { return }
        let draft = directory.newDraft()
        try directory.makeServerDirectory(draft)
        let lock = try lock(draft)
        try run(
            [
                binaries.initdb, "--pgdata", draft, "--username", Settings.superuserRole, "--encoding", "UTF8", "--locale", "C", "--auth",
                "peer",
                "--no-sync", "--no-instructions",
            ], holding: lock)
        try run(
            [binaries.postgres, "--single", "-F", "-D", draft, "-c", "exit_on_error=on", "postgres"], input: Settings.setUpSQL,
            holding: lock)
        try run([binaries.initdb, "--sync-only", "--pgdata", draft], holding: lock)
        try directory.rename(draft, to: directory.data)
    }

    /// A lock that every program working in the draft inherits, and that ends with the last of them: killed with us, they may still be writing
    /// for a moment, and one that was killed with us before it could ask for that works on to its end.
    private func lock(_ draft: String) throws(EmbeddedPostgresError) -> Descriptor {
        guard let draftDirectory = Descriptor.open(draft, O_RDONLY | O_DIRECTORY) else { throw .system("open \(draft)") }
        let end = ContinuousClock.now + .seconds(60)
        while flock(draftDirectory.number, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK, .now < end else {
                throw .stateDirectoryUnusable(path: draft, why: "a program of an unfinished first start is still busy in it")
            }
            if stopRequest.isRaised(within: .milliseconds(20)) { throw .stopped }
        }
        return draftDirectory
    }

    /// As the server's user: in a tree of that user, a link put in a directory's place must lead nobody astray who may do more.
    private func remove(_ draft: String) throws(EmbeddedPostgresError) {
        let isDirectory = statusOfFile(draft).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
        let lock = isDirectory ? try lock(draft) : nil
        defer { withExtendedLifetime(lock) {} }
        // Fails at the draft itself when that user may not remove it; all that counts is that it is empty then.
        _ = try ends(["/bin/rm", "-rf", "--", draft], errors: nil)
        try directory.removeEmptied(draft)
    }

    private func run(_ command: [String], input: String = "", holding lock: Descriptor) throws(EmbeddedPostgresError) {
        let before = log.byteCount
        if try ends(command, input: input, errors: log.descriptor, holding: lock) { return }
        let program = command[0].split(separator: "/").last.map(String.init) ?? ""
        throw .initialisationFailed(program: program, lastLine: log.lastLine(since: before))
    }

    /// Runs a program to its end, and says whether that was a good one. Killed with us: a polite `initdb` would clean up behind our successor's back.
    private func ends(
        _ command: [String], input: String = "", errors: Descriptor?, holding lock: Descriptor? = nil
    ) throws(EmbeddedPostgresError) -> Bool {
        let child = try Child.spawn(
            directory.user.launching(command, deathSignal: "KILL"), input: try pipeHolding(input), errors: errors, holding: lock)
        switch child.wait(orFlag: stopRequest, within: .seconds(60)) {
        case .ended(let status): return status == 0
        case .stopRequested:
            child.end([])
            throw .stopped
        case .timedOut:
            child.end([])
            return false
        }
    }

    /// The reading end of a pipe with a text shorter than the pipe's buffer in it.
    private func pipeHolding(_ text: String) throws(EmbeddedPostgresError) -> Descriptor {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system("pipe") }
        let (reading, writing) = (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
        for end in [reading, writing] { _ = fcntl(end.number, F_SETFD, FD_CLOEXEC) }
        guard writing.write(text) else { throw .system("write") }
        return reading
    }
}
