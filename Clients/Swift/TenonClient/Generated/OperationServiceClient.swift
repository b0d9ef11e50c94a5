// Written by protoc-gen-tenon from tenon/v1/operations.proto: change that and run `make generate`.
public import Messages

/// Runs of health checks and other operations on connections.
public struct OperationServiceClient: Sendable {
    let core: ClientCore

    /// Records that an operation on a connection began. Needs `connection.run`.
    public func startOperationRun(
        _ request: StartOperationRunRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> OperationRun {
        try await core.call(.operationServiceStartOperationRun, request, options)
    }

    /// Records how a run ended. Needs `connection.run`. FAILED_PRECONDITION, RUN_ALREADY_FINISHED: it ended otherwise before.
    public func finishOperationRun(
        _ request: FinishOperationRunRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> OperationRun {
        try await core.call(.operationServiceFinishOperationRun, request, options)
    }

    /// Reads one run. Needs `connection.view`.
    public func getOperationRun(
        _ request: GetOperationRunRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> OperationRun {
        try await core.call(.operationServiceGetOperationRun, request, options)
    }

    /// Lists runs. Needs `connection.view`.
    public func listOperationRuns(
        _ request: ListOperationRunsRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListOperationRunsResponse {
        try await core.call(.operationServiceListOperationRuns, request, options)
    }
}
