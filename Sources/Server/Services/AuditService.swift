internal import Access
internal import Messages
internal import Storage

/// The trail of state changes.
struct AuditService: AuditServiceHandlers {
    let storage: Storage

    var listAuditEvents: Handler<ListAuditEventsRequest, ListAuditEventsResponse> {
        .workspace(.auditView) { request, authority in
            try storage.listAuditEvents(
                authority, in: AuditPlace(request, authority.call), AuditFilter(request), pageSize: Check.pageSize(request.pageSize),
                pageToken: request.pageToken
            ).reply { ListAuditEventsResponse(auditEvents: $0.records.map(AuditEvent.init), nextPageToken: $0.nextPageToken) }
        }
    }
}

extension AuditPlace {
    /// A workspace is asked of its owners; without one, a tenant is asked of its members; without either, everything of admin callers.
    fileprivate init(_ request: ListAuditEventsRequest, _ context: CallContext) throws {
        let workspace = try Check.optionalUUID(request.workspaceID, "workspace_id")
        let tenant = try Check.optionalUUID(request.tenantID, "tenant_id") ?? context.tenantContext
        if let workspace {
            self = .workspace(workspace, tenant: tenant)
        } else if let tenant {
            self = .tenant(tenant)
        } else {
            self = .everywhere(try context.adminAuthority())
        }
    }
}

extension AuditFilter {
    fileprivate init(_ request: ListAuditEventsRequest) throws(Refusal) {
        self.init(
            actor: request.actor.isEmpty ? nil : try Check.actor(request.actor, "actor"),
            action: try Check.optionalChoice(request.action, "action"),
            targetID: request.targetID.isEmpty ? nil : try Check.foreignID(request.targetID, "target_id"),
            after: try Check.time(request.after, "after"), before: try Check.time(request.before, "before"))
    }
}
