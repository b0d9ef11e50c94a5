import Foundation
import Postgres
import TestKit

/// PostgreSQL's own load test, on the private PostgreSQL of a daemon.
struct Pgbench {
    /// What one transaction is.
    struct Script {
        let name: String
        let text: String
        /// Sent as parameters, in place of `:name`.
        var variables: [String: String] = [:]
        /// Settings of its sessions; they work as the superuser otherwise.
        var settings: [String: String] = [:]
        /// Whether each transaction must leave a connection with its next token generation.
        var movesGeneration = false
    }

    private let daemon: TestDaemon
    private let program: String
    private let superuser: PlainSession

    init(_ daemon: TestDaemon) throws {
        guard let serverID = daemon.postmasterID else { throw BenchmarkFailure(description: "the daemon has no private PostgreSQL") }
        // Beside the server that runs: of the same version.
        let server = URL(filePath: "/proc/\(serverID)/exe").resolvingSymlinksInPath()
        program = server.deletingLastPathComponent().appending(path: "pgbench").path()
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw BenchmarkFailure(
                description: "there is no \(program): it comes with the server's package, on Debian: apt-get install postgresql")
        }
        self.daemon = daemon
        superuser = try PlainSession(daemon.superuserURL)
    }

    /// Transactions of so many clients, each of which makes its next one when the last has come back, or, with a rate, when one is due: latencies count
    /// from then, a tenth of them. Otherwise there are latencies only where a single client makes them.
    func run(_ script: Script, clientCount: Int, seconds: Int, transactionsPerSecond: Double? = nil) throws -> Report.Figure {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let isLogged = clientCount == 1 || transactionsPerSecond != nil
        let log = isLogged ? ["--log", "--log-prefix=\(directory)/log"] : []
        let schedule = transactionsPerSecond.map { ["--rate=\($0)", "--sampling-rate=0.1"] } ?? []
        let generations = try tokenGenerations()
        let options = ["--client=\(clientCount)", "--time=\(seconds)"] + threads(clientCount) + schedule + log
        let said = try output(script, in: directory, options)
        let count = try number("number of transactions actually processed: ", in: said)
        let moved = try tokenGenerations() - generations
        guard count > 0, moved == (script.movesGeneration ? Int(count) : 0) else {
            throw BenchmarkFailure(description: "\(script.name) did not change what it should have: \(said)")
        }
        let rate = Report.Value(.callsPerSecond, try number("tps = ", in: said))
        return Report.Figure(
            name: script.name, values: [rate] + (isLogged ? try latencies(in: directory, isOnSchedule: transactionsPerSecond != nil) : []))
    }

    /// Fails unless a few transactions end well.
    func check(_ script: Script) throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        _ = try output(script, in: directory, ["--client=1", "--transactions=20"])
    }

    /// The number of clients with which most transactions a second are made.
    func bestClientCount(_ script: Script, among counts: [Int], seconds: Int) throws -> Int {
        progress("looking for the best number of clients for \(script.name)")
        let rates = try counts.map { count in (count, try run(script, clientCount: count, seconds: seconds)[.callsPerSecond]) }
        progress(rates.map { "\($0): \(Int($1))/s" }.joined(separator: ", "))
        guard let best = rates.max(by: { $0.1 < $1.1 }) else { throw BenchmarkFailure(description: "no number of clients to choose from") }
        return best.0
    }

    /// As many threads as there are cores for them.
    private func threads(_ clientCount: Int) -> [String] {
        ["--jobs=\(min(clientCount, ProcessInfo.processInfo.activeProcessorCount))"]
    }

    private func output(_ script: Script, in directory: String, _ options: [String]) throws -> String {
        let file = "\(directory)/script.sql"
        try script.text.write(toFile: file, atomically: true, encoding: .utf8)
        let variables = script.variables.map { "--define=\($0)=\($1)" }
        let place = ["--host=\(daemon.directory)/state/run", "--username=postgres", "tenon"]
        let settings = script.settings.map { "-c \($0)=\($1)" }.joined(separator: " ")
        let arguments = ["--no-vacuum", "--protocol=prepared", "--file=\(file)"] + options + variables + place
        let output = try withAlarmsLetThrough {
            try RunningProgram.output(program, arguments, environment: ["PGOPTIONS": settings])
        }
        guard output.exitCode == 0, try number("number of failed transactions: ", in: output.standardOutput) == 0 else {
            throw BenchmarkFailure(description: "pgbench failed with \(script.name): \(output.standardError)\(output.standardOutput)")
        }
        return output.standardOutput
    }

    /// A program inherits the signals that are blocked where it is started, which on a thread of the runtime's are all; pgbench ends by SIGALRM.
    private func withAlarmsLetThrough<Value>(_ body: () throws -> Value) rethrows -> Value {
        var alarm = sigset_t(), before = sigset_t()
        sigemptyset(&alarm)
        sigaddset(&alarm, SIGALRM)
        pthread_sigmask(SIG_UNBLOCK, &alarm, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }

    /// The number behind a label.
    private func number(_ label: String, in text: String) throws -> Double {
        let rest = text.range(of: label).map { text[$0.upperBound...] } ?? ""
        guard let number = Double(rest.prefix { $0.isNumber || $0 == "." }) else {
            throw BenchmarkFailure(description: "pgbench does not say “\(label)”: \(text)")
        }
        return number
    }

    /// Of each transaction, the third word of its line in the log (pgbench, per-transaction logging), in microseconds.
    private func latencies(in directory: String, isOnSchedule: Bool) throws -> [Report.Value] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("log") }
        let sorted = try names.flatMap { name in
            try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8).split(separator: "\n").compactMap { line in
                line.split(separator: " ").dropFirst(2).first.flatMap { Double($0) }
            }
        }.sorted()
        guard !sorted.isEmpty else { throw BenchmarkFailure(description: "pgbench logged no transaction") }
        func us(_ quantile: Double) -> Double { sorted[Int(Double(sorted.count - 1) * quantile)] }
        return [Report.Value(.p50US, us(0.5)), Report.Value(.p99US, us(0.99))] + (isOnSchedule ? [Report.Value(.p999US, us(0.999))] : [])
    }

    private func tokenGenerations() throws -> Int {
        let rows = try superuser.query("SELECT sum(c.token_generation) FROM connections c")
        guard let sum = rows.first?.first.flatMap({ $0 }).flatMap({ Int($0) }) else {
            throw BenchmarkFailure(description: "there are no connections")
        }
        return sum
    }
}
