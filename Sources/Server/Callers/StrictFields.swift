/// The keys and values of one mapping, read strictly: a key that is not known, a key without a value and a value of another kind are refused.
/// Left out is not the same as empty: whoever comments out all lines of a list below its key does not mean that there is no such limit.
struct StrictFields<Key: CodingKey & CaseIterable & RawRepresentable<String>> {
    private let container: KeyedDecodingContainer<Key>
    let place: String

    /// - Parameter place: where the mapping stands, for whoever must mend it; empty: the whole file.
    init(_ container: KeyedDecodingContainer<Key>, names: [String], place: String) throws(CallersFileError) {
        self.container = container
        self.place = place
        let known = Key.allCases.map(\.rawValue)
        if let name = names.sorted().first(where: { !known.contains($0) }) {
            throw CallersFileError(place, "no key is called \(name); there are \(known.joined(separator: ", "))")
        }
    }

    func text(_ key: Key) throws -> String? {
        try value(key, "a text")
    }

    func texts(_ key: Key) throws -> [String]? {
        try value(key, "a list of texts")
    }

    func flag(_ key: Key) throws -> Bool? {
        try value(key, "true or false")
    }

    func list<Element: Decodable>(_ key: Key, of type: Element.Type) throws -> [Element]? {
        try value(key, "a list")
    }

    /// A whole number in decimal digits alone: YAML itself would read 0100 as 64 and 1:30 as 90.
    func number(_ key: Key) throws -> Int? {
        guard let text: String = try value(key, "a number") else { return nil }
        let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && (text == "0" || !text.hasPrefix("0"))
        guard isPlain, let number = Int(text) else { throw fault(key, "is not a whole number in decimal digits") }
        return number
    }

    /// What is wrong with the value of a key.
    func fault(_ key: Key, _ problem: String) -> CallersFileError {
        CallersFileError(place, "\(key.rawValue) \(problem)")
    }

    private func value<Value: Decodable>(_ key: Key, _ kind: String) throws -> Value? {
        guard container.contains(key) else { return nil }
        do {
            if try container.decodeNil(forKey: key) { throw fault(key, "has no value") }
            return try container.decode(Value.self, forKey: key)
        } catch is DecodingError {
            throw fault(key, "is not \(kind)")
        }
    }
}

/// Any key of a mapping.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
