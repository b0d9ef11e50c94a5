import Access
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    @Suite(.serialized) struct Providers {
        private let database: Database
        private var storage: Storage { database.storage }

        init() throws { database = try #require(Database.current) }

        @Test func `Insert provider succeeds`() async throws {
            let owner = try PlainSession(database.migrateURL)
            try owner.execute("INSERT INTO providers (slug, display_name, auth_type) VALUES ('new_one', 'New', 'oauth2')")
            let provider = try await storage.getProvider(Story.admin().callerAuthority, slug: "new_one").ask()
            #expect(provider.displayName == "New" && provider.createdAt == provider.updatedAt && provider.createdAt.value > 0)
            try owner.execute("DELETE FROM providers WHERE slug = 'new_one'")
        }

        @Test func `Duplicate slug rejected`() throws {
            let owner = try PlainSession(database.migrateURL)
            #expect(throws: StorageFault.rejected(SQLRejection(sqlState: "23505", constraint: "providers_pkey", table: "providers"))) {
                try owner.execute("INSERT INTO providers (slug, display_name, auth_type) VALUES ('github', 'Again', 'oauth2')")
            }
        }

        @Test func `Upsert providers for seeding`() async throws {
            let authority = try Story.admin().adminAuthority()
            for slug in ["slack", "github", "jira", "google_drive", "google_calendar", "gmail", "zoho_cliq", "zoho_mail"] {
                let before = try await storage.getProvider(Story.admin().callerAuthority, slug: slug).ask()
                let after = try await storage.upsertProvider(
                    authority, slug: slug, displayName: "Latest \(slug)", authType: .webhookOnly
                ).ask()
                #expect(after.displayName == "Latest \(slug)" && after.authType == "webhook-only")
                #expect(after.createdAt == before.createdAt && after.updatedAt > before.updatedAt)
                #expect(try await storage.getProvider(Story.admin().callerAuthority, slug: slug).ask() == after)
                if let facts = Catalog.facts(slug: slug) {
                    _ = try await storage.upsertProvider(
                        authority, slug: slug, displayName: facts.displayName, authType: facts.authType
                    ).ask()
                }
            }
        }

        @Test func `a new slug is inserted, listed in order and found; another is not found`() async throws {
            let made = try await storage.upsertProvider(
                Story.admin().adminAuthority(), slug: "acme", displayName: "Acme", authType: .oauth2
            ).ask()
            #expect(made.createdAt == made.updatedAt)
            let listed = try await storage.listProviders(Story.admin().callerAuthority).ask()
            #expect(listed.map(\.slug) == (Catalog.providers.map(\.slug) + ["acme"]).sorted())
            await expectRefusal(.providerNotFound) {
                try await storage.getProvider(Story.admin().callerAuthority, slug: "none").ask()
            }
            try PlainSession(database.migrateURL).execute("DELETE FROM providers WHERE slug = 'acme'")
        }
    }
}
