import Access
import LoadTest
import Postgres
import Storage

/// What pgbench does beside the daemon: the daemon's own statements, out of the texts that it prepares, and the least that could be done instead.
struct PgbenchScripts {
    let connectionCount: Int

    /// The connection by its id, without asking who may see it.
    var bareSelect: Pgbench.Script {
        Pgbench.Script(
            name: "bare select",
            text: """
                \(pickConnection)
                SELECT c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                    c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                    c.access_token_ciphertext IS NOT NULL AS has_access_token, c.refresh_token_ciphertext IS NOT NULL AS has_refresh_token,
                    c.token_generation, c.created_at, c.updated_at
                FROM connections c WHERE c.id = \(id)::uuid;
                """)
    }

    /// What GetConnection runs.
    var getConnection: Pgbench.Script {
        get throws {
            let statement = try filled("get_connection", [":actor", "ARRAY[\(id)]", ":roles", "NULL"])
            return asActor(LoadDataSet.manager, .connectionView, "statement of GetConnection", "\(pickConnection)\n\(statement);")
        }
    }

    /// Fails unless what GetConnection runs gives the connection.
    var getConnectionCheck: Pgbench.Script {
        get throws {
            let statement = try filled("get_connection", [":actor", "ARRAY[\(id)]", ":roles", "NULL"])
            let text = "\(pickConnection)\nSELECT 1 / count(*) FILTER (WHERE found.verdict = 'OK') FROM (\(statement)) found;"
            return asActor(LoadDataSet.manager, .connectionView, "check of GetConnection", text)
        }
    }

    /// New tokens by id, without asking, comparing or leaving a trail.
    var bareUpdate: Pgbench.Script {
        Pgbench.Script(
            name: "bare update",
            text: """
                \(pickConnection)
                \(pickToken)
                UPDATE connections SET access_token_ciphertext = \(token), refresh_token_ciphertext = \(token),
                    token_generation = token_generation + 1, updated_at = now()
                WHERE id = \(id)::uuid;
                """,
            movesGeneration: true)
    }

    /// What UpdateTokensStatus runs with two new tokens.
    var updateTokensStatus: Pgbench.Script {
        get throws {
            let begin = try filled("begin_change", [":actor", ":action", ":caller", "'0'", "'1'", "''"])
            let update = try filled(
                "update_tokens_status",
                [
                    ":actor", id, ":roles", "NULL", "0", "true", token, "true", token, "NULL", "NULL", "false", "NULL",
                    "'{access_token_ciphertext,refresh_token_ciphertext}'",
                ])
            var script = asActor(
                LoadDataSet.service, .tokensWrite, "statements of UpdateTokensStatus",
                "\(pickConnection)\n\(pickToken)\nBEGIN;\n\(begin);\n\(update);\nCOMMIT;")
            script.variables["action"] = AuditAction.connectionTokensUpdate.rawValue
            script.variables["caller"] = "pgbench"
            script.movesGeneration = true
            return script
        }
    }

    private var pickConnection: String {
        let first = ServedDataSet.firstIDNumber
        return "\\set number random(\(first), \(first + connectionCount - 1))"
    }

    private var id: String { "('\(ServedDataSet.idPrefix)' || :number)" }

    private var pickToken: String { "\\set token random(1, 9000000000000000000)" }

    /// As long as those of the load test, and as new each time.
    private var token: String { "(int8send(:token) || '\\x\(String(repeating: "5c", count: 248))'::bytea)" }

    /// A script that works as the daemon's sessions do.
    private func asActor(_ actor: String, _ capability: Capability, _ name: String, _ text: String) -> Pgbench.Script {
        let roles = TenantRole.allCases.filter { $0.capabilities.contains(capability) }.map(\.rawValue)
        return Pgbench.Script(
            name: name, text: text, variables: ["actor": actor, "roles": "{\(roles.joined(separator: ","))}"],
            settings: ["role": Storage.appRole, "tenon.actor": actor])
    }

    /// A statement of the daemon, without its comments, with something in place of `$1`, `$2` and so on.
    private func filled(_ name: String, _ arguments: [String]) throws -> String {
        guard let statement = Storage.statements.first(where: { $0.name == name }) else {
            throw BenchmarkFailure(description: "there is no statement \(name)")
        }
        let text = statement.text.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
        let used = Set(text.matches(of: /\$(\d+)/).compactMap { Int($0.1) })
        guard used == Set(1...arguments.count) else {
            throw BenchmarkFailure(description: "\(name) takes \(used.sorted()), not \(arguments.count) parameters")
        }
        return text.replacing(/\$(\d+)/) { arguments[(Int($0.1) ?? 1) - 1] }
    }
}
