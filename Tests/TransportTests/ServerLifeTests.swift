import TTRPC
import Testing
import Transport

@Suite struct `The life of channels` {
    @Test func `after a half close running calls still get their replies, then the channel ends`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Wait", [1]) + request(3, "Wait", [3]))
            peer.finishWriting()
            await fixture.service.gate.arrivals(2)
            fixture.service.gate.open()
            #expect(Set([peer.reply()?.id, peer.reply()?.id]) == [1, 3], "in whatever order they complete")
            #expect(peer.hasEnded)
        }
    }

    @Test func `a half close in the middle of a frame ends the channel after the frames before it`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Echo", [1]) + [0, 0])
            peer.finishWriting()
            #expect(peer.payload(of: 1) == [1])
            #expect(peer.hasEnded)
        }
    }

    @Test(arguments: 1...20)
    func `a half close while the output waits loses nothing, in whatever order they are noticed`(round: Int) async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send((0..<50).flatMap { request($0 * 2 + 1, "Zeros", [0x01, 0, 0]) })
            peer.finishWriting()
            for index in 0..<50 { #expect(peer.payload(of: UInt32(index * 2 + 1))?.count == 0x1_0000) }
            #expect(peer.hasEnded)
        }
    }

    @Test func `when the peer is gone its calls are cancelled`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Endless"))
            await fixture.service.gate.arrivals(1)
            peer.close()
            #expect(await eventually(fixture.server) { $0.channelsOpen == 0 && fixture.service.cancellations.count == 1 })
        }
    }

    @Test func `an unknown caller is told so on its first header and closed`() async throws {
        let service = TestService()
        service.setAdmission(.unknown)
        try await withServer(service: service) { fixture in
            let peer = try fixture.connect()
            for byte in header(length: 1000, id: 5) { peer.send([byte]) }
            #expect(peer.refusal(of: 5) == "callerUnknown")
            #expect(peer.hasEnded)
        }
    }

    @Test func `64 unknown callers may wait to be told, one more is closed`() async throws {
        let service = TestService()
        service.setAdmission(.unknown)
        try await withServer(service: service) { fixture in
            let waiting = try (0..<64).map { _ in try fixture.connect() }
            #expect(await eventually(fixture.server) { $0.channelsRefused == 64 })
            let surplus = try fixture.connect()
            #expect(surplus.hasEnded)
            waiting[63].send(request(1, "Echo"))
            #expect(waiting[63].refusal(of: 1) == "callerUnknown")
        }
    }

    @Test func `an unknown caller that says nothing is closed in time`() async throws {
        let service = TestService()
        service.setAdmission(.unknown)
        try await withServer({ $0.partialFrameTimeout = .milliseconds(20) }, service: service) { fixture in
            let peer = try fixture.connect()
            #expect(peer.hasEnded)
        }
    }

    @Test(arguments: [(2, 9), (9, 2), (2, nil)] as [(Int, Int?)])
    func `the server's limit of a user's channels holds, and a lower one of the peer's own`(perUser: Int, own: Int?) async throws {
        let service = TestService()
        service.setAdmission(.known(channelCountMax: own))
        try await withServer({ $0.channelCountPerUserMax = perUser }, service: service) { fixture in
            let peers = try (0..<2).map { _ in try fixture.connect() }
            #expect(await eventually(fixture.server) { $0.channelsOpen == 2 })
            let surplus = try fixture.connect()
            surplus.send(request(1, "Echo"))
            #expect(surplus.refusal(of: 1) == "tooManyChannels" && surplus.hasEnded)
            service.setAdmission(.known(channelCountMax: 1))
            await fixture.server.recheckPeers()
            for peer in peers {
                peer.send(request(1, "Echo", [1]))
                #expect(peer.payload(of: 1) == [1], "a channel that is open stays open, whatever the limit has become")
            }
        }
    }

    @Test(arguments: [(2, 9), (9, 2)])
    func `channels over the limit are told so, and there is room when one ends`(inAll: Int, perUser: Int) async throws {
        try await withServer({ ($0.channelCountMax, $0.channelCountPerUserMax) = (inAll, perUser) }) { fixture in
            let peers = try (0..<2).map { _ in try fixture.connect() }
            for peer in peers {
                peer.send(request(1, "Echo", [1]))
                #expect(peer.payload(of: 1) == [1])
            }
            let surplus = try fixture.connect()
            surplus.send(request(3, "Echo"))
            #expect(surplus.refusal(of: 3) == "tooManyChannels")
            #expect(surplus.hasEnded)
            peers[0].close()
            #expect(await eventually(fixture.server) { $0.channelsOpen == 1 })
            let next = try fixture.connect()
            next.send(request(1, "Echo", [1]))
            #expect(next.payload(of: 1) == [1])
        }
    }

    @Test func `a caller that is not admitted any more loses its channels`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Echo", [1]))
            #expect(peer.payload(of: 1) == [1])
            fixture.service.setAdmission(.unknown)
            await fixture.server.recheckPeers()
            #expect(peer.hasEnded)
        }
    }

    @Test(arguments: [(150, 1000), (1000, 150)])
    func `above the limit of unfinished bytes nothing more is read until there is room`(inAll: Int, perUser: Int) async throws {
        try await withServer({ ($0.unfinishedByteCountMax, $0.unfinishedByteCountPerUserMax) = (inAll, perUser) }) { fixture in
            let first = try fixture.connect()
            let second = try fixture.connect()
            let frame = request(1, "Echo", [UInt8](repeating: 1, count: 200))
            first.send(Array(frame.prefix(100)))
            #expect(await eventually(fixture.server) { $0.channelsOpen == 2 })
            second.send(Array(frame.prefix(100)))
            // Bystanders with whole frames are served.
            let third = try fixture.connect()
            third.send(request(1, "Echo", [3]))
            #expect(third.payload(of: 1) == [3])
            first.close()
            second.send(Array(frame.dropFirst(100)))
            #expect(second.payload(of: 1)?.count == 200)
        }
    }

    @Test(arguments: [(5_000, 1_000_000), (1_000_000, 5_000)])
    func `of many long frames that arrive at once, each is finished in its turn`(inAll: Int, perUser: Int) async throws {
        try await withServer({ ($0.unfinishedByteCountMax, $0.unfinishedByteCountPerUserMax) = (inAll, perUser) }) { fixture in
            let frame = request(1, "Echo", [UInt8](repeating: 1, count: 1000))
            let peers = try (0..<16).map { _ in try fixture.connect() }
            for part in [frame[..<500], frame[500..<900], frame[900...]] {
                for peer in peers.reversed() { peer.send(Array(part)) }
                await hasRead(fixture.server)
            }
            for peer in peers { #expect(peer.payload(of: 1)?.count == 1000) }
        }
    }

    @Test func `a channel that holds nothing is read, whatever others hold`() async throws {
        try await withServer({ $0.unfinishedByteCountPerUserMax = 100 }) { fixture in
            let peer = try fixture.connect()
            let frame = request(1, "Echo", [1])
            peer.send(Array(frame.prefix(5)))
            await hasRead(fixture.server)
            let hog = try fixture.connect()
            hog.send(Array(request(1, "Echo", [UInt8](repeating: 1, count: 200)).prefix(150)))
            await hasRead(fixture.server)
            peer.send(Array(frame.dropFirst(5)))
            #expect(peer.payload(of: 1) == [1])
            peer.send(frame)
            #expect(peer.payload(of: 1) == [1])
        }
    }

    @Test func `a client that does nothing is told that the server drains before its channel ends`() async throws {
        try await withServer({ $0.drainNotice = .milliseconds(500) }) { fixture in
            let idle = try fixture.connect()
            idle.send(request(1, "Echo", [1]))
            #expect(idle.payload(of: 1) == [1])
            async let drainTime = ContinuousClock().measure { await fixture.server.drain(limit: .seconds(10)) }
            while (try? RawClient(fixture.path)) != nil { await Task.yield() }
            var id: UInt32 = 3
            repeat {
                guard idle.send(request(id, "Echo", [1])) else { break }
                id += 2
            } while idle.payload(of: id - 2) != nil
            #expect(await drainTime >= .milliseconds(500))
            #expect(await fixture.server.counters().callsRefused == 1)
            #expect(idle.hasEnded)
        }
    }

    @Test func `draining refuses new calls, finishes what runs, and closes`() async throws {
        try await withServer { fixture in
            let busy = try fixture.connect()
            let idle = try fixture.connect()
            idle.send(request(1, "Echo", [1]))
            #expect(idle.payload(of: 1) == [1])
            busy.send(request(1, "Wait", [1]))
            await fixture.service.gate.arrivals(1)
            async let drained: Void = fixture.server.drain(limit: .seconds(10))
            while (try? RawClient(fixture.path)) != nil { await Task.yield() }
            var id: UInt32 = 3
            repeat {
                idle.send(request(id, "Echo"))
                id += 2
            } while idle.refusal(of: id - 2) != "draining"
            fixture.service.gate.open()
            #expect(busy.payload(of: 1) == [1])
            #expect(busy.hasEnded)
            #expect(idle.hasEnded)
            await drained
        }
    }

    @Test func `draining ends calls that do not end by themselves`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Endless"))
            await fixture.service.gate.arrivals(1)
            await fixture.server.drain(limit: .milliseconds(20))
            #expect(peer.hasEnded)
            #expect(await eventually(fixture.server) { _ in fixture.service.cancellations.count == 1 })
        }
    }
}
