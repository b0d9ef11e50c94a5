import Foundation
import TenonClient
import TestKit
import Testing

/// Requests that are not as they must be: the field is named, nothing is stored.
@Suite(.daemon)
struct BadInputScenarios {
    /// One wrong CreateConnection: what is wrong, the field that must be named, and how to make it so.
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let field: String
        let change: @Sendable (inout CreateConnectionRequest) -> Void

        init(_ description: String, _ field: String, _ change: @escaping @Sendable (inout CreateConnectionRequest) -> Void) {
            testDescription = description
            self.field = field
            self.change = change
        }
    }

    static let vectors = [
        Vector("tenant is no UUID", "tenant_id") { $0.tenantID = "tenant" },
        Vector("tenant is missing", "tenant_id") { $0.tenantID = "" },
        Vector("slug is malformed", "provider_slug") { $0.providerSlug = "GitHub" },
        Vector("external id is empty", "external_id") { $0.externalID = "" },
        Vector("external id one byte too long", "external_id") { $0.externalID = String(repeating: "x", count: 256) },
        Vector("external id with a line break", "external_id") { $0.externalID = "a\nb" },
        Vector("external id with a NUL", "external_id") { $0.externalID = "a\0b" },
        Vector("display name one character too long", "display_name") { $0.displayName = String(repeating: "é", count: 201) },
        Vector("status unknown", "status") { $0.status = "paused" },
        Vector("one scope too many", "scopes") { $0.scopes = Array(repeating: "s", count: 257) },
        Vector("a scope too long", "scopes[1]") { $0.scopes = ["ok", String(repeating: "s", count: 257)] },
        Vector("an empty scope", "scopes[0]") { $0.scopes = [""] },
        Vector("access token one byte too long", "access_token_ciphertext") {
            $0.accessTokenCiphertext = Array(repeating: 7, count: 65_537)
        },
        Vector("refresh token one byte too long", "refresh_token_ciphertext") {
            $0.refreshTokenCiphertext = Array(repeating: 7, count: 65_537)
        },
        Vector("metadata is no JSON", "metadata_json") { $0.metadataJSON = "{" },
        Vector("metadata is an array", "metadata_json") { $0.metadataJSON = "[1]" },
        Vector("metadata too long", "metadata_json") { $0.metadataJSON = "{\"k\":\"\(String(repeating: "v", count: 65_536))\"}" },
        Vector("metadata with an escaped NUL", "metadata_json") { $0.metadataJSON = #"{"k":"\u0000"}"# },
        Vector("expiry out of range", "expires_at") { $0.expiresAt = Timestamp(seconds: 253_402_300_800, nanos: 0) },
        Vector("expiry with negative nanoseconds", "expires_at") { $0.expiresAt = Timestamp(seconds: 0, nanos: -1) },
    ]

    @Test(arguments: vectors)
    func `WHEN a field of a new connection is wrong, THEN it is named and nothing is stored`(vector: Vector) async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: vector.field) {
            try await story.makeConnection(in: tenant, configure: vector.change)
        }
        #expect(try await story.client.connections.listConnections(ListConnectionsRequest(tenantID: tenant.id)).connections.isEmpty)
    }

    @Test func `every limit is met exactly: what is one less than too long is stored and read back`() async throws {
        let story = try await Story.begin()
        let filler = String(repeating: "v", count: 65_536 - 8)
        let connection = try await story.makeConnection(in: try await story.makeTenant(), externalID: String(repeating: "x", count: 255)) {
            $0.displayName = String(repeating: "é", count: 200)
            $0.scopes = Array(repeating: String(repeating: "s", count: 256), count: 256)
            $0.accessTokenCiphertext = Array(repeating: 7, count: 65_536)
            $0.refreshTokenCiphertext = Array(repeating: 8, count: 65_536)
            $0.metadataJSON = "{\"k\":\"\(filler)\"}"
        }
        #expect(connection.scopes.count == 256 && connection.displayName.count == 200 && connection.externalID.count == 255)
        #expect(connection.metadataJSON.contains(filler))
    }

    @Test func `WHEN the provider is not in the catalog, THEN provider_slug is named as unknown`() async throws {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        await expectRefusal(.invalidArgument, "UNKNOWN_PROVIDER", field: "provider_slug") {
            try await story.makeConnection(in: tenant, provider: "myspace")
        }
    }

    @Test(arguments: [
        "", "7", "0b7c0000-0000-4000-8000-00000000000", "0b7c0000-0000-4000-8000-0000000000000", "{0b7c0000-0000-4000-8000-00000000}",
    ])
    func `WHEN an id is not a UUID, THEN it is named`(id: String) async throws {
        let client = try #require(TestDaemon.current).client()
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "id") {
            try await client.connections.getConnection(GetConnectionRequest(id: id))
        }
    }

    @Test(arguments: [["token_generation"], ["display_name", "id"], ["*"], [], [""]])
    func `WHEN an update mask names what can not be updated, or nothing, THEN the mask is named`(paths: [String]) async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "update_mask") {
            try await story.client.connections.updateConnection(
                UpdateConnectionRequest(id: connection.id, displayName: "new", updateMask: FieldMask(paths: paths)))
        }
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "update_mask") {
            try await story.client.connections.updateTokensStatus(UpdateTokensStatusRequest(id: connection.id))
        }
    }

    @Test func `WHEN an update mask clears a column that is NOT NULL, THEN the field is named`() async throws {
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "status") {
            try await story.client.connections.updateTokensStatus(
                UpdateTokensStatusRequest(id: connection.id, updateMask: FieldMask(paths: ["status"])))
        }
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "display_name") {
            try await story.client.connections.updateConnection(
                UpdateConnectionRequest(id: connection.id, updateMask: FieldMask(paths: ["display_name"])))
        }
    }

    @Test func `WHEN a filter is no value of its list, THEN it is named`() async throws {
        let client = try #require(TestDaemon.current).client().connections
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "status") {
            try await client.listConnections(ListConnectionsRequest(status: "gone"))
        }
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "health_status") {
            try await client.listConnections(ListConnectionsRequest(healthStatus: "sick"))
        }
    }

    @Test func `WHEN the request is longer than 1 MiB, THEN it is refused and the channel serves on`() async throws {
        let client = try #require(TestDaemon.current).client()
        do {
            _ = try await client.providers.getProvider(GetProviderRequest(slug: String(repeating: "s", count: 1_100_000)))
            Issue.record("accepted")
        } catch {
            #expect(error.code == .resourceExhausted)
        }
        #expect(try await client.daemon.whoAmI(WhoAmIRequest()).caller == "local")
    }
}
