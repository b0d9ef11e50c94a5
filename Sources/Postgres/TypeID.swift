/// Object ids of PostgreSQL's built-in types; fixed for ever in its catalog (pg_type.dat).
enum TypeID {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let int8: UInt32 = 20
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let textArray: UInt32 = 1009
    static let timestamptz: UInt32 = 1184
    static let uuid: UInt32 = 2950
    static let jsonb: UInt32 = 3802
    static let record: UInt32 = 2249
    static let json: UInt32 = 114
    static let name: UInt32 = 19
    static let varchar: UInt32 = 1043
    static let bpchar: UInt32 = 1042

    /// Whether values of this type can be read as text.
    @inline(__always)
    static func isText(_ type: UInt32) -> Bool {
        switch type {
        case text, json, jsonb, name, varchar, bpchar: true
        default: false
        }
    }
}
