/// On whose behalf a call is made: `user:…` or `service:…`, at most 200 bytes, without control characters.
///
/// Two actors are the same when their bytes are: the database compares bytes, so Swift's canonical equivalence must not say more.
package struct ActorID: Sendable, Hashable, CustomStringConvertible {
    /// The two families of actors.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case user, service
    }

    /// The longest actor, in bytes of UTF-8.
    package static let byteCountMax = 200

    /// The actor as it is written in metadata, in memberships and in the audit trail.
    package let text: String
    /// What stands before the colon.
    package let kind: Kind

    /// Checks the syntax; says nothing about who may speak for the actor.
    package init(_ text: String) throws(AccessDenial) {
        guard text.utf8.count <= Self.byteCountMax else { throw .actorInvalid(.tooLong) }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let kind = Kind(rawValue: String(text[..<colon])) else {
            throw .actorInvalid(.kindUnknown)
        }
        guard text.utf8.index(after: colon) < text.utf8.endIndex else { throw .actorInvalid(.nameEmpty) }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            throw .actorInvalid(.controlCharacter)
        }
        self.text = text
        self.kind = kind
    }

    package var description: String { text }

    package static func == (left: ActorID, right: ActorID) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
