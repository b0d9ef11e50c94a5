import Foundation
import Postgres

/// A PostgreSQL of the tests' own in a temporary directory, on a Unix socket only. It stops with the process.
final class PrivateCluster: Sendable {
    /// One per test run.
    static let shared: PrivateCluster = {
        let cluster = PrivateCluster()
        _ = atexit { PrivateCluster.shared.stop() }
        return cluster
    }()

    let directory: String
    private let binaries: String

    init() {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap(Int.init).max() ?? 15
        binaries = "/usr/lib/postgresql/\(newest)/bin"
        directory = "/tmp/tenon-postgres-\(UUID().uuidString.prefix(8))"
        run("install", geteuid() == 0 ? ["-d", "-o", "postgres", directory] : ["-d", directory])
        asPostgres(
            "\(binaries)/initdb", ["-D", "\(directory)/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        start()
    }

    func url(_ applicationName: String) -> String { "host=\(directory) user=postgres dbname=postgres application_name=\(applicationName)" }

    func start() {
        // The parent-death signal fires when the *thread* that spawned ends: this one never does.
        Thread.detachNewThread { [self] in
            asPostgres(
                "\(binaries)/postgres",
                ["-D", "\(directory)/data", "-c", "listen_addresses=", "-c", "unix_socket_directories=\(directory)", "-c", "fsync=off"]
                    + [
                        "-c", "deadlock_timeout=20ms", "-c", "max_connections=400", "-c", "log_destination=stderr", "-c",
                        "logging_collector=on",
                    ])
            while true { sleep(1_000_000) }
        }
        while (try? PlainSession(url("readiness"))) == nil { usleep(2_000) }
    }

    func stop(mode: String = "fast") {
        asPostgres("\(binaries)/pg_ctl", ["-D", "\(directory)/data", "-m", mode, "-w", "stop"])
        if mode == "fast" { try? FileManager.default.removeItem(atPath: directory) }
    }

    /// Ends the server without letting it finish anything, and starts it again.
    func crash() {
        stop(mode: "immediate")
        start()
    }

    private func asPostgres(_ program: String, _ arguments: [String]) {
        let identity = geteuid() == 0 ? ["--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
        run("setpriv", identity + ["--pdeathsig=INT", program] + arguments)
    }

    private func run(_ program: String, _ arguments: [String]) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try? process.run()
        process.waitUntilExit()
    }
}
