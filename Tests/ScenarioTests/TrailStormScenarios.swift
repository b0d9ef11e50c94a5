import Foundation
import TenonClient
import TestKit
import Testing

/// The trail and what it is about, after the daemon was killed in the middle of things.
@Suite(.timeLimit(.minutes(1)))
struct TrailStormScenarios {
    private static let canary = "canary-\(UUID().uuidString)"

    @Test
    func `GIVEN a storm of writes, WHEN the daemon is killed, THEN every change that survived has one event and every event its change`()
        async throws
    {
        let killed = try await TestDaemon.start(arguments: ["--log-level", "trace"])
        let story = try await TestDaemon.$current.withValue(killed) { try await Story.begin() }
        let tenant = try await story.makeTenant()
        let progress = Progress()
        let errors = try await withThrowingTaskGroup(of: (any Error)?.self) { group in
            for _ in 0..<8 {
                let client = killed.client(actor: story.owner)
                for _ in 0..<4 { group.addTask { await Self.write(client, story, tenant, progress) } }
            }
            await progress.wait(forFurther: 1_000)
            await killed.kill()
            return try await group.reduce(into: [any Error]()) { if let error = $1 { $0.append(error) } }
        }
        #expect(errors.count == 32, "the kill ended every writer")

        let daemon = try await TestDaemon.start(directory: killed.directory)
        for (question, sql) in Self.contradictions {
            #expect(try daemon.psql(sql).standardOutput == "0\n", "\(question)")
        }
        #expect(try daemon.psql("SELECT count(*) > 500 FROM audit_log").standardOutput == "t\n")
        let bytes = Array(Self.canary.utf8)
        let spellings = [
            Self.canary, bytes.map { String($0, radix: 16) }.joined(), Data(bytes.prefix(39)).base64EncodedString(),
        ]
        let log = try String(contentsOfFile: "\(daemon.directory)/state/postgres.log", encoding: .utf8)
        for spelling in spellings {
            #expect(try daemon.psql("SELECT count(*) FROM audit_log a WHERE a::text LIKE '%\(spelling)%'").standardOutput == "0\n")
            for text in [killed.standardError, daemon.standardError, log] + errors.map({ String(reflecting: $0) }) {
                #expect(!text.contains(spelling))
            }
        }
        #expect(try daemon.psql("SELECT count(*) > 0 FROM connections c WHERE c::text LIKE '%\(spellings[1])%'").standardOutput == "t\n")
        await daemon.stop()
        daemon.removeDirectory()
    }

    /// Creates, updates, refreshes, deletes, grants and revokes until the daemon is gone; gives the error that says so.
    private static func write(_ client: TenonClient, _ story: Story, _ tenant: Tenant, _ progress: Progress) async -> (any Error)? {
        let name = UUID().uuidString.lowercased()
        do {
            for turn in 0... {
                let connection = try await client.connections.createConnection(
                    CreateConnectionRequest(
                        tenantID: tenant.id, providerSlug: "github", externalID: "\(name)-\(turn)", displayName: "Ours", scopes: [canary],
                        accessTokenCiphertext: Array("\(canary) \(turn)".utf8), metadataJSON: #"{"secret": "\#(canary)"}"#))
                for step in 0..<3 {
                    _ = try await client.connections.updateTokensStatus(
                        UpdateTokensStatusRequest(id: connection.id, accessTokenCiphertext: Array("\(canary) \(turn) \(step)".utf8)))
                }
                _ = try await client.connections.updateConnection(
                    UpdateConnectionRequest(id: connection.id, displayName: "\(name) \(turn)"))
                let grant = GrantWorkspaceMembershipRequest(workspaceID: story.workspace.id, actor: "user:\(name)", role: "member")
                _ = try await client.tenancy.grantWorkspaceMembership(grant)
                if turn.isMultiple(of: 2) {
                    _ = try await client.connections.deleteConnection(DeleteConnectionRequest(id: connection.id))
                    _ = try await client.tenancy.revokeWorkspaceMembership(
                        RevokeWorkspaceMembershipRequest(workspaceID: story.workspace.id, actor: "user:\(name)"))
                }
                for _ in 0..<8 { progress.advance() }
            }
        } catch {
            return error
        }
        return nil
    }

    private static let done = "SELECT target_id, action, payload, at FROM audit_log WHERE outcome = 'done'"

    /// Each counts what must not be.
    private static let contradictions = [
        "connections without exactly one creation": """
        SELECT count(*) FROM connections c
        WHERE (SELECT count(*) FROM (\(done)) a WHERE a.action = 'connection.create' AND a.target_id = c.id::text) <> 1
        """,
        "creations of what is neither there nor deleted once": """
        SELECT count(*) FROM (\(done)) a WHERE a.action = 'connection.create'
        AND (SELECT count(*) FROM connections c WHERE c.id::text = a.target_id)
            + (SELECT count(*) FROM (\(done)) d WHERE d.action = 'connection.delete' AND d.target_id = a.target_id) <> 1
        """,
        "changes of what was never created": """
        SELECT count(*) FROM (\(done)) a WHERE a.action LIKE 'connection.%'
        AND NOT EXISTS (SELECT 1 FROM (\(done)) m WHERE m.action = 'connection.create' AND m.target_id = a.target_id)
        """,
        "token generations that skip or repeat": """
        SELECT count(*) FROM (
            SELECT target_id, count(*) AS updates, min((payload->>'token_generation')::bigint) AS first,
                max((payload->>'token_generation')::bigint) AS last, count(DISTINCT payload->>'token_generation') AS different
            FROM (\(done)) a WHERE action = 'connection.tokens.update' GROUP BY target_id
        ) t WHERE first <> 2 OR last <> updates + 1 OR different <> updates
        """,
        "generations other than the trail's": """
        SELECT count(*) FROM connections c
        WHERE c.token_generation <> 1 + (SELECT count(*) FROM (\(done)) a WHERE a.action = 'connection.tokens.update' AND a.target_id = c.id::text)
        """,
        "names other than the trail's": """
        SELECT count(*) FROM connections c WHERE c.display_name <> coalesce((
            SELECT a.payload->>'display_name' FROM (\(done)) a
            WHERE a.action = 'connection.update' AND a.target_id = c.id::text ORDER BY a.at DESC LIMIT 1), 'Ours')
        """,
        "memberships other than the trail's": """
        SELECT count(*) FROM (
            SELECT DISTINCT ON (target_id) target_id, action FROM (\(done)) a WHERE action LIKE 'workspace.membership.%' ORDER BY target_id, at DESC
        ) t WHERE (action = 'workspace.membership.grant') <> EXISTS (SELECT 1 FROM workspace_memberships w WHERE w.actor = t.target_id)
        """,
    ]
}
