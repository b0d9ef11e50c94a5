/// Where the private server is reached, one libpq URI per role. Only the OS users of the daemon and of the server get in.
package struct Endpoint: Sendable, Hashable {
    /// The role that owns the database `tenon` and may create roles: for migrations.
    package let migrateURL: String
    /// The role the daemon works as; it has no privilege beyond connecting until a migration grants some.
    package let databaseURL: String
    /// The superuser: for tests and for repair by hand, never for the daemon's work.
    package let superuserURL: String

    init(socketDirectory: String) {
        let host = Self.percentEncoded(socketDirectory)
        func url(_ role: String) -> String { "postgresql://\(role)@\(host):\(Settings.port)/\(Settings.database)" }
        migrateURL = url(Settings.ownerRole)
        databaseURL = url(Settings.loginRole)
        superuserURL = url(Settings.superuserRole)
    }

    /// Everything but RFC 3986's unreserved characters is escaped, `/` too: libpq reads a host that begins with `/` as a directory.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(Character(Unicode.Scalar(byte)))
            default:
                encoded.append("%")
                encoded.append(digits[Int(byte >> 4)])
                encoded.append(digits[Int(byte & 15)])
            }
        }
    }
}
