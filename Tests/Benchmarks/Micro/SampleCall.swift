import Access
import FoundationEssentials
import MadeRow
import Messages
import NIOCore
import Postgres
import Server
import Storage
import TTRPC

/// One GetConnection at every stage of its way: what a client sends, what the database answers, what is sent back.
struct SampleCall {
    /// As it comes from the socket.
    let frame: [UInt8]
    /// The frame without its header.
    let body: [UInt8]
    let envelope: RequestEnvelope
    /// The payload of the request.
    let request: [UInt8]
    let scope: TenantScope
    /// As it comes from libpq.
    let row: ResultSet
    let reply: Connection
    /// The payload of the reply.
    let payload: [UInt8]

    init() throws {
        row = try Self.makeRow()
        let payload = try Self.pack(row)
        reply = try Connection(decoding: payload.span.bytes, budget: .reply)
        self.payload = payload
        request = GetConnectionRequest(id: reply.id).packed()
        let frame = try Self.makeFrame(request)
        envelope = try Self.decode(frame.span.bytes)
        body = Array(frame[FrameHeader.byteCount...])
        self.frame = frame
        scope = try Self.context().scope(for: .connectionView)
    }

    /// Makes sure that what is measured is what it is called.
    func check() throws {
        let bytes = body.span.bytes
        let method = Method.find(service: bytes.extracting(envelope.service), name: bytes.extracting(envelope.method))
        guard method == .connectionServiceGetConnection else { throw SampleFault("another method") }
        guard try GetConnectionRequest(decoding: request.span.bytes).id == reply.id else { throw SampleFault("another request") }
        guard reply.packed() == payload else { throw SampleFault("another reply") }
        guard payload.count == 570 else { throw SampleFault("a reply of \(payload.count) bytes") }
    }

    /// What the server does with the bytes it has read.
    static func decode(_ unread: RawSpan) throws -> RequestEnvelope {
        var decoder = FrameDecoder(.server)
        guard case .message(let header) = decoder.next(unread) else { throw SampleFault("not a whole request frame") }
        return try RequestEnvelope.decode(unread.extracting(FrameHeader.byteCount..<header.frameByteCount))
    }

    /// Who calls, for whom and where.
    static func context() throws -> CallContext {
        try CallContext(caller: caller, processID: 4_711, groupID: 1_001, actor: actor, tenantContext: tenant, requestID: requestID)
    }

    private static let tenant = "7d9f3a52-51c4-4e0b-9d3e-2b6f8a1c4e70"
    private static let actor = "user:ada.lovelace@acme.example"
    private static let requestID = "01JD7Q3V9K4M8T2X6R5W1Z0YBN"
    private static let caller = Caller(name: "billing", uid: 1_001, mayActAs: [ActorPattern("service:billing-*"), ActorPattern("user:*")])

    private static func makeFrame(_ payload: [UInt8]) throws -> [UInt8] {
        let method = Method.connectionServiceGetConnection
        let timeoutNanoseconds: Int64 = 4_999_000_000
        let metadata = [(MetadataKey.actor, actor), (.tenant, tenant), (.requestID, requestID)].map { ($0.rawValue, $1) }
        let body = RequestBody(
            service: method.service, method: method.name, metadata: metadata, payloadByteCount: payload.count,
            timeoutNanosecondsMax: timeoutNanoseconds)
        guard let body else { throw SampleFault("a request that is too long") }
        let written = bytes(body.byteCount) { body.write(into: &$0) { $0.append(copying: payload.span.bytes) } }
        let frame = RequestFrame(streamID: 1, bodyByteCount: written.count, timeoutNanoseconds: timeoutNanoseconds)
        return bytes(frame.byteCount) { frame.write(body: written.span.bytes, into: &$0) }
    }

    private static func pack(_ row: ResultSet) throws -> [UInt8] {
        let connection = try row.connection()
        var payload: [UInt8] = []
        try Connection.withPacked(filling: { reply in try Connection.fill(reply, from: connection) }) { packed in
            payload = bytes(packed.byteCount) { packed.write(into: &$0) }
        }
        return payload
    }

    private static func bytes(_ byteCount: Int, _ write: (inout OutputRawSpan) -> Void) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeWithOutputRawSpan(minimumWritableBytes: byteCount, initializingWith: write)
        return Array(buffer.readableBytesView)
    }

    /// The columns of `get_connection.sql`, all of them set.
    private static func makeRow() throws -> ResultSet {
        var record = MadeRow()
        for id in ["0b4c1f9e-8f53-4a57-a6a1-5f0f2f7f9d10", "c2a7b0de-1f0a-4c7a-8f0e-66d0a4e3b921", tenant] { record.append(UUID(text: id)) }
        for text in ["github", "installation:48151623", "Acme Berlin, the engineering organisation", "active"] { record.append(text) }
        record.append(["repo:read", "repo:write", "issues:read", "members:read", "workflows:write"])
        record.append(UnixMicroseconds(1_763_730_000_000_000))
        record.append(json: #"{"app_id": "271828", "org": "acme-berlin", "installation_id": "48151623", "target_type": "Organization"}"#)
        record.append(true)
        record.append("degraded")
        record.append(UnixMicroseconds(1_763_725_512_345_678))
        record.append("RATE_LIMITED")
        record.append("the provider let 20 of 1200 requests of this hour fail, and asks for 312 seconds of patience before the next one.")
        for _ in 0..<2 { record.append(true) }
        record.append(Int64(17))
        for time: Int64 in [1_731_600_000_123_456, 1_763_725_512_654_321] { record.append(UnixMicroseconds(time)) }
        var row = MadeRow()
        row.append("OK")
        row.append(record: record)
        guard let result = row.resultSet() else { throw SampleFault("no row") }
        return result
    }
}

/// Something that would make of a figure another one than it says.
struct SampleFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
