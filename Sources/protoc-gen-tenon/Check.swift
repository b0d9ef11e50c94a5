import SwiftProtobuf
import SwiftProtobufPluginLibrary

/// A shape the generated code or the payload scan does not know, and where it stands.
struct Unsupported: Error, CustomStringConvertible {
    let description: String
}

/// Refuses what the contract does not use, so that nothing is ever generated half right.
func check(_ file: FileDescriptor) throws {
    guard file.edition == .proto3 else { throw Unsupported(description: "\(file.name): only proto3 is supported") }
    for message in file.allMessages {
        if message.reaches(message) { throw Unsupported(description: "\(message.fullName): recursive messages are not supported") }
        if !message.oneofs.isEmpty { throw Unsupported(description: "\(message.fullName): oneof and optional are not supported") }
        if message.fields.count > 64 { throw Unsupported(description: "\(message.fullName): more than 64 fields are not supported") }
        for field in message.fields { try check(field) }
    }
    for method in file.services.flatMap(\.methods) where method.clientStreaming || method.serverStreaming {
        throw Unsupported(description: "\(method.fullName): only unary methods are supported")
    }
}

/// Words of C and C++ that protoc-c writes with an underscore at the end, which the codec does not know.
private let reservedInC: Set<String> = [
    "auto", "break", "case", "catch", "char", "class", "const", "continue", "default", "delete", "do", "double", "else",
    "enum", "extern", "float", "for", "friend", "goto", "if", "inline", "int", "long", "namespace", "new", "operator",
    "private", "protected", "public", "register", "return", "short", "signed", "sizeof", "static", "struct", "switch",
    "template", "this", "throw", "try", "typedef", "typename", "union", "unsigned", "using", "virtual", "void", "volatile",
    "while",
]

private func check(_ field: FieldDescriptor) throws {
    guard !reservedInC.contains(field.name) else { throw Unsupported(description: "\(field.fullName): a reserved word of C") }
    let isCounted = field.type == .string || field.type == .bytes || field.type == .message
    guard !field.isRepeated || isCounted else { throw Unsupported(description: "\(field.fullName): repeated scalars are not supported") }
    guard let pair = field.isMap ? field.messageType.mapKeyAndValue : nil else { return }
    guard pair.key.type == .string, pair.value.type == .string else {
        throw Unsupported(description: "\(field.fullName): only map<string, string> is supported")
    }
}

extension Descriptor {
    /// Whether a value of this message can hold, at any depth, a value of `target`.
    fileprivate func reaches(_ target: Descriptor) -> Bool {
        var seen: Set<String> = []
        var open = fields.compactMap { $0.type == .message ? $0.messageType : nil }
        while let next = open.popLast() {
            if next.fullName == target.fullName { return true }
            guard seen.insert(next.fullName).inserted else { continue }
            open += next.fields.compactMap { $0.type == .message ? $0.messageType : nil }
        }
        return false
    }
}
