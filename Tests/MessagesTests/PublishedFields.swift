import Messages

/// One field as the descriptor set has it.
struct PublishedFields {
    let message: String
    let line: String

    /// Every field of every message in `Contract.fileDescriptorSet`.
    static func inContract() throws -> [PublishedFields] {
        try files().flatMap { file in try file.all(4).flatMap { try fields(of: $0, in: file.text(2)) } }
    }

    /// Every method, as `service/method (input) returns (output)`.
    static func methodsInContract() throws -> [String] {
        try files().flatMap { file in
            try file.all(6).flatMap { service in
                try service.all(2).map { method in
                    "\(file.text(2)).\(service.text(1))/\(method.text(1)) (\(method.text(2).dropFirst())) returns (\(method.text(3).dropFirst()))"
                }
            }
        }
    }

    private static func files() throws -> [Tree] {
        try Tree(Contract.fileDescriptorSet[...]).all(1)
    }

    /// descriptor.proto: a message has its name in 1, fields in 2, nested messages in 3, enums in 4.
    private static func fields(of message: Tree, in scope: String) throws -> [PublishedFields] {
        let name = "\(scope).\(message.text(1))"
        let own = try message.all(2).map { field in
            let label = field.number(4) == 3 ? "repeated " : ""
            let type = field.text(6).isEmpty ? typeNames[field.number(5)] ?? "?" : String(field.text(6).dropFirst())
            return PublishedFields(message: name, line: "\(name).\(field.text(1)) = \(field.number(3)) \(label)\(type)")
        }
        let values = try message.all(4).flatMap { type in
            try type.all(2).map { PublishedFields(message: name, line: "\(name).\(type.text(1)).\($0.text(1)) = \($0.number(2))") }
        }
        return try own + values + message.all(3).flatMap { try fields(of: $0, in: name) }
    }

    private static let typeNames = [1: "double", 3: "int64", 5: "int32", 8: "bool", 9: "string", 12: "bytes", 13: "uint32"]
}

/// Protobuf bytes taken apart without knowing the message: just enough for a descriptor set that we wrote ourselves.
private struct Tree {
    private var contents: [Int: [ArraySlice<UInt8>]] = [:]
    private var numbers: [Int: Int] = [:]

    struct Unreadable: Error {}

    init(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            let tag = try Self.varint(&rest)
            let value = try Self.varint(&rest)
            switch tag & 7 {
            case 0: numbers[tag >> 3] = value
            case 2:
                guard value <= rest.count else { throw Unreadable() }
                contents[tag >> 3, default: []].append(rest.prefix(value))
                rest = rest.dropFirst(value)
            default: throw Unreadable()
            }
        }
    }

    func all(_ number: Int) throws -> [Tree] { try contents[number, default: []].map { try Tree($0) } }
    func text(_ number: Int) -> String { String(decoding: contents[number]?.last ?? [], as: UTF8.self) }
    func number(_ number: Int) -> Int { numbers[number] ?? 0 }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws -> Int {
        var value = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard let byte = rest.popFirst() else { throw Unreadable() }
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Unreadable()
    }
}
