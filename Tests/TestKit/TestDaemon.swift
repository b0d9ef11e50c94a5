internal import Foundation
package import TenonClient

/// A built `tenond` with a state directory and a socket of its own. A class: it owns the process.
package final class TestDaemon: Sendable {
    /// The daemon of the suite that runs now.
    @TaskLocal package static var current: TestDaemon?

    package let socketPath: String
    package let directory: String
    private let program: RunningProgram

    private init(directory: String, program: RunningProgram) {
        self.directory = directory
        self.program = program
        socketPath = "\(directory)/tenon.sock"
    }

    /// Starts a daemon and waits until it says that it is ready. `directory` continues the state an earlier one left.
    package static func start(
        directory: String? = nil, arguments: [String] = [], environment: [String: String] = [:]
    ) async throws -> TestDaemon {
        let directory = try directory ?? TestDirectory.make()
        let program = try RunningProgram.start(
            "tenond", ["--socket", "\(directory)/tenon.sock", "--state-dir", "\(directory)/state"] + arguments, environment: environment)
        try await program.waitForStandardError(containing: "is ready on")
        return TestDaemon(directory: directory, program: program)
    }

    /// Starts a daemon with a callers file, on a socket that every user may connect to.
    package static func start(callers: String, arguments: [String] = []) async throws -> TestDaemon {
        let directory = try TestDirectory.make()
        try callers.write(toFile: callersFile(in: directory), atomically: true, encoding: .utf8)
        let own = ["--callers", callersFile(in: directory), "--socket-mode", "0666"]
        return try await start(directory: directory, arguments: own + arguments)
    }

    /// Writes another callers file (nil: removes it), sends SIGHUP and waits for what the daemon says about it, which it gives.
    @discardableResult
    package func reload(callers: String?) async throws -> String {
        if let callers {
            try callers.write(toFile: callersFile, atomically: true, encoding: .utf8)
        } else {
            try FileManager.default.removeItem(atPath: callersFile)
        }
        let saidByteCount = standardError.utf8.count
        program.signal(SIGHUP)
        // The last line about it, whichever way it went.
        try await program.waitForStandardError(containing: " the callers ", behind: saidByteCount)
        return String(decoding: standardError.utf8.dropFirst(saidByteCount), as: UTF8.self)
    }

    /// The callers file of a daemon that was started with one.
    package var callersFile: String { Self.callersFile(in: directory) }

    private static func callersFile(in directory: String) -> String { "\(directory)/callers.yaml" }

    /// Flags for another daemon that works on the database of this one.
    package var sameDatabase: [String] {
        let run = "host=\(directory)/state/run dbname=tenon"
        return ["--database-url", "\(run) user=tenon_login", "--migrate-url", "\(run) user=tenon_owner"]
    }

    package var processID: Int32 { program.processID }

    /// Everything it wrote to standard error so far.
    package var standardError: String { program.standardError }

    /// A client for this daemon.
    package func client(actor: String? = nil, tenant: String? = nil, timeout: Duration = .seconds(20)) -> TenonClient {
        TenonClient(socketPath: socketPath, actor: actor, tenant: tenant, timeout: timeout)
    }

    /// The private PostgreSQL, as its superuser.
    package var superuserURL: String {
        "postgresql://postgres@\("\(directory)/state/run".replacingOccurrences(of: "/", with: "%2F"))/tenon"
    }

    /// The private PostgreSQL's first process.
    package var postmasterID: Int32? {
        let file = try? String(contentsOfFile: "\(directory)/state/data/postmaster.pid", encoding: .utf8)
        return file.flatMap { Int32($0.prefix { $0 != "\n" }) }
    }

    /// Waits until it has said something on standard error.
    package func waitForStandardError(containing text: String) async throws {
        try await program.waitForStandardError(containing: text)
    }

    /// Runs SQL as the private PostgreSQL's superuser; gives the unaligned rows and what psql wrote to standard error.
    package func psql(_ sql: String) throws -> ProgramOutput {
        let run = "\(directory)/state/run"
        return try RunningProgram.output(
            "/usr/bin/psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", run, "-U", "postgres", "-d", "tenon", "-c", sql])
    }

    /// Sends SIGTERM and waits; gives the exit code.
    @discardableResult
    package func stop() async -> Int32 {
        program.signal(SIGTERM)
        return await program.exitCode()
    }

    /// Sends SIGKILL and waits.
    package func kill() async {
        program.signal(SIGKILL)
        _ = await program.exitCode()
    }

    /// Sends a signal.
    package func signal(_ number: Int32) { program.signal(number) }

    /// Waits for the process to end; gives its exit code.
    package func exitCode() async -> Int32 { await program.exitCode() }

    /// Removes the state and the socket.
    package func removeDirectory() {
        try? FileManager.default.removeItem(atPath: directory)
    }
}

/// Temporary directories that the private PostgreSQL's user can pass through.
package enum TestDirectory {
    package static func make() throws -> String {
        var template = Array("/tmp/tenon-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        chmod(path, 0o711)
        return path
    }
}
