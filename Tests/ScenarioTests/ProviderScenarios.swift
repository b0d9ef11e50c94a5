import Foundation
import TenonClient
import TestKit
import Testing

/// The provider catalog, as its requirements say it.
@Suite(.daemon)
struct ProviderScenarios {
    private static let slugs = [
        "github", "gmail", "google_calendar", "google_drive", "jira", "microsoft", "slack", "zoho_cliq", "zoho_mail",
    ]

    private func client() throws -> TenonClient { try #require(TestDaemon.current).client() }

    private func newSlug() -> String { "p" + UUID().uuidString.lowercased().replacing("-", with: "_") }

    @Test func `Insert provider succeeds: GIVEN a new slug, WHEN inserting, THEN the row is created and timestamps are set`() async throws {
        let slug = newSlug()
        let request = UpsertProviderRequest(slug: slug, displayName: "New", authType: "oauth2")
        let provider = try await client().providers.upsertProvider(request)
        #expect(provider.slug == slug)
        let createdAt = try #require(provider.createdAt)
        #expect(provider.updatedAt == createdAt)
        #expect(abs(Date.now.timeIntervalSince1970 - Double(createdAt.seconds)) < 60)
    }

    @Test func `Duplicate slug rejected: GIVEN github is there, WHEN inserting it again, THEN it fails due to primary key violation`()
        throws
    {
        let daemon = try #require(TestDaemon.current)
        let output = try daemon.psql("INSERT INTO providers (slug, display_name, auth_type) VALUES ('github', 'Again', 'oauth2')")
        #expect(output.exitCode != 0)
        #expect(output.standardError.contains("duplicate key value violates unique constraint"))
        #expect(output.standardError.contains("pkey"))
    }

    @Test func `Upsert providers for seeding: WHEN upserting every slug, THEN rows exist for each with latest display name and auth type`()
        async throws
    {
        let client = try client()
        let slugs = (0..<8).map { _ in newSlug() }
        for name in ["First", "Latest"] {
            for slug in slugs {
                let authType = name == "Latest" ? "webhook-only" : "oauth2"
                _ = try await client.providers.upsertProvider(UpsertProviderRequest(slug: slug, displayName: name, authType: authType))
            }
        }
        for slug in slugs {
            let provider = try await client.providers.getProvider(GetProviderRequest(slug: slug))
            #expect(provider.displayName == "Latest")
            #expect(provider.authType == "webhook-only")
            let (created, updated) = (try #require(provider.createdAt), try #require(provider.updatedAt))
            #expect((updated.seconds, updated.nanos) > (created.seconds, created.nanos), "the upsert moves updated_at")
        }
    }

    @Test func `GIVEN a fresh database, WHEN the catalog is listed, THEN the nine slugs are there in order, with their facts`() async throws
    {
        let providers = try await client().providers.listProviders(ListProvidersRequest()).providers
        #expect(providers.map(\.slug).filter(Self.slugs.contains) == Self.slugs)
        for provider in providers where Self.slugs.contains(provider.slug) {
            #expect(!provider.displayName.isEmpty && !provider.externalIDKind.isEmpty && !provider.metadataKeys.isEmpty)
            #expect(provider.authType == (provider.slug == "zoho_cliq" ? "webhook-only" : "oauth2"))
        }
    }

    @Test func `WHEN a provider that is not there is read, THEN it is not found`() async throws {
        let client = try client()
        await expectRefusal(.notFound, "PROVIDER_NOT_FOUND") { try await client.providers.getProvider(GetProviderRequest(slug: "myspace")) }
    }

    @Test(arguments: ["", "GitHub", "9lives", "a-b", "ünï", String(repeating: "a", count: 64)])
    func `WHEN a slug is not a slug, THEN the field is named`(slug: String) async throws {
        let client = try client()
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "slug") {
            try await client.providers.upsertProvider(UpsertProviderRequest(slug: slug, displayName: "X", authType: "oauth2"))
        }
    }

    @Test func `a slug of exactly 63 bytes is accepted`() async throws {
        let slug = String(newSlug().prefix(30)) + String(repeating: "z", count: 33)
        let request = UpsertProviderRequest(slug: slug, displayName: "Long", authType: "oauth2")
        #expect(try await client().providers.upsertProvider(request).slug == slug)
    }

    @Test func `WHEN the auth type is unknown or the name is empty or too long, THEN the field is named and nothing is stored`()
        async throws
    {
        let client = try client()
        let slug = newSlug()
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "auth_type") {
            try await client.providers.upsertProvider(UpsertProviderRequest(slug: slug, displayName: "X", authType: "saml"))
        }
        for name in ["", String(repeating: "n", count: 201), "tab\tbed"] {
            await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "display_name") {
                try await client.providers.upsertProvider(UpsertProviderRequest(slug: slug, displayName: name, authType: "oauth2"))
            }
        }
        await expectRefusal(.notFound, "PROVIDER_NOT_FOUND") { try await client.providers.getProvider(GetProviderRequest(slug: slug)) }
    }
}
