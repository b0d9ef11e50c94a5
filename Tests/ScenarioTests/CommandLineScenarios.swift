import Foundation
import TenonClient
import TestKit
import Testing

/// The `tenon` command as a person or a script meets it.
@Suite(.daemon, .timeLimit(.minutes(1)))
struct CommandLineScenarios {
    // MARK: - Every noun and verb

    @Test func `a script goes through every noun and verb by fields`() throws {
        let owner = "user:\(UUID().uuidString.lowercased())", service = owner.replacing("user:", with: "service:")
        func field(_ arguments: [String], _ name: String = "id", as actor: String = owner, input: String? = nil) throws -> String {
            let output = try tenon(arguments + ["--field", name, "--actor", actor], input: input)
            #expect(output.exitCode == 0 && output.standardError == "", "\(arguments): \(output)")
            return output.standardOutput.trimmingCharacters(in: .newlines)
        }
        #expect(try field(["health"], "status") == "SERVING")
        #expect(try field(["whoami"], "actor") == owner)
        #expect(try !field(["describe"], "build_version").isEmpty)
        #expect(try field(["providers", "list"], "slug").split(separator: "\n").contains("github"))
        #expect(try field(["providers", "get", "github"], "auth_type") == "oauth2")
        #expect(try field(["providers", "upsert", "linear", "--display-name", "Linear", "--auth-type", "oauth2"], "slug") == "linear")

        let workspace = try field(["workspaces", "create", "Acme", "--owner", owner])
        let tenant = try field(["tenants", "create", "Acme Berlin", "--workspace", workspace])
        #expect(try field(["memberships", "grant", service, "member", "--workspace", workspace], "role") == "member")
        #expect(try field(["memberships", "grant", service, "service", "--of-tenant", tenant], "role") == "service")

        let created = try field(
            [
                "connections", "create", "--tenant", tenant, "--provider", "github", "--external-id", "org:42", "--display-name", "Acme",
                "--access-token", "-",
            ],
            input: "sealed")
        #expect(try field(["connections", "find", "github", "org:42", "--tenant", tenant]) == created)
        #expect(try field(["connections", "list", "--tenant", tenant, "--all"]) == created)
        #expect(try field(["connections", "update", created, "--display-name", "Ours"], "display_name") == "Ours")
        let update = ["connections", "update-tokens", created, "--access-token", "-", "--expected-generation", "1"]
        #expect(try field(update, "token_generation", as: service, input: "newer") == "2")
        #expect(try field(["connections", "get", created], "token_generation") == "2")
        let late = try tenon(update + ["--actor", service], input: "late")
        #expect(late.exitCode == 1 && late.standardError.hasSuffix("(token_generation 2)\n"), "\(late.standardError)")
        #expect(try tenon(["connections", "tokens", created, "--actor", service]).standardOutput == "newer")
        #expect(try field(["connections", "set-default", created], "is_default") == "yes")
        #expect(try field(["connections", "get-default", "github", "--tenant", tenant]) == created)
        #expect(try tenon(["connections", "clear-default", "github", "--tenant", tenant, "--actor", owner]).exitCode == 0)
        #expect(try tenon(["connections", "get-default", "github", "--tenant", tenant, "--actor", owner]).exitCode == 1)
        #expect(try field(["connections", "list", "--expires-before", "1h"]) == "")
        #expect(try field(["connections", "update-tokens", created, "--expires-at", "2026-01-01T00:00:00Z"], "id", as: service) == created)
        #expect(try field(["connections", "list", "--expires-before", "1h"]) == created)

        let run = try field(["runs", "start", created, "health_check"], as: service)
        #expect(try field(["runs", "get", run], "link") == "tenon://runs/\(run)")
        let failed = ["runs", "finish", run, "failed", "--reason-code", "INVALID_GRANT", "--message", "token=abcdefgh12345678 is gone"]
        #expect(try field(failed, "message", as: service).hasSuffix(" is gone"))
        #expect(try field(["connections", "get", created], "health_status") == "failing")
        #expect(try field(["runs", "list", "--connection", created, "--outcome", "failed"]) == run)
        for arguments in [["connections", "delete", created], ["tenants", "delete", tenant]] {
            let output = try tenon(arguments + ["--actor", owner])
            #expect(output.exitCode == 0 && output.standardOutput.hasPrefix("deleted "))
        }
        #expect(try tenon(["connections", "get", created, "--actor", owner]).exitCode == 1)
    }

    @Test func `with --output json everything printed is JSON`() throws {
        let actor = "user:\(UUID().uuidString)"
        let commands = [
            ["health"], ["whoami"], ["describe"], ["providers", "list"], ["providers", "get", "slack"],
            ["workspaces", "create", "JSON"], ["connections", "list"],
        ]
        for command in commands {
            let output = try tenon(command + ["--output", "json", "--actor", actor])
            #expect(output.exitCode == 0)
            let object = try JSONSerialization.jsonObject(with: Data(output.standardOutput.utf8))
            #expect(object is [String: Any], "\(command)")
        }
    }

    @Test func `the exit code says whether it was done, refused, unreachable or misused`() throws {
        #expect(try tenon(["providers", "get", "github"]).exitCode == 0)
        let refused = try tenon(["providers", "get", "myspace"])
        #expect(refused.exitCode == 1 && refused.standardOutput == "")
        #expect(refused.standardError == "tenon: NOT_FOUND PROVIDER_NOT_FOUND: no provider has this slug\n")
        let unreachable = try tenon(["health", "--socket", "/no/such.sock"])
        #expect(unreachable.exitCode == 2)
        #expect(unreachable.standardError == "tenon: UNAVAILABLE: no daemon answers on /no/such.sock: No such file or directory\n")
        for misuse in [
            ["nonsense"], ["providers", "get"], ["health", "--timeout", "0"], ["health", "--output", "xml"],
            ["memberships", "grant", "user:a", "member"], ["providers", "list", "--field", "colour"], ["workspaces", "get"],
            ["tenants", "list", "extra"], ["memberships", "list"], ["memberships", "list", "--workspace", "a", "--of-tenant", "b"],
            ["memberships", "revoke", "user:a"], ["memberships", "revoke", "--workspace", "a"], ["audit", "list", "--after", "yesterday"],
            ["audit", "list", "--after", "2026-01-31T12:00:00.1234567890Z"], ["audit", "list", "--before", "2026-01-31T12:00:00Z?"],
            ["audit", "list", "--before", "1234567d"], ["audit", "list", "--page-size", "many"],
        ] {
            let output = try tenon(misuse)
            #expect(output.exitCode == 64 && output.standardError.hasPrefix("Error: "), "\(misuse): \(output)")
        }
    }

    @Test func `with --all the pages of a table follow one head`() async throws {
        let (tenant, _) = try await tenantWithService()
        let client = try #require(TestDaemon.current).client(actor: tenant.name)
        for number in 1...5 {
            _ = try await client.connections.createConnection(
                CreateConnectionRequest(tenantID: tenant.id, providerSlug: "slack", externalID: "T\(number)", displayName: "Ours"))
        }
        let list = ["connections", "list", "--tenant", tenant.id, "--actor", tenant.name, "--page-size", "2"]
        let all = try tenon(list + ["--all"])
        let lines = all.standardOutput.split(separator: "\n")
        #expect(lines.count == 6 && lines.filter { $0.hasPrefix("ID") }.count == 1 && all.standardError == "")
        let page = try tenon(list)
        #expect(page.standardOutput.split(separator: "\n").count == 3 && page.standardError.hasPrefix("more: --page-token "))
    }

    @Test func `wrong fields are named on standard error`() throws {
        let output = try tenon(["workspaces", "create", ""])
        #expect(output.exitCode == 1)
        #expect(output.standardError == "tenon: INVALID_ARGUMENT INVALID_FIELD: name is empty\n")
    }

    @Test func `the environment stands in for flags, and an empty variable is an unset one`() throws {
        func actor(_ environment: [String: String], _ arguments: [String] = []) throws -> String {
            let output = try tenon(["whoami", "--field", "actor"] + arguments, environment: environment)
            return output.standardOutput
        }
        #expect(try actor(["TENON_ACTOR": "user:eve"]) == "user:eve\n")
        #expect(try actor(["TENON_ACTOR": "user:eve"], ["--actor", "user:flag"]) == "user:flag\n")
        #expect(try actor(["TENON_ACTOR": "", "TENON_TENANT": ""]) == "service:local\n")
    }

    // MARK: - Flags that every command has

    @Test(arguments: [
        ["--field", "slug", "providers", "get", "github"], ["providers", "--field", "slug", "get", "github"],
        ["providers", "get", "--field", "slug", "github"], ["providers", "get", "github", "--field=slug"],
        ["--timeout", "5", "providers", "--actor", "user:eve", "get", "github", "--field", "slug"],
    ])
    func `a flag that every command has stands before, between and behind noun and verb`(arguments: [String]) throws {
        let output = try tenon(arguments)
        #expect(output.exitCode == 0 && output.standardOutput == "github\n", "\(output)")
    }

    @Test func `every flag that every command has is taken before the noun`() throws {
        let socket = try #require(TestDaemon.current).socketPath
        let flags = ["--socket", socket, "--server-uid", "0", "--timeout", "9", "--actor", "user:eve", "--tenant", UUID().uuidString]
        let output = try tenon(flags + ["--output", "json", "whoami"], environment: ["TENON_SOCKET": "/no/such.sock"])
        let object = try JSONSerialization.jsonObject(with: Data(output.standardOutput.utf8)) as? [String: Any]
        #expect(object?["actor"] as? String == "user:eve", "\(output)")
        let twice = try tenon(["--actor", "user:first", "whoami", "--field", "actor", "--actor", "user:last"])
        #expect(twice.standardOutput == "user:last\n", "the last one counts")
    }

    @Test func `a flag's value that looks like a noun or a verb is a value`() throws {
        for arguments in [["--socket", "health", "whoami"], ["whoami", "--socket", "health"], ["--socket", "health", "health"]] {
            let output = try tenon(arguments)
            #expect(
                output.exitCode == 2 && output.standardError.hasPrefix("tenon: UNAVAILABLE: no daemon answers on health: "), "\(output)")
        }
        let list = try tenon(["--field", "list", "providers", "list"])
        #expect(list.exitCode == 64 && list.standardError.hasPrefix("Error: --field: the result has no list; it has slug, "), "\(list)")
    }

    @Test func `a flag that every command has does not take the place of another one's value, and behind -- nothing is a flag`() throws {
        let create = ["connections", "create", "--provider", "github", "--external-id", "--field", "id"]
        let missing = try tenon(create)
        #expect(missing.exitCode == 64 && missing.standardError.hasPrefix("Error: Missing value for '--external-id "), "\(missing)")
        let refused = try tenon(["--field", "slug", "providers", "get", "--", "--field"])
        #expect(refused.exitCode == 1 && refused.standardOutput == "", "--field is the slug that nobody has: \(refused)")
        for misuse in [
            ["whoami", "--", "--actor", "user:eve"], ["--actor"], ["whoami", "--actor"], ["--provider", "x", "connections", "list"],
        ] {
            let output = try tenon(misuse)
            #expect(output.exitCode == 64 && output.standardError.hasPrefix("Error: "), "\(misuse): \(output)")
        }
    }

    // MARK: - Tokens

    @Test(arguments: ["hunter2", "@", "--access-token=hunter2", "-hunter2"])
    func `a token on the command line is refused and not repeated`(given: String) throws {
        let option = given.hasPrefix("--") ? [given] : ["--access-token", given]
        for verb in [["create", "--provider", "github", "--external-id", "x"], ["update-tokens", UUID().uuidString]] {
            let output = try tenon(["connections"] + verb + option)
            #expect(output.exitCode == 64)
            #expect(!(output.standardError + output.standardOutput).contains("hunter2"), "\(output.standardError)")
        }
    }

    @Test func `tokens come from files and standard input and go to files that only their owner reads`() async throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (tenant, service) = try await tenantWithService()
        let file = "\(directory)/token"
        let bytes = Data([0, 1, 2, 255, 10])
        try bytes.write(to: URL(filePath: file))
        let id = try tenon(
            [
                "connections", "create", "--tenant", tenant.id, "--provider", "github", "--external-id", "x", "--display-name", "X",
                "--refresh-token", "@\(file)",
                "--access-token", "-", "--field", "id", "--actor", tenant.name,
            ], input: "from stdin"
        ).standardOutput.trimmingCharacters(in: .newlines)
        let target = "\(directory)/out"
        let written = try tenon(["connections", "tokens", id, "--refresh", "--to", target, "--actor", service])
        #expect(
            written.exitCode == 0 && written.standardOutput == "" && written.standardError == "wrote 5 bytes of generation 1 to \(target)\n"
        )
        #expect(try Data(contentsOf: URL(filePath: target)) == bytes)
        #expect(try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == ["out", "token"])

        let terminal = try RunningProgram.output(
            "/usr/bin/script",
            ["-qec", "\(RunningProgram.binaryDirectory)/tenon connections tokens \(id) --actor \(service)", "/dev/null"],
            environment: ["TENON_SOCKET": try #require(TestDaemon.current).socketPath])
        #expect(terminal.exitCode == 64)
        #expect(terminal.standardOutput.contains("standard output is a terminal") && !terminal.standardOutput.contains("from stdin"))

        let both = ["connections", "update-tokens", id, "--access-token", "-", "--refresh-token", "-"]
        #expect(try tenon(both, input: "x").standardError.contains("only one of --access-token and --refresh-token can be standard input"))
        for (wrong, message) in [("@/no/such", "can not read /no/such"), ("-", "the token is empty")] {
            let output = try tenon(["connections", "update-tokens", id, "--access-token", wrong], input: "")
            #expect(output.exitCode == 64 && output.standardError.contains(message), "\(output.standardError)")
        }
        let large = try tenon(["connections", "update-tokens", id, "--access-token", "-"], input: String(repeating: "x", count: 65_537))
        #expect(large.exitCode == 64 && large.standardError.contains("65536 bytes"))
    }

    // MARK: - What reaches a terminal

    @Test func `control characters that somebody stored do not reach a terminal`() async throws {
        let daemon = try #require(TestDaemon.current)
        let (tenant, _) = try await tenantWithService()
        let client = daemon.client(actor: tenant.name)
        let connection = try await client.connections.createConnection(
            CreateConnectionRequest(tenantID: tenant.id, providerSlug: "github", externalID: "x", displayName: "Ours"))
        let hostile = #"U&'\001b[31m red \009b5m \007f \202e back'"#
        let stored = try daemon.psql("UPDATE connections SET external_id = \(hostile) WHERE id = '\(connection.id)'")
        #expect(stored.exitCode == 0, "\(stored.standardError)")
        for format in [["--output", "table"], ["--output", "json"], ["--field", "external_id"]] {
            for command in [["get", connection.id], ["list", "--tenant", tenant.id]] {
                let output = try tenon(["connections"] + command + ["--actor", tenant.name] + format)
                #expect(output.exitCode == 0 && output.standardOutput.contains("red"))
                for scalar in output.standardOutput.unicodeScalars where scalar != "\n" {
                    #expect(scalar.properties.generalCategory != .control && scalar != "\u{202E}", "\(format)")
                }
            }
        }
        let output = try tenon(["connections", "get", connection.id, "--actor", tenant.name, "--output", "json"])
        let object = try JSONSerialization.jsonObject(with: Data(output.standardOutput.utf8)) as? [String: Any]
        #expect(object?["external_id"] as? String == "\u{1B}[31m red \u{9B}5m \u{7F} \u{202E} back", "JSON loses nothing")
    }

    // MARK: - Help

    @Test func `the help of every command has an example`() throws {
        struct Command: Decodable {
            let commandName: String
            let discussion: String?
            let subcommands: [Command]?
        }
        struct Dump: Decodable { let command: Command }
        for program in ["tenon", "tenond"] {
            let dump = try RunningProgram.output(program, ["--experimental-dump-help"])
            let root = try JSONDecoder().decode(Dump.self, from: Data(dump.standardOutput.utf8)).command
            func check(_ command: Command, _ path: [String]) {
                guard command.commandName != "help" else { return }
                #expect(command.discussion?.contains("Example") == true, "\(path)")
                #expect(command.discussion?.contains(path.joined(separator: " ")) == true, "\(path): the example shows the command")
                let tooLong = command.discussion?.split(separator: "\n").filter { $0.hasPrefix("  ") && $0.count > 80 } ?? []
                #expect(tooLong.isEmpty, "an example does not survive being wrapped")
                for next in command.subcommands ?? [] { check(next, path + [next.commandName]) }
            }
            check(root, [program])
            let help = try RunningProgram.output(program, ["--help"])
            #expect(help.exitCode == 0 && help.standardOutput.contains("Exit codes:"))
            #expect(try RunningProgram.output(program, ["--version"]).standardOutput.hasPrefix("\(program) "))
        }
    }

    @Test func `the README's tour runs as it stands there`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let tour = try #require(readme.split(separator: "<!-- tour:").last?.split(separator: "```sh\n").dropFirst().first)
        let script = try #require(tour.split(separator: "```").first)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let output = try RunningProgram.output(
            "/bin/bash", ["-euo", "pipefail", "-c", String(script)],
            environment: [
                "PATH": "\(RunningProgram.binaryDirectory):\(path)", "TENON_SOCKET": try #require(TestDaemon.current).socketPath,
            ])
        #expect(output.exitCode == 0, "\(output.standardOutput)\(output.standardError)")
        #expect(output.standardOutput.contains("not found: she is no member"))
        #expect(output.standardOutput.contains("\n11\n"), "the newer token has eleven bytes")
    }

    // MARK: - Helpers

    /// A tenant that is named like the actor who owns it, and a service of it.
    private func tenantWithService() async throws -> (tenant: Tenant, service: String) {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant(story.owner)
        let service = story.owner.replacing("user:", with: "service:")
        _ = try await story.client.tenancy.grantWorkspaceMembership(
            GrantWorkspaceMembershipRequest(workspaceID: story.workspace.id, actor: service, role: "member"))
        _ = try await story.client.tenancy.grantTenantMembership(
            GrantTenantMembershipRequest(tenantID: tenant.id, actor: service, role: "service"))
        return (tenant, service)
    }
}
