import Foundation
import TenonClient
import TestKit
import Testing

/// Bytes made to hurt the decoder: they cost no more memory than their size allows, and the daemon outlives them.
@Suite(.daemon, .serialized)
struct HostileBytesScenarios {
    private let daemon: TestDaemon

    init() throws { daemon = try #require(TestDaemon.current) }

    /// A body of about 1 MiB and where it is put.
    struct Bomb: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let frame: [UInt8]

        private init(_ description: String, _ method: RawMethod, _ piece: [UInt8], extra: [UInt8] = []) {
            testDescription = description
            frame = Wire.request(id: 1, method, Self.repeated(piece), extra: extra)
        }

        static let all = [
            Bomb("empty submessages", .connections("UpdateConnection"), Wire.field(5, [])),
            Bomb("empty elements of a repeated string", .connections("CreateConnection"), Wire.field(6, [])),
            Bomb("short elements of a repeated string", .connections("CreateConnection"), Wire.field(6, "a")),
            Bomb("elements beyond a string's small form", .connections("CreateConnection"), Wire.field(6, "sixteen bytes...")),
            Bomb("one string again and again", .getProvider, Wire.field(1, "s")),
            Bomb("one longer string again and again", .getProvider, Wire.field(1, String(repeating: "s", count: 40))),
            Bomb("one bytes field again and again", .connections("UpdateTokensStatus"), Wire.field(2, [0])),
            Bomb("unknown varints", .getProvider, Wire.field(15, varint: 1)),
            Bomb("unknown empty bytes", .getProvider, Wire.field(15, [])),
            Bomb("one number again and again", .connections("ListConnections"), Wire.field(6, varint: 1)),
            Bomb("mask paths", .connections("UpdateConnection"), [], inside: 5, Wire.field(1, [])),
            Bomb("unknown fields of a submessage", .connections("UpdateConnection"), [], inside: 5, Wire.field(9, varint: 0)),
            Bomb("unknown fields of the envelope", envelope: Wire.field(15, varint: 0)),
            Bomb("text that looks like UTF-8 to its end", .getProvider, [], inside: 1, Array("é".utf8)),
        ]

        private init(_ description: String, _ method: RawMethod, _ head: [UInt8], inside number: UInt64, _ piece: [UInt8]) {
            testDescription = description
            frame = Wire.request(id: 1, method, head + Wire.field(number, Self.repeated(piece)))
        }

        private init(_ description: String, envelope piece: [UInt8]) {
            testDescription = description
            frame = Wire.request(id: 1, .health, extra: Self.repeated(piece))
        }

        private static func repeated(_ piece: [UInt8]) -> [UInt8] {
            var bytes = piece
            while bytes.count <= 524_000 { bytes += bytes }
            return bytes + bytes.prefix((1_048_000 - bytes.count) / piece.count * piece.count)
        }
    }

    @Test func `WHEN 200 requests of 1 MiB are made to swell, THEN each is refused or answered and the daemon's memory stays`() async throws
    {
        let channel = try RawChannel(daemon.socketPath)
        try await expectServed(channel)
        let before = try daemon.residentKiB()
        for round in 0..<210 {
            let bomb = Bomb.all[round % Bomb.all.count]
            let reply = try await channel.call(bomb.frame)
            // 0: unknown fields are no fault; the others: malformed, or a field that is not as it must be, or nothing that fits.
            #expect([0, 3, 5].contains(reply.code), "\(bomb.testDescription): \(reply.reason) \(reply.message)")
            #expect(reply.body.count < 1_000)
        }
        let grown = try daemon.residentPeakKiB() - before
        #expect(grown < 64 << 10, "\(grown) KiB")
        try await expectServed(channel)
    }

    @Test(arguments: [
        #"{"k":1e131071}"#, #"{"k":1e400000}"#, #"{"k":-1E+999999999999}"#, #"{"\\":1e-70000}"#, #"{"k":"\ud800"}"#, #"{"k":"\u0000"}"#,
        #"{"k":\#(String(repeating: "[", count: 30_000))\#(String(repeating: "]", count: 30_000))}"#,
        #"{"k":[\#(Array(repeating: "1e131071", count: 7_000).joined(separator: ","))]}"#,
        #"{"k":[\#(Array(repeating: "1e300", count: 10_000).joined(separator: ","))]}"#,
    ])
    func `WHEN metadata would swell or break in the database, THEN its field is named and the daemon's memory stays`(metadata: String)
        async throws
    {
        let story = try await Story.begin()
        let tenant = try await story.makeTenant()
        let before = try daemon.residentKiB()
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "metadata_json") {
            try await story.makeConnection(in: tenant) { $0.metadataJSON = metadata }
        }
        let connection = try await story.makeConnection(in: tenant)
        await expectRefusal(.invalidArgument, "INVALID_FIELD", field: "metadata_json") {
            try await story.client.connections.updateConnection(.init(id: connection.id, metadataJSON: metadata))
        }
        #expect(try daemon.residentKiB() - before < 16 << 10)
    }

    @Test func `WHEN what looks like a great number is text or a number is only large, THEN the metadata is stored`() async throws {
        let story = try await Story.begin()
        let metadata = #"{"1e131071":"\"1e131071\\","e\\":"1e131071","k":[1e300,-2.5E-7,true,false]}"#
        let connection = try await story.makeConnection(in: try await story.makeTenant()) { $0.metadataJSON = metadata }
        #expect(connection.metadataJSON.contains(#""\"1e131071\\""#) && connection.metadataJSON.contains("-0.00000025"))
    }

    @Test func `WHEN thousands of valid frames are changed at random, THEN each has one answer and none comes back in the log`()
        async throws
    {
        var random = SeededGenerator(seed: 0x7E40)
        let story = try await Story.begin()
        let connection = try await story.makeConnection(in: try await story.makeTenant())
        let bodies = Self.bodies(actor: story.owner, connection: connection.id)
        let channel = try RawChannel(daemon.socketPath)
        for _ in 0..<60 {
            var open: Set<UInt32> = []
            var frames: [UInt8] = []
            for index: UInt32 in 0..<50 {
                var body = bodies.randomElement(using: &random) ?? []
                Self.mutate(&body, &random)
                frames += Wire.frame(id: index * 2 + 1, body)
                open.insert(index * 2 + 1)
            }
            await channel.send(frames)
            while !open.isEmpty {
                let reply = try await channel.reply()
                #expect(open.remove(reply.streamID) != nil, "an answer too many: \(reply)")
                #expect(reply.reason != "INTERNAL" && !reply.message.contains("canary"), "\(reply)")
            }
        }
        try await expectServed(channel)
        #expect(!daemon.standardError.contains("canary"))
    }

    @Test func `WHEN channels send random bytes, THEN each is closed at its end and the daemon serves on`() async throws {
        var random = SeededGenerator(seed: 0xB17E5)
        for round in 0..<600 {
            let channel = try RawChannel(daemon.socketPath)
            var bytes = random.bytes(Int.random(in: 1...3_000, using: &random))
            // Half of them get past the first byte, and with it to random lengths, types and bodies.
            if round.isMultiple(of: 2) {
                bytes = Wire.frame(id: 1, kind: bytes[0] % 5, length: UInt32(bytes.count) / 2) + [0, 0, 0] + bytes
            }
            await channel.send(bytes)
            channel.finishWriting()
            #expect(await channel.rest() != nil)
        }
        try await expectServed(try RawChannel(daemon.socketPath))
    }

    /// Envelopes that are in order, each with something of the caller's in it.
    private static func bodies(actor: String, connection: String) -> [[UInt8]] {
        let tail =
            Wire.field(4, varint: 20_000_000_000) + Wire.metadata("tenon-actor", actor) + Wire.metadata("request-id", "canary-request")
        let requests: [(RawMethod, [UInt8])] = [
            (.health, Wire.field(1, "canary")),
            (.getProvider, Wire.field(1, "github")),
            (.connections("GetConnection"), Wire.field(1, connection)),
            (.connections("ListConnections"), Wire.field(2, "github") + Wire.field(3, "active") + Wire.field(6, varint: 3)),
            (
                .connections("UpdateConnection"),
                Wire.field(1, connection) + Wire.field(2, "canary name") + Wire.field(3, "canary") + Wire.field(4, #"{"canary":1}"#)
                    + Wire.field(5, Wire.field(1, "display_name") + Wire.field(1, "scopes") + Wire.field(1, "metadata_json"))
            ),
            (.connections("UpdateTokensStatus"), Wire.field(1, connection) + Wire.field(2, "canary token") + Wire.field(4, "active")),
            (.tenancy("CreateWorkspace"), Wire.field(1, "canary workspace")),
        ]
        return requests.map { method, payload in Wire.envelope(method.service, method.name, payload) + tail }
    }

    /// One to four small wounds: a bit, a byte, a cut, a copy, a hole, a length.
    private static func mutate(_ body: inout [UInt8], _ random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...4, using: &random) where !body.isEmpty {
            let place = Int.random(in: 0..<body.count, using: &random)
            let end = min(body.count, place + Int.random(in: 1...8, using: &random))
            switch random.next() % 6 {
            case 0: body[place] ^= 1 << UInt8(random.next() % 8)
            case 1: body[place] = UInt8(truncatingIfNeeded: random.next())
            case 2: body.removeSubrange(place...)
            case 3: body.insert(contentsOf: body[place..<end], at: place)
            case 4: body.removeSubrange(place..<end)
            default: body.replaceSubrange(place..<end, with: Wire.varint(random.next()))
            }
        }
    }
}
