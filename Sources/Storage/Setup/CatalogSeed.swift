extension Catalog {
    /// Brings back missing rows, changes none, and reports those whose authorisation type is another than this build knows.
    static func seed(_ session: SetupSession) throws(SetupError) -> [ProviderDrift] {
        let session = session.during("filling the catalog")
        var drift: [ProviderDrift] = []
        for provider in providers {
            _ = try session.rows(
                "INSERT INTO providers (slug, display_name, auth_type) VALUES ($1, $2, $3) ON CONFLICT (slug) DO NOTHING",
                [provider.slug, provider.displayName, provider.authType.rawValue])
            let found = try session.value("SELECT auth_type FROM providers WHERE slug = $1", [provider.slug])
            if found != provider.authType.rawValue {
                drift.append(ProviderDrift(slug: provider.slug, expectedAuthType: provider.authType, foundAuthType: found))
            }
        }
        return drift
    }
}
