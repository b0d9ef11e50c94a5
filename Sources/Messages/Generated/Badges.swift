// Written by protoc-gen-tenon from tenon/v1/badges.proto: change that and run `make generate`.

/// How one value of one domain is shown.
public struct Badge: Sendable, Hashable {
    /// `connection_status`, `connection_health`, `run_outcome` or `reason_code`.
    public var domain: String

    /// The value as stored.
    public var value: String

    /// The value for people.
    public var label: String

    /// `green`, `yellow`, `red`, `blue` or `gray`.
    public var color: String

    /// What it means, in one sentence.
    public var meaning: String

    /// Reason codes only: retrying will not help.
    public var permanent: Bool

    /// What is left out is empty, which is: not sent.
    public init(
        domain: String = "", value: String = "", label: String = "", color: String = "", meaning: String = "", permanent: Bool = false
    ) {
        self.domain = domain
        self.value = value
        self.label = label
        self.color = color
        self.meaning = meaning
        self.permanent = permanent
    }
}

public struct GetBadgeCatalogRequest: Sendable, Hashable {
    /// The only value there is.
    public init() {}
}

public struct BadgeCatalog: Sendable, Hashable {
    /// Every badge.
    public var badges: [Badge]

    /// What is left out is empty, which is: not sent.
    public init(badges: [Badge] = []) {
        self.badges = badges
    }
}
