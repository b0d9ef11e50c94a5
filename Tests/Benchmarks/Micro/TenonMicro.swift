import Access
import Benchmark
import Foundation
import Logging
import Messages
import NIOCore
import Postgres
import Server
import Storage
import TTRPC

/// Measures what the daemon does for a GetConnection, piece by piece, without sockets, threads and a database. The numbers keep the pieces in the
/// order of the call.
@main
enum TenonMicro: BenchmarkRunnerHooks {
    static func registerBenchmarks() {
        // A process's CPU is counted in hundredths of a second here: too coarse. Nothing waits, so the clock shows the same.
        Benchmark.defaultConfiguration = Benchmark.Configuration(
            metrics: [.wallClock], timeUnits: .nanoseconds, warmupIterations: 10, scalingFactor: .kilo, maxDuration: .seconds(2))
        do {
            let call = try SampleCall()
            try call.check()
            registerRequest(call)
            registerDecision(call)
            registerReply(call)
        } catch {
            FileHandle.standardError.write(Data("TenonMicro: \(error)\n".utf8))
            exit(1)
        }
    }

    /// From the socket's bytes to the request's message.
    private static func registerRequest(_ call: SampleCall) {
        let frame = call.frame, body = call.body, envelope = call.envelope, request = call.request
        measure("01 request: frame and envelope") { try SampleCall.decode(frame.span.bytes) }
        measure("02 request: method by name") {
            let bytes = body.span.bytes
            return Method.find(service: bytes.extracting(envelope.service), name: bytes.extracting(envelope.method))
        }
        measure("03 request: scan") { try GetConnectionRequest.scan(request.span.bytes, budget: .request) }
        measure("04 request: scan and unpack") { try GetConnectionRequest(decoding: request.span.bytes) }
    }

    /// From who calls to what the database is asked.
    private static func registerDecision(_ call: SampleCall) {
        let id = UUID(text: call.reply.id), scope = call.scope
        measure("05 access decision") { try SampleCall.context().scope(for: .connectionView) }
        let pool = SessionPool(PoolConfiguration(url: ""), statements: Storage.statements, logger: Logger(label: "micro"))
        let storage = Storage(pool: pool)
        measure("06 what is asked of the database") { id.map { storage.getConnection(scope, id: $0) } }
    }

    /// From the database's row to the bytes for the socket, and what a client makes of them.
    private static func registerReply(_ call: SampleCall) {
        let row = call.row, reply = call.reply, payload = call.payload
        var output = ByteBuffer()
        measure("07 reply: row to payload") { try withPacked(row) { packed in blackHole(packed.byteCount) } }
        measure("08 reply: row to payload, copied") { try withPacked(row) { packed in write(packed, into: &output) } }
        measure("09 reply: value to packed") { reply.withPacked { packed in write(packed, into: &output) } }
        measure("10 client, reply: scan") { try Connection.scan(payload.span.bytes, budget: .reply) }
        measure("11 client, reply: scan and unpack") { try Connection(decoding: payload.span.bytes, budget: .reply) }
    }

    private static func measure<Value>(_ name: String, _ piece: @escaping () throws -> Value) {
        Benchmark(name) { benchmark in
            for _ in benchmark.scaledIterations { blackHole(try piece()) }
        }
    }

    /// As a handler and its route do.
    private static func withPacked(_ row: ResultSet, _ body: (borrowing PackedMessage) -> Void) throws {
        let connection = try row.connection()
        try Connection.withPacked(filling: { reply in try Connection.fill(reply, from: connection) }, body)
    }

    /// As a channel does: a frame into a buffer that is used again.
    private static func write(_ packed: borrowing PackedMessage, into output: inout ByteBuffer) {
        output.clear()
        let byteCount = packed.byteCount
        guard let frame = ResponseFrame(streamID: 1, payloadByteCount: byteCount) else { return }
        output.writeWithOutputRawSpan(minimumWritableBytes: frame.byteCount) { output in
            frame.writePrefix(payloadByteCount: byteCount, into: &output)
            packed.write(into: &output)
        }
    }
}
