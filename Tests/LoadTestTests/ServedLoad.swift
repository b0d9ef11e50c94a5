import Clock
import Foundation
import Glibc
import Messages
import NIOCore
import NIOPosix
import Synchronization
import TTRPC
import TenonClient
import Transport

@testable import LoadTest

/// A server that answers GetConnection and GetBadgeCatalog, and what is wrong with it.
final class FaultyService: CallService {
    enum Fault {
        /// Does nothing at all for so long, once, when this call comes.
        case stall(Duration, atCall: Int)
        /// Refuses every so many calls.
        case refuse(every: Int)
        /// Answers with another connection.
        case wrongAnswer
        /// Never answers.
        case silence
    }

    private let fault: Fault
    private let calls = Atomic(0)

    init(_ fault: Fault) {
        self.fault = fault
    }

    /// Calls that came.
    var callCount: Int { calls.load(ordering: .relaxed) }

    func admits(_ peer: PeerIdentity) -> Admission { .known(channelCountMax: nil) }

    func status(for refusal: TransportRefusal) -> Status { Status(code: .resourceExhausted, message: "\(refusal)") }

    func answer(_ call: ServerCall, _ envelope: RequestEnvelope, in body: RawSpan) {
        let number = calls.add(1, ordering: .relaxed).newValue
        switch fault {
        case .stall(let duration, let atCall):
            // The thread that serves everybody.
            if number == atCall { usleep(UInt32(duration.inSeconds * 1e6)) }
            reply(call, envelope, body, isRight: true)
        case .refuse(let every):
            if number % every == 0 { refuse(call) } else { reply(call, envelope, body, isRight: true) }
        case .wrongAnswer: reply(call, envelope, body, isRight: false)
        case .silence: break
        }
    }

    private func reply(_ call: ServerCall, _ envelope: RequestEnvelope, _ body: RawSpan, isRight: Bool) {
        switch Method.find(service: body.extracting(envelope.service), name: body.extracting(envelope.method)) {
        case .connectionServiceGetConnection:
            let request = try? GetConnectionRequest(decoding: body.extracting(envelope.payload))
            let number = Int(request?.id.dropFirst() ?? "") ?? 0
            succeed(call, ServedLoad.connection(isRight ? number : number + 1))
        case .badgeServiceGetBadgeCatalog: succeed(call, BadgeCatalog(badges: [Badge(domain: "status", value: "active")]))
        default: call.fail(Status(code: .unimplemented, message: "not here"))
        }
    }

    private func succeed(_ call: ServerCall, _ message: some WireMessage) {
        message.withPacked { packed in
            call.succeed(byteCount: packed.byteCount) { output in packed.write(into: &output) }
        }
    }

    private func refuse(_ call: ServerCall) {
        let info = ErrorInfo(reason: "OVERLOADED", domain: "tenon")
        let detail = StatusDetail(typeURL: "type.googleapis.com/google.rpc.ErrorInfo", value: info.packed())
        call.fail(Status(code: .resourceExhausted, message: "too much", details: [detail]))
    }
}

/// A faulty server on a socket of its own, with a data set that it knows.
struct ServedLoad {
    let service: FaultyService
    let socketPath: String

    static let dataSet = LoadDataSet(workspaceID: "w", tenantIDs: ["t0", "t1"], connectionIDs: (0..<10).map { "c\($0)" })

    static func connection(_ number: Int) -> Connection {
        Connection(
            id: "c\(number)", tenantID: "t\(number % 2)", providerSlug: LoadDataSet.providerSlug,
            externalID: LoadDataSet.externalID(of: number))
    }

    /// Serves while `body` runs.
    static func serving(_ fault: FaultyService.Fault, _ body: (ServedLoad) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("tenon-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let service = FaultyService(fault)
        var configuration = ServerConfiguration(path: directory + "/socket")
        configuration.drainNotice = .zero
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let server = ServerTransport(configuration: configuration, service: service, group: group)
        try await server.start()
        do {
            try await body(ServedLoad(service: service, socketPath: configuration.path))
        } catch {
            await server.drain(limit: .zero)
            throw error
        }
        await server.drain(limit: .zero)
        try await group.shutdownGracefully()
    }

    func client(timeout: Duration = .seconds(10)) -> TenonClient { TenonClient(socketPath: socketPath, timeout: timeout) }

    /// Calls the server as the plan says, from the first call on.
    func run(_ pace: LoadPlan.Pace, mix: LoadMix = LoadMix(.get), channels: Int = 1, for duration: Duration) async -> LoadReport {
        let plan = LoadPlan(pace: pace, mix: mix, channels: channels, duration: duration, warmUp: .zero)
        let run = LoadRun(plan, on: Self.dataSet, socketPath: socketPath, stop: StopSign()) { client() }
        return await run.run()
    }
}
