// Written by protoc-gen-tenon from tenon/v1/tenancy.proto: change that and run `make generate`.
public import Messages

/// Workspaces, their tenants, and who is a member of which.
///
/// An actor is entitled to a tenant when it is a member of the tenant's workspace and of the tenant. What the actor may not see answers like
/// what does not exist: NOT_FOUND.
public struct TenancyServiceClient: Sendable {
    let core: ClientCore

    /// Makes a workspace, with `owner` as its first owner. Admin callers only.
    public func createWorkspace(
        _ request: CreateWorkspaceRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Workspace {
        try await core.call(.tenancyServiceCreateWorkspace, request, options)
    }

    /// Reads a workspace. For its members and admin callers.
    public func getWorkspace(
        _ request: GetWorkspaceRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Workspace {
        try await core.call(.tenancyServiceGetWorkspace, request, options)
    }

    /// Lists the workspaces the actor is a member of; all of them for admin callers.
    public func listWorkspaces(
        _ request: ListWorkspacesRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListWorkspacesResponse {
        try await core.call(.tenancyServiceListWorkspaces, request, options)
    }

    /// Deletes an empty workspace. Admin callers only. FAILED_PRECONDITION, WORKSPACE_NOT_EMPTY: it still has tenants.
    public func deleteWorkspace(
        _ request: DeleteWorkspaceRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Empty {
        try await core.call(.tenancyServiceDeleteWorkspace, request, options)
    }

    /// Makes a tenant in a workspace; a workspace owner becomes the tenant's owner. For workspace owners and admin callers.
    public func createTenant(
        _ request: CreateTenantRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Tenant {
        try await core.call(.tenancyServiceCreateTenant, request, options)
    }

    /// Reads a tenant. For entitled actors, workspace owners and admin callers.
    public func getTenant(
        _ request: GetTenantRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Tenant {
        try await core.call(.tenancyServiceGetTenant, request, options)
    }

    /// Lists the tenants of a workspace, or all the actor may see, ordered by id; in a tenant context (`tenon-tenant`) only that one. For entitled
    /// actors, workspace owners and admin callers.
    public func listTenants(
        _ request: ListTenantsRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListTenantsResponse {
        try await core.call(.tenancyServiceListTenants, request, options)
    }

    /// Deletes a tenant with its memberships, connections, tokens and runs; its audit events stay. For workspace owners and admin callers.
    public func deleteTenant(
        _ request: DeleteTenantRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Empty {
        try await core.call(.tenancyServiceDeleteTenant, request, options)
    }

    /// Makes an actor a member of a workspace, or changes its role. For workspace owners and admin callers. FAILED_PRECONDITION, LAST_OWNER: the
    /// workspace would lose its last owner.
    public func grantWorkspaceMembership(
        _ request: GrantWorkspaceMembershipRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Membership {
        try await core.call(.tenancyServiceGrantWorkspaceMembership, request, options)
    }

    /// Ends a workspace membership and, at once, every tenant membership below it; the next call of that actor, on any channel, is answered as a
    /// stranger's. Where there is no such membership, nothing happens. For workspace owners and admin callers. FAILED_PRECONDITION, LAST_OWNER: the
    /// workspace would lose its last owner.
    public func revokeWorkspaceMembership(
        _ request: RevokeWorkspaceMembershipRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Empty {
        try await core.call(.tenancyServiceRevokeWorkspaceMembership, request, options)
    }

    /// Makes a workspace member a member of a tenant, or changes its role. For tenant owners, workspace owners and admin callers.
    /// FAILED_PRECONDITION, WORKSPACE_MEMBERSHIP_MISSING: the actor is no member of the tenant's workspace.
    public func grantTenantMembership(
        _ request: GrantTenantMembershipRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Membership {
        try await core.call(.tenancyServiceGrantTenantMembership, request, options)
    }

    /// Ends a tenant membership; the next call of that actor, on any channel, is answered as a stranger's. Where there is no such membership, nothing
    /// happens. For tenant owners, workspace owners and admin callers.
    public func revokeTenantMembership(
        _ request: RevokeTenantMembershipRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Empty {
        try await core.call(.tenancyServiceRevokeTenantMembership, request, options)
    }

    /// Lists the memberships of a workspace or of a tenant: the one named, else the tenant context's. For tenant owners, workspace owners and admin callers.
    public func listMemberships(
        _ request: ListMembershipsRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListMembershipsResponse {
        try await core.call(.tenancyServiceListMemberships, request, options)
    }
}
