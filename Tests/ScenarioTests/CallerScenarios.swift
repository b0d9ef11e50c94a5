import Foundation
import TenonClient
import TestKit
import Testing

/// Who may call, as the callers file says, and what is heard of it when the file changes.
@Suite(.daemon, .serialized, .timeLimit(.minutes(2)))
struct CallerScenarios {
    /// Has no callers file; its database also serves the daemons that a test starts beside it.
    private let daemon: TestDaemon

    private static let web = OtherUser(uid: 43_210), batch = OtherUser(uid: 43_211)
    /// The tests' own user; the daemons of these tests run as the same.
    private static let own = geteuid()
    private static let admin = "{name: ops, uid: \(own), may_act_as: ['*'], admin: true}"
    private static let webEntry = "{name: web, uid: \(web.uid), may_act_as: ['user:*', 'service:web-*']}"
    private static let batchEntry = "{name: batch, uid: \(batch.uid)}"

    init() throws { daemon = try #require(TestDaemon.current) }

    // MARK: - Who gets in, and for whom

    @Test(.needsRoot) func `WHEN a user is in no entry, THEN its first call is answered CALLER_UNKNOWN and its channel closed`()
        async throws
    {
        try await with(Self.webEntry) { daemon in
            let channel = try Self.batch.channel(to: daemon)
            let reply = try await channel.call(Wire.request(id: 7, .health))
            #expect(reply.streamID == 7 && reply.code == 16 && reply.reason == "CALLER_UNKNOWN", "\(reply)")
            #expect(await channel.hasEnded())
            try expectRefused(["health"], by: Self.batch, on: daemon, "UNAUTHENTICATED CALLER_UNKNOWN: no caller entry lists this user id")
            let own = try await RawChannel(daemon.socketPath).call(Wire.request(id: 1, .health))
            #expect(own.reason == "CALLER_UNKNOWN", "not even the daemon's own user, once there is a file")
        }
    }

    @Test(.needsRoot) func `WHEN a caller asks who it is, THEN it is told its entry`() async throws {
        try await with(Self.admin, Self.webEntry, Self.batchEntry) { daemon in
            let web = try whoAmI(as: Self.web, ["--actor", "user:ada"], on: daemon)
            #expect(
                web
                    == WhoAmI(
                        caller: "web", callerUID: Self.web.uid, admin: false, actor: "user:ada", mayActAs: ["user:*", "service:web-*"]))
            let batch = try whoAmI(as: Self.batch, [], on: daemon)
            #expect(batch == WhoAmI(caller: "batch", callerUID: Self.batch.uid, admin: false, actor: "service:batch", mayActAs: []))
            let ops = try await daemon.client(actor: "user:anybody").daemon.whoAmI(WhoAmIRequest())
            #expect(ops.caller == "ops" && ops.admin && ops.callerUID == Self.own && ops.mayActAs == ["*"])
        }
    }

    @Test(.needsRoot) func `WHEN a caller names an actor it may not speak for, THEN it is refused, and its own service is not`()
        async throws
    {
        try await with(Self.webEntry, Self.batchEntry) { daemon in
            for (user, actor) in [(Self.web, "service:batch"), (Self.batch, "user:ada"), (Self.batch, "service:batch-2")] {
                try expectRefused(
                    ["whoami", "--actor", actor], by: user, on: daemon,
                    "PERMISSION_DENIED ACTOR_NOT_ALLOWED: the caller may not speak for this actor")
            }
            for (user, actor) in [
                (Self.web, "user:ada"), (Self.web, "service:web-1"), (Self.web, "service:web"), (Self.batch, "service:batch"),
            ] {
                #expect(try whoAmI(as: user, ["--actor", actor], on: daemon).actor == actor)
            }
        }
    }

    @Test(.needsRoot) func `WHEN a caller that is no admin changes the catalog or makes a workspace, THEN it is refused`() async throws {
        try await with(Self.webEntry) { daemon in
            for command in [
                ["providers", "upsert", "x", "--display-name", "X", "--auth-type", "oauth2"], ["workspaces", "create", "Mine"],
            ] {
                try expectRefused(
                    command + ["--actor", "user:ada"], by: Self.web, on: daemon,
                    "PERMISSION_DENIED ADMIN_ONLY: only an admin caller may do this")
            }
        }
    }

    @Test(.needsRoot) func `GIVEN a ceiling, WHEN an actor with every right calls through it, THEN nothing above the ceiling is done`()
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let reader = "{name: web, uid: \(Self.web.uid), may_act_as: ['user:*'], capabilities: [connection.view]}"
        try await with(reader) { daemon in
            let actor = ["--actor", story.owner]
            #expect(try Self.web.tenon(["connections", "get", connection.id] + actor, on: daemon).exitCode == 0)
            try expectRefused(
                ["connections", "update", connection.id, "--display-name", "x"] + actor, by: Self.web, on: daemon,
                "PERMISSION_DENIED CAPABILITY_MISSING: ")
            // The same actor through a caller without a ceiling.
            try await daemon.reload(callers: file(Self.webEntry))
            let update = ["connections", "update", connection.id, "--display-name", "x"] + actor
            #expect(try Self.web.tenon(update, on: daemon).exitCode == 0)
        }
    }

    // MARK: - Limits

    @Test func `WHEN a caller has as many channels as its entry allows, THEN the next is told so, and a freed place is taken`() async throws
    {
        try await with("{name: ops, uid: \(Self.own), max_channels: 2}") { daemon in
            let channels = try (0..<2).map { _ in try RawChannel(daemon.socketPath) }
            for channel in channels { try await expectServed(channel) }
            let surplus = try RawChannel(daemon.socketPath)
            let refused = try await surplus.call(Wire.request(id: 3, .health))
            #expect(refused.streamID == 3 && refused.code == 8 && refused.reason == "TOO_MANY_CHANNELS", "\(refused)")
            #expect(await surplus.hasEnded())
            channels[0].close()
            try await waitUntilServed(on: daemon)
            try await expectServed(channels[1], id: 3)
        }
    }

    @Test func `WHEN a caller has as many calls as its entry allows, over all its channels, THEN further ones are refused until one ends`()
        async throws
    {
        try await with("{name: ops, uid: \(Self.own), max_calls_in_flight: 3}") { daemon in
            let table = try HeldTable("providers", of: self.daemon)
            defer { table.release() }
            let channels = try (0..<2).map { _ in try RawChannel(daemon.socketPath) }
            await channels[0].send(Self.slow(1) + Self.slow(3))
            await channels[1].send(Self.slow(1))
            try await waitUntilRefused(channels[1], from: 101)
            try await expectTooManyCalls(channels[0], id: 5)
            try await expectTooManyCalls(try RawChannel(daemon.socketPath), id: 1)

            table.release()
            let replies = try await [channels[0].reply(), channels[0].reply(), channels[1].reply()]
            #expect(replies.allSatisfy { $0.code == 0 })
            try await expectServed(channels[0], id: 7)
        }
    }

    @Test func `WHEN the peer of running calls is gone, THEN they count until their statements are done, and then no more`() async throws {
        try await with("{name: ops, uid: \(Self.own), max_calls_in_flight: 2}") { daemon in
            let table = try HeldTable("providers", of: self.daemon)
            defer { table.release() }
            let gone = try RawChannel(daemon.socketPath)
            await gone.send(Self.slow(1) + Self.slow(3))
            try await expectTooManyCalls(gone, id: 5)
            gone.close()
            try await expectTooManyCalls(try RawChannel(daemon.socketPath), id: 1)
            table.release()
            try await waitUntilServed(on: daemon)
        }
    }

    @Test(.needsRoot) func `WHEN one caller has used up its calls, THEN another one is served`() async throws {
        let limited = "{name: web, uid: \(Self.web.uid), may_act_as: ['user:*'], max_calls_in_flight: 1}"
        try await with(limited, Self.batchEntry) { daemon in
            let table = try HeldTable("providers", of: self.daemon)
            defer { table.release() }
            let channel = try Self.web.channel(to: daemon)
            await channel.send(Self.slow(1))
            try await expectTooManyCalls(channel, id: 3)
            try await expectServed(try Self.batch.channel(to: daemon))
        }
    }

    // MARK: - Reading the file again

    @Test(.needsRoot) func `WHEN the file is read again, THEN removed users' channels are closed, new users get in, others go on`()
        async throws
    {
        try await with(Self.admin, Self.webEntry) { daemon in
            let (ops, web) = (try RawChannel(daemon.socketPath), try Self.web.channel(to: daemon))
            try await expectServed(ops)
            try await expectServed(web)
            let said = try await daemon.reload(callers: file(Self.admin, Self.batchEntry))
            #expect(said.contains(" info ") && said.contains("callers=2"), "\(said)")
            #expect(await web.hasEnded(), "closed though it said nothing")
            let reply = try await Self.web.channel(to: daemon).call(Wire.request(id: 1, .health))
            #expect(reply.reason == "CALLER_UNKNOWN")
            try await expectServed(try Self.batch.channel(to: daemon))
            try await expectServed(ops, id: 3)
        }
    }

    @Test func `WHEN an entry changes, THEN the next call on an open channel finds it so`() async throws {
        try await with(Self.admin) { daemon in
            let client = daemon.client(actor: "user:ada")
            #expect(try await client.daemon.whoAmI(WhoAmIRequest()).admin)
            try await daemon.reload(callers: file("{name: ex-ops, uid: \(Self.own), may_act_as: ['user:a*']}"))
            let now = try await client.daemon.whoAmI(WhoAmIRequest())
            #expect(now.caller == "ex-ops" && !now.admin && now.mayActAs == ["user:a*"])
            await expectRefusal(.permissionDenied, "ADMIN_ONLY") {
                try await client.tenancy.createWorkspace(CreateWorkspaceRequest(name: "x", owner: "user:ada"))
            }
            try await daemon.reload(callers: file("{name: ex-ops, uid: \(Self.own)}"))
            await expectRefusal(.permissionDenied, "ACTOR_NOT_ALLOWED") { try await client.daemon.whoAmI(WhoAmIRequest()) }
            await client.close()
        }
    }

    @Test func `WHEN a limit is lowered below what runs, THEN the channel stays open and only further calls are refused`() async throws {
        try await with(Self.admin) { daemon in
            let table = try HeldTable("providers", of: self.daemon)
            defer { table.release() }
            let channel = try RawChannel(daemon.socketPath)
            await channel.send(Self.slow(1) + Self.slow(3))
            try await expectServed(channel, id: 5)
            try await daemon.reload(
                callers: file("{name: ops, uid: \(Self.own), may_act_as: ['*'], max_calls_in_flight: 1, max_channels: 1}"))
            try await expectTooManyCalls(channel, id: 7)
            table.release()
            #expect(try await [channel.reply(), channel.reply()].allSatisfy { $0.code == 0 })
            try await expectServed(channel, id: 9)
        }
    }

    @Test(
        arguments: [
            ("callers: [", "line 2 is not YAML"),
            ("callers: [{name: a}]", "caller a: uid or user is missing"),
            ("", "it is not a mapping with the key callers"),
            (nil, nil),
        ] as [(String?, String?)])
    func `WHEN the file has become wrong, THEN the callers stay as they were and one line says why`(text: String?, reason: String?)
        async throws
    {
        try await with(Self.admin) { daemon in
            let channel = try RawChannel(daemon.socketPath)
            try await expectServed(channel)
            let said = try await daemon.reload(callers: text)
            let file = daemon.callersFile
            let why = reason.map { "\(file): \($0)" } ?? "can not read \(file): No such file or directory"
            #expect(said.contains("the callers stay as they were: --callers: \(why)"), "\(said)")
            #expect(said.contains(" error ") && said.filter { $0 == "\n" }.count == 1, "\(said)")
            try await expectServed(channel, id: 3)
            #expect(try await daemon.client(actor: "user:ada").daemon.whoAmI(WhoAmIRequest()).caller == "ops")
        }
    }

    @Test func `WHEN a caller is added that can not reach the socket, THEN the file is taken with a warning`() async throws {
        try await with(Self.admin, arguments: ["--socket-mode", "0600"]) { daemon in
            let said = try await daemon.reload(callers: file(Self.admin, Self.webEntry)).split(separator: "\n")
            #expect(said.count == 2 && said.first?.contains(" warning ") == true, "\(said)")
            #expect(said.first?.contains("--socket-mode: 0600 keeps caller web (uid 43210) out") == true, "\(said)")
            #expect(said.last?.contains(" info ") == true && said.last?.contains("callers=2") == true, "\(said)")
            try await expectServed(try RawChannel(daemon.socketPath))
        }
    }

    @Test func `GIVEN no callers file, WHEN the daemon is told to read it again, THEN it says that there is none and serves on`()
        async throws
    {
        let channel = try RawChannel(daemon.socketPath)
        try await expectServed(channel)
        daemon.signal(SIGHUP)
        try await daemon.waitForStandardError(containing: "there is no callers file to read again")
        try await expectServed(channel, id: 3)
    }

    @Test func `WHEN the daemon is told to read the file again while it starts, THEN it starts`() async throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = "\(directory)/callers.yaml"
        try self.file(Self.admin).write(toFile: file, atomically: true, encoding: .utf8)
        let program = try RunningProgram.start(
            "tenond", ["--callers", file, "--socket", "\(directory)/tenon.sock", "--state-dir", "\(directory)/state"])
        while !FileManager.default.fileExists(atPath: "\(directory)/state") { await Task.yield() }
        for _ in 0..<10 { program.signal(SIGHUP) }
        try await program.waitForStandardError(containing: "is ready on")
        try await program.waitForStandardError(containing: "the callers file was read again")
        try await expectServed(try RawChannel("\(directory)/tenon.sock"))
        program.signal(SIGTERM)
        #expect(await program.exitCode() == 0)
    }

    // MARK: - Starting

    @Test(arguments: [
        ([], "{name: web, uid: 43210}", "--socket-mode: 0600 keeps caller web (uid 43210) out: "),
        (["--socket-mode", "0644"], "{name: web, uid: 43210}", "--socket-mode: 0644 keeps caller web (uid 43210) out: "),
        (
            ["--socket-mode", "0660", "--socket-group", "4321"], "{name: d, user: daemon}",
            "--socket-group: caller d (uid 1) is not in the socket's group 4321"
        ),
        (["--socket-mode", "0602", "--socket-group", "1"], "{name: d, user: daemon}", "--socket-mode: 0602 keeps caller d (uid 1) out: "),
        ([], "{name: d, user: no-such-user}", "--callers: CALLERS: caller d: no user is called no-such-user"),
        ([], "{name: d, uid: 65534}", "--callers: CALLERS: caller d: uid 65534 is nobody"),
        (["--callers", "/no/such/file"], "", "--callers: can not read /no/such/file: No such file or directory"),
    ])
    func `WHEN callers are listed that could not be served, THEN one line names the flag and the exit code is 78`(
        arguments: [String], entry: String, line: String
    ) throws {
        try expectRefusedStart(arguments, entry, line)
    }

    @Test func `WHEN a caller may not pass through the socket's directory, THEN one line names it and the exit code is 78`() throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let closed = "\(directory)/closed"
        try FileManager.default.createDirectory(
            atPath: "\(closed)/open", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        #expect(chmod(closed, 0o700) == 0)
        try FileManager.default.createSymbolicLink(atPath: "\(directory)/link", withDestinationPath: "\(closed)/open")
        for path in ["\(closed)/tenon.sock", "\(closed)/open/tenon.sock", "\(directory)/link/tenon.sock"] {
            try expectRefusedStart(
                ["--socket", path, "--socket-mode", "0666"], Self.webEntry,
                "--socket: caller web (uid 43210) may not pass through \(closed): give a path that is open to it")
        }
    }

    @Test(.needsRoot) func `GIVEN a socket for a group, WHEN a caller is in it by its login or by its process, THEN it gets in`()
        async throws
    {
        let (group, entry) = (UInt32(1), "{name: d, user: daemon}, \(Self.webEntry)")
        try await with(entry, arguments: ["--socket-mode", "0660", "--socket-group", "\(group)"]) { daemon in
            try await expectServed(try OtherUser(uid: 1, gid: group).channel(to: daemon))
            try await expectServed(try OtherUser(uid: Self.web.uid, gid: group).channel(to: daemon))
            #expect(try Self.web.tenon(["health"], on: daemon).exitCode == 2)
        }
    }

    @Test func `the file can be named in the environment and in the settings file`() throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let settings = "\(directory)/tenon.yaml"
        try "callers: /from/file".write(toFile: settings, atomically: true, encoding: .utf8)
        for (environment, path) in [([:], "/from/file"), (["TENON_CALLERS": "/from/environment"], "/from/environment")] {
            let output = try RunningProgram.output(
                "tenond", ["--config", settings, "--socket", "\(directory)/tenon.sock", "--state-dir", "\(directory)/state"],
                environment: environment)
            #expect(output.exitCode == 78)
            #expect(output.standardError == "tenond: --callers: can not read \(path): No such file or directory\n")
        }
    }

    // MARK: - Helpers

    /// What `tenon whoami --output json` prints.
    private struct WhoAmI: Decodable, Equatable {
        let caller: String, callerUID: UInt32, admin: Bool, actor: String, mayActAs: [String]

        enum CodingKeys: String, CodingKey {
            case caller
            case callerUID = "caller_uid"
            case admin, actor
            case mayActAs = "may_act_as"
        }
    }

    private func file(_ entries: String...) -> String { "callers: [\(entries.joined(separator: ", "))]" }

    /// Runs a daemon with these entries on the suite's database.
    private func with(_ entries: String..., arguments: [String] = [], _ body: (TestDaemon) async throws -> Void) async throws {
        let text = "callers: [\(entries.joined(separator: ", "))]"
        let daemon = try await TestDaemon.start(callers: text, arguments: self.daemon.sameDatabase + arguments)
        do {
            try await body(daemon)
        } catch {
            await daemon.kill()
            throw error
        }
        #expect(await daemon.stop() == 0, "\(daemon.standardError)")
        daemon.removeDirectory()
    }

    private func whoAmI(as user: OtherUser, _ arguments: [String], on daemon: TestDaemon) throws -> WhoAmI {
        let output = try user.tenon(["whoami", "--output", "json"] + arguments, on: daemon)
        #expect(output.exitCode == 0, "\(output.standardError)")
        return try JSONDecoder().decode(WhoAmI.self, from: Data(output.standardOutput.utf8))
    }

    private func expectRefused(
        _ arguments: [String], by user: OtherUser, on daemon: TestDaemon, _ line: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let output = try user.tenon(arguments, on: daemon)
        #expect(output.exitCode == 1 && output.standardOutput.isEmpty, sourceLocation: sourceLocation)
        #expect(output.standardError.hasPrefix("tenon: \(line)"), "\(output.standardError)", sourceLocation: sourceLocation)
    }

    /// `CALLERS` in the line stands for the path of the callers file; an empty entry: no file.
    private func expectRefusedStart(
        _ arguments: [String], _ entry: String, _ line: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (callers, state) = ("\(directory)/callers.yaml", "\(directory)/state")
        if !entry.isEmpty { try file(entry).write(toFile: callers, atomically: true, encoding: .utf8) }
        let defaults = ["TENON_CALLERS": callers, "TENON_SOCKET": "\(directory)/tenon.sock"]
        let output = try RunningProgram.output("tenond", ["--state-dir", state] + arguments, environment: defaults)
        let said = output.standardError
        #expect(output.exitCode == 78, sourceLocation: sourceLocation)
        #expect(said.hasPrefix("tenond: " + line.replacing("CALLERS", with: callers)), "\(said)", sourceLocation: sourceLocation)
        #expect(said.filter { $0 == "\n" }.count == 1 && said.hasSuffix("\n"), "\(said)", sourceLocation: sourceLocation)
        #expect(!FileManager.default.fileExists(atPath: state), "it looks before it makes a database", sourceLocation: sourceLocation)
    }

    /// A call that waits for the table `providers`.
    private static func slow(_ id: UInt32) -> [UInt8] {
        Wire.request(id: id, .getProvider, Wire.field(1, "github"), extra: Wire.field(4, varint: 30_000_000_000))
    }

    private func expectTooManyCalls(_ channel: RawChannel, id: UInt32, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let reply = try await channel.call(Wire.request(id: id, .health))
        #expect(reply.streamID == id && reply.code == 8 && reply.reason == "TOO_MANY_CALLS", "\(reply)", sourceLocation: sourceLocation)
        #expect(reply.message == "too many calls of this channel or this caller are running" && reply.retryDelayMS == 50)
    }

    /// Calls of several channels are taken in any order.
    private func waitUntilRefused(_ channel: RawChannel, from id: UInt32) async throws {
        for step in 0..<10_000 {
            if try await channel.call(Wire.request(id: id + UInt32(step) * 2, .health)).reason == "TOO_MANY_CALLS" { return }
        }
        Issue.record("the caller's limit is never reached")
    }

    private func waitUntilServed(on daemon: TestDaemon) async throws {
        for _ in 0..<10_000 {
            if let reply = try? await RawChannel(daemon.socketPath).call(Wire.request(id: 1, .health)), reply.code == 0 { return }
        }
        Issue.record("the daemon serves nobody")
    }
}
