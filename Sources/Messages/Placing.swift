internal import CMessages
internal import Glibc

// From Swift values to C fields. An empty value leaves the field as protobuf-c initialised it, which is: not sent.

extension Arena {
    /// A whole message; the pointer is good as long as the arena.
    mutating func place<Message: ProtobufMessage>(_ message: Message) -> UnsafeMutablePointer<Message.CMessage> {
        let descriptor = unsafe Message.descriptor
        let start = unsafe takeFreely(descriptor.pointee.sizeof_message)
        unsafe protobuf_c_message_init(descriptor, start)
        let target = unsafe start.assumingMemoryBound(to: Message.CMessage.self)
        unsafe message.fill(target, in: &self)
        return unsafe target
    }

    mutating func place<Message: ProtobufMessage>(_ message: Message?, at target: inout UnsafeMutablePointer<Message.CMessage>!) {
        guard let message else { return }
        unsafe target = place(message)
    }

    mutating func place<Message: ProtobufMessage>(
        _ messages: [Message], at target: inout UnsafeMutablePointer<UnsafeMutablePointer<Message.CMessage>?>!, count: inout Int
    ) {
        guard !messages.isEmpty else { return }
        let elements = unsafe takeArray(of: UnsafeMutablePointer<Message.CMessage>?.self, count: messages.count)
        for (index, message) in messages.enumerated() { unsafe (elements + index).initialize(to: place(message)) }
        unsafe target = unsafe elements
        count = messages.count
    }

    mutating func place(_ text: String, at target: inout UnsafeMutablePointer<CChar>!) {
        guard !text.isEmpty else { return }
        unsafe target = place(text)
    }

    mutating func place(_ texts: [String], at target: inout UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!, count: inout Int) {
        guard !texts.isEmpty else { return }
        let elements = unsafe takeArray(of: UnsafeMutablePointer<CChar>?.self, count: texts.count)
        for (index, text) in texts.enumerated() { unsafe (elements + index).initialize(to: place(text)) }
        unsafe target = unsafe elements
        count = texts.count
    }

    mutating func place(_ bytes: [UInt8], at target: inout ProtobufCBinaryData) {
        guard !bytes.isEmpty else { return }
        unsafe target = place(bytes)
    }

    mutating func place(_ byteArrays: [[UInt8]], at target: inout UnsafeMutablePointer<ProtobufCBinaryData>!, count: inout Int) {
        guard !byteArrays.isEmpty else { return }
        let elements = unsafe takeArray(of: ProtobufCBinaryData.self, count: byteArrays.count)
        for (index, bytes) in byteArrays.enumerated() { unsafe (elements + index).initialize(to: place(bytes)) }
        unsafe target = unsafe elements
        count = byteArrays.count
    }

    /// Entries go out in the order of their keys, so that equal values have equal bytes.
    mutating func place<Entry: MapEntry>(
        _ dictionary: [String: String], as entry: Entry.Type,
        at target: inout UnsafeMutablePointer<UnsafeMutablePointer<Entry.CMessage>?>!, count: inout Int
    ) {
        let entries = dictionary.sorted { $0.key < $1.key }.map { Entry(key: $0.key, value: $0.value) }
        unsafe place(entries, at: &target, count: &count)
    }

    private mutating func place(_ bytes: [UInt8]) -> ProtobufCBinaryData {
        let target = unsafe takeArray(of: UInt8.self, count: bytes.count)
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            unsafe target.initialize(from: start, count: source.count)
        }
        return unsafe ProtobufCBinaryData(len: bytes.count, data: target)
    }

    private mutating func place(_ text: String) -> UnsafeMutablePointer<CChar> {
        let placed = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe place(UnsafeRawBufferPointer($0)) }
        // Every string of this platform is contiguous.
        guard let placed = unsafe placed else { preconditionFailure("a string that is not contiguous") }
        return unsafe placed
    }

    /// A C string. A NUL, which would end it early, goes out as C0 80: no decoder takes that, so the receiver refuses the field instead
    /// of reading a shorter one.
    private mutating func place(_ text: UnsafeRawBufferPointer) -> UnsafeMutablePointer<CChar> {
        guard let start = text.baseAddress, unsafe memchr(start, 0, text.count) != nil else { return unsafe placeTerminated(text) }
        let escaped = unsafe Array(Array(text).split(separator: 0, omittingEmptySubsequences: false).joined(separator: [0xC0, 0x80]))
        return unsafe escaped.withUnsafeBytes { unsafe placeTerminated($0) }
    }

    private mutating func placeTerminated(_ text: UnsafeRawBufferPointer) -> UnsafeMutablePointer<CChar> {
        let target = unsafe takeFreely(text.count + 1)
        if let start = text.baseAddress { unsafe target.copyMemory(from: start, byteCount: text.count) }
        unsafe target.storeBytes(of: 0, toByteOffset: text.count, as: UInt8.self)
        return unsafe target.assumingMemoryBound(to: CChar.self)
    }

    private mutating func takeArray<Element>(of type: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        unsafe takeFreely(MemoryLayout<Element>.stride * count).bindMemory(to: Element.self, capacity: count)
    }
}
