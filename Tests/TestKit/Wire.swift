/// The wire by hand, so that a test can send what no client would: every length, id, type and field as it likes.
package enum Wire {
    package static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(truncatingIfNeeded: rest)]
    }

    /// A length-delimited field.
    package static func field(_ number: UInt64, _ content: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(content.count)) + content
    }

    /// A text field.
    package static func field(_ number: UInt64, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

    /// A varint field.
    package static func field(_ number: UInt64, varint value: UInt64) -> [UInt8] { varint(number << 3) + varint(value) }

    /// One metadata entry of an envelope.
    package static func metadata(_ key: String, _ value: [UInt8]) -> [UInt8] { field(5, field(1, key) + field(2, value)) }

    /// One metadata entry of an envelope.
    package static func metadata(_ key: String, _ value: String) -> [UInt8] { metadata(key, Array(value.utf8)) }

    /// Service, method and payload of an envelope; more fields may follow.
    package static func envelope(_ service: String, _ method: String, _ payload: [UInt8] = []) -> [UInt8] {
        field(1, service) + field(2, method) + (payload.isEmpty ? [] : field(3, payload))
    }

    /// Any frame. `length`: what the header claims, if not the truth.
    package static func frame(id: UInt32, kind: UInt8 = 1, flags: UInt8 = 0, length: UInt32? = nil, _ body: [UInt8] = []) -> [UInt8] {
        bigEndian(length ?? UInt32(body.count)) + bigEndian(id) + [kind, flags] + body
    }

    /// A request frame. `extra`: more fields of the envelope.
    package static func request(id: UInt32, _ method: RawMethod, _ payload: [UInt8] = [], extra: [UInt8] = []) -> [UInt8] {
        frame(id: id, envelope(method.service, method.name, payload) + extra)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
}

/// A method by the names that go over the wire.
package struct RawMethod: Sendable {
    package let service: String
    package let name: String

    package init(_ service: String, _ name: String) {
        self.service = service
        self.name = name
    }

    /// Answered without the database.
    package static let health = RawMethod("grpc.health.v1.Health", "Check")
    /// Answered without the database, with some ten kilobytes.
    package static let describe = RawMethod("tenon.v1.DaemonService", "Describe")
    /// Reads the catalog in the database.
    package static let getProvider = RawMethod("tenon.v1.ProviderService", "GetProvider")

    package static func connections(_ name: String) -> RawMethod { RawMethod("tenon.v1.ConnectionService", name) }
    package static func tenancy(_ name: String) -> RawMethod { RawMethod("tenon.v1.TenancyService", name) }
}
