import Testing

@testable import Access

@Suite struct `Actors` {
    @Test(arguments: [
        "user:a", "service:mailer", "user:alice@example.org", "user:with spaces and ünïcode", "user::", "service:a:b",
        "user:" + String(repeating: "x", count: 195), "service:" + String(repeating: "é", count: 96),
    ])
    func `a user or a service of at most 200 bytes is an actor`(text: String) throws {
        let actor = try ActorID(text)
        #expect(actor.text == text)
        #expect(actor.kind == (text.hasPrefix("user:") ? .user : .service))
    }

    @Test(arguments: [
        ("", ActorFault.kindUnknown), ("alice", .kindUnknown), ("User:alice", .kindUnknown), (" user:alice", .kindUnknown),
        ("group:a", .kindUnknown),
        ("user", .kindUnknown), ("users:a", .kindUnknown), ("user:", .nameEmpty), ("service:", .nameEmpty),
        ("user:" + String(repeating: "x", count: 196), .tooLong), ("service:" + String(repeating: "é", count: 97), .tooLong),
        ("user:a\nb", .controlCharacter), ("user:a\0b", .controlCharacter), ("user:\u{7f}", .controlCharacter),
        ("user:a\u{85}", .controlCharacter),
    ])
    func `anything else is refused, and told why`(text: String, fault: ActorFault) {
        #expect(throws: AccessDenial.actorInvalid(fault)) { try ActorID(text) }
    }

    @Test func `two spellings of one letter are two actors, as for the database`() throws {
        let composed = try ActorID("user:\u{e9}"), decomposed = try ActorID("user:e\u{301}")
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test(arguments: [
        ("user:alice", "user:alice", true), ("user:alice", "user:alice2", false), ("user:alice", "user:Alice", false),
        ("user:alice", "user:alic", false),
        ("user:*", "user:alice", true), ("user:*", "service:alice", false), ("user:al*", "user:alice", true),
        ("user:al*", "user:bob", false),
        ("*", "user:a", true), ("*", "service:a", true), ("user:a*b", "user:axb", false), ("user:a*b", "user:a*b", true),
        ("user:\u{e9}", "user:e\u{301}", false), ("user:e*", "user:e\u{301}", true), ("", "user:a", false),
    ])
    func `a pattern is one actor, or a prefix that ends in a star`(pattern: String, actor: String, matches: Bool) throws {
        #expect(ActorPattern(pattern).matches(try ActorID(actor)) == matches)
    }
}
