import SwiftProtobuf
import SwiftProtobufPluginLibrary

/// Words written in capitals, unless they begin a name.
private let acronyms: Set<String> = ["id", "json", "uid", "pid", "url"]

/// Words that need back-ticks as a Swift name.
private let keywords: Set<String> = [
    "any", "as", "associatedtype", "defer", "deinit", "extension", "false", "fileprivate", "func", "guard", "import", "in",
    "init", "inout", "internal", "is", "let", "nil", "precedencegroup", "protocol", "repeat", "rethrows", "self", "some",
    "subscript", "super", "throws", "true", "typealias", "var", "where",
]

/// Message names that Swift, or the rooms themselves, already use.
private let taken: Set<String> = ["Arena", "Contract", "Duration", "Error", "Method", "Result", "Task"]

/// `tenant_id` → `tenantID`; `NOT_SERVING` → `notServing`.
func swiftName(_ protoName: String) -> String {
    let words = protoName.lowercased().split(separator: "_").map(String.init)
    let name = words.enumerated().map { index, word in
        index == 0 ? word : acronyms.contains(word) ? word.uppercased() : word.prefix(1).uppercased() + word.dropFirst()
    }.joined()
    return keywords.contains(name) ? "`\(name)`" : name
}

/// `GetConnection` → `getConnection`.
func lowerFirst(_ name: String) -> String {
    name.prefix(1).lowercased() + name.dropFirst()
}

/// `field_mask` → `FieldMask`.
func upperCamel(_ name: String) -> String {
    name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
}

extension FileDescriptor {
    /// `tenon/v1/connections.proto` → `Connections`.
    var swiftName: String {
        let base = name.split(separator: "/").last ?? ""
        return upperCamel(String(base.prefix { $0 != "." }))
    }

    /// Every message of the file, a message before those nested in it.
    var allMessages: [Descriptor] { messages.flatMap(\.withNested) }
}

extension Descriptor {
    /// This message and, after it, those nested in it.
    var withNested: [Descriptor] { [self] + messages.flatMap(\.withNested) }

    /// The Swift type's own name, without what it is nested in.
    var swiftName: String { containingType == nil && taken.contains(name) ? "Proto\(name)" : name }

    /// The Swift type's full name, such as `BadRequest.FieldViolation`.
    var swiftType: String { (containingType.map { $0.swiftType + "." } ?? "") + swiftName }

    /// protoc-c's name of the struct, such as `Tenon__V1__Connection`.
    var cType: String { fullName.split(separator: ".").map { upperCamel(String($0)) }.joined(separator: "__") }

    /// protoc-c's prefix of the functions, such as `tenon__v1__connection`.
    var cPrefix: String { fullName.split(separator: ".").map { cLower(String($0)) }.joined(separator: "__") }
}

/// protoc-c's lower case: `FieldMask` → `field_mask`, and `WhoAmIRequest` → `who_am_irequest`.
private func cLower(_ name: String) -> String {
    var lower = ""
    var afterCapital = true
    for character in name {
        if character.isUppercase && !afterCapital { lower += "_" }
        afterCapital = character.isUppercase
        lower += character.lowercased()
    }
    return lower
}

extension EnumDescriptor {
    /// The Swift type's full name, such as `HealthCheckResponse.ServingStatus`.
    var swiftType: String { (containingType.map { $0.swiftType + "." } ?? "") + name }
}

extension FieldDescriptor {
    /// The property's name.
    var swiftName: String { protoc_gen_tenon.swiftName(name) }

    /// The property's type.
    var swiftType: String {
        if isMap { return "[String: String]" }
        if isRepeated { return "[\(elementType)]" }
        return type == .message ? "\(elementType)?" : elementType
    }

    /// What the initialiser takes when nothing is given: the value that is not sent.
    var swiftDefault: String {
        if isMap { return "[:]" }
        if isRepeated { return "[]" }
        switch type {
        case .string: return "\"\""
        case .bytes: return "[]"
        case .message: return "nil"
        case .bool: return "false"
        case .enum: return ".\(enumType.values.first.map { protoc_gen_tenon.swiftName($0.name) } ?? "init(rawValue: 0)")"
        default: return "0"
        }
    }

    private var elementType: String {
        switch type {
        case .string: "String"
        case .bytes: "[UInt8]"
        case .message, .group: messageType.swiftType
        case .enum: enumType.swiftType
        case .bool: "Bool"
        case .double: "Double"
        case .float: "Float"
        case .int32, .sint32, .sfixed32: "Int32"
        case .int64, .sint64, .sfixed64: "Int64"
        case .uint32, .fixed32: "UInt32"
        case .uint64, .fixed64: "UInt64"
        }
    }
}

extension ServiceDescriptor {
    /// `ConnectionService` → `connection`, the name of its part of the server.
    var partName: String { lowerFirst(name.hasSuffix("Service") ? String(name.dropLast("Service".count)) : name) }
}

extension MethodDescriptor {
    /// `GetConnection` → `getConnection`.
    var swiftName: String { lowerFirst(name) }

    /// The case of `Method`, such as `connectionServiceGetConnection`.
    var caseName: String { lowerFirst(service.name) + name }
}
