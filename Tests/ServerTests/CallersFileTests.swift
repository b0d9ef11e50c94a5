import Access
import Foundation
import Server
import Testing

/// What the callers file may say, and the one line about each thing that it may not.
@Suite struct CallersFileTests {
    private func directory(_ text: String) throws(CallersFileError) -> CallerDirectory {
        try CallersFile.directory(reading: text) { ["root": 0, "billing": 990, "nobody": 65534][$0] }
    }

    @Test func `every key of an entry reaches its caller`() throws {
        let directory = try directory(
            """
            callers:
              - name: ops
                uid: 0
                may_act_as: ["*"]
                admin: true
              - name: billing
                user: billing   # by name
                may_act_as: ["service:billing", "user:*"]
                max_channels: 64
                max_calls_in_flight: 512
                capabilities: [connection.view, tokens.read]
            """)
        let ops = Caller(name: "ops", uid: 0, mayActAs: [ActorPattern("*")], isAdmin: true)
        let billing = Caller(
            name: "billing", uid: 990, mayActAs: [ActorPattern("service:billing"), ActorPattern("user:*")],
            ceiling: [.connectionView, .tokensRead], channelCountMax: 64, callsInFlightMax: 512)
        #expect(directory.callers == [ops, billing])
        #expect(directory.caller(uid: 990) == billing && directory.caller(uid: 1) == nil)
    }

    @Test func `the README's example is taken as it stands there`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let example = try #require(readme.split(separator: "```yaml\n").dropFirst().first?.split(separator: "```").first)
        #expect(try directory(String(example)).callers.map(\.name) == ["ops", "billing"])
    }

    @Test func `a caller of which nothing more is said is no admin, speaks for its own service alone and has no limits of its own`() throws
    {
        let caller = try #require(try directory("callers: [{name: mailer, uid: 7}]").caller(uid: 7))
        #expect(caller == Caller(name: "mailer", uid: 7, mayActAs: []))
        #expect(try caller.actor(named: "service:mailer").text == "service:mailer")
        #expect(throws: AccessDenial.actorNotAllowed) { try caller.actor(named: "service:mailer-2") }
    }

    @Test(arguments: Capability.allCases)
    func `every capability can be in a ceiling`(capability: Capability) throws {
        let directory = try directory("callers: [{name: a, uid: 7, capabilities: [\(capability.rawValue)]}]")
        #expect(directory.caller(uid: 7)?.ceiling == [capability])
    }

    @Test func `a ceiling without capabilities leaves none`() throws {
        #expect(try directory("callers: [{name: a, uid: 7, capabilities: []}]").caller(uid: 7)?.ceiling == [])
    }

    @Test(arguments: [
        ("", "it is not a mapping with the key callers"),
        ("# nothing", "it is not a mapping with the key callers"),
        ("- name: a", "it is not a mapping with the key callers"),
        ("{}", "callers is missing"),
        ("callers:", "callers has no value"),
        ("callers: []", "callers has no entry: nobody could call"),
        ("callers: {name: a}", "callers is not a list"),
        ("calers: []", "no key is called calers; there are callers"),
        ("callers: [{name: a, uid: 1}]\nadmins: []", "no key is called admins; there are callers"),
        ("callers: [{name: a, uid: 1}", "line 2 is not YAML: did not find expected ',' or ']'"),
        ("callers:\n  - name: a\n   uid: 1", "line 3 is not YAML: did not find expected '-' indicator"),
        ("callers: [\u{1}]", "it is not YAML"),
        ("callers: []\n---\ncallers: []", "line 2 is not YAML: but found another document"),
        ("callers: []\ncallers: []", "line 1: the key callers is given twice"),
    ])
    func `a file that is no list of callers is refused in one line`(text: String, line: String) {
        expectRefused(text, line)
    }

    @Test(arguments: [
        ("a", "entry 1: it is not a mapping of keys to values"),
        ("{uid: 1}", "entry 1: name is missing"),
        ("{name: , uid: 1}", "entry 1: name has no value"),
        ("{name: [a], uid: 1}", "entry 1: name is not a text"),
        ("{name: a, uid: 1, may_act: []}", "caller a: no key is called may_act; there are name, uid, user, may_act_as, admin, "),
        ("{name: a}", "caller a: uid or user is missing"),
        ("{name: a, uid: 0, user: root}", "caller a: uid and user are both given"),
        ("{name: a, user: ghost}", "caller a: no user is called ghost"),
        ("{name: a, user: 990}", "caller a: no user is called 990"),
        ("{name: a, user: }", "caller a: user has no value"),
        ("{name: a, uid: 65534}", "caller a: uid 65534 is nobody"),
        ("{name: a, user: nobody}", "caller a: user nobody is nobody"),
        ("{name: a, uid: root}", "caller a: uid is not a whole number in decimal digits"),
        ("{name: a, uid: -1}", "caller a: uid is not a whole number in decimal digits"),
        ("{name: a, uid: 0100}", "caller a: uid is not a whole number in decimal digits"),
        ("{name: a, uid: 1_000}", "caller a: uid is not a whole number in decimal digits"),
        ("{name: a, uid: ''}", "caller a: uid "),
        ("{name: a, uid: 4294967295}", "caller a: uid 4294967295 is no user id"),
        ("{name: a, uid: 4294967296}", "caller a: uid 4294967296 is no user id"),
        ("{name: a, uid: 99999999999999999999}", "caller a: uid is not a whole number in decimal digits"),
        ("{name: a, uid: 1, admin: 1}", "caller a: admin is not true or false"),
        ("{name: a, uid: 1, admin: 'true'}", "caller a: admin is not true or false"),
        ("{name: a, uid: 1, admin: }", "caller a: admin has no value"),
        ("{name: a, uid: 1, max_channels: 0}", "caller a: max_channels is 0"),
        ("{name: a, uid: 1, max_channels: -3}", "caller a: max_channels is not a whole number"),
        ("{name: a, uid: 1, max_calls_in_flight: 0}", "caller a: max_calls_in_flight is 0"),
        ("{name: a, uid: 1, max_calls_in_flight: many}", "caller a: max_calls_in_flight is not a whole number"),
        (
            "{name: a, uid: 1, capabilities: [connections.view]}",
            "caller a: capabilities names no capability with connections.view; there are"
        ),
        ("{name: a, uid: 1, capabilities: connection.view}", "caller a: capabilities is not a list of texts"),
        ("{name: a, uid: 1, capabilities: }", "caller a: capabilities has no value"),
        ("{name: a, uid: 1, may_act_as: }", "caller a: may_act_as has no value"),
        ("{name: a, uid: 1, may_act_as: 'user:*'}", "caller a: may_act_as is not a list of texts"),
        ("{name: a, uid: 1, may_act_as: ['']}", "caller a: may_act_as holds an empty pattern"),
        ("{name: a, uid: 1, may_act_as: ['user:*', 'user:*-x']}", "caller a: may_act_as holds user:*-x, whose * is not its last character"),
        ("{name: a, uid: 1, may_act_as: ['person:*']}", "caller a: may_act_as holds person:*, which no actor can match"),
        ("{name: a, uid: 1, user: root\n, name: b}", "line 1: the key name is given twice"),
    ])
    func `an entry that makes no sense is refused in one line that names it and the key`(entry: String, line: String) {
        expectRefused("callers: [\(entry)]", line)
    }

    @Test(arguments: [
        ("[{name: a, uid: 1}, {name: a, uid: 2}]", "caller a: name is the name of another entry, too"),
        ("[{name: a, uid: 1}, {name: b, uid: 1}]", "caller b: uid 1 is that of caller a, too"),
        ("[{name: a, uid: 990}, {name: b, user: billing}]", "caller b: uid 990 is that of caller a, too"),
    ])
    func `entries that could be meant for each other are refused`(entries: String, line: String) {
        expectRefused("callers: \(entries)", line)
    }

    @Test func `a name that makes no actor is refused, and its bytes do not break the line`() {
        let long = String(repeating: "n", count: 193)
        expectRefused("callers: [{name: \(long), uid: 1}]", "caller \(long): name makes no actor service:<name>")
        expectRefused(#"callers: [{name: "a\nb\e[1m", uid: 1}]"#, "caller a\u{FFFD}b\u{FFFD}[1m: name makes no actor service:<name>")
        expectRefused("callers: [{name: '', uid: 1}]", "entry 1: name ")
    }

    @Test func `a pattern may have 200 bytes and no more`() throws {
        let longest = "user:" + String(repeating: "x", count: 194) + "*"
        #expect(
            try directory("callers: [{name: a, uid: 1, may_act_as: ['\(longest)']}]").caller(uid: 1)?.mayActAs == [ActorPattern(longest)])
        expectRefused(
            "callers: [{name: a, uid: 1, may_act_as: ['x\(longest)']}]", "caller a: may_act_as holds a pattern of more than 200 bytes")
    }

    private func expectRefused(_ text: String, _ line: String, sourceLocation: SourceLocation = #_sourceLocation) {
        do {
            _ = try directory(text)
            Issue.record("it is taken", sourceLocation: sourceLocation)
        } catch {
            #expect(error.description.hasPrefix(line), sourceLocation: sourceLocation)
            #expect(!error.description.contains("\n"), sourceLocation: sourceLocation)
        }
    }
}
