// Written by protoc-gen-tenon from tenon/v1/badges.proto: change that and run `make generate`.
public import Messages

/// How states are shown to people, the same everywhere.
public struct BadgeServiceClient: Sendable {
    let core: ClientCore

    /// The whole catalog of badges.
    public func getBadgeCatalog(
        _ request: GetBadgeCatalogRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> BadgeCatalog {
        try await core.call(.badgeServiceGetBadgeCatalog, request, options)
    }
}
