import SwiftProtobuf
import SwiftProtobufPluginLibrary

/// How the messages of one proto file that are among `drafts` are put together field by field; nil: it has none of them.
func draftFile(_ file: FileDescriptor, _ drafts: Set<String>) throws -> String? {
    let messages = file.allMessages.filter { drafts.contains($0.fullName) }
    guard !messages.isEmpty else { return nil }
    return banner(file.name) + (try messages.map { "\n" + (try draft($0, drafts)) }).joined()
}

private func draft(_ message: Descriptor, _ drafts: Set<String>) throws -> String {
    let setters = try message.fields.map { field in
        let (signature, body) = try setter(field, drafts)
        return documentation(field, named: field.fullName, indent: "    ") + "    package func \(signature) {\n        \(body)\n    }\n"
    }
    return "extension Draft<\(message.swiftType)> {\n" + setters.joined(separator: "\n") + "}\n"
}

/// Messages within a message are drafts themselves, except for times.
private func setter(_ field: FieldDescriptor, _ drafts: Set<String>) throws -> (signature: String, body: String) {
    /// The parameter under the field's name: Swift wants a name that is said twice to be said once.
    func parameter(_ name: String) -> String { field.swiftName == name ? name : "\(field.swiftName) \(name)" }
    func tag(wireType: Int32) -> String { "tag: \(field.number) << 3 | \(wireType)" }
    switch (field.type, field.isRepeated) {
    case (.string, true):
        return ("append(\(parameter("text")): RawSpan)", "unsafe writer.pointee.appendElement(text, \(tag(wireType: 2)))")
    case (.string, false): return ("set(\(parameter("text")): RawSpan)", "unsafe writer.pointee.append(text, \(tag(wireType: 2)))")
    case (.message, true) where drafts.contains(field.messageType.fullName):
        let fill = "(borrowing Draft<\(field.messageType.swiftType)>) throws -> Void"
        return ("append(\(parameter("fill")): \(fill)) throws", "try append(\(tag(wireType: 2)), fill)")
    case (.message, false) where field.messageType.fullName == "google.protobuf.Timestamp":
        return ("set(\(parameter("value")): Timestamp?)", "unsafe writer.pointee.append(value, \(tag(wireType: 2)))")
    case (.bool, false), (.int32, false), (.int64, false), (.uint32, false), (.uint64, false):
        return ("set(\(parameter("value")): \(field.swiftType))", "unsafe writer.pointee.append(value, \(tag(wireType: 0)))")
    default: throw Unsupported(description: "\(field.fullName): a draft does not know fields of this kind")
    }
}
