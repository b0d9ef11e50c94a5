// Written by protoc-gen-tenon from tenon/v1/operations.proto: change that and run `make generate`.
public import Messages

/// Runs of health checks and other operations on connections: started before the work, finished after it.
///
/// A run that is unfinished for longer than its kind may take (`health_check` and `token_refresh` 15 minutes, `sync` 24 hours) reads as `expired`;
/// it can still be finished.
public struct OperationServiceClient: Sendable {
    let core: ClientCore

    /// Records that an operation on a connection began. Needs `connection.run`.
    public func startOperationRun(
        _ request: StartOperationRunRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> OperationRun {
        try await core.call(.operationServiceStartOperationRun, request, options)
    }

    /// Records how a run ended. Needs `connection.run`. Once more with the same content changes nothing; FAILED_PRECONDITION, RUN_ALREADY_FINISHED:
    /// it ended otherwise before.
    ///
    /// A health check that succeeded or failed sets health, time of check and last error of its connection, unless a check that began later has told
    /// already. Any other run that failed sets the last error; one that succeeded takes back an error that its own kind left. A cancelled run says nothing
    /// of its connection.
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

    /// Lists runs, by tenant id and in each tenant newest first. Needs `connection.view`. By tenant and by connection a page costs the same at any depth;
    /// `kind` and `outcome` are looked for among at most 2000 runs for each page, and a page ends after 1000 tenants: it may come back short, or empty, with
    /// a token that goes on behind it. A named tenant or connection the actor is not entitled to is NOT_FOUND, not an empty list.
    public func listOperationRuns(
        _ request: ListOperationRunsRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> ListOperationRunsResponse {
        try await core.call(.operationServiceListOperationRuns, request, options)
    }
}
