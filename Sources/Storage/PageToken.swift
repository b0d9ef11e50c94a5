import FoundationEssentials
import Postgres

/// The last row a page looked at. Each list fills what it is ordered by; the rest stays as it is. Compared in SQL only.
struct PagePosition: Sendable, Hashable {
    var tenantID = nullID
    /// Creation, expiry, or whatever time the list goes by.
    var moment = UnixMicroseconds.beginningOfTime
    var id = nullID
    /// Without control characters, at most 255 bytes.
    var name = ""

    private static let nullID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// Before every row of a list that goes up. Given to statements in place of NULL: where row-level security stands, a bound inside `coalesce` can not be
    /// looked up in an index.
    static let start = PagePosition()

    /// Behind every row of a list that goes down from the newest; where the list goes from tenant to tenant, of the first of them.
    static let newest = PagePosition(
        moment: .endOfTime, id: UUID(uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)))
}

extension UnixMicroseconds {
    /// Before the first and after the last moment a row can have: years 1 to 9999.
    static let beginningOfTime = UnixMicroseconds(-62_135_596_800_000_001)
    static let endOfTime = UnixMicroseconds(253_402_300_800_000_000)
}

/// A position as clients carry it: opaque, bound to its query, checked for damage, and without authority: what may be read is asked anew on every page.
struct PageToken: Sendable, Hashable {
    private static let version: UInt8 = 2
    /// Without the name.
    private static let fixedByteCount = 1 + 8 + 16 + 8 + 16 + 8
    private static let nameByteCountMax = 255
    /// Years 1 to 9999: what a row can have.
    private static let momentRange = UnixMicroseconds.beginningOfTime.value..<UnixMicroseconds.endOfTime.value

    let query: QueryDigest
    let position: PagePosition

    /// Base64 of version, query, position and a digest of these.
    var text: String {
        var bytes = [Self.version]
        bytes.append(bigEndian: query.value)
        bytes.append(position.tenantID)
        bytes.append(bigEndian: UInt64(bitPattern: position.moment.value))
        bytes.append(position.id)
        bytes.append(contentsOf: position.name.utf8)
        // A multiple of three: base64 needs no padding, and one text is one token.
        while !(bytes.count + 8).isMultiple(of: 3) { bytes.append(0) }
        bytes.append(bigEndian: QueryDigest(of: bytes).value)
        return Data(bytes).base64EncodedString()
    }

    /// Where a page begins; an empty text is the start of the list.
    static func position(
        in text: String, of query: QueryDigest, start: PagePosition = .start
    ) throws(StorageError) -> PagePosition {
        if text.isEmpty { return start }
        do throws(Verdict) {
            return try PageToken(text, of: query).position
        } catch {
            throw .refused(error)
        }
    }

    init(query: QueryDigest, position: PagePosition) {
        self.query = query
        self.position = position
    }

    /// Refuses text that is damaged, of another version or of another query.
    init(_ text: String, of query: QueryDigest) throws(Verdict) {
        let byteCountMax = Self.fixedByteCount + Self.nameByteCountMax + 2
        guard text.utf8.count <= byteCountMax / 3 * 4, let data = Data(base64Encoded: text), data.base64EncodedString() == text,
            data.count >= Self.fixedByteCount
        else { throw .pageTokenInvalid }
        let bytes = [UInt8](data)
        let moment = Int64(bitPattern: bytes.bigEndian(at: 25))
        guard bytes[0] == Self.version, bytes.bigEndian(at: 1) == query.value, Self.momentRange.contains(moment),
            bytes.bigEndian(at: bytes.count - 8) == QueryDigest(of: bytes.dropLast(8)).value,
            let name = String(validating: bytes[49..<bytes.count - 8].prefix { $0 != 0 }, as: UTF8.self)
        else { throw .pageTokenInvalid }
        self.query = query
        position = PagePosition(
            tenantID: bytes.uuid(at: 9), moment: UnixMicroseconds(moment), id: bytes.uuid(at: 33), name: name)
    }
}

/// What a list was asked for, in 64 bits (FNV-1a): tells queries apart, keeps no secret.
struct QueryDigest: Sendable, Hashable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    init(of bytes: some Sequence<UInt8>) { combine(bytes) }

    /// The method and its filters, in a fixed order; nil and empty differ.
    init(method: String, filters: [String?]) {
        combine(method.utf8)
        for filter in filters {
            combine(CollectionOfOne<UInt8>(filter == nil ? 0 : 1))
            guard let filter else { continue }
            combine("\(filter.utf8.count):\(filter)".utf8)
        }
    }

    private mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }

    fileprivate mutating func append(_ id: UUID) {
        Swift.withUnsafeBytes(of: id.uuid) { append(contentsOf: $0) }
    }

    /// The caller has checked the length.
    fileprivate func bigEndian(at offset: Int) -> UInt64 { self[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) } }

    fileprivate func uuid(at offset: Int) -> UUID {
        let b = self[offset..<offset + 16].map { $0 }
        return UUID(uuid: (b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]))
    }
}
