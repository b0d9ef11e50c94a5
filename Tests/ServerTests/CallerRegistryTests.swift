import Access
import Testing

@testable import Server

/// Who may call now, and how much at once.
@Suite struct CallerRegistryTests {
    private func directory(_ callers: (uid: UInt32, callsInFlightMax: Int?)...) throws -> CallerDirectory {
        try CallerDirectory(
            callers.map { Caller(name: "caller-\($0.uid)", uid: $0.uid, mayActAs: [], callsInFlightMax: $0.callsInFlightMax) })
    }

    private func expectRefused(
        _ reason: Reason, uid: UInt32, by registry: CallerRegistry, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: Refusal(because: reason), sourceLocation: sourceLocation) { _ = try registry.beginCall(uid: uid) }
    }

    @Test func `calls up to the caller's limit run, further ones are refused, and one that ends makes room for one`() throws {
        let registry = CallerRegistry(try directory((1, 2), (2, 1)))
        let first = try registry.beginCall(uid: 1)
        _ = try registry.beginCall(uid: 1)
        expectRefused(.tooManyCalls, uid: 1, by: registry)
        expectRefused(.tooManyCalls, uid: 1, by: registry)
        _ = try registry.beginCall(uid: 2)
        first.endCall()
        _ = try registry.beginCall(uid: 1)
        expectRefused(.tooManyCalls, uid: 1, by: registry)
    }

    @Test func `a caller without a limit has none`() throws {
        let registry = CallerRegistry(try directory((1, nil)))
        for _ in 0..<5_000 { _ = try registry.beginCall(uid: 1) }
    }

    @Test func `a limit that comes later counts the calls that run already`() throws {
        let registry = CallerRegistry(try directory((1, nil)))
        let running = try (0..<3).map { _ in try registry.beginCall(uid: 1) }
        registry.replace(with: try directory((1, 2)))
        for call in running.dropLast() {
            expectRefused(.tooManyCalls, uid: 1, by: registry)
            call.endCall()
        }
        _ = try registry.beginCall(uid: 1)
        expectRefused(.tooManyCalls, uid: 1, by: registry)
    }

    @Test func `a user that is taken out or put in is so for the next call`() throws {
        let registry = CallerRegistry(try directory((1, nil)))
        let running = try registry.beginCall(uid: 1)
        registry.replace(with: try directory((2, nil)))
        expectRefused(.callerUnknown, uid: 1, by: registry)
        #expect(registry.caller(uid: 1) == nil)
        #expect(try registry.beginCall(uid: 2).caller.name == "caller-2")
        running.endCall()
        registry.replace(with: try directory((1, 1)))
        _ = try registry.beginCall(uid: 1)
        expectRefused(.tooManyCalls, uid: 1, by: registry)
    }
}
