// Written by protoc-gen-tenon from tenon/v1/daemon.proto: change that and run `make generate`.
public import Messages

/// About the daemon itself and the caller's standing with it.
public struct DaemonServiceClient: Sendable {
    let core: ClientCore

    /// Build version and the contract, for tools that read it at run time.
    public func describe(
        _ request: DescribeRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> DescribeResponse {
        try await core.call(.daemonServiceDescribe, request, options)
    }

    /// Who the daemon takes the caller for, and whom the caller speaks for in this call.
    public func whoAmI(
        _ request: WhoAmIRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> WhoAmIResponse {
        try await core.call(.daemonServiceWhoAmI, request, options)
    }

    /// Counters and gauges of the running daemon. Admin callers only.
    public func getStats(
        _ request: GetStatsRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> GetStatsResponse {
        try await core.call(.daemonServiceGetStats, request, options)
    }
}
