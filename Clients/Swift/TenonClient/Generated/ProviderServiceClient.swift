// Written by protoc-gen-tenon from tenon/v1/providers.proto: change that and run `make generate`.
public import Messages

/// The global catalog of providers a tenant can be connected to. Any known caller may read it; an admin caller may change it.
public struct ProviderServiceClient: Sendable {
    let core: ClientCore

    /// Reads one provider. NOT_FOUND, PROVIDER_NOT_FOUND: no provider has this slug.
    public func getProvider(
        _ request: GetProviderRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Provider {
        try await core.call(.providerServiceGetProvider, request, options)
    }

    /// Lists the whole catalog in one page, ordered by slug.
    public func listProviders(
        _ request: ListProvidersRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListProvidersResponse {
        try await core.call(.providerServiceListProviders, request, options)
    }

    /// Adds a provider, or sets the display name and auth type of one that is there. PERMISSION_DENIED, ADMIN_ONLY: the caller is no admin.
    public func upsertProvider(
        _ request: UpsertProviderRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Provider {
        try await core.call(.providerServiceUpsertProvider, request, options)
    }
}
