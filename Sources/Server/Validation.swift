internal import Access
internal import FoundationEssentials
internal import Messages
internal import Postgres
internal import Redaction
internal import Storage

/// Limits on what a request may hold. The contract's reference text names them; each is checked at the limit and one past it.
package enum FieldLimits {
    package static let externalIDByteCountMax = 255
    package static let displayNameCharacterCountMax = 200
    package static let scopeCountMax = 256
    package static let scopeByteCountMax = 256
    package static let metadataByteCountMax = 65_536
    package static let ciphertextByteCountMax = 65_536
    package static let slugByteCountMax = 63
    package static let requestIDByteCountMax = 128
    package static let pageSizeDefault = 50
    package static let pageSizeMax = 1_000
}

/// Checks of request fields. Each returns the checked value or throws a refusal that names the field.
enum Check {
    static func uuid(_ text: String, _ field: String) throws(Refusal) -> UUID {
        guard let id = UUID(text: text) else { throw .field(field, "is not a UUID") }
        return id
    }

    /// What a caller calls a request, for the daemon's log.
    static func requestID(_ text: String) throws(Refusal) {
        guard text.utf8.count <= FieldLimits.requestIDByteCountMax, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .field("request-id", "is not at most \(FieldLimits.requestIDByteCountMax) printable ASCII characters")
        }
    }

    /// A UUID, or nil for empty.
    static func optionalUUID(_ text: String, _ field: String) throws(Refusal) -> UUID? {
        text.isEmpty ? nil : try uuid(text, field)
    }

    /// Text that must be there: 1 to `characterCountMax` characters, none of them a control character.
    static func name(_ text: String, _ field: String) throws(Refusal) -> String {
        guard !text.isEmpty else { throw .field(field, "is empty") }
        return try optionalName(text, field)
    }

    static func optionalName(_ text: String, _ field: String) throws(Refusal) -> String {
        guard text.unicodeScalars.count <= FieldLimits.displayNameCharacterCountMax else {
            throw .field(field, "is longer than \(FieldLimits.displayNameCharacterCountMax) characters")
        }
        guard isPrintable(text) else { throw .field(field, "holds control characters") }
        return text
    }

    static func slug(_ text: String, _ field: String) throws(Refusal) -> String {
        let bytes = text.utf8
        let isLetter = { (byte: UInt8) in byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
        guard bytes.count <= FieldLimits.slugByteCountMax, let first = bytes.first, isLetter(first),
            bytes.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") })
        else { throw .field(field, "is not a slug: 1 to 63 of a-z, 0-9 and _, a letter first") }
        return text
    }

    /// Somebody else's id of something: 1 to 255 bytes, none of them a control character.
    static func foreignID(_ text: String, _ field: String) throws(Refusal) -> String {
        guard !text.isEmpty else { throw .field(field, "is empty") }
        guard text.utf8.count <= FieldLimits.externalIDByteCountMax else {
            throw .field(field, "is longer than \(FieldLimits.externalIDByteCountMax) bytes")
        }
        guard isPrintable(text) else { throw .field(field, "holds control characters") }
        return text
    }

    /// The account at a provider, as it is stored. A provider that is not in the catalog is left to the database to refuse.
    static func externalID(_ text: String, _ field: String, of providerSlug: String) throws(Refusal) -> String {
        let text = try foreignID(text, field)
        switch Catalog.facts(slug: providerSlug)?.externalIDRule ?? .printable {
        case .printable:
            return text
        case .guid(let notNames):
            if notNames.contains(text.lowercased()) { throw .field(field, "is a name that stands for many accounts; give the GUID of one") }
            guard let id = UUID(text: text) else { throw .field(field, "is not a GUID, which \(providerSlug) needs") }
            return id.text
        }
    }

    static func scopes(_ scopes: [String], _ field: String) throws(Refusal) -> [String] {
        guard scopes.count <= FieldLimits.scopeCountMax else { throw .field(field, "has more than \(FieldLimits.scopeCountMax) entries") }
        for (index, scope) in scopes.enumerated() {
            guard !scope.isEmpty else { throw .field("\(field)[\(index)]", "is empty") }
            guard scope.utf8.count <= FieldLimits.scopeByteCountMax else {
                throw .field("\(field)[\(index)]", "is longer than \(FieldLimits.scopeByteCountMax) bytes")
            }
            guard isPrintable(scope) else { throw .field("\(field)[\(index)]", "holds control characters") }
        }
        return scopes
    }

    /// A JSON object as text, or nil for none.
    static func metadata(_ text: String, _ field: String) throws(Refusal) -> String? {
        guard !text.isEmpty else { return nil }
        guard text.utf8.count <= FieldLimits.metadataByteCountMax else {
            throw .field(field, "is longer than \(FieldLimits.metadataByteCountMax) bytes")
        }
        guard (try? JSONDecoder().decode([String: AnyJSON].self, from: Data(text.utf8))) != nil else {
            throw .field(field, "is not a JSON object")
        }
        guard writtenOutByteCount(text) <= FieldLimits.metadataByteCountMax else {
            throw .field(field, "is longer than \(FieldLimits.metadataByteCountMax) bytes once its numbers are written without exponents")
        }
        return text
    }

    /// Bytes of a valid JSON text after the database has read it: `jsonb` keeps numbers exactly and writes no exponents, so that the
    /// eight bytes of `1e131071` come back as 131 072.
    private static func writtenOutByteCount(_ json: String) -> Int {
        var byteCount = json.utf8.count
        var isInString = false
        var exponent: Int?
        var earlier: UInt8 = 0
        for byte in json.utf8 {
            switch byte {
            case UInt8(ascii: "\"") where earlier != UInt8(ascii: "\\"): isInString.toggle()
            case _ where isInString: break
            case UInt8(ascii: "e"), UInt8(ascii: "E"): exponent = isDigit(earlier) ? 0 : nil
            case UInt8(ascii: "+"), UInt8(ascii: "-"): break
            case _ where isDigit(byte): exponent = exponent.map { min($0 * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000) }
            default:
                byteCount += exponent ?? 0
                exponent = nil
            }
            // An escaped backslash escapes nothing.
            earlier = earlier == UInt8(ascii: "\\") && byte == UInt8(ascii: "\\") ? 0 : byte
        }
        return byteCount
    }

    /// Token bytes, or nil for none.
    static func ciphertext(_ bytes: [UInt8], _ field: String) throws(Refusal) -> [UInt8]? {
        guard bytes.count <= FieldLimits.ciphertextByteCountMax else {
            throw .field(field, "is longer than \(FieldLimits.ciphertextByteCountMax) bytes")
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// One of a closed list.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ text: String, _ field: String) throws(Refusal) -> Choice {
        guard let choice = Choice(rawValue: text) else {
            throw .field(field, "is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// One of a closed list, or nil for empty.
    static func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(_ text: String, _ field: String) throws(Refusal) -> Choice?
    {
        text.isEmpty ? nil : try choice(text, field)
    }

    /// A message for people, with what looks like a secret taken out, or nil for none.
    static func message(_ text: String) -> RedactedMessage? {
        let message = RedactedMessage(redacting: text)
        return message.text.isEmpty ? nil : message
    }

    /// `user:…` or `service:…`, at most 200 bytes.
    static func actor(_ text: String, _ field: String) throws(Refusal) -> ActorID {
        do {
            return try ActorID(text)
        } catch {
            throw Refusal(error, field: field)
        }
    }

    /// A time between the years 1 and 9999, as google.protobuf.Timestamp has them.
    static func time(_ timestamp: Timestamp?, _ field: String) throws(Refusal) -> UnixMicroseconds? {
        guard let timestamp else { return nil }
        guard (-62_135_596_800...253_402_300_799).contains(timestamp.seconds), (0...999_999_999).contains(timestamp.nanos) else {
            throw .field(field, "is not a time between the years 1 and 9999")
        }
        return UnixMicroseconds(timestamp.seconds * 1_000_000 + Int64(timestamp.nanos / 1_000))
    }

    /// How many records a page may hold.
    static func pageSize(_ size: Int32) throws(Refusal) -> Int {
        guard size >= 0 else { throw .field("page_size", "is negative") }
        return size == 0 ? FieldLimits.pageSizeDefault : min(Int(size), FieldLimits.pageSizeMax)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F).contains($0.value) }
    }
}

/// Any JSON value, read and forgotten: the parser has checked it.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
}

/// Which fields an update writes: the mask's, or without one the populated ones.
struct UpdateMask {
    private let paths: Set<String>

    /// - Parameter populated: every field an update may name, and whether the request fills it.
    init(_ mask: FieldMask?, populated: KeyValuePairs<String, Bool>) throws(Refusal) {
        guard let mask else {
            paths = Set(populated.filter(\.value).map(\.key))
            guard !paths.isEmpty else { throw .field("update_mask", "is absent and no field is populated: nothing to update") }
            return
        }
        guard !mask.paths.isEmpty else { throw .field("update_mask", "names no field") }
        for path in mask.paths where !populated.contains(where: { $0.key == path }) {
            throw .field(
                "update_mask", "names a field that can not be updated; it may name \(populated.map(\.key).joined(separator: ", "))")
        }
        paths = Set(mask.paths)
    }

    func contains(_ path: String) -> Bool { paths.contains(path) }
}
