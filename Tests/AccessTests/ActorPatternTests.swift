import Access
import Testing

/// The patterns of actors that a caller may speak for.
@Suite struct `Patterns of actors` {
    @Test(arguments: [
        ("*", "user:a", true), ("*", "service:a", true), ("user:*", "user:a", true), ("user:*", "service:a", false),
        ("user:a*", "user:a", true), ("user:a*", "user:ab", true), ("user:a*", "user:b", false), ("user:a", "user:a", true),
        ("user:a", "user:ab", false), ("us*", "user:a", true), ("us*", "service:us", false),
        ("user:\u{E9}*", "user:\u{E9}tienne", true), ("user:e*", "user:e\u{301}", true), ("user:\u{E9}", "user:e\u{301}", false),
    ])
    func `a pattern covers one actor, or all that begin with its bytes`(pattern: String, actor: String, covers: Bool) throws {
        #expect(try ActorPattern(checking: pattern).matches(ActorID(actor)) == covers)
    }

    @Test(
        arguments: [
            ("", .empty), ("**", .starNotLast), ("*:a", .starNotLast), ("user:*a", .starNotLast), ("a", .matchesNobody),
            ("User:*", .matchesNobody), ("users:*", .matchesNobody), ("user:", .matchesNobody), ("user", .matchesNobody),
            (" user:*", .matchesNobody), ("user:\u{7}*", .matchesNobody), ("service:a\u{7}", .matchesNobody),
            ("user:" + String(repeating: "x", count: 196), .tooLong),
        ] as [(String, PatternFault)])
    func `a pattern that can not mean what was meant is refused`(pattern: String, fault: PatternFault) {
        #expect(throws: fault) { try ActorPattern(checking: pattern) }
    }
}
