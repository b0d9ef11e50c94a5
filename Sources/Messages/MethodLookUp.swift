internal import Glibc

extension Method {
    /// The method with exactly these names, found without allocating; nil: there is none.
    package static func find(service: RawSpan, name: RawSpan) -> Method? {
        let fingerprint = hash(name, seed: hash(service, seed: 0))
        guard let method = candidate(fingerprint), spells(service, method.service), spells(name, method.name) else { return nil }
        return method
    }

    /// Four bytes at a time; protoc-gen-tenon computes the same when it writes `candidate`.
    private static func hash(_ bytes: RawSpan, seed: UInt32) -> UInt32 {
        var hash = seed ^ UInt32(truncatingIfNeeded: bytes.byteCount)
        var offset = 0
        while bytes.byteCount - offset >= 4 {
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
            hash = (hash ^ UInt32(littleEndian: word)) &* 0x9E37_79B1
            hash ^= hash >> 15
            offset += 4
        }
        while offset < bytes.byteCount {
            hash = unsafe (hash ^ UInt32(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))) &* 0x0100_0193
            offset += 1
        }
        return hash
    }

    private static func spells(_ bytes: RawSpan, _ text: String) -> Bool {
        let expected = unsafe text.utf8Span.span.bytes
        guard bytes.byteCount == expected.byteCount else { return false }
        return unsafe bytes.withUnsafeBytes { bytes in
            unsafe expected.withUnsafeBytes { expected in
                guard let start = bytes.baseAddress, let expectedStart = expected.baseAddress else { return true }
                return unsafe memcmp(start, expectedStart, bytes.count) == 0
            }
        }
    }
}
