import Foundation
import TenonClient
import TestKit
import Testing

/// Token ciphertexts come out where they are asked for and nowhere else.
@Suite struct SecretScenarios {
    private static let canary = "canary-\(UUID().uuidString)"

    @Test
    func `WHEN tokens go through success, refusal and failure at the most talkative log level, THEN no log, error or command shows them`()
        async throws
    {
        let daemon = try await TestDaemon.start(arguments: ["--log-level", "trace"])
        try await TestDaemon.$current.withValue(daemon) {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            let connection = try await story.makeConnection(in: tenant) {
                $0.accessTokenCiphertext = Self.token()
                $0.refreshTokenCiphertext = Self.token()
            }
            try await Self.useTokens(of: connection, in: tenant, story)
            try await Self.provokeRefusals(connection, in: tenant, story)
            try await Self.provokeFailures(connection, in: tenant, story)
            try await Self.sendBadBytes(connection, to: daemon)
            try Self.runCommands(connection, in: tenant, story)
        }
        #expect(await daemon.stop() == 0)
        Self.expectClean(daemon.standardError, "standard error of the daemon")
        let log = try String(contentsOfFile: "\(daemon.directory)/state/postgres.log", encoding: .utf8)
        #expect(log.contains("database system is shut down"), "this is PostgreSQL's log")
        Self.expectClean(log, "PostgreSQL's log")
        daemon.removeDirectory()
    }

    /// A ciphertext of its own that holds the canary.
    private static func token() -> [UInt8] { Array("\(canary) \(UUID())".utf8) }

    /// As text, in hexadecimal, in base 64 and as an array of bytes: as a log might have it.
    private static let spellings: [String] = {
        let bytes = Array(canary.utf8)
        let hex = bytes.map { String($0, radix: 16) }.joined()
        return [
            canary, hex, hex.uppercased(), Data(bytes.prefix(39)).base64EncodedString(), bytes.map(String.init).joined(separator: ", "),
        ]
    }()

    private static func expectClean(_ text: String, _ place: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for spelling in spellings where text.contains(spelling) {
            Issue.record("\(place) holds a ciphertext: \(text.prefix(2_000))", sourceLocation: sourceLocation)
        }
    }

    /// Expects a refusal that does not show what was sent.
    private static func expectCleanRefusal(sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> some Sendable)
        async
    {
        do {
            let reply = try await call()
            Issue.record("not refused: \(reply)", sourceLocation: sourceLocation)
        } catch {
            expectClean(String(reflecting: error), "an error", sourceLocation: sourceLocation)
        }
    }

    private static func useTokens(of connection: Connection, in tenant: Tenant, _ story: Story) async throws {
        let updated = try await story.client.connections.updateTokensStatus(
            UpdateTokensStatusRequest(id: connection.id, accessTokenCiphertext: token(), expectedTokenGeneration: 1))
        let service = try await story.member("service", of: tenant, kind: "service")
        let tokens = try await service.connections.getConnectionTokens(GetConnectionTokensRequest(id: connection.id))
        #expect(String(decoding: tokens.accessTokenCiphertext, as: UTF8.self).hasPrefix(canary))
        let page = try await story.client.connections.listConnections(ListConnectionsRequest(tenantID: tenant.id))
        for shown in [connection, updated] + page.connections { expectClean(String(reflecting: shown), "a connection") }
    }

    private static func provokeRefusals(_ connection: Connection, in tenant: Tenant, _ story: Story) async throws {
        let long = token() + Array(repeating: 0x20, count: 65_536)
        let connections = story.client.connections
        await expectCleanRefusal {
            try await story.makeConnection(in: tenant, externalID: connection.externalID) { $0.accessTokenCiphertext = token() }
        }
        let faults: [@Sendable (inout CreateConnectionRequest) -> Void] = [
            { $0.accessTokenCiphertext = long }, { $0.refreshTokenCiphertext = long }, { $0.status = canary }, { $0.providerSlug = canary },
            { $0.providerSlug = "nobody" }, { $0.tenantID = canary }, { $0.scopes = [canary, ""] }, { $0.metadataJSON = "{\(canary)" },
            { $0.metadataJSON = #"{"\#(canary)":"\u0000"}"# }, { $0.displayName = canary + "\n" }, { $0.externalID = canary + "\0" },
        ]
        for fault in faults {
            await expectCleanRefusal {
                try await story.makeConnection(in: tenant) {
                    ($0.accessTokenCiphertext, $0.refreshTokenCiphertext) = (token(), token())
                    fault(&$0)
                }
            }
        }
        await expectCleanRefusal { try await connections.getConnection(GetConnectionRequest(id: canary)) }
        await expectCleanRefusal { try await connections.listConnections(ListConnectionsRequest(pageToken: canary)) }
        await expectCleanRefusal {
            try await connections.updateTokensStatus(
                UpdateTokensStatusRequest(id: connection.id, accessTokenCiphertext: token(), updateMask: FieldMask(paths: [canary])))
        }
        for client in [story.client, story.stranger(), try await story.member("viewer", of: tenant)] {
            await expectCleanRefusal {
                try await client.connections.updateTokensStatus(
                    UpdateTokensStatusRequest(id: connection.id, accessTokenCiphertext: token(), expectedTokenGeneration: 99))
            }
            await expectCleanRefusal { try await client.connections.getConnectionTokens(GetConnectionTokensRequest(id: connection.id)) }
        }
        for actor in [canary, "user:\(canary)\n"] {
            await expectCleanRefusal {
                try await connections.getConnection(GetConnectionRequest(id: connection.id), options: CallOptions(actor: actor))
            }
        }
    }

    /// The database refuses a whole row, is too slow, or goes away in the middle.
    private static func provokeFailures(_ connection: Connection, in tenant: Tenant, _ story: Story) async throws {
        let create = { @Sendable in try await story.makeConnection(in: tenant) { $0.accessTokenCiphertext = token() } }
        #expect(try story.daemon.psql("ALTER TABLE connections ADD CONSTRAINT none_fits CHECK (false) NOT VALID").exitCode == 0)
        await expectRefusal(.internal, "INTERNAL") { try await create() }
        await expectCleanRefusal { try await create() }
        #expect(try story.daemon.psql("ALTER TABLE connections DROP CONSTRAINT none_fits").exitCode == 0)
        #expect(story.daemon.standardError.contains("none_fits"), "the operator is told which constraint it was")

        let table = try HeldTable("connections", of: story.daemon)
        await expectCleanRefusal {
            try await story.client.connections.updateTokensStatus(
                UpdateTokensStatusRequest(id: connection.id, accessTokenCiphertext: token()),
                options: CallOptions(timeout: .milliseconds(200)))
        }
        async let interrupted = Result.of(create)
        let killed = try story.daemon.psql(
            """
            DO $$ DECLARE victim int; BEGIN
                LOOP
                    SELECT pid INTO victim FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND usename = 'tenon_login' AND query ILIKE '%INSERT INTO connections%' LIMIT 1;
                    EXIT WHEN victim IS NOT NULL;
                    PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot();
                END LOOP;
                PERFORM pg_terminate_backend(victim);
            END $$
            """)
        #expect(killed.exitCode == 0, "\(killed.standardError)")
        table.release()
        // Started anew by the daemon, or told as unknown: either is right.
        expectClean(String(reflecting: await interrupted), "what came of the interrupted call")
        _ = try await story.client.connections.getConnection(GetConnectionRequest(id: connection.id))
    }

    /// Envelopes and payloads that break in the middle of a token.
    private static func sendBadBytes(_ connection: Connection, to daemon: TestDaemon) async throws {
        let payload = Wire.field(1, connection.id) + Wire.field(2, token()) + Wire.field(3, token())
        let frames = [
            Wire.request(id: 1, .connections("UpdateTokensStatus"), payload + [0x0A]),
            Wire.request(id: 1, .connections("UpdateTokensStatus"), Array(payload.dropLast(9))),
            Wire.request(id: 1, .connections("UpdateTokensStatus"), Wire.field(4, token())),
            Wire.request(id: 1, .connections("UpdateTokensStatus"), Wire.field(5, token())),
            Wire.request(id: 1, .connections("UpdateTokensStatus"), payload, extra: [0xFF]),
            Wire.request(id: 1, .connections(canary), payload),
            Wire.request(id: 2, .connections("UpdateTokensStatus"), payload),
            Wire.request(id: 1, .connections("UpdateTokensStatus"), payload, extra: Wire.metadata("tenon-tenant", token())),
            Wire.request(id: 1, .connections("UpdateTokensStatus"), payload, extra: Wire.metadata("tenon-actor", token())),
            Wire.request(id: 1, .connections("UpdateTokensStatus"), payload, extra: Wire.metadata("request-id", token() + [0])),
        ]
        let channel = try RawChannel(daemon.socketPath)
        for frame in frames {
            let reply = try await channel.call(frame)
            #expect(reply.code != 0, "\(reply)")
            expectClean(String(decoding: reply.body, as: UTF8.self), "a refusal")
        }
        await channel.send(Wire.frame(id: 1, length: 0x0100_0000, token()))
        #expect(await channel.hasEnded())
    }

    /// Every command but `connections tokens`, in both formats.
    private static func runCommands(_ connection: Connection, in tenant: Tenant, _ story: Story) throws {
        let file = "\(story.daemon.directory)/token"
        try Data(token()).write(to: URL(filePath: file))
        let commands: [[String]] = [
            ["health"], ["whoami"], ["describe"], ["providers", "list"], ["providers", "get", "github"],
            [
                "connections", "create", "--tenant", tenant.id, "--provider", "github", "--display-name", "Ours", "--access-token",
                "@\(file)",
                "--refresh-token", "-",
            ],
            ["connections", "get", connection.id], ["connections", "list"], ["connections", "list", "--all", "--tenant", tenant.id],
            ["connections", "find", "github", connection.externalID, "--tenant", tenant.id],
            ["connections", "update", connection.id, "--display-name", "Shown"],
            ["connections", "update-tokens", connection.id, "--access-token", "@\(file)"],
            ["connections", "update-tokens", connection.id, "--refresh-token", "-", "--expected-generation", "77"],
            ["connections", "update-tokens", connection.id, "--access-token", "-", "--clear", "status"],
            ["memberships", "grant", "user:somebody", "member", "--workspace", story.workspace.id],
            ["workspaces", "create", "Another"], ["tenants", "create", "Another", "--workspace", story.workspace.id],
        ]
        for format in ["table", "json"] {
            for (index, command) in commands.enumerated() {
                let externalID =
                    command.contains("create") && command.contains("--provider") ? ["--external-id", "\(format)-\(index)"] : []
                let output = try RunningProgram.output(
                    "tenon", command + externalID + ["--socket", story.daemon.socketPath, "--actor", story.owner, "--output", format],
                    standardInput: command.contains("-") ? Data(token()) : nil)
                let mustFail = command.contains("77") || command.contains("status")
                #expect(output.exitCode == (mustFail ? 1 : 0), "\(command): \(output.standardError)")
                expectClean(output.standardOutput + output.standardError, "tenon \(command.prefix(2))")
            }
        }
        let deleted = try RunningProgram.output(
            "tenon", ["connections", "delete", connection.id, "--socket", story.daemon.socketPath, "--actor", story.owner])
        #expect(deleted.exitCode == 0)
        expectClean(deleted.standardOutput + deleted.standardError, "tenon connections delete")
    }
}

extension Result where Failure == any Error {
    fileprivate static func of(_ body: @Sendable () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
