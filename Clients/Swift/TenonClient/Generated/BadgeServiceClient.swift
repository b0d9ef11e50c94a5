// Written by protoc-gen-tenon from tenon/v1/badges.proto: change that and run `make generate`.
public import Messages

/// How states are shown to people, the same everywhere.
///
/// A value that the catalog does not have, such as one of a later version, is shown neutral: its label is the value, its colour gray.
public struct BadgeServiceClient: Sendable {
    let core: ClientCore

    /// The whole catalog of badges; it changes only with the daemon's version. Needs a known caller.
    public func getBadgeCatalog(
        _ request: GetBadgeCatalogRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> BadgeCatalog {
        try await core.call(.badgeServiceGetBadgeCatalog, request, options)
    }
}
