// Written by protoc-gen-tenon from grpc/health/v1/health.proto: change that and run `make generate`.
public import Messages

/// Tells whether the daemon serves. Anybody who can connect may ask.
public struct HealthClient: Sendable {
    let core: ClientCore

    /// Answers for the whole daemon (empty `service`) or for one service by its full name.
    public func check(
        _ request: HealthCheckRequest, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> HealthCheckResponse {
        try await core.call(.healthCheck, request, options)
    }
}
