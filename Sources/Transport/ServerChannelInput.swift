internal import Clock
internal import NIOCore
internal import TTRPC

/// From bytes to calls.
extension ServerChannel {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        var bytes = unwrapInboundIn(data)
        guard refusal == nil else { return refuseChannel(&bytes) }
        arrival = .now
        loop.counters.receivedByteCount += bytes.readableBytes
        if input.readableBytes == 0 {
            input = bytes
            process(isShared: true)
        } else {
            input.writeBuffer(&bytes)
            process(isShared: false)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .inputClosed? = event as? ChannelEvent else { return }
        isInputClosed = true
        // Frames that waited for room in the output come first.
        resume()
    }

    /// Takes up input where it was left: there is room again.
    func resume() {
        guard !isClosing, !isProcessing else { return }
        loop.executor.burst {
            if isAdmitted, input.readableBytes > 0 { process(isShared: false) }
            if isInputClosed, !isOutputBlocked { finishInput() }
            updateReading()
        }
    }

    /// Reads while the peer reads and there is room for what is unfinished.
    func updateReading() {
        let mayRead = !isOutputBlocked && !isInputHeld && !isClosing
        guard mayRead != isReading, let context, context.channel.isActive else { return }
        isReading = mayRead
        if mayRead {
            readingSince = .now
            if partialSince != nil { wake(at: readingSince + loop.configuration.partialFrameTimeout) }
        }
        try? context.channel.syncOptions?.setOption(.autoRead, value: mayRead)
    }

    /// Takes all frames that are there. `isShared`: the buffer belongs to the socket's pool, so what is left of it is copied.
    private func process(isShared: Bool) {
        isProcessing = true
        let taken = takeFrames()
        isProcessing = false
        keepRest(mustCopy: isShared || taken.byteCount > 0)
        noteUnfinished(isFresh: taken.hasFinishedFrame)
    }

    private func takeFrames() -> (byteCount: Int, hasFinishedFrame: Bool) {
        // Moved out, so that this is the only reference.
        var bytes = input
        input = ByteBuffer()
        defer { input = bytes }
        var taken = (byteCount: 0, hasFinishedFrame: false)
        while !isOutputBlocked, !isClosing {
            let step = decoder.next(bytes.readableBytesSpan)
            switch step {
            case .needMoreBytes:
                return taken
            case .message(let header):
                receive(header.streamID, bytes.readableBytesSpan.extracting(FrameHeader.byteCount..<step.byteCount))
            case .refuse(let header, .requestTooLarge):
                refuse(header.streamID, .requestTooLarge)
            case .refuse(let header, .streamIDInvalid):
                refuse(header.streamID, .streamIDInvalid)
            case .ignore:
                loop.counters.framesIgnored += 1
            case .skip:
                break
            case .close:
                loop.counters.channelsBroken += 1
                closeAtOnce()
                return taken
            }
            bytes.moveReaderIndex(forwardBy: step.byteCount)
            taken.byteCount += step.byteCount
            if !decoder.isSkipping { taken.hasFinishedFrame = true }
        }
        return taken
    }

    private func receive(_ streamID: UInt32, _ body: RawSpan) {
        if loop.isDraining { return refuse(streamID, .draining) }
        if open.contains(streamID) { return refuse(streamID, .streamIDInUse) }
        if runningCallCount >= loop.configuration.callsInFlightMax { return refuse(streamID, .tooManyCalls) }
        let envelope: RequestEnvelope
        do {
            envelope = try RequestEnvelope.decode(body)
        } catch .duplicateMetadata(let key) {
            return refuse(streamID, .duplicateMetadata(key))
        } catch {
            return refuse(streamID, .malformedRequest)
        }
        let deadline = arrival + allowance(envelope.timeoutNanoseconds)
        // Over already, or over while the frame waited behind output that nobody read.
        guard deadline > max(arrival, readingSince) else {
            loop.counters.deadlinesExceeded += 1
            return refuse(streamID, .deadlineExceeded)
        }
        let call = ServerCall(channel: self, streamID: streamID, deadline: deadline)
        loop.counters.callsStarted += 1
        runningCallCount += 1
        loop.service.answer(call, envelope, in: body)
        // Most calls that need no other thread are over by now and were never open.
        if !call.isAnswered {
            open.insert(call, id: streamID)
            wake(at: call.deadline)
        }
    }

    /// How many nanoseconds a call may take; negative when its time is over already.
    private func allowance(_ timeoutNanoseconds: Int64) -> Int64 {
        timeoutNanoseconds == 0 ? loop.timeoutDefaultNS : min(timeoutNanoseconds, loop.timeoutMaxNS)
    }

    private func refuse(_ streamID: UInt32, _ refusal: TransportRefusal) {
        loop.counters.callsRefused += 1
        sendFailure(to: streamID, loop.service.status(for: refusal))
    }

    /// Keeps what is unfinished in a buffer of its own size, which grows as bytes arrive.
    private func keepRest(mustCopy: Bool) {
        if input.readableBytes == 0 || isClosing {
            input = ByteBuffer()
        } else if mustCopy {
            input = ByteBuffer(buffer: input)
        }
    }

    /// Notes since when a frame is unfinished and how many bytes it holds. `isFresh`: what is unfinished now has only just begun.
    private func noteUnfinished(isFresh: Bool) {
        if isClosing || (input.readableBytes == 0 && !decoder.isSkipping) {
            partialSince = nil
        } else if isFresh || partialSince == nil {
            partialSince = arrival
            wake(at: arrival + loop.configuration.partialFrameTimeout)
        }
        hold(input.readableBytes)
    }

    /// Counts what this channel holds unfinished against the limits, and is not read while it is too much.
    func hold(_ byteCount: Int) {
        guard byteCount != heldByteCount else { return }
        let hold = Admissions.Hold(uid: peer.uid, owner: ObjectIdentifier(self)) { self.roomAgain() }
        isInputHeld = !loop.admissions.change(hold, from: heldByteCount, to: byteCount)
        heldByteCount = byteCount
        updateReading()
    }

    private func roomAgain() {
        eventLoop.execute {
            guard self.isInputHeld, !self.isClosing else { return }
            self.isInputHeld = false
            self.updateReading()
        }
    }

    /// The peer sends no more: the beginning of a frame is worth nothing.
    private func finishInput() {
        input = ByteBuffer()
        noteUnfinished(isFresh: false)
        partialSince = nil
        if open.isEmpty { closeAfterOutput() }
    }

    /// Answers the first header of a channel that is not served, and closes. Only a header's bytes are kept.
    private func refuseChannel(_ bytes: inout ByteBuffer) {
        guard let refusal else { return }
        if var slice = bytes.readSlice(length: min(bytes.readableBytes, FrameHeader.byteCount - input.readableBytes)) {
            input.writeBuffer(&slice)
        }
        let head = input
        guard let header = FrameHeader(decoding: head.readableBytesSpan) else { return }
        if header.kind == .request { refuse(header.streamID, refusal) }
        closeAfterOutput()
    }
}
