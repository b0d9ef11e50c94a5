import SwiftProtobuf
import SwiftProtobufPluginLibrary

/// The Swift values of one proto file: what a caller reads and writes.
func valuesFile(_ file: FileDescriptor) -> String {
    banner(file.name) + file.messages.map { "\n" + valueType($0, indent: "") }.joined()
}

private func valueType(_ message: Descriptor, indent: String) -> String {
    let inner = indent + "    "
    let access = message.options.mapEntry ? "" : "public "
    let properties = message.fields.map { field in
        documentation(field, named: field.fullName, indent: inner) + "\(inner)\(access)var \(field.swiftName): \(field.swiftType)\n"
    }
    let nested = message.enums.map { enumType($0, indent: inner) } + message.messages.map { valueType($0, indent: inner) }
    let propertyBlock = properties.joined(separator: properties.contains { $0.contains("///") } ? "\n" : "")
    let parts = (properties.isEmpty ? [] : [propertyBlock]) + [initialiser(message, access: access, indent: inner)] + nested
    return documentation(message, named: message.fullName, indent: indent)
        + "\(indent)\(access)struct \(message.swiftName): Sendable, Hashable {\n"
        + parts.joined(separator: "\n")
        + "\(indent)}\n"
}

private func initialiser(_ message: Descriptor, access: String, indent: String) -> String {
    guard !message.fields.isEmpty else { return "\(indent)/// The only value there is.\n\(indent)\(access)init() {}\n" }
    let parameters = message.fields.map { "\($0.swiftName): \($0.swiftType) = \($0.swiftDefault)" }
    let assignments = message.fields.map { "\(indent)    self.\($0.swiftName) = \($0.swiftName)\n" }.joined()
    return "\(indent)/// What is left out is empty, which is: not sent.\n\(indent)\(access)init(" + wrapped(parameters, indent: indent)
        + ") {\n" + assignments + "\(indent)}\n"
}

/// The parameters on one line if they fit, else as many to a line as fit.
func wrapped(_ items: [String], indent: String) -> String {
    let oneLine = items.joined(separator: ", ")
    guard indent.count + oneLine.count > 120 else { return oneLine }
    var lines: [String] = []
    for item in items {
        if let last = lines.last, indent.count + 6 + last.count + item.count < 138 {
            lines[lines.count - 1] = last + ", " + item
        } else {
            lines.append(item)
        }
    }
    return "\n" + lines.map { "\(indent)    \($0)" }.joined(separator: ",\n") + "\n\(indent)"
}

/// An enum of the contract is open: a newer peer may send a number that this code has no name for.
private func enumType(_ type: EnumDescriptor, indent: String) -> String {
    let inner = indent + "    "
    let values = type.values.map { value in
        documentation(value, named: value.fullName, indent: inner)
            + "\(inner)public static let \(swiftName(value.name)) = Self(rawValue: \(value.number))\n"
    }
    return documentation(type, named: type.fullName, indent: indent)
        + "\(indent)public struct \(type.name): RawRepresentable, Sendable, Hashable {\n"
        + values.joined()
        + "\n\(inner)/// The number on the wire.\n\(inner)public var rawValue: Int32\n\n"
        + "\(inner)/// A value by its number, named or not.\n\(inner)public init(rawValue: Int32) {\n\(inner)    self.rawValue = rawValue\n\(inner)}\n"
        + "\(indent)}\n"
}
