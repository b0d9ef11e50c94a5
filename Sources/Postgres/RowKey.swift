/// The 16 bytes of the id by which a row is looked up. Of two words, because what holds a wider one is allocated with an alignment, the slow way.
struct RowKey: Sendable, Hashable {
    private let first: UInt64
    private let second: UInt64

    /// From at least 16 bytes, in any place.
    init(loading bytes: UnsafeRawBufferPointer) {
        first = unsafe bytes.loadUnaligned(as: UInt64.self)
        second = unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    }
}
