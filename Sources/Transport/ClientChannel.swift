internal import NIOCore
internal import TTRPC

/// The client's end of a channel: checks who serves it, then cuts what arrives into replies.
final class ClientChannel: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let link: ClientLink
    private let path: String
    private let trustedUIDs: Set<UInt32>
    private var decoder = FrameDecoder(.client)
    private var input = ByteBuffer()
    private var replies: [(id: UInt32, reply: ClientReply)] = []
    private var endError: ClientTransportError?

    init(link: ClientLink, path: String, trustedUIDs: Set<UInt32>) {
        self.link = link
        self.path = path
        self.trustedUIDs = trustedUIDs
    }

    func channelActive(context: ChannelHandlerContext) {
        guard let server = PeerIdentity(of: context.channel), trustedUIDs.contains(server.uid) else {
            endError = .serverNotTrusted(path: path, uid: PeerIdentity(of: context.channel)?.uid ?? .max)
            return context.close(promise: nil)
        }
        link.opened(context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        link.lost(endError)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { link.executor.flushLater(link) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        var isCopied = false
        if input.readableBytes > 0 {
            input.writeBuffer(&bytes)
            swap(&bytes, &input)
            input = ByteBuffer()
            isCopied = true
        }
        let start = bytes.readerIndex
        let mayGoOn = takeReplies(&bytes)
        if bytes.readableBytes > 0 { input = isCopied && bytes.readerIndex == start ? bytes : ByteBuffer(buffer: bytes) }
        if !replies.isEmpty {
            link.received(replies)
            replies.removeAll(keepingCapacity: true)
        }
        if !mayGoOn { context.close(promise: nil) }
    }

    /// False: the server broke the wire.
    private func takeReplies(_ bytes: inout ByteBuffer) -> Bool {
        while true {
            let step = decoder.next(bytes.readableBytesSpan)
            switch step {
            case .needMoreBytes: return true
            case .close: return false
            case .message(let header):
                if let body = bytes.getSlice(at: bytes.readerIndex + FrameHeader.byteCount, length: header.bodyByteCount) {
                    replies.append((header.streamID, Self.reply(body)))
                }
            case .ignore, .refuse, .skip: break
            }
            bytes.moveReaderIndex(forwardBy: step.byteCount)
        }
    }

    private static func reply(_ body: ByteBuffer) -> ClientReply {
        do {
            switch try ResponseEnvelope.decode(body.readableBytesSpan) {
            case .payload(let range):
                return .success(body.getSlice(at: body.readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer())
            case .failure(let status):
                return .failure(.refused(status))
            }
        } catch {
            return .failure(.protocolViolation)
        }
    }
}
