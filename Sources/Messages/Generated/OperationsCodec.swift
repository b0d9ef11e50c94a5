// Written by protoc-gen-tenon from tenon/v1/operations.proto: change that and run `make generate`.
internal import CMessages

extension OperationRun: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__operation_run__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__OperationRun>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            workspaceID: readText(source.pointee.workspace_id),
            tenantID: readText(source.pointee.tenant_id),
            connectionID: readText(source.pointee.connection_id),
            kind: readText(source.pointee.kind),
            outcome: readText(source.pointee.outcome),
            reasonCode: readText(source.pointee.reason_code),
            message: readText(source.pointee.message),
            healthStatus: readText(source.pointee.health_status),
            actor: readText(source.pointee.actor),
            link: readText(source.pointee.link),
            startedAt: readMessage(source.pointee.started_at),
            finishedAt: readMessage(source.pointee.finished_at))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__OperationRun>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(connectionID, at: &target.pointee.connection_id)
        unsafe arena.place(kind, at: &target.pointee.kind)
        unsafe arena.place(outcome, at: &target.pointee.outcome)
        unsafe arena.place(reasonCode, at: &target.pointee.reason_code)
        unsafe arena.place(message, at: &target.pointee.message)
        unsafe arena.place(healthStatus, at: &target.pointee.health_status)
        unsafe arena.place(actor, at: &target.pointee.actor)
        unsafe arena.place(link, at: &target.pointee.link)
        unsafe arena.place(startedAt, at: &target.pointee.started_at)
        unsafe arena.place(finishedAt, at: &target.pointee.finished_at)
    }
}

extension StartOperationRunRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__start_operation_run_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__StartOperationRunRequest>) {
        unsafe self.init(
            connectionID: readText(source.pointee.connection_id),
            kind: readText(source.pointee.kind))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__StartOperationRunRequest>, in arena: inout Arena) {
        unsafe arena.place(connectionID, at: &target.pointee.connection_id)
        unsafe arena.place(kind, at: &target.pointee.kind)
    }
}

extension FinishOperationRunRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__finish_operation_run_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__FinishOperationRunRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            outcome: readText(source.pointee.outcome),
            healthStatus: readText(source.pointee.health_status),
            reasonCode: readText(source.pointee.reason_code),
            message: readText(source.pointee.message))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__FinishOperationRunRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(outcome, at: &target.pointee.outcome)
        unsafe arena.place(healthStatus, at: &target.pointee.health_status)
        unsafe arena.place(reasonCode, at: &target.pointee.reason_code)
        unsafe arena.place(message, at: &target.pointee.message)
    }
}

extension GetOperationRunRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_operation_run_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetOperationRunRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetOperationRunRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}

extension ListOperationRunsRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_operation_runs_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListOperationRunsRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            connectionID: readText(source.pointee.connection_id),
            kind: readText(source.pointee.kind),
            outcome: readText(source.pointee.outcome),
            pageSize: source.pointee.page_size,
            pageToken: readText(source.pointee.page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListOperationRunsRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(connectionID, at: &target.pointee.connection_id)
        unsafe arena.place(kind, at: &target.pointee.kind)
        unsafe arena.place(outcome, at: &target.pointee.outcome)
        unsafe target.pointee.page_size = pageSize
        unsafe arena.place(pageToken, at: &target.pointee.page_token)
    }
}

extension ListOperationRunsResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_operation_runs_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListOperationRunsResponse>) {
        unsafe self.init(
            operationRuns: readMessages(source.pointee.operation_runs, count: source.pointee.n_operation_runs),
            nextPageToken: readText(source.pointee.next_page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListOperationRunsResponse>, in arena: inout Arena) {
        unsafe arena.place(operationRuns, at: &target.pointee.operation_runs, count: &target.pointee.n_operation_runs)
        unsafe arena.place(nextPageToken, at: &target.pointee.next_page_token)
    }
}
