internal import CMessages

// From unpacked C fields to Swift values. The scan has made sure that strings are UTF-8 and end at their own NUL.

func readText(_ source: UnsafePointer<CChar>?) -> String {
    guard let source = unsafe source else { return "" }
    return unsafe String(cString: source)
}

func readBytes(_ source: ProtobufCBinaryData) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: source.data, count: source.len))
}

func readMessage<Message: ProtobufMessage>(_ source: UnsafeMutablePointer<Message.CMessage>?) -> Message? {
    guard let source = unsafe source else { return nil }
    return unsafe Message(reading: source)
}

func readTexts(_ source: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, count: Int) -> [String] {
    unsafe UnsafeBufferPointer(start: source, count: count).map { unsafe readText($0) }
}

func readByteArrays(_ source: UnsafeMutablePointer<ProtobufCBinaryData>?, count: Int) -> [[UInt8]] {
    unsafe UnsafeBufferPointer(start: source, count: count).map { unsafe readBytes($0) }
}

func readMessages<Message: ProtobufMessage>(_ source: UnsafeMutablePointer<UnsafeMutablePointer<Message.CMessage>?>?, count: Int)
    -> [Message]
{
    unsafe UnsafeBufferPointer(start: source, count: count).compactMap { unsafe readMessage($0) }
}

/// One entry of a `map<string, string>`, which protobuf sends as a repeated message; the last of two equal keys holds.
protocol MapEntry: ProtobufMessage {
    var key: String { get }
    var value: String { get }
    init(key: String, value: String)
}

func readMap<Entry: MapEntry>(
    _ source: UnsafeMutablePointer<UnsafeMutablePointer<Entry.CMessage>?>?, count: Int, of entry: Entry.Type
) -> [String: String] {
    let entries: [Entry] = unsafe readMessages(source, count: count)
    return Dictionary(entries.map { ($0.key, $0.value) }) { _, last in last }
}
