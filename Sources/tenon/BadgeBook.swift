internal import TenonClient

/// The daemon's catalog of badges, asked for when the first badge is about to be shown. An actor: it owns what it was told.
actor BadgeBook {
    private let client: TenonClient
    private var known: BadgeCatalog?

    init(client: TenonClient) { self.client = client }

    /// The catalog, from one call; an empty one, in which every badge is neutral, if that call failed.
    func catalog() async -> BadgeCatalog {
        if let known { return known }
        let catalog = (try? await client.badges.getBadgeCatalog(GetBadgeCatalogRequest())) ?? BadgeCatalog()
        known = catalog
        return catalog
    }
}
