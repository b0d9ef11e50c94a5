/// A message that is written as its fields are set: from bytes that are there already, without a value of the message or protobuf-c's struct in between.
/// A field that is not set, or set to something empty, is not sent.
///
/// Fields are sent in the order in which they are set. Setting them in the order of their numbers gives the bytes that protobuf-c would give.
/// It is only ever lent, so that nothing is set any more once the message has been sized.
@safe package struct Draft<Message>: ~Copyable {
    let writer: UnsafeMutablePointer<FieldWriter>

    /// `writer` must outlive it.
    @unsafe init(_ writer: UnsafeMutablePointer<FieldWriter>) { unsafe self.writer = unsafe writer }

    /// Another message, as a field of this one.
    func append<Element>(tag: UInt64, _ fill: (borrowing Draft<Element>) throws -> Void) throws {
        let start = unsafe writer.pointee.beginMessage(tag: tag)
        try fill(unsafe Draft<Element>(writer))
        unsafe writer.pointee.endMessage(start)
    }
}

extension WireMessage {
    /// Packs a message that is no value: `fill` sets its fields. When it throws, `body` is not called.
    package static func withPacked(filling fill: (borrowing Draft<Self>) throws -> Void, _ body: (borrowing PackedMessage) -> Void) throws {
        try unsafe FieldWriter.withLent { writer in
            try fill(unsafe Draft<Self>(writer))
            unsafe body(PackedMessage(writer.pointee.bytes))
        }
    }
}
