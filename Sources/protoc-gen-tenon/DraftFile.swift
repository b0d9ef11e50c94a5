import SwiftProtobuf
import SwiftProtobufPluginLibrary

/// How the messages of one proto file that are among `drafts` are put together field by field; nil: it has none of them.
func draftFile(_ file: FileDescriptor, _ drafts: Set<String>) throws -> String? {
    let messages = file.allMessages.filter { drafts.contains($0.fullName) }
    guard !messages.isEmpty else { return nil }
    return banner(file.name) + "internal import CMessages\n" + (try messages.map { "\n" + (try draft($0, drafts)) }).joined()
}

private func draft(_ message: Descriptor, _ drafts: Set<String>) throws -> String {
    let setters = try message.fields.map { field in
        let (signature, body) = try setter(field, drafts)
        return documentation(field, named: field.fullName, indent: "    ") + "    package func \(signature) {\n        \(body)\n    }\n"
    }
    return "extension Draft<\(message.swiftType)> {\n" + setters.joined(separator: "\n") + "}\n"
}

/// Messages within a message are given as values, but if there may be many they are drafts themselves.
private func setter(_ field: FieldDescriptor, _ drafts: Set<String>) throws -> (signature: String, body: String) {
    /// The parameter under the field's name: Swift wants a name that is said twice to be said once.
    func parameter(_ name: String) -> String { field.swiftName == name ? name : "\(field.swiftName) \(name)" }
    let target = "fields.pointee.\(field.name)"
    let array = "&\(target), count: &fields.pointee.n_\(field.name)"
    switch (field.type, field.isRepeated) {
    case (.string, true): return ("append(\(parameter("text")): RawSpan)", "unsafe arena.pointee.append(text, to: \(array))")
    case (.string, false): return ("set(\(parameter("text")): RawSpan)", "unsafe arena.pointee.place(text, at: &\(target))")
    case (.message, true) where drafts.contains(field.messageType.fullName):
        let fill = "(borrowing Draft<\(field.messageType.swiftType)>) throws -> Void"
        let body = "let element = unsafe try filled(fill)\n        unsafe arena.pointee.append(element, to: \(array))"
        return ("append(\(parameter("fill")): \(fill)) throws", body)
    case (.message, false): return ("set(\(parameter("value")): \(field.swiftType))", "unsafe arena.pointee.place(value, at: &\(target))")
    case (.bool, false): return ("set(\(parameter("value")): Bool)", "unsafe \(target) = value ? 1 : 0")
    case (.int32, false), (.int64, false), (.uint32, false), (.uint64, false):
        return ("set(\(parameter("value")): \(field.swiftType))", "unsafe \(target) = value")
    default: throw Unsupported(description: "\(field.fullName): a draft does not know fields of this kind")
    }
}
