internal import ArgumentParser
internal import FoundationEssentials
internal import TenonClient

/// The command line: nouns and verbs over the bundled client.
@main
struct Tenon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenon",
        abstract: "Asks a running tenond about connections, and tells it what to keep.",
        usage: "tenon [<options>] <noun> [<verb>] …",
        discussion: """
            Every command calls the daemon over its Unix socket, on behalf of an actor.

            Examples:
              tenon health
              tenon providers list
              tenon workspaces create Acme --owner user:ada
              tenon tenants create "Acme Berlin" --workspace 0b7c… --actor user:ada
              tenon connections create --tenant 5f1e… --provider github \\
                  --external-id org:42 --display-name "Acme on GitHub"
              tenon connections list --provider github --output json --actor user:ada
              tenon memberships list --of-tenant 5f1e… --actor user:ada
              tenon audit list --of-tenant 5f1e… --after 2h --actor user:ada
              tenon stats --watch
              tenon --socket /run/tenon/tenon.sock --actor user:ada whoami
              tenon bench --mix get=90,list=5,update=5 --duration 30

            The options below belong to every command. They may stand before the noun, between noun and verb, or behind both. \
            TENON_SOCKET, TENON_ACTOR and TENON_TENANT stand in for --socket, --actor and --tenant.

            Exit codes: 0 done, 1 refused by the daemon, 2 no answer from a daemon, 64 wrong usage.
            """,
        version: "tenon 0.1.0",
        subcommands: [
            Health.self, WhoAmI.self, Describe.self, Stats.self, Providers.self, Connections.self, Workspaces.self, Tenants.self,
            Memberships.self, Runs.self, Audit.self, Badges.self, Bench.self,
        ])

    /// Parsed here, so that they may stand before the noun; every command below finds what was parsed in a group of the same type.
    @OptionGroup var global: GlobalOptions
}

/// Flags of every command that calls the daemon.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The daemon's socket.")
    var socket: String = TenonClient.defaultSocketPath

    @Option(help: "On whose behalf: user:… or service:… (default: TENON_ACTOR, else service: and the caller's name).")
    var actor: String?

    @Option(help: "The active tenant context, a UUID (default: TENON_TENANT, else none).")
    var tenant: String?

    @Option(name: .customLong("server-uid"), help: "User id the daemon runs as, if it is neither yours nor root's.")
    var serverUID: UInt32?

    @Option(help: "How to print: table or json.")
    var output: OutputFormat = .table

    @Option(help: "Print only this field of the result, such as id.")
    var field: String?

    @Option(help: "Seconds a call may take, at most 60.")
    var timeout: Double = 5

    func validate() throws {
        guard timeout > 0, timeout <= 60 else { throw ValidationError("--timeout takes more than 0 and at most 60 seconds") }
    }

    /// - Parameter isInTenant: whether `--tenant` and `TENON_TENANT` count.
    func makeClient(isInTenant: Bool = true) -> TenonClient {
        // An empty variable is an unset one.
        let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
        return TenonClient(
            socketPath: socket, actor: actor ?? environment["TENON_ACTOR"],
            tenant: isInTenant ? tenant ?? environment["TENON_TENANT"] : nil,
            timeout: .milliseconds(Int64(timeout * 1_000)), serverUID: serverUID)
    }
}

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
}

/// A command that makes calls and prints what they return.
protocol CallCommand: AsyncParsableCommand {
    var global: GlobalOptions { get }
    func call(_ client: TenonClient, _ printer: Printer) async throws
}

extension CallCommand {
    func run() async throws {
        let client = global.makeClient()
        do {
            try await call(
                client,
                Printer(
                    format: global.output, field: global.field, badges: BadgeBook(client: client), showsColors: TerminalColor.isWanted))
        } catch let error as TenonError {
            await client.close()
            throw error.exitCode()
        }
        await client.close()
    }
}

extension TenonError {
    /// Tells people, and what they can do about it if that is known; gives what to exit with.
    func exitCode(hint: String? = nil) -> ExitCode {
        writeToStandardError("tenon: \(visible("\(self)"))\n")
        if let hint { writeToStandardError("\(hint)\n") }
        return origin == .daemon ? ExitCode(1) : ExitCode(2)
    }
}

/// Writes one message to standard error.
func writeToStandardError(_ text: String) {
    try? FileHandleOutput.standardError.write(Array(text.utf8))
}
