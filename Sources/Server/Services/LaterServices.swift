internal import Messages

/// Badges: in the contract, not served by this version.
struct BadgeService: BadgeServiceHandlers {
    var getBadgeCatalog: Handler<GetBadgeCatalogRequest, BadgeCatalog> { .notServed }
}
