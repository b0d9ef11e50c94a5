import Foundation
import TenonClient
import TestKit
import Testing

/// Workspaces, tenants, memberships and the trail, as a person or a script meets them through `tenon`.
@Suite(.daemon, .timeLimit(.minutes(1)))
struct TenancyCommandScenarios {
    // MARK: - Workspaces and tenants

    @Test func `a script reads, lists and deletes workspaces and tenants by fields`() async throws {
        let owner = "user:\(UUID().uuidString.lowercased())"
        let workspace = try value(["workspaces", "create", "Acme", "--owner", owner], as: owner)
        let berlin = try value(["tenants", "create", "Acme Berlin", "--workspace", workspace], as: owner)
        let paris = try value(["tenants", "create", "Acme Paris", "--workspace", workspace], as: owner)
        #expect(try value(["workspaces", "get", workspace], "name", as: owner) == "Acme")
        #expect(try values(["workspaces", "list", "--all"], as: owner).contains(workspace))
        #expect(try value(["tenants", "get", berlin], "workspace_id", as: owner) == workspace)
        #expect(Set(try values(["tenants", "list", "--workspace", workspace], as: owner)) == [berlin, paris])
        #expect(Set(try values(["tenants", "list", "--all"], as: owner)).isSuperset(of: [berlin, paris]))

        let full = try tenon(["workspaces", "delete", workspace, "--actor", owner])
        #expect(full.exitCode == 1 && full.standardError.hasPrefix("tenon: FAILED_PRECONDITION WORKSPACE_NOT_EMPTY: "), "\(full)")
        for arguments in [["tenants", "delete", berlin], ["tenants", "delete", paris], ["workspaces", "delete", workspace]] {
            let output = try tenon(arguments + ["--actor", owner])
            let noun = arguments[0].dropLast()
            #expect(output.exitCode == 0 && output.standardOutput == "deleted \(noun) \(arguments[2])\n", "\(output)")
        }
        let gone = try tenon(["workspaces", "get", workspace, "--actor", owner])
        #expect(gone.exitCode == 1 && gone.standardError.hasPrefix("tenon: NOT_FOUND WORKSPACE_NOT_FOUND: "), "\(gone)")
    }

    @Test func `a tenant of others is answered like one that does not exist, with exit code 1`() async throws {
        let story = try await Story.begin()
        let foreign = try await story.makeTenant()
        try await withoutAdministration { socket in
            let environment = ["TENON_SOCKET": socket, "TENON_ACTOR": "user:\(UUID().uuidString)"]
            let absent = try tenon(["tenants", "get", UUID().uuidString], environment: environment)
            #expect(absent.exitCode == 1 && absent.standardOutput == "", "\(absent)")
            #expect(absent.standardError.hasPrefix("tenon: NOT_FOUND TENANT_NOT_FOUND: "), "\(absent)")
            #expect(try tenon(["tenants", "get", foreign.id], environment: environment).standardError == absent.standardError)
            #expect(try tenon(["tenants", "list", "--field", "id"], environment: environment).standardOutput == "")
        }
    }

    // MARK: - Memberships

    @Test func `the members of a workspace and of a tenant are listed by actor, a page or all of them`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let actors = [story.owner, "service:a-\(UUID().uuidString)", "user:z-\(UUID().uuidString)"].sorted()
        for actor in actors where actor != story.owner {
            for grant in [["member", "--workspace", story.workspace.id], ["viewer", "--of-tenant", tenant.id]] {
                #expect(try value(["memberships", "grant", actor] + grant, "actor", as: story.owner) == actor)
            }
        }
        for place in [["--workspace", story.workspace.id], ["--of-tenant", tenant.id]] {
            let list = ["memberships", "list"] + place
            #expect(try values(list, "actor", as: story.owner) == actors)
            #expect(try values(list + ["--page-size", "1", "--all"], "actor", as: story.owner) == actors)
            let table = try tenon(list + ["--page-size", "2", "--actor", story.owner])
            #expect(table.standardOutput.split(separator: "\n").count == 3 && table.standardOutput.hasPrefix("ACTOR "), "\(table)")
            let token = try #require(table.standardError.split(separator: " ").dropFirst(2).first, "\(table)")
            #expect(try values(list + ["--page-size", "2", "--page-token", String(token)], "actor", as: story.owner) == [actors[2]])
        }
    }

    @Test func `a membership is revoked, and revoking it again is done as well`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let bob = "user:bob-\(UUID().uuidString)"
        for grant in [["member", "--workspace", story.workspace.id], ["viewer", "--of-tenant", tenant.id]] {
            #expect(try value(["memberships", "grant", bob] + grant, "actor", as: story.owner) == bob)
        }
        let places = [("tenant", "--of-tenant", tenant.id), ("workspace", "--workspace", story.workspace.id)]
        for (noun, flag, id) in places {
            for _ in 1...2 {
                let output = try tenon(["memberships", "revoke", bob, flag, id, "--actor", story.owner])
                #expect(output.exitCode == 0 && output.standardOutput == "revoked \(bob) in \(noun) \(id)\n", "\(output)")
            }
            #expect(try values(["memberships", "list", flag, id], "actor", as: story.owner) == [story.owner])
        }
        let last = try tenon(["memberships", "revoke", story.owner, "--workspace", story.workspace.id, "--actor", story.owner])
        #expect(last.exitCode == 1 && last.standardError.hasPrefix("tenon: FAILED_PRECONDITION LAST_OWNER: "), "\(last)")
    }

    // MARK: - The trail

    @Test func `the trail is listed newest first, and every filter narrows it`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let first = try await story.makeConnection(in: tenant), second = try await story.makeConnection(in: tenant)
        let ofTenant = ["audit", "list", "--of-tenant", tenant.id]
        func targets(_ arguments: [String]) throws -> [String] { try values(arguments, "target_id", as: story.owner) }

        #expect(try targets(ofTenant).prefix(2) == [second.id, first.id])
        let times = try values(ofTenant + ["--page-size", "1", "--all"], "at", as: story.owner)
        try #require(times.count > 2)
        #expect(times == times.sorted(by: >))
        #expect(try targets(["audit", "list", "--workspace", story.workspace.id]).contains(first.id))
        #expect(try targets(ofTenant + ["--action", "connection.create"]) == [second.id, first.id])
        #expect(try targets(ofTenant + ["--target", first.id]) == [first.id])
        #expect(try targets(ofTenant + ["--by", story.owner]).prefix(2) == [second.id, first.id])
        #expect(try targets(ofTenant + ["--by", "user:\(UUID().uuidString)"]).isEmpty)
        #expect(try targets(ofTenant + ["--after", "1h"]).prefix(2) == [second.id, first.id])
        #expect(try targets(ofTenant + ["--before", "1h"]).isEmpty)
        #expect(try targets(ofTenant + ["--before", times[0]]).first == first.id, "a printed time is taken, to the microsecond")
        #expect(try targets(ofTenant + ["--after", times[1]]) == [second.id])
    }

    @Test func `an event is a line of a table with its payload shortened, and whole in JSON`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let connection = try await story.makeConnection(in: tenant)
        let note = String(repeating: "long ", count: 40), hostile = #"U&'\001b[31m red \202e back'"#
        let stored = try story.daemon.psql(
            """
            UPDATE audit_log SET request_id = \(hostile), caller = \(hostile),
                payload = jsonb_build_object('a', \(hostile)::text, 'note', '\(note)'::text)
            WHERE target_id = '\(connection.id)'
            """)
        #expect(stored.exitCode == 0, "\(stored.standardError)")
        let list = ["audit", "list", "--of-tenant", tenant.id, "--target", connection.id, "--actor", story.owner]

        let table = try tenon(list)
        let lines = table.standardOutput.split(separator: "\n")
        #expect(lines.count == 2, "\(table)")
        #expect(lines.first?.split(separator: " ") == ["TIME", "ACTION", "OUTCOME", "ACTOR", "CALLER", "TARGET", "PAYLOAD"])
        #expect(lines.last?.contains("connection.create  done") == true && lines.last?.contains("connection \(connection.id)") == true)
        #expect(lines.last?.contains(" \(geteuid())/\(getpid()) ") == true, "user and process of the caller")
        #expect(lines.last?.hasSuffix("…") == true && !table.standardOutput.contains(note))

        let json = try tenon(list + ["--output", "json"])
        for output in [table.standardOutput, json.standardOutput] {
            for scalar in output.unicodeScalars where scalar != "\n" {
                #expect(scalar.properties.generalCategory != .control && scalar != "\u{202E}")
            }
        }
        let object = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any]
        let event = try #require((object?["audit_events"] as? [[String: Any]])?.first, "\(json)")
        #expect(event["caller"] as? String == "\u{1B}[31m red \u{202E} back" && event["caller_pid"] as? Int32 == getpid())
        let payload = try #require(event["payload_json"] as? String)
        let whole = try JSONSerialization.jsonObject(with: Data(payload.utf8)) as? [String: String]
        #expect(whole?["note"] == note)
    }

    // MARK: - JSON

    @Test func `with --output json lists, records and deletions are JSON objects with the names of the contract`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let workspace = story.workspace.id
        let commands: [([String], String?)] = [
            (["workspaces", "get", workspace], "created_at"), (["workspaces", "list"], "workspaces"),
            (["tenants", "get", tenant.id], "workspace_id"), (["tenants", "list", "--workspace", workspace], "tenants"),
            (["memberships", "list", "--of-tenant", tenant.id], "memberships"),
            (["audit", "list", "--workspace", workspace], "audit_events"),
            (["whoami"], "may_act_as"), (["memberships", "revoke", "user:nobody", "--workspace", workspace], nil),
            (["tenants", "delete", tenant.id], nil), (["workspaces", "delete", workspace], nil),
        ]
        for (command, name) in commands {
            let output = try tenon(["--output", "json", "--actor", story.owner] + command)
            #expect(output.exitCode == 0, "\(command): \(output)")
            let object = try JSONSerialization.jsonObject(with: Data(output.standardOutput.utf8)) as? [String: Any]
            #expect(name.map { object?[$0] != nil } ?? (object?.isEmpty == true), "\(command): \(output)")
        }
    }

    // MARK: - Who am I

    @Test func `whoami shows the caller, its user, whether it administers, the actor and whom it may speak for`() throws {
        let output = try tenon(["whoami", "--actor", "user:eve"])
        let lines = ["caller      local", "caller_uid  \(geteuid())", "admin       yes", "actor       user:eve", "may_act_as  *"]
        #expect(output.standardOutput == lines.joined(separator: "\n") + "\n")
    }

    // MARK: - Helpers

    /// One field of every record a command gives.
    private func values(_ arguments: [String], _ field: String = "id", as actor: String) throws -> [String] {
        let output = try tenon(["--field", field, "--actor", actor] + arguments)
        // What is said besides is the token of the next page.
        #expect(
            output.exitCode == 0 && (output.standardError.isEmpty || output.standardError.hasPrefix("more: ")), "\(arguments): \(output)")
        return output.standardOutput.split(separator: "\n").map(String.init)
    }

    /// One field of the one record a command gives.
    private func value(_ arguments: [String], _ field: String = "id", as actor: String) throws -> String {
        let values = try values(arguments, field, as: actor)
        return try #require(values.count == 1 ? values.first : nil, "\(arguments): \(values)")
    }

    /// A second daemon on the suite's database, to which the tests' user is no admin caller.
    private func withoutAdministration(_ body: (_ socket: String) async throws -> Void) async throws {
        let directory = try TestDirectory.make()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let callers = "\(directory)/callers.yaml"
        try "callers: [{name: web, uid: \(geteuid()), may_act_as: ['user:*']}]".write(toFile: callers, atomically: true, encoding: .utf8)
        let run = "host=\(try #require(TestDaemon.current).directory)/state/run dbname=tenon"
        let daemon = try await TestDaemon.start(
            directory: directory,
            arguments: [
                "--callers", callers, "--database-url", "\(run) user=tenon_login", "--migrate-url", "\(run) user=tenon_owner",
            ])
        do {
            try await body(daemon.socketPath)
        } catch {
            await daemon.stop()
            throw error
        }
        await daemon.stop()
    }
}
