/// On whose behalf a call is made: `user:…` or `service:…`, at most 200 bytes, without control characters.
///
/// Two actors are the same when their bytes are: the database compares bytes, so Swift's canonical equivalence must not say more.
package struct ActorID: Sendable, Hashable, CustomStringConvertible {
    /// The two families of actors.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case user, service

        /// What every actor of the kind begins with.
        fileprivate var prefix: String {
            switch self {
            case .user: "user:"
            case .service: "service:"
            }
        }

        /// The kind of the actor that these bytes are.
        fileprivate init?(leading bytes: Span<UInt8>) {
            if bytes.begins(with: Self.user.prefix) {
                self = .user
            } else if bytes.begins(with: Self.service.prefix) {
                self = .service
            } else {
                return nil
            }
        }
    }

    /// The longest actor, in bytes of UTF-8.
    package static let byteCountMax = 200

    /// The actor as it is written in metadata, in memberships and in the audit trail.
    package let text: String
    /// What stands before the colon.
    package let kind: Kind

    /// Checks the syntax; says nothing about who may speak for the actor.
    package init(_ text: String) throws(AccessDenial) {
        let bytes = text.utf8Span.span
        guard bytes.count <= Self.byteCountMax else { throw .actorInvalid(.tooLong) }
        guard let kind = Kind(leading: bytes) else { throw .actorInvalid(.kindUnknown) }
        guard bytes.count > kind.prefix.utf8.count else { throw .actorInvalid(.nameEmpty) }
        guard !Self.hasControlCharacter(bytes) else { throw .actorInvalid(.controlCharacter) }
        self.text = text
        self.kind = kind
    }

    /// Whether one of U+0000 to U+001F or U+007F to U+009F is in the UTF-8.
    private static func hasControlCharacter(_ bytes: Span<UInt8>) -> Bool {
        var last: UInt8 = 0
        for position in bytes.indices {
            let byte = bytes[position]
            if byte < 0x20 || byte == 0x7F || (last == 0xC2 && (0x80...0x9F).contains(byte)) { return true }
            last = byte
        }
        return false
    }

    package var description: String { text }

    package static func == (left: ActorID, right: ActorID) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension Span<UInt8> {
    /// Whether they begin with the bytes of a text.
    func begins(with text: String) -> Bool {
        let start = text.utf8Span.span
        guard count >= start.count else { return false }
        for position in start.indices where self[position] != start[position] { return false }
        return true
    }
}
