// Written by protoc-gen-tenon from shelf.proto: change that and run `make generate`.
public import Messages

/// A service whose name has no ending.
public struct ClockClient: Sendable {
    let core: ClientCore

    /// Tells the time.
    public func whatTimeIsIt(
        _ request: Empty, options: CallOptions = CallOptions()
    ) async throws(TenonError) -> Timestamp {
        try await core.call(.clockWhatTimeIsIt, request, options)
    }
}
