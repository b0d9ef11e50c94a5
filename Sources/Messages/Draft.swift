internal import CMessages

/// A message that is put together where protobuf-c packs it from: its fields are set from bytes that are there already, and no value of the
/// message is made. A field that is not set, or set to something empty, is not sent.
///
/// It is only ever lent, so that nothing is set any more once the message has been sized.
@safe package struct Draft<Message>: ~Copyable {
    private let message: UnsafeMutableRawPointer
    /// Where the message lies, and all that its fields point to.
    let arena: UnsafeMutablePointer<Arena>
}

extension Draft where Message: ProtobufMessage {
    /// An empty message; `arena` must outlive it.
    @unsafe init(in arena: UnsafeMutablePointer<Arena>) {
        unsafe message = UnsafeMutableRawPointer(arena.pointee.placeEmpty(Message.self))
        unsafe self.arena = unsafe arena
    }

    /// protobuf-c's struct.
    var fields: UnsafeMutablePointer<Message.CMessage> { unsafe message.assumingMemoryBound(to: Message.CMessage.self) }

    /// Its size and its bytes, as it is now.
    func packed() -> PackedMessage { unsafe PackedMessage(message.assumingMemoryBound(to: ProtobufCMessage.self)) }

    /// Another message in the same arena, to be pointed to by a field of this one.
    func filled<Element: ProtobufMessage>(
        _ fill: (borrowing Draft<Element>) throws -> Void
    ) throws -> UnsafeMutablePointer<Element.CMessage> {
        let element = unsafe Draft<Element>(in: arena)
        try fill(element)
        return unsafe element.fields
    }
}
