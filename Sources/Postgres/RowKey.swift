/// The 16 bytes of the id by which a row is looked up. Of two words, because what holds a wider one is allocated with an alignment, the slow way.
///
/// In the order of PostgreSQL's `uuid`, which is that of the bytes.
struct RowKey: Sendable, Hashable, Comparable {
    private let first: UInt64
    private let second: UInt64

    /// From at least 16 bytes, in any place.
    init(loading bytes: UnsafeRawBufferPointer) {
        first = UInt64(bigEndian: unsafe bytes.loadUnaligned(as: UInt64.self))
        second = UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// The bytes as they were loaded.
    var bytes: InlineArray<2, UInt64> { [first.bigEndian, second.bigEndian] }

    static func < (left: RowKey, right: RowKey) -> Bool { (left.first, left.second) < (right.first, right.second) }
}

/// The keys of the rows of a result, to be found by them.
struct RowKeys {
    private let keys: [RowKey]
    /// The rows of an index come in its order.
    private let isSorted: Bool

    init(_ keys: [RowKey]) {
        self.keys = keys
        isSorted = zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// The row with a key; nil: there is none.
    func row(of key: RowKey) -> Int? {
        guard isSorted else { return keys.firstIndex(of: key) }
        var rest = 0..<keys.count
        while !rest.isEmpty {
            let middle = rest.lowerBound + rest.count / 2
            if keys[middle] == key { return middle }
            rest = keys[middle] < key ? middle + 1..<rest.upperBound : rest.lowerBound..<middle
        }
        return nil
    }
}
