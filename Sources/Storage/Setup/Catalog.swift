/// What is known about a provider beyond its row: data for people and for clients, never a branch in the code.
package struct ProviderFacts: Sendable, Hashable {
    package let slug: String
    package let displayName: String
    package let authType: AuthType
    /// What `external_id` is, in words.
    package let externalIDKind: String
    /// What `external_id` must be for it to be stored; lenient, because a refusal must never keep a real account out.
    package var externalIDRule = ExternalIDRule.printable
    /// The keys a connection's metadata is expected to hold.
    package let metadataKeys: [String]
    package let refreshTokenRotation: RefreshTokenRotation?
}

/// What an external id is held to.
package enum ExternalIDRule: Sendable, Hashable {
    /// Any text without control characters.
    case printable
    /// A GUID, kept in lower case, and none of these names, which stand for many accounts.
    case guid(notNames: [String])
}

/// What becomes of a refresh token once it has been used.
package enum RefreshTokenRotation: String, Sendable, Hashable, CaseIterable {
    /// It stays.
    case never
    /// A new one is given, and the old one goes on working for a while.
    case soft
    /// A new one is given, and the old one is dead.
    case strict
}

/// The providers every database has, ordered by slug.
package enum Catalog {
    /// The facts of a provider; nil: it was added by an operator.
    package static func facts(slug: String) -> ProviderFacts? { factsBySlug[slug] }

    private static let factsBySlug = Dictionary(uniqueKeysWithValues: providers.map { ($0.slug, $0) })

    package static let providers: [ProviderFacts] = [
        ProviderFacts(
            slug: "github", displayName: "GitHub", authType: .oauth2,
            externalIDKind: "installation id (digits), organisation login, or org:<id>",
            metadataKeys: ["installation_id", "account_login", "account_type", "app_id"], refreshTokenRotation: .strict),
        ProviderFacts(
            slug: "gmail", displayName: "Gmail", authType: .oauth2,
            externalIDKind: "e-mail address",
            metadataKeys: ["email", "sub"], refreshTokenRotation: .never),
        ProviderFacts(
            slug: "google_calendar", displayName: "Google Calendar", authType: .oauth2,
            externalIDKind: "account id (sub, digits) or e-mail address",
            metadataKeys: ["email", "sub", "calendar_id"], refreshTokenRotation: .never),
        ProviderFacts(
            slug: "google_drive", displayName: "Google Drive", authType: .oauth2,
            externalIDKind: "account id (sub, digits) or e-mail address",
            metadataKeys: ["email", "sub"], refreshTokenRotation: .never),
        ProviderFacts(
            slug: "jira", displayName: "Jira", authType: .oauth2,
            externalIDKind: "cloud id (UUID)",
            metadataKeys: ["cloud_id", "site_url", "account_id"], refreshTokenRotation: .soft),
        ProviderFacts(
            slug: "microsoft", displayName: "Microsoft", authType: .oauth2,
            externalIDKind: "Entra tenant id (GUID, lower case)",
            externalIDRule: .guid(notNames: ["common", "organizations", "consumers"]),
            metadataKeys: ["entra_tenant_id", "primary_domain"], refreshTokenRotation: .soft),
        ProviderFacts(
            slug: "slack", displayName: "Slack", authType: .oauth2,
            externalIDKind: "team id (T…) or Enterprise Grid id (E…)",
            metadataKeys: ["team_id", "enterprise_id", "bot_user_id", "app_id"], refreshTokenRotation: .strict),
        ProviderFacts(
            slug: "zoho_cliq", displayName: "Zoho Cliq", authType: .webhookOnly,
            externalIDKind: "organisation id",
            metadataKeys: ["dc", "api_domain", "bot"], refreshTokenRotation: .never),
        ProviderFacts(
            slug: "zoho_mail", displayName: "Zoho Mail", authType: .oauth2,
            externalIDKind: "account id (64-bit decimal, kept as text)",
            metadataKeys: ["dc", "api_domain", "zoid", "primary_email"], refreshTokenRotation: .never),
    ]
}
