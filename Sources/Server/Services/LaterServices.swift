internal import Messages

/// Operation runs: in the contract, not served by this version.
struct OperationService: OperationServiceHandlers {
    var startOperationRun: Handler<StartOperationRunRequest, OperationRun> { .notServed }
    var finishOperationRun: Handler<FinishOperationRunRequest, OperationRun> { .notServed }
    var getOperationRun: Handler<GetOperationRunRequest, OperationRun> { .notServed }
    var listOperationRuns: Handler<ListOperationRunsRequest, ListOperationRunsResponse> { .notServed }
}
