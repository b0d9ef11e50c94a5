import TTRPC
import Testing
import Transport

@Suite struct `What a peer of the server sees` {
    @Test func `a call gets its reply on its id`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(7, "Echo", [1, 2, 3]))
            #expect(peer.payload(of: 7) == [1, 2, 3])
        }
    }

    @Test func `a handler that suspends replies as well`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "EchoLater", [1]))
            #expect(peer.payload(of: 1) == [1])
        }
    }

    @Test func `a sender of single bytes is served`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            for byte in request(1, "Echo", [1, 2, 3]) + request(3, "Echo", [4]) { peer.send([byte]) }
            #expect(peer.payload(of: 1) == [1, 2, 3])
            #expect(peer.payload(of: 3) == [4])
        }
    }

    @Test func `the kernel says who calls`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Peer"))
            let text = peer.payload(of: 1).map { String(decoding: $0, as: UTF8.self) }
            #expect(text == "\(ProcessID.own) \(ProcessID.user) \(ProcessID.group)")
        }
    }

    @Test func `calls of one channel overtake each other`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Wait", [1]) + request(3, "Echo", [3]))
            #expect(peer.payload(of: 3) == [3])
            fixture.service.gate.open()
            #expect(peer.payload(of: 1) == [1])
        }
    }

    @Test func `a handler that always has something to do keeps nobody from being read`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Restless"))
            await fixture.service.gate.arrivals(1)
            peer.send(request(3, "Echo", [1]))
            #expect(peer.payload(of: 3) == [1])
        }
    }

    @Test func `an unknown method is the service's to refuse`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Nonsense") + header(length: 0, id: 3))
            #expect(peer.refusal(of: 1) == "unknown method")
            #expect(peer.refusal(of: 3) == "unknown method")
        }
    }

    @Test(arguments: [
        ("an envelope that does not decode", header(length: 2) + [0x0a, 0x7f], "malformedRequest"),
        ("an even id", header(length: 4, id: 2) + [1, 2, 3, 4], "streamIDInvalid"),
        ("id 0", header(length: 0, id: 0), "streamIDInvalid"),
        ("a negative timeout", request(1, "Echo", timeout: -1), "deadlineExceeded"),
        (
            "an actor given twice", request(1, "Echo", metadata: [("tenon-actor", "user:a"), ("tenon-actor", "user:b")]),
            "duplicateMetadata(TTRPC.MetadataKey.actor)"
        ),
        ("a method that writes less than it said", request(1, "Liar"), "answerBroken"),
        ("a reply above 4 MiB", request(1, "Zeros", [0x40, 0, 0]), "replyTooLarge"),
        ("a status above 4 MiB", request(1, "LongStatus"), "replyTooLarge"),
    ])
    func `the call is refused, the channel stays`(what: String, frame: [UInt8], refusal: String) async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(frame + request(9, "Echo", [9]))
            let reply = peer.reply()
            guard case .failure(let status) = reply?.envelope else {
                Issue.record("\(what): \(String(describing: reply))")
                return
            }
            #expect(status.message == refusal, "\(what)")
            #expect(peer.payload(of: 9) == [9])
        }
    }

    @Test(arguments: [1 << 20 + 1, 0xff_ffff] as [UInt32])
    func `a request above 1 MiB is refused on its id, the channel stays`(bodyByteCount: UInt32) async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(header(length: bodyByteCount, id: 3) + [UInt8](repeating: 0xff, count: Int(bodyByteCount)) + request(9, "Echo", [9]))
            #expect(peer.refusal(of: 3) == "requestTooLarge")
            #expect(peer.payload(of: 9) == [9])
            #expect(await fixture.server.counters().callsStarted == 1)
        }
    }

    @Test func `a reply of exactly 4 MiB arrives`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            // Tag and four bytes of length.
            peer.send(request(1, "Zeros", [0x3f, 0xff, 0xfb]))
            #expect(peer.payload(of: 1)?.count == WireLimits.frameByteCountMax - 5)
        }
    }

    @Test func `a request of exactly 1 MiB is served`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            let overhead = request(1, "Echo", [UInt8](repeating: 0, count: 1 << 19)).count - 10 - 1 << 19
            let payload = [UInt8](repeating: 7, count: WireLimits.requestByteCountMax - overhead)
            let frame = request(1, "Echo", payload)
            #expect(frame.count == WireLimits.requestByteCountMax + 10)
            peer.send(frame)
            #expect(peer.payload(of: 1) == payload)
        }
    }

    @Test(arguments: ["GET / HTTP/1.1\r\n\r\n", "\u{1}"])
    func `a stranger's protocol closes the channel`(greeting: String) async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(Array(greeting.utf8))
            #expect(peer.hasEnded)
            #expect(await eventually(fixture.server) { $0.channelsBroken == 1 && $0.channelsOpen == 0 })
        }
    }

    @Test func `frames nobody asked for are skipped and counted`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Wait", [1]))
            await fixture.service.gate.arrivals(1)
            peer.send(header(length: 3, id: 1, kind: 3) + [1, 2, 3])
            peer.send(header(length: 0, id: 1, kind: 3, flags: 5))
            peer.send(header(length: 1, id: 3, kind: 2) + [1])
            peer.send(header(length: 1, id: 3, kind: 77) + [1])
            peer.send(request(5, "Echo", [5]))
            #expect(peer.payload(of: 5) == [5])
            fixture.service.gate.open()
            #expect(peer.payload(of: 1) == [1])
            #expect(await fixture.server.counters().framesIgnored == 4)
        }
    }

    @Test func `an id that is open is refused, and free again after its reply`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(5, "Wait", [1]) + request(5, "Echo", [2]))
            #expect(peer.refusal(of: 5) == "streamIDInUse")
            fixture.service.gate.open()
            #expect(peer.payload(of: 5) == [1])
            peer.send(request(5, "Echo", [3]) + request(3, "Echo", [4]) + request(0xffff_ffff, "Echo", [5]) + request(1, "Echo", [6]))
            #expect(peer.payload(of: 5) == [3])
            #expect(peer.payload(of: 3) == [4])
            #expect(peer.payload(of: 0xffff_ffff) == [5])
            #expect(peer.payload(of: 1) == [6])
        }
    }

    @Test func `256 calls may be open, one more is refused`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            let ids = (0..<256).map { UInt32($0 * 2 + 1) }
            peer.send(ids.flatMap { request($0, "Wait", [1]) } + request(1001, "Echo"))
            #expect(peer.refusal(of: 1001) == "tooManyCalls")
            fixture.service.gate.open()
            var answered: Set<UInt32> = []
            for _ in ids { answered.insert(peer.reply()?.id ?? 0) }
            #expect(answered == Set(ids))
            peer.send(request(1001, "Echo", [1]))
            #expect(peer.payload(of: 1001) == [1])
        }
    }

    @Test func `a second answer is dropped`() async throws {
        try await withServer { fixture in
            let peer = try fixture.connect()
            peer.send(request(1, "Twice", [1]) + request(3, "Echo", [3]))
            #expect(peer.payload(of: 1) == [1])
            #expect(peer.payload(of: 3) == [3])
            #expect(await fixture.server.counters().answersDropped == 1)
        }
    }
}
