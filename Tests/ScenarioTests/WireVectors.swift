import TestKit
import Testing

/// One request frame and its documented answer.
struct WireVector: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let frame: [UInt8]
    var streamID: UInt32 = 1
    let code: Int32
    let reason: String
    var fields: [String] = []

    init(_ description: String, _ answer: Answer, _ frame: [UInt8], id: UInt32 = 1) {
        testDescription = description
        self.frame = frame
        streamID = id
        (code, reason, fields) = answer.parts
    }

    enum Answer {
        case served
        case unimplemented
        case malformed
        case tooLarge
        case expired
        case field(String)

        var parts: (Int32, String, [String]) {
            switch self {
            case .served: (0, "", [])
            case .unimplemented: (12, "UNKNOWN_METHOD", [])
            case .malformed: (3, "MALFORMED_REQUEST", [])
            case .tooLarge: (8, "REQUEST_TOO_LARGE", [])
            case .expired: (4, "DEADLINE_EXCEEDED", [])
            case .field(let field): (3, "INVALID_FIELD", [field])
            }
        }
    }

    static let all = names + envelopes + metadata + texts + timeouts + payloads + sizes + streamIDs

    private static let health = Wire.envelope("grpc.health.v1.Health", "Check")
    private static func health(_ extra: [UInt8]) -> [UInt8] { Wire.frame(id: 1, health + extra) }
    /// Health is for anybody; this one asks who is calling.
    private static func whoAmI(_ extra: [UInt8]) -> [UInt8] {
        Wire.frame(id: 1, Wire.envelope("tenon.v1.DaemonService", "WhoAmI") + extra)
    }
    private static func named(_ service: String, _ method: String) -> [UInt8] { Wire.request(id: 1, RawMethod(service, method)) }
    private static func connections(_ method: String, _ payload: [UInt8]) -> [UInt8] { Wire.request(id: 1, .connections(method), payload) }

    private static let names = [
        WireVector("unknown service", .unimplemented, named("canary.v1.Service", "Check")),
        WireVector("unknown method", .unimplemented, named("grpc.health.v1.Health", "canary")),
        WireVector("method in other letters", .unimplemented, named("grpc.health.v1.Health", "check")),
        WireVector("a method of another service", .unimplemented, named("grpc.health.v1.Health", "GetProvider")),
        WireVector("service with a NUL behind it", .unimplemented, named("grpc.health.v1.Health\0", "Check")),
        WireVector("empty envelope", .unimplemented, Wire.frame(id: 1)),
        WireVector("names that are not UTF-8", .unimplemented, Wire.frame(id: 1, Wire.field(1, [0xFF, 0xFE]) + Wire.field(2, [0xC0]))),
        WireVector("service of 255 bytes", .unimplemented, named(String(repeating: "s", count: 255), "m")),
        WireVector("service of 256 bytes", .malformed, named(String(repeating: "s", count: 256), "m")),
        WireVector("method of 255 bytes", .unimplemented, named("s", String(repeating: "m", count: 255))),
        WireVector("method of 256 bytes", .malformed, named("s", String(repeating: "m", count: 256))),
    ]

    private static let envelopes = [
        WireVector("envelope of 0xFF", .malformed, Wire.frame(id: 1, Array(repeating: 0xFF, count: 40))),
        WireVector("envelope of zeros", .malformed, Wire.frame(id: 1, Array(repeating: 0, count: 40))),
        WireVector("envelope of text", .malformed, Wire.frame(id: 1, Array("GET /canary HTTP/1.1\r\n\r\n".utf8))),
        WireVector("a value past the end", .malformed, health([0x1A, 5, 1])),
        WireVector("a length of 2^63", .malformed, health([0x1A] + Wire.varint(1 << 63))),
        WireVector("a tag and no more", .malformed, health([0x22])),
        WireVector("a varint of eleven bytes", .malformed, health([0x20] + Array(repeating: 0x80, count: 10) + [1])),
        WireVector("field number 0", .malformed, health(Wire.field(0, "x"))),
        WireVector("a group", .malformed, health([0x33, 0x34])),
        WireVector("service given twice", .malformed, health(Wire.field(1, "grpc.health.v1.Health"))),
        WireVector("payload given twice", .malformed, health(Wire.field(3, []) + Wire.field(3, []))),
        WireVector("timeout as text", .malformed, health(Wire.field(4, "5"))),
        WireVector("metadata as a number", .malformed, health(Wire.field(5, varint: 1))),
        WireVector("metadata entry of garbage", .malformed, health(Wire.field(5, [0xFF]))),
        WireVector("metadata key given twice in one entry", .malformed, health(Wire.field(5, Wire.field(1, "a") + Wire.field(1, "a")))),
        WireVector(
            "unknown fields of every type", .served,
            health(
                Wire.field(6, "canary") + Wire.field(7, varint: .max) + [0x41] + Array(repeating: 1, count: 8) + [0x4D, 1, 2, 3, 4]
                    + Wire.field(536_870_911, "last"))),
    ]

    private static let metadata =
        [
            WireVector("64 metadata entries", .served, health(entries(64))),
            WireVector("65 metadata entries", .malformed, health(entries(65))),
            WireVector("16 KiB of metadata", .served, health(Wire.metadata("k", String(repeating: "v", count: 16_383)))),
            WireVector("16 KiB of metadata and one byte", .malformed, health(Wire.metadata("k", String(repeating: "v", count: 16_384)))),
            WireVector(
                "16 KiB and one byte in 64 entries", .malformed,
                health(entries(63, valueByteCount: 255) + Wire.metadata("k", String(repeating: "v", count: 256)))),
            WireVector("an unknown key twice", .served, health(Wire.metadata("canary", "a") + Wire.metadata("canary", "b"))),
            WireVector("a key in capitals", .field("tenon-actor"), whoAmI(Wire.metadata("TENON-Actor", "canary"))),
        ]
        + [
            ("tenon-actor", "user:a", "user:b"), ("tenon-tenant", uuid("1"), uuid("2")), ("request-id", "1", "2"),
            ("traceparent", "1", "2"),
        ].flatMap { key, one, other in
            [
                WireVector("\(key) twice, the same", .served, health(Wire.metadata(key, one) + Wire.metadata(key, one))),
                WireVector("\(key) twice, not the same", .field(key), health(Wire.metadata(key, one) + Wire.metadata(key, other))),
                WireVector(
                    "\(key) twice, in other letters", .field(key), health(Wire.metadata(key, one) + Wire.metadata(key.uppercased(), other))),
                WireVector("\(key) that is not UTF-8", .malformed, health(Wire.metadata(key, [0xC3, 0x28]))),
            ]
        }

    private static let texts = [
        WireVector("actor of 200 bytes", .served, whoAmI(Wire.metadata("tenon-actor", "user:" + String(repeating: "a", count: 195)))),
        WireVector(
            "actor of 201 bytes", .field("tenon-actor"), whoAmI(Wire.metadata("tenon-actor", "user:" + String(repeating: "a", count: 196)))),
        WireVector("actor with a NUL", .field("tenon-actor"), whoAmI(Wire.metadata("tenon-actor", "user:a\0canary"))),
        WireVector("actor with a line break", .field("tenon-actor"), whoAmI(Wire.metadata("tenon-actor", "user:a\ncanary"))),
        WireVector("empty actor", .field("tenon-actor"), whoAmI(Wire.metadata("tenon-actor", ""))),
        WireVector("tenant context that is no UUID", .field("tenon-tenant"), whoAmI(Wire.metadata("tenon-tenant", "canary"))),
        WireVector("empty tenant context", .field("tenon-tenant"), whoAmI(Wire.metadata("tenon-tenant", ""))),
        WireVector("tenant context with a NUL behind it", .field("tenon-tenant"), whoAmI(Wire.metadata("tenon-tenant", uuid("1") + "\0"))),
        WireVector("request id of 128 bytes", .served, health(Wire.metadata("request-id", String(repeating: "~", count: 128)))),
        WireVector(
            "request id of 129 bytes", .field("request-id"), health(Wire.metadata("request-id", String(repeating: "~", count: 129)))),
        WireVector("request id with a line break", .field("request-id"), health(Wire.metadata("request-id", "a\ncanary"))),
        WireVector("request id beyond ASCII", .field("request-id"), health(Wire.metadata("request-id", "é"))),
        WireVector("slug with a NUL", .field("slug"), Wire.request(id: 1, .getProvider, Wire.field(1, "github\0canary"))),
        WireVector("slug that is not UTF-8", .field("slug"), Wire.request(id: 1, .getProvider, Wire.field(1, [0x67, 0xFF]))),
        WireVector("a surrogate in UTF-8", .field("slug"), Wire.request(id: 1, .getProvider, Wire.field(1, [0xED, 0xA0, 0x80]))),
        WireVector("a NUL in two bytes", .field("slug"), Wire.request(id: 1, .getProvider, Wire.field(1, [0xC0, 0x80]))),
        WireVector("an id with a NUL", .field("id"), connections("GetConnection", Wire.field(1, uuid("1") + "\0"))),
        WireVector("a scope with a NUL", .field("scopes"), connections("CreateConnection", Wire.field(6, "a") + Wire.field(6, "a\0"))),
        WireVector(
            "a mask path that is not UTF-8", .field("update_mask.paths"),
            connections("UpdateConnection", Wire.field(5, Wire.field(1, [0x80])))),
        WireVector("a page token with a NUL", .field("page_token"), connections("ListConnections", Wire.field(7, "\0"))),
    ]

    private static let timeouts = [
        WireVector("timeout of -1 ns", .expired, health(Wire.field(4, varint: UInt64(bitPattern: -1)))),
        WireVector("the most negative timeout", .expired, health(Wire.field(4, varint: UInt64(bitPattern: .min)))),
        WireVector("the longest timeout", .served, health(Wire.field(4, varint: UInt64(Int64.max)))),
        WireVector("timeout of 0", .served, health(Wire.field(4, varint: 0))),
    ]

    private static let payloads = [
        WireVector("payload of 0xFF", .malformed, Wire.request(id: 1, .getProvider, Array(repeating: 0xFF, count: 40))),
        WireVector("payload cut short", .malformed, Wire.request(id: 1, .getProvider, [0x0A, 9, 0x67])),
        WireVector("text field as a number", .malformed, Wire.request(id: 1, .getProvider, Wire.field(1, varint: 7))),
        WireVector("number field as text", .malformed, connections("ListConnections", Wire.field(6, "canary"))),
        WireVector("a group in the payload", .malformed, Wire.request(id: 1, .getProvider, [0x0B, 0x0C])),
        WireVector("a message given twice", .malformed, connections("UpdateConnection", Wire.field(5, []) + Wire.field(5, []))),
        WireVector(
            "unknown fields in the payload", .served, Wire.request(id: 1, .getProvider, Wire.field(1, "github") + Wire.field(99, "canary"))),
        WireVector("nested unknown bytes", .served, Wire.request(id: 1, .getProvider, Wire.field(1, "github") + nested(1_000))),
    ]

    private static let sizes = [
        WireVector("a request of 1 MiB", .served, padded(1_048_576)),
        WireVector("a request of 1 MiB and one byte", .tooLarge, padded(1_048_577)),
        WireVector("a request of 4 MiB", .tooLarge, padded(4_194_304)),
        WireVector("a request of 16 MiB less one byte", .tooLarge, padded(16_777_215)),
    ]

    private static let streamIDs = [
        WireVector("stream 0", .malformed, Wire.frame(id: 0, health), id: 0),
        WireVector("stream 2", .malformed, Wire.frame(id: 2, health), id: 2),
        WireVector("the last even stream", .malformed, Wire.frame(id: .max - 1, health), id: .max - 1),
        WireVector("an even stream and a body past 1 MiB", .malformed, Wire.frame(id: 4, [UInt8](repeating: 1, count: 2_000_000)), id: 4),
        WireVector("the last odd stream", .served, Wire.frame(id: .max, health), id: .max),
    ]

    private static func uuid(_ digit: Character) -> String { "00000000-0000-4000-8000-00000000000\(digit)" }

    private static func entries(_ count: Int, valueByteCount: Int = 1) -> [UInt8] {
        (0..<count).flatMap { _ in Wire.metadata("k", String(repeating: "v", count: valueByteCount)) }
    }

    /// A health check whose body has this length.
    private static func padded(_ byteCount: Int) -> [UInt8] {
        let rest = byteCount - health.count
        let lengthByteCount = Wire.varint(UInt64(rest)).count
        return Wire.frame(id: 1, health + Wire.field(15, [UInt8](repeating: 0x63, count: rest - 1 - lengthByteCount)))
    }

    private static func nested(_ depth: Int) -> [UInt8] { (0..<depth).reduce([]) { inner, _ in Wire.field(15, inner) } }
}
