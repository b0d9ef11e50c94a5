import Foundation
import TestKit
import Testing

/// A peer that breaks the wire: it gets the documented answer, nobody else notices, and the channel goes on where that is promised.
@Suite(.daemon, .serialized)
struct HostilePeerScenarios {
    private let daemon: TestDaemon

    init() throws { daemon = try #require(TestDaemon.current) }

    @Test(arguments: WireVector.all)
    func `WHEN one request is not as it must be, THEN it is refused on its id and the channel serves on`(vector: WireVector) async throws {
        let channel = try RawChannel(daemon.socketPath)
        let reply = try await channel.call(vector.frame)
        #expect(reply.streamID == vector.streamID)
        #expect(reply.code == vector.code && reply.reason == vector.reason && reply.fields == vector.fields, "\(reply)")
        #expect(!reply.message.contains("canary"), "the caller's bytes come back: \(reply.message)")
        try await expectServed(channel, id: 0x7FFF_FFFF)
        #expect(!daemon.standardError.contains("canary"))
    }

    @Test(arguments: [1, 2, 16, 255] as [UInt8])
    func `WHEN a header claims 16 MiB or more, THEN the channel is closed without a word`(firstByte: UInt8) async throws {
        let channel = try RawChannel(daemon.socketPath)
        await channel.send(Wire.frame(id: 1, length: UInt32(firstByte) << 24))
        #expect(await channel.hasEnded())
        try await expectServed(try RawChannel(daemon.socketPath))
    }

    @Test func `WHEN frames come that nobody asked for, THEN they are skipped in silence`() async throws {
        let channel = try RawChannel(daemon.socketPath)
        for kind: UInt8 in [0, 2, 3, 4, 0x7F, 0xFF] {
            await channel.send(
                Wire.frame(id: 1, kind: kind) + Wire.frame(id: 2, kind: kind, flags: 0xFF, Array(repeating: kind, count: 70_000)))
        }
        await channel.send(Wire.frame(id: 1, kind: 3, length: 0x00FF_FFFF, [UInt8](repeating: 9, count: 0x00FF_FFFF)))
        try await expectServed(channel)
    }

    @Test func `WHEN a request comes byte by byte, between others and with every flag set, THEN it is answered like any other`()
        async throws
    {
        let channel = try RawChannel(daemon.socketPath)
        await channel.sendSlowly(Wire.request(id: 1, .getProvider, Wire.field(1, "github")))
        #expect(try await channel.reply().code == 0)
        await channel.sendSlowly(Wire.request(id: 3, .health) + Wire.frame(id: 4, []) + Wire.request(id: 5, .health))
        #expect(try await [channel.reply(), channel.reply(), channel.reply()].map(\.streamID) == [3, 4, 5])
        #expect(try await channel.call(Wire.frame(id: 7, flags: 0xFF, Wire.envelope("grpc.health.v1.Health", "Check"))).code == 0)
    }

    @Test func `WHEN ids come out of order, wrap around and come again, THEN each call is answered on its own`() async throws {
        let channel = try RawChannel(daemon.socketPath)
        for id: UInt32 in [0xFFFF_FFFF, 1, 0x8000_0001, 3, 1, 1] { try await expectServed(channel, id: id) }
    }

    @Test
    func `WHEN 256 calls of a channel are open, THEN further ones are refused, others are served, and after a half close all replies come`()
        async throws
    {
        let table = try HeldTable("providers", of: daemon)
        defer { table.release() }
        let channel = try RawChannel(daemon.socketPath)
        let slow = { (id: UInt32) in
            Wire.request(id: id, .getProvider, Wire.field(1, "github"), extra: Wire.field(4, varint: 30_000_000_000))
        }
        let ids = (0..<256).map { UInt32($0) * 2 + 1 }
        await channel.send(slow(1))
        let inUse = try await channel.call(slow(1))
        #expect(inUse.streamID == 1 && inUse.code == 3 && inUse.reason == "MALFORMED_REQUEST", "\(inUse)")
        await channel.send(Wire.frame(id: 1, kind: 3, flags: 1, [1, 2, 3]) + Wire.frame(id: 1, kind: 3, flags: 5))
        for id in ids.dropFirst() { await channel.send(slow(id)) }
        for id: UInt32 in [513, 515] {
            let refused = try await channel.call(Wire.request(id: id, .health))
            #expect(
                refused.streamID == id && refused.code == 8 && refused.reason == "TOO_MANY_CALLS" && refused.retryDelayMS == 50,
                "\(refused)")
        }
        try await expectServed(try RawChannel(daemon.socketPath))

        await channel.send([0, 0, 0])  // the beginning of a frame that will never be whole
        channel.finishWriting()
        table.release()
        var answered: [UInt32] = []
        for _ in ids {
            let reply = try await channel.reply()
            #expect(reply.code == 0, "\(reply)")
            answered.append(reply.streamID)
        }
        #expect(answered.sorted() == ids)
        #expect(await channel.hasEnded())
    }

    @Test func `WHEN channels are opened and closed as fast as they can be, THEN the daemon keeps neither memory nor places for them`()
        async throws
    {
        try await expectServed(try RawChannel(daemon.socketPath))
        let before = try daemon.residentKiB()
        for round in 0..<2_000 {
            let channel = try RawChannel(daemon.socketPath)
            // In turn: nothing, half a header, half a request, a whole one whose reply nobody reads.
            let request = Wire.request(id: 1, .health)
            await channel.send(Array(request.prefix([0, 5, 20, request.count][round % 4])))
            channel.close()
        }
        try await expectServed(try RawChannel(daemon.socketPath))
        #expect(try daemon.residentKiB() - before < 16 << 10)
    }

    @Test
    func `WHEN a user has 1024 channels, THEN the next is told on its first header, 64 may wait to be told, and a freed place is taken`()
        async throws
    {
        raiseDescriptorLimit()
        try await waitUntilServed()
        let before = try daemon.residentKiB()
        var channels: [RawChannel] = []
        while channels.count < 1_024 { channels.append(try RawChannel(daemon.socketPath)) }
        for channel in [channels[0], channels[500], channels[1_023]] { try await expectServed(channel) }
        #expect(try daemon.residentKiB() - before < 16 << 10)

        let waiting = try (0..<64).map { _ in try RawChannel(daemon.socketPath) }
        #expect(await (try RawChannel(daemon.socketPath)).hasEnded(), "the 65th that is over the limit is closed at once")
        for channel in waiting {
            let reply = try await channel.call(Wire.request(id: 9, .health))
            #expect(reply.streamID == 9 && reply.code == 8 && reply.reason == "TOO_MANY_CHANNELS" && reply.retryDelayMS == 50, "\(reply)")
            #expect(await channel.hasEnded())
        }
        try await expectServed(channels[7])
        channels.forEach { $0.close() }
        try await waitUntilServed()
    }

    @Test func `WHEN a peer reads none of its replies, THEN it is not read any more, others are served, and no reply is lost`() async throws
    {
        let lazy = try RawChannel(daemon.socketPath, timeoutMS: 300)
        let before = try daemon.residentKiB()
        // No call is late: how fast this test reads says nothing of the daemon.
        let request = Wire.request(id: 1, .describe, extra: Wire.field(4, varint: 30_000_000_000))
        var sentByteCount = 0
        let batch = (0..<1_000).flatMap { _ in request }
        while true {
            let byteCount = await lazy.send(batch)
            sentByteCount += byteCount
            if byteCount < batch.count { break }
            try #require(sentByteCount < 16 << 20, "the daemon reads on though nobody reads its replies")
        }
        try await expectServed(try RawChannel(daemon.socketPath))
        #expect(try daemon.residentKiB() - before < 16 << 10)

        lazy.finishWriting()
        for index in 0..<sentByteCount / request.count {
            let reply = try await lazy.reply()
            #expect(reply.streamID == 1 && reply.code == 0, "reply \(index): \(reply.reason)")
        }
        #expect(await lazy.hasEnded())
    }

    @Test func `WHEN many channels each begin a request and none ends it, THEN what is held stays bounded and others are served`()
        async throws
    {
        try await waitUntilServed()
        let before = try daemon.residentKiB()
        let channels = try (0..<64).map { _ in try RawChannel(daemon.socketPath, timeoutMS: 100) }
        let start = Wire.frame(id: 1, length: 1_048_576, [UInt8](repeating: 0x0A, count: 1_000_000))
        await withTaskGroup(of: Void.self) { group in
            for channel in channels { group.addTask { await channel.send(start) } }
        }
        try await expectServed(try RawChannel(daemon.socketPath))
        let grown = try daemon.residentKiB() - before
        #expect(grown < 40 << 10, "\(grown) KiB for what may be 16 MiB")
        channels.forEach { $0.close() }
        try await waitUntilServed()
    }

    /// Places are free again as soon as the daemon has seen that their peers are gone.
    private func waitUntilServed() async throws {
        for _ in 0..<10_000 {
            if let reply = try? await RawChannel(daemon.socketPath).call(Wire.request(id: 1, .health)), reply.code == 0 { return }
        }
        Issue.record("the daemon serves nobody")
    }

    private func raiseDescriptorLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// Expects a health check on this channel to be answered.
func expectServed(_ channel: RawChannel, id: UInt32 = 1, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let reply = try await channel.call(Wire.request(id: id, .health))
    #expect(reply.streamID == id && reply.code == 0 && reply.payload == [8, 1], "\(reply)", sourceLocation: sourceLocation)
}
