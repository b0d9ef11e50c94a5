import Access
import TTRPC
import Testing

@testable import Server

/// What a channel remembers of the call before.
@Suite struct `The door of a channel` {
    private let directory: CallerDirectory
    private let callers: CallerRegistry
    private static let tenant = "0b7c0000-0000-4000-8000-000000000000"

    init() throws {
        directory = try CallerDirectory([Caller(name: "web", uid: 7, mayActAs: [ActorPattern("user:*")])])
        callers = CallerRegistry(directory)
    }

    private struct Words: Hashable, CustomTestStringConvertible {
        var actor: String?
        var tenant: String?
        var requestID: String?

        var testDescription: String { "\(actor ?? "-") \(tenant ?? "-") \(requestID ?? "-")" }

        /// The body of a request that says so.
        var body: [UInt8] {
            let metadata = [("tenon-actor", actor), ("tenon-tenant", tenant), ("request-id", requestID)]
            let entries = metadata.compactMap { key, value in value.map { field(1, Array(key.utf8)) + field(2, Array($0.utf8)) } }
            return field(1, Array("s".utf8)) + field(2, Array("m".utf8)) + entries.flatMap { field(5, $0) }
        }

        private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(bytes.count)] + bytes }
    }

    private static let all: [Words] = [nil, "user:a", "user:b", "user:aa", ""].flatMap { actor in
        [nil, tenant, "0b7c0000-0000-4000-8000-000000000001"].flatMap { tenant in
            [nil, "r1"].map { Words(actor: actor, tenant: tenant, requestID: $0) }
        }
    }

    private func door(_ words: Words) throws -> Door {
        Door(
            entry: try callers.beginCall(uid: 7), processID: 1, groupID: 2, actor: words.actor, tenantContext: words.tenant,
            requestID: words.requestID)
    }

    @Test func `a call stands where another did only if it says the same to the byte and has no request id`() throws {
        for first in Self.all {
            let door = try door(first)
            for second in Self.all {
                let body = second.body
                let envelope = try RequestEnvelope.decode(body.span.bytes)
                let stands = door.admits(try callers.beginCall(uid: 7), envelope, in: body.span.bytes)
                let says = "\(first.testDescription), then \(second.testDescription)"
                #expect(stands == (first == second && first.requestID == nil), "\(says)")
            }
        }
    }

    @Test func `after the callers were read again no call stands where one did before`() throws {
        let words = Words(actor: "user:a", tenant: Self.tenant)
        let body = words.body
        let envelope = try RequestEnvelope.decode(body.span.bytes)
        let door = try door(words)
        callers.replace(with: directory)
        let stands = door.admits(try callers.beginCall(uid: 7), envelope, in: body.span.bytes)
        #expect(!stands)
    }

    @Test func `whoever was refused is refused each time`() throws {
        let door = try door(Words(actor: "service:other"))
        for _ in 0..<2 { #expect(throws: AccessDenial.actorNotAllowed) { try door.pass() } }
        #expect(!door.isMemorable)
    }

    @Test func `only a door that lets calls in, and that another call can stand at, is remembered`() throws {
        #expect(try door(Words(actor: "user:a")).isMemorable && door(Words(tenant: Self.tenant)).isMemorable)
        let long = Words(actor: "user:" + String(repeating: "x", count: 10_000))
        for words in [long, Words(actor: ""), Words(tenant: "x"), Words(actor: "user:a", requestID: "r1")] {
            #expect(try !door(words).isMemorable)
        }
    }
}
