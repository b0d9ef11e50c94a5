internal import Clock
internal import NIOCore
internal import TTRPC

/// Since when nobody reads a channel's output, and how much had been read then.
struct OutputStall {
    var since: MonotonicTime
    var writtenByteCount: Int
}

/// From answers to bytes.
extension ServerChannel {
    /// Output that piles up within one burst is let go at this size.
    private static let outputByteCountMax = 256 << 10
    /// A larger buffer is not kept for the next burst.
    private static let spareByteCountMax = 64 << 10

    /// The peer does not read what is written to it.
    var isOutputBlocked: Bool { stall != nil && !isClosing }

    func sendReply(to streamID: UInt32, payloadByteCount: Int, _ write: (inout OutputRawSpan) -> Void) {
        guard let frame = ResponseFrame(streamID: streamID, payloadByteCount: payloadByteCount) else {
            loop.counters.callsRefused += 1
            return sendFailure(to: streamID, loop.service.status(for: .replyTooLarge))
        }
        var isComplete = true
        send(byteCount: frame.byteCount) { output in
            frame.writePrefix(payloadByteCount: payloadByteCount, into: &output)
            write(&output)
            // A payload of another length than announced would shift every later frame.
            isComplete = output.byteCount == frame.byteCount
            if !isComplete { output.removeAll() }
        }
        if !isComplete { sendFailure(to: streamID, loop.service.status(for: .answerBroken)) }
    }

    func sendFailure(to streamID: UInt32, _ status: Status) {
        var status = status
        var frame = ResponseFrame(streamID: streamID, status: status)
        if frame == nil {
            status = loop.service.status(for: .replyTooLarge)
            frame = ResponseFrame(streamID: streamID, status: status)
        }
        guard let frame else { return closeAtOnce() }
        send(byteCount: frame.byteCount) { frame.write(status, into: &$0) }
    }

    func answerDropped() {
        loop.counters.answersDropped += 1
    }

    private func send(byteCount: Int, _ write: (inout OutputRawSpan) -> Void) {
        guard !isClosing else { return answerDropped() }
        guard hasRoom(for: byteCount) else {
            loop.counters.outputOverflows += 1
            return closeAtOnce()
        }
        if !isDirty {
            isDirty = true
            loop.executor.flushLater(self)
            if output.storageCapacity == 0 { swap(&output, &loop.spareBuffer) }
        }
        output.writeWithOutputRawSpan(minimumWritableBytes: byteCount, initializingWith: write)
        if output.readableBytes >= Self.outputByteCountMax { flushOutput() }
    }

    /// While the peer reads, no more than one reply and a few small buffers wait for it.
    private func hasRoom(for byteCount: Int) -> Bool {
        guard isOutputBlocked else { return true }
        return sentByteCount - writtenByteCount + output.readableBytes + byteCount <= loop.configuration.outputByteCountMax
    }

    func flushBurst() {
        isDirty = false
        flushOutput()
    }

    private func flushOutput() {
        guard let context, !isClosing, output.readableBytes > 0 else { return }
        sentByteCount += output.readableBytes
        loop.counters.sentByteCount += output.readableBytes
        context.writeAndFlush(wrapOutboundOut(output), promise: nil)
        if output.storageCapacity > Self.spareByteCountMax {
            output = ByteBuffer()
        } else {
            // Keeps the storage when the socket has taken all of it, else takes a small new one.
            output.clear(minimumCapacity: 1024)
            if !isDirty {
                loop.spareBuffer = output
                output = ByteBuffer()
            }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard !isClosing else { return }
        if context.channel.isWritable {
            stall = nil
            updateReading()
            // Not from within a flush: the frames that wait are taken up by whoever is at them.
            eventLoop.execute { self.resume() }
        } else {
            stall = OutputStall(since: .now, writtenByteCount: writtenByteCount)
            updateReading()
            wake(at: .now + loop.configuration.outputTimeout)
        }
    }

    /// Bytes the kernel has taken.
    var writtenByteCount: Int {
        let waiting = try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return sentByteCount - (waiting ?? 0)
    }
}
