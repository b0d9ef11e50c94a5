// Written by protoc-gen-tenon from tenon/v1/audit.proto: change that and run `make generate`.
public import Messages

/// The trail of state changes.
public struct AuditServiceClient: Sendable {
    let core: ClientCore

    /// Lists audit events, newest first. Needs `audit.view` on the tenant; without a tenant, workspace owners and admin callers.
    public func listAuditEvents(
        _ request: ListAuditEventsRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListAuditEventsResponse {
        try await core.call(.auditServiceListAuditEvents, request, options)
    }
}
