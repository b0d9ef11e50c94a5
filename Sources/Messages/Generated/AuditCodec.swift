// Written by protoc-gen-tenon from tenon/v1/audit.proto: change that and run `make generate`.
internal import CMessages

extension AuditEvent: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__audit_event__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__AuditEvent>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            at: readMessage(source.pointee.at),
            action: readText(source.pointee.action),
            outcome: readText(source.pointee.outcome),
            actor: readText(source.pointee.actor),
            caller: readText(source.pointee.caller),
            callerUID: source.pointee.caller_uid,
            callerPID: source.pointee.caller_pid,
            workspaceID: readText(source.pointee.workspace_id),
            tenantID: readText(source.pointee.tenant_id),
            targetType: readText(source.pointee.target_type),
            targetID: readText(source.pointee.target_id),
            payloadJSON: readText(source.pointee.payload_json),
            requestID: readText(source.pointee.request_id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__AuditEvent>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(at, at: &target.pointee.at)
        unsafe arena.place(action, at: &target.pointee.action)
        unsafe arena.place(outcome, at: &target.pointee.outcome)
        unsafe arena.place(actor, at: &target.pointee.actor)
        unsafe arena.place(caller, at: &target.pointee.caller)
        unsafe target.pointee.caller_uid = callerUID
        unsafe target.pointee.caller_pid = callerPID
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(targetType, at: &target.pointee.target_type)
        unsafe arena.place(targetID, at: &target.pointee.target_id)
        unsafe arena.place(payloadJSON, at: &target.pointee.payload_json)
        unsafe arena.place(requestID, at: &target.pointee.request_id)
    }
}

extension ListAuditEventsRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_audit_events_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListAuditEventsRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            workspaceID: readText(source.pointee.workspace_id),
            actor: readText(source.pointee.actor),
            action: readText(source.pointee.action),
            targetID: readText(source.pointee.target_id),
            after: readMessage(source.pointee.after),
            before: readMessage(source.pointee.before),
            pageSize: source.pointee.page_size,
            pageToken: readText(source.pointee.page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListAuditEventsRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(actor, at: &target.pointee.actor)
        unsafe arena.place(action, at: &target.pointee.action)
        unsafe arena.place(targetID, at: &target.pointee.target_id)
        unsafe arena.place(after, at: &target.pointee.after)
        unsafe arena.place(before, at: &target.pointee.before)
        unsafe target.pointee.page_size = pageSize
        unsafe arena.place(pageToken, at: &target.pointee.page_token)
    }
}

extension ListAuditEventsResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_audit_events_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListAuditEventsResponse>) {
        unsafe self.init(
            auditEvents: readMessages(source.pointee.audit_events, count: source.pointee.n_audit_events),
            nextPageToken: readText(source.pointee.next_page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListAuditEventsResponse>, in arena: inout Arena) {
        unsafe arena.place(auditEvents, at: &target.pointee.audit_events, count: &target.pointee.n_audit_events)
        unsafe arena.place(nextPageToken, at: &target.pointee.next_page_token)
    }
}
