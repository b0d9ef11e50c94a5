import Synchronization
import TTRPC
import Transport

/// A service whose methods are what the tests need. A refusal's text is its name, so that a test sees which one it was.
final class TestService: CallService {
    private let admission = Mutex(Admission.known(channelCountMax: nil))
    let gate = Gate()
    let cancellations = Tally()

    func admits(_ peer: PeerIdentity) -> Admission {
        admission.withLock { $0 }
    }

    func setAdmission(_ admission: Admission) {
        self.admission.withLock { $0 = admission }
    }

    func status(for refusal: TransportRefusal) -> Status {
        Status(code: .resourceExhausted, message: "\(refusal)")
    }

    func answer(_ call: ServerCall, _ envelope: RequestEnvelope, in body: RawSpan) {
        let payload = body.extracting(envelope.payload).withUnsafeBytes { Array($0) }
        switch body.string(envelope.method) ?? "" {
        case "Echo": echo(call, payload)
        case "EchoLater": call.loop.execute { self.echo(call, payload) }
        case "Wait":
            Task {
                await gate.pass()
                call.loop.execute { self.echo(call, payload) }
            }
        case "Endless":
            call.wait(
                for: Withdrawal {
                    self.cancellations.add()
                    call.loop.execute { self.echo(call, payload) }
                })
            Task { await gate.arrive() }
        case "Restless":
            let withdrawals = Tally()
            call.wait(for: Withdrawal { withdrawals.add() })
            call.loop.execute(stepwise: { withdrawals.count == 0 })
            Task { await gate.arrive() }
        case "Twice":
            echo(call, payload)
            echo(call, payload)
        case "Liar": call.succeed(byteCount: 3) { $0.append(1) }
        case "Peer":
            let text = "\(call.peer.pid) \(call.peer.uid) \(call.peer.gid)"
            call.succeed(byteCount: text.utf8.count) { for byte in text.utf8 { $0.append(byte) } }
        case "Zeros": zeros(call, payload)
        case "ZerosLater":
            Task {
                await gate.pass()
                call.loop.execute { self.zeros(call, payload) }
            }
        case "LongStatus": call.fail(Status(code: .notFound, message: String(repeating: "x", count: 5 << 20)))
        default: call.fail(Status(code: .unimplemented, message: "unknown method"))
        }
    }

    /// As many zeros as the payload's bytes say, in big-endian order.
    private func zeros(_ call: ServerCall, _ payload: [UInt8]) {
        let byteCount = payload.reduce(0) { $0 << 8 | Int($1) }
        call.succeed(byteCount: byteCount) { output in
            for _ in 0..<byteCount { output.append(0) }
        }
    }

    private func echo(_ call: ServerCall, _ payload: [UInt8]) {
        call.succeed(byteCount: payload.count) { for byte in payload { $0.append(byte) } }
    }
}

/// Does something when a call is withdrawn.
private final class Withdrawal: Withdrawable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func withdraw() { body() }
}

/// Holds handlers until the test lets them go on, and tells the test how many have come.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrivedCount = 0
        var held: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func pass() async {
        await arrive()
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.held.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func arrive() async {
        let ready = state.withLock { state in
            state.arrivedCount += 1
            let ready = state.watchers.filter { $0.count <= state.arrivedCount }
            state.watchers.removeAll { $0.count <= state.arrivedCount }
            return ready
        }
        for watcher in ready { watcher.continuation.resume() }
    }

    func arrivals(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.arrivedCount < count { state.watchers.append((count, continuation)) }
                return state.arrivedCount >= count
            }
            if isThere { continuation.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }
}

/// Counts something from any thread.
final class Tally: Sendable {
    private let value = Mutex(0)

    func add() {
        value.withLock { $0 += 1 }
    }

    var count: Int { value.withLock { $0 } }
}
