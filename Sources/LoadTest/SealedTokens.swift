internal import Synchronization

/// Token bytes that say whose they are, so that a wrong, mixed or cut one is noticed: the connection's number, a serial number, and a pattern of both.
enum SealedToken {
    /// About what a sealed OAuth token has.
    static let byteCount = 256

    static func bytes(connection: Int, serial: UInt64) -> [UInt8] {
        var dice = Dice(seed: UInt64(connection) ^ serial)
        var bytes = words([UInt64(connection), serial])
        while bytes.count < byteCount { bytes += words([dice.next()]) }
        return bytes
    }

    /// Whether these are bytes somebody stored for this connection.
    static func isSound(_ bytes: [UInt8], connection: Int) -> Bool {
        guard bytes.count == byteCount else { return false }
        let serial = bytes[8..<16].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        return bytes == Self.bytes(connection: connection, serial: serial)
    }

    private static func words(_ words: [UInt64]) -> [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
    }
}

/// The newest token generation known of each connection. A class: all calls of a run share it.
final class GenerationBook: Sendable {
    private let generations: Mutex<[Int64]>

    /// Every connection begins with generation 1.
    init(connectionCount: Int) {
        generations = Mutex(Array(repeating: 1, count: connectionCount))
    }

    func newest(of connection: Int) -> Int64 { generations.withLock { $0[connection] } }

    func saw(_ generation: Int64, of connection: Int) {
        generations.withLock { $0[connection] = max($0[connection], generation) }
    }
}
