// Written by protoc-gen-tenon from tenon/v1/audit.proto: change that and run `make generate`.
public import Messages

/// The trail of state changes.
public struct AuditServiceClient: Sendable {
    let core: ClientCore

    /// Lists audit events, newest first. With `workspace_id`, for the workspace's owners and admin callers: the events of the workspace and its tenants,
    /// the deleted ones included. With `tenant_id` alone (or the tenant context), for actors with `audit.view` in that tenant. With neither, everything,
    /// for admin callers. Filters by actor, action and target are looked for among at most 2000 events for each page: where few match, pages come back
    /// short, or empty, with a token that goes on behind them.
    public func listAuditEvents(
        _ request: ListAuditEventsRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListAuditEventsResponse {
        try await core.call(.auditServiceListAuditEvents, request, options)
    }
}
