package import Testing

/// Gives a suite a daemon of its own, for as long as the suite runs.
package struct DaemonTrait: SuiteTrait, TestScoping {
    @concurrent package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let daemon = try await TestDaemon.start()
        do {
            try await TestDaemon.$current.withValue(daemon) { try await function() }
        } catch {
            await daemon.stop()
            throw error
        }
        let exitCode = await daemon.stop()
        #expect(exitCode == 0, "the daemon stops cleanly: \(daemon.standardError)")
        daemon.removeDirectory()
    }
}

extension Trait where Self == DaemonTrait {
    /// One daemon for the suite; its tests find it as `TestDaemon.current`.
    package static var daemon: DaemonTrait { DaemonTrait() }
}
