import SwiftProtobuf
import SwiftProtobufPluginLibrary

/// How the values of one proto file are copied from and to protobuf-c's structs.
func codecFile(_ file: FileDescriptor) -> String {
    banner(file.name) + "internal import CMessages\n" + file.allMessages.map { "\n" + codec($0) }.joined()
}

private func codec(_ message: Descriptor) -> String {
    """
    extension \(message.swiftType): @unsafe \(message.options.mapEntry ? "MapEntry" : "ProtobufMessage") {
        static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe \(message.cPrefix)__descriptor_pointer() }

        init(reading source: UnsafePointer<\(message.cType)>) {
    \(reading(message))
        }

        func fill(_ target: UnsafeMutablePointer<\(message.cType)>, in arena: inout Arena) {
    \(message.fields.map { "        " + filling($0) + "\n" }.joined().dropLast(message.fields.isEmpty ? 0 : 1))
        }
    }

    """.replacing("in arena: inout Arena) {\n\n    }", with: "in arena: inout Arena) {}")
}

private func reading(_ message: Descriptor) -> String {
    guard !message.fields.isEmpty else { return "        self.init()" }
    let arguments = message.fields.map { "            \($0.swiftName): \(read($0))" }
    return "        unsafe self.init(\n" + arguments.joined(separator: ",\n") + ")"
}

private func read(_ field: FieldDescriptor) -> String {
    let source = "source.pointee.\(field.name)"
    let counted = "\(source), count: source.pointee.n_\(field.name)"
    if field.isMap { return "readMap(\(counted), of: \(field.messageType.swiftType).self)" }
    switch (field.type, field.isRepeated) {
    case (.string, true): return "readTexts(\(counted))"
    case (.bytes, true): return "readByteArrays(\(counted))"
    case (.message, true): return "readMessages(\(counted))"
    case (.string, _): return "readText(\(source))"
    case (.bytes, _): return "readBytes(\(source))"
    case (.message, _): return "readMessage(\(source))"
    case (.bool, _): return "\(source) != 0"
    case (.enum, _): return ".init(rawValue: Int32(bitPattern: \(source).rawValue))"
    default: return source
    }
}

private func filling(_ field: FieldDescriptor) -> String {
    let target = "target.pointee.\(field.name)"
    if field.isMap {
        return
            "unsafe arena.place(\(field.swiftName), as: \(field.messageType.swiftType).self, at: &\(target), count: &target.pointee.n_\(field.name))"
    }
    if field.isRepeated { return "unsafe arena.place(\(field.swiftName), at: &\(target), count: &target.pointee.n_\(field.name))" }
    switch field.type {
    case .string, .bytes, .message: return "unsafe arena.place(\(field.swiftName), at: &\(target))"
    case .bool: return "unsafe \(target) = \(field.swiftName) ? 1 : 0"
    case .enum: return "unsafe \(target) = .init(rawValue: UInt32(bitPattern: \(field.swiftName).rawValue))"
    default: return "unsafe \(target) = \(field.swiftName)"
    }
}
