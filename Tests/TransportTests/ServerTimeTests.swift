import TTRPC
import Testing
import Transport

@Suite struct `Deadlines and slow peers` {
    @Test func `a call whose deadline passes is answered, cancelled, and its late answer dropped`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Endless", timeout: 20_000_000))
            #expect(peer.refusal(of: 1) == "deadlineExceeded")
            #expect(await eventually(fixture.server) { _ in fixture.service.cancellations.count == 1 })
            #expect(await eventually(fixture.server) { $0.answersDropped == 1 && $0.callsOpen == 0 })
            peer.send(request(1, "Echo", [1]))
            #expect(peer.payload(of: 1) == [1])
        }
    }

    @Test func `a call that names no timeout gets the default`() async throws {
        try await withServer({ $0.timeoutDefault = .milliseconds(20) }) { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Endless"))
            #expect(peer.refusal(of: 1) == "deadlineExceeded")
        }
    }

    @Test func `a long timeout is cut`() async throws {
        try await withServer({ $0.timeoutMax = .milliseconds(20) }) { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Endless", timeout: .max))
            #expect(peer.refusal(of: 1) == "deadlineExceeded")
        }
    }

    @Test func `the earlier deadline rings first, whatever came first`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Endless", timeout: 60_000_000) + request(3, "Endless", timeout: 20_000_000))
            #expect(peer.refusal(of: 3) == "deadlineExceeded")
            #expect(peer.refusal(of: 1) == "deadlineExceeded")
        }
    }

    @Test func `a handler that outlives its deadline still counts against the limit of its channel`() async throws {
        try await withServer({ $0.callsInFlightMax = 1 }) { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Wait", timeout: 20_000_000))
            #expect(peer.refusal(of: 1) == "deadlineExceeded")
            peer.send(request(3, "Echo"))
            #expect(peer.refusal(of: 3) == "tooManyCalls")
        }
    }

    @Test(
        arguments: [
            ("a header", [0, 0, 0, 9]),
            ("a body", header(length: 9) + [1, 2]),
            ("the body of a request that is too long", header(length: 2 << 20) + [1, 2]),
            ("the body of an unwanted frame", header(length: 9, kind: 3) + [1, 2]),
        ] as [(String, [UInt8])])
    func `a frame that does not arrive closes the channel`(what: String, beginning: [UInt8]) async throws {
        try await withServer({ $0.partialFrameTimeout = .milliseconds(30) }) { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Echo", [1]) + beginning)
            #expect(peer.payload(of: 1) == [1])
            if beginning.count > 10, beginning[8] == 1, beginning[1] != 0 { #expect(peer.refusal(of: 1) == "requestTooLarge") }
            #expect(peer.hasEnded, "\(what)")
            #expect(await eventually(fixture.server) { $0.partialFrameTimeouts == 1 })
        }
    }

    @Test func `a peer that drips an unwanted body is closed in time`() async throws {
        try await withServer({ $0.partialFrameTimeout = .milliseconds(30) }) { fixture in
            let peer = try fixture.connect()
            peer.send(header(length: 0xff_ffff, kind: 3))
            while peer.send([0]) { await Task.yield() }
            #expect(await fixture.server.counters().partialFrameTimeouts == 1)
        }
    }

    @Test func `a channel with nothing to say stays open`() async throws {
        try await withServer({ $0.partialFrameTimeout = .milliseconds(1) }) { fixture in
            let idle = try fixture.connect()
            let other = try fixture.connect()
            other.send([0])
            #expect(other.hasEnded)
            idle.send(request(1, "Echo", [1]))
            #expect(idle.payload(of: 1) == [1])
        }
    }

    @Test func `a channel whose output nobody reads is not read either, and dropped in time`() async throws {
        try await withServer({ $0.outputTimeout = .milliseconds(200) }) { fixture in
            let peer = try fixture.connect()
            // 1 MiB for every 40 bytes: what is answered is bounded by what the peer reads, not by what it asks.
            let requests = (0..<2000).flatMap { request($0 * 2 + 1, "Zeros", [0x10, 0, 0]) }
            peer.send(requests)
            #expect(await eventually(fixture.server) { $0.outputTimeouts == 1 && $0.channelsOpen == 0 })
            #expect(await fixture.server.counters().callsStarted < 100)
        }
    }

    @Test func `replies beyond what may wait for a peer close its channel at once`() async throws {
        try await withServer({ ($0.outputTimeout, $0.outputByteCountMax) = (.seconds(60), 8 << 20) }) { fixture in
            let peer = try fixture.connect()
            peer.send((0..<32).flatMap { request($0 * 2 + 1, "ZerosLater", [0x10, 0, 0]) })
            await fixture.service.gate.arrivals(32)
            fixture.service.gate.open()
            #expect(await eventually(fixture.server) { $0.outputOverflows == 1 && $0.channelsOpen == 0 })
        }
    }

    @Test func `one reply of exactly 4 MiB may wait behind what fills the socket`() async throws {
        try await withServer({ $0.outputByteCountMax = 8 << 20 }) { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "ZerosLater", [0x10, 0, 0]) + request(3, "ZerosLater", [0x3f, 0xff, 0xfb]))
            await fixture.service.gate.arrivals(2)
            fixture.service.gate.open()
            var byteCounts: Set<Int> = []
            for _ in 0..<2 { byteCounts.insert(peer.reply()?.body.count ?? 0) }
            #expect(byteCounts == [0x10_0004, WireLimits.frameByteCountMax])
        }
    }

    @Test func `the deadline of a frame that waits behind output counts from its arrival`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send((0..<3).flatMap { request($0 * 2 + 1, "Zeros", [0x10, 0, 0]) } + request(7, "Echo", [7], timeout: 20_000_000))
            guard let head = peer.receive(FrameHeader.byteCount) else { throw SocketError.alreadyStarted }
            // By now all four have arrived; a deadline as long rings on another channel before this one is read.
            let other = try fixture.connect()
            other.send(request(1, "Endless", timeout: 20_000_000))
            #expect(other.refusal(of: 1) == "deadlineExceeded")
            _ = peer.receive(FrameHeader(decoding: head.span.bytes)?.bodyByteCount ?? 0)
            for id in [3, 5] as [UInt32] { #expect(peer.payload(of: id)?.count == 0x10_0000) }
            #expect(peer.refusal(of: 7) == "deadlineExceeded")
        }
    }

    @Test func `a frame is not late while we do not read`() async throws {
        try await withServer({ ($0.partialFrameTimeout, $0.unfinishedByteCountPerUserMax) = (.milliseconds(100), 150) }) { fixture in
            let first = try fixture.connect()
            let second = try fixture.connect()
            let frame = request(1, "Echo", [UInt8](repeating: 1, count: 200))
            let (beginning, rest) = (Array(frame.prefix(100)), Array(frame.dropFirst(100)))
            first.send(beginning)
            await hasRead(fixture.server)
            second.send(beginning)
            await hasRead(fixture.server)
            second.send(rest)
            // While the first is always in the middle of a frame, the second is not read.
            let end = ContinuousClock.now + .milliseconds(200)
            while ContinuousClock.now < end, first.send(rest + beginning), first.payload(of: 1) != nil {}
            first.close()
            #expect(second.payload(of: 1)?.count == 200)
        }
    }

    @Test func `a slow reader gets everything in the end`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send((0..<200).flatMap { request($0 * 2 + 1, "Zeros", [0x01, 0, 0]) })
            for index in 0..<200 { #expect(peer.payload(of: UInt32(index * 2 + 1))?.count == 0x1_0000) }
        }
    }
}
