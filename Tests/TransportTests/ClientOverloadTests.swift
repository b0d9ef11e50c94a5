import Clock
import NIOCore
import Synchronization
import TTRPC
import Testing

@testable import Transport

@Suite struct `A client with more calls than may be open` {
    @Test func `starts them in the order in which they came, while they have time`() async throws {
        let scene = Scene()
        try scene.ticks(1, calls: 600, answers: 0)
        try scene.ticks(10, calls: 0, answers: 60)
        #expect(scene.started == Array(0..<600))
        #expect(try await scene.end().allSatisfy { $0 == .success(ByteBuffer()) })
    }

    @Test func `succeeds again after its server has stalled, although as many calls come as that answers`() async throws {
        let scene = Scene()
        #expect(try scene.ticks(20, calls: 50, answers: 50) == 1_000)
        #expect(try scene.ticks(40, calls: 50, answers: 0) == 0)
        // What was sent during the stall is answered first, for nobody.
        try scene.ticks(20, calls: 50, answers: 50)
        #expect(try scene.ticks(60, calls: 50, answers: 50) == 3_000)
        try await scene.end()
    }

    @Test func `has use of all that its server answers, although twice as many calls come`() async throws {
        let scene = Scene()
        try scene.ticks(40, calls: 100, answers: 50)
        #expect(try scene.ticks(60, calls: 100, answers: 50) == 3_000)
        try await scene.end()
    }

    @Test func `tells who got no turn that the call surely did not run, and never sends it`() async throws {
        let scene = Scene()
        try scene.ticks(60, calls: 100, answers: 50)
        let replies = try await scene.end()
        let notRun = replies.indices.filter { replies[$0] == .failure(.deadlineExceeded(mayHaveRun: false)) }
        #expect(!notRun.isEmpty)
        #expect(Set(notRun) == Set(replies.indices).subtracting(scene.started))
    }
}

/// A client and a server that answers in the order of the frames, in a time that the test makes: a tick is 50 ms, and each call has a second.
private final class Scene {
    /// Whatever the callers' tasks share.
    private final class Client: Sendable {
        let state = Mutex(ClientState(firstStreamID: 1))
    }

    private let client = Client()
    private var now = MonotonicTime.now
    /// By the calls' numbers.
    private var callers: [Task<ClientReply, Never>] = []
    /// What the server has not answered, oldest first.
    private var unanswered: [UInt32] = []
    /// The numbers of the calls that were sent, in the order of their frames.
    private(set) var started: [Int] = []

    /// In each tick so many calls come, and the server answers so many. Gives how many of them somebody was still waiting for.
    @discardableResult
    func ticks(_ count: Int, calls: Int, answers: Int) throws -> Int {
        var succeededCount = 0
        for _ in 0..<count {
            now = now + .milliseconds(50)
            for _ in 0..<calls { try call() }
            for wake in client.state.withLock({ $0.expire(now).wakes }) { wake.continuation.resume(returning: wake.reply) }
            try send()
            for id in unanswered.prefix(answers) {
                guard let caller = client.state.withLock({ $0.replied(id) }) else { continue }
                caller.resume(returning: .success(ByteBuffer()))
                succeededCount += 1
            }
            unanswered.removeFirst(min(answers, unanswered.count))
        }
        return succeededCount
    }

    /// Lets all calls end; gives what they ended with, by their numbers.
    @discardableResult
    func end() async throws -> [ClientReply] {
        try ticks(40, calls: 0, answers: 0)
        var replies: [ClientReply] = []
        for caller in callers { replies.append(await caller.value) }
        return replies
    }

    /// Submits a call whose payload is its number.
    private func call() throws {
        let number = UInt32(callers.count)
        let request = ClientRequest(service: "test.Service", method: "Echo", timeout: .seconds(1), since: now, payloadByteCount: 4) {
            output in
            output.append(number, as: UInt32.self)
        }
        let call = ClientCall(try #require(request))
        let caller = Task.immediate { [client] in
            await withUnsafeContinuation { continuation in
                client.state.withLock { state in
                    if case .accepted(mustConnect: true, _) = state.submit(call) { _ = state.opened() }
                    call.await(with: continuation)
                }
            }
        }
        callers.append(caller)
    }

    /// Has the server read what the client may send.
    private func send() throws {
        var hasMore = true
        while hasMore {
            var output = client.state.withLock { $0.takeOutput(mayWrite: true, now) }
            hasMore = output.hasMore
            while let head = output.bytes.readBytes(length: FrameHeader.byteCount) {
                let decoded = FrameHeader(decoding: head.span.bytes)
                let header = try #require(decoded)
                let body = output.bytes.readBytes(length: header.bodyByteCount) ?? []
                let payload = try RequestEnvelope.decode(body.span.bytes).payload
                unanswered.append(header.streamID)
                started.append(body[payload].reversed().reduce(0) { $0 << 8 | Int($1) })
            }
        }
    }
}
