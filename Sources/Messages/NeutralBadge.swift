extension Badge {
    /// How a value is shown that the catalog does not have, such as one of a later version: as it stands, in gray.
    public static func neutral(domain: String, value: String) -> Badge {
        Badge(domain: domain, value: value, label: value, color: "gray", meaning: "The catalog of badges does not have this value.")
    }
}

extension BadgeCatalog {
    /// The badge of a value; a neutral one for a value that the catalog does not have.
    public func badge(domain: String, value: String) -> Badge {
        badges.first { $0.value == value && $0.domain == domain } ?? .neutral(domain: domain, value: value)
    }
}
