internal import Access
internal import Messages
internal import Storage

/// Runs of health checks and other operations on connections.
struct OperationService: OperationServiceHandlers {
    let storage: Storage
    let links: RunLinks

    var startOperationRun: Handler<StartOperationRunRequest, OperationRun> {
        .byID(.connectionRun) { request, scope in
            try storage.startOperationRun(
                scope, connectionID: Check.uuid(request.connectionID, "connection_id"), kind: Check.choice(request.kind, "kind")
            ).reply { OperationRun($0, links) }
        }
    }

    var finishOperationRun: Handler<FinishOperationRunRequest, OperationRun> {
        .byID(.connectionRun) { request, scope in
            let id = try Check.uuid(request.id, "id")
            return storage.finishOperationRun(scope, id: id, try RunFinish(request)).reply { OperationRun($0, links) }
        }
    }

    var getOperationRun: Handler<GetOperationRunRequest, OperationRun> {
        .byID(.connectionView) { request, scope in
            storage.getOperationRun(scope, id: try Check.uuid(request.id, "id")).reply { OperationRun($0, links) }
        }
    }

    var listOperationRuns: Handler<ListOperationRunsRequest, ListOperationRunsResponse> {
        .list(.connectionView, tenant: { $0.tenantID }, hidesAbsence: true) { request, scope in
            try storage.listOperationRuns(
                scope, RunFilter(request), pageSize: Check.pageSize(request.pageSize), pageToken: request.pageToken
            ).reply { page in
                ListOperationRunsResponse(operationRuns: page.records.map { OperationRun($0, links) }, nextPageToken: page.nextPageToken)
            }
        }
    }
}

extension RunFinish {
    fileprivate init(_ request: FinishOperationRunRequest) throws(Refusal) {
        let end: RunEnd = try Check.choice(request.outcome, "outcome")
        let healthStatus: HealthStatus? = try Check.optionalChoice(request.healthStatus, "health_status")
        let reasonCode: ReasonCode? = try Check.optionalChoice(request.reasonCode, "reason_code")
        switch end {
        case .failed:
            guard reasonCode != nil else { throw .field("reason_code", "is empty, but the run failed: say why") }
        case .succeeded:
            guard reasonCode == nil || (healthStatus != nil && healthStatus != .healthy) else {
                throw .field("reason_code", "is given, but the run succeeded and found nothing wrong")
            }
        case .cancelled:
            guard reasonCode == nil else { throw .field("reason_code", "is given, but the run was cancelled") }
            guard healthStatus == nil else { throw .field("health_status", "is given, but the run was cancelled") }
        }
        self.init(end: end, healthStatus: healthStatus, reasonCode: reasonCode, message: Check.message(request.message))
    }
}

extension RunFilter {
    fileprivate init(_ request: ListOperationRunsRequest) throws(Refusal) {
        self.init(
            connectionID: try Check.optionalUUID(request.connectionID, "connection_id"),
            kind: try Check.optionalChoice(request.kind, "kind"), outcome: try Check.optionalChoice(request.outcome, "outcome"))
    }
}
