internal import ArgumentParser
internal import Logging
internal import Server
internal import Transport

#if canImport(Glibc)
    internal import Glibc
#endif

/// The daemon's command line. Every flag is also an environment variable (`TENON_SOCKET_MODE`) and a key of the configuration file
/// (`socket-mode: "0660"`); flags win over the environment, the environment over the file.
@main
struct Tenond: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenond",
        abstract: "Keeps a product's third-party connections and serves them to processes on this host.",
        discussion: """
            Without --database-url it runs a PostgreSQL of its own in the state directory.

            Every flag is also an environment variable (TENON_SOCKET_MODE) and, but for --config, a key of the file (socket-mode: "0660").
            Flags win over the environment, the environment over the file. A password belongs into the environment or the file.

            Examples:
              tenond
              tenond --socket /srv/tenon.sock --socket-mode 0660 --socket-group web
              tenond --callers /etc/tenon/callers.yaml --socket-mode 0660 --socket-group web
              tenond --database-url postgresql://tenon_login@db/tenon \\
                     --migrate-url postgresql://tenon_owner@db/tenon
              tenond --config /etc/tenon.yaml --log-format json

            Without --callers the daemon's own user and root may call, as admins. The file lists who else may, and for whom:
              callers:
                - name: ops
                  user: root                          # or  uid: 0
                  may_act_as: ["*"]
                  admin: true
                - name: billing
                  user: billing
                  may_act_as: ["service:billing-*", "user:*"]
                  max_channels: 64
                  max_calls_in_flight: 512
                  capabilities: [connection.view]     # at most this, whoever the actor is

            SIGHUP reads the callers file again; one that is wrong changes nothing, and the log says why.
            SIGTERM and SIGINT finish the calls that run and exit 0; a second one exits at once.
            Exit codes: 0 stopped, 1 failed (also: the database can not be reached), 64 wrong usage, 78 wrong configuration.
            """,
        version: "tenond \(BuildVersion.current)")

    @Option(help: "Path of the socket to listen on (default: \(SocketLocation.standard)).") var socket: String?
    @Option(help: "Octal mode of the socket (default: 0600).") var socketMode: String?
    @Option(help: "Group of the socket, by name or id (default: the process's own).") var socketGroup: String?
    @Option(name: .customLong("database-url"), help: "libpq URL to work with, as a restricted role (default: a private PostgreSQL).")
    var databaseURL: String?
    @Option(name: .customLong("migrate-url"), help: "libpq URL of the role that owns the tables (default: the database URL).")
    var migrateURL: String?
    @Option(help: "Directory of the private PostgreSQL (default: /var/lib/tenon for root, else ~/.local/state/tenon).") var stateDir:
        String?
    @Option(help: "YAML file that says who may call (default: the daemon's own user and root).") var callers: String?
    @Option(help: "What the links of runs begin with, such as https://ops.example/runs (default: tenon://runs).") var runLinkBase: String?
    @Option(help: "YAML file with the same settings as these flags.") var config: String?
    @Option(help: "trace, debug, info, notice, warning, error or critical (default: info).") var logLevel: String?
    @Option(help: "text or json (default: text).") var logFormat: String?

    func run() async throws {
        // It would kill the daemon until somebody listens for it; the callers file is read later than that.
        signal(SIGHUP, SIG_IGN)
        let settings: Settings
        do {
            settings = try await Settings.resolve(flags: flags, configFile: config)
        } catch {
            Console.standardError("tenond: \(error)")
            throw ExitCode(78)
        }
        LogOutput.bootstrap(settings)
        if settings.databaseURL == nil { LibpqEnvironment.clear() }
        let exitCode = await Daemon(settings: settings, logger: Logger(label: "tenond")).run()
        if exitCode != 0 { throw ExitCode(exitCode) }
    }

    private var flags: [Setting: String] {
        let given: [Setting: String?] = [
            .socket: socket, .socketMode: socketMode, .socketGroup: socketGroup, .databaseURL: databaseURL, .migrateURL: migrateURL,
            .stateDir: stateDir, .callers: callers, .runLinkBase: runLinkBase, .logLevel: logLevel, .logFormat: logFormat,
        ]
        return given.compactMapValues { $0 }
    }
}
