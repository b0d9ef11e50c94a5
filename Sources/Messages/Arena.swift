internal import Glibc

/// Memory for one message: taken piece by piece, given back as a whole.
///
/// Unpacking gets one block of exactly the size that the scan computed, on the stack if it is small, and protobuf-c gets nothing beyond it.
/// Packing starts with a small block that lies on the stack and adds larger ones.
@safe struct Arena: ~Copyable {
    /// Bytes handed out so far.
    private(set) var takenByteCount = 0

    private var block: UnsafeMutableRawBufferPointer
    private var blockIsLent: Bool
    private var blockTakenByteCount = 0
    private var fullBlocks: [UnsafeMutableRawBufferPointer]

    /// An arena whose first block has this size.
    init(byteCount: Int) {
        unsafe block = Self.makeBlock(byteCount)
        blockIsLent = false
        unsafe fullBlocks = []
    }

    /// An arena whose first block is aligned for a pointer and outlives it.
    @unsafe private init(lent block: UnsafeMutableRawBufferPointer) {
        unsafe self.block = unsafe block
        blockIsLent = true
        unsafe fullBlocks = []
    }

    deinit {
        if !blockIsLent { unsafe free(block.baseAddress) }
        unsafe fullBlocks.forEach { unsafe free($0.baseAddress) }
    }

    /// Lends an arena to pack one message in: most replies of one record fit into its first block.
    @inline(__always)
    static func withLent<Value, Failure>(
        _ body: (UnsafeMutablePointer<Arena>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try unsafe withLent(byteCount: lentByteCount, body)
    }

    /// Lends an arena with a first block of this size: to unpack one message in, of which most are small.
    @inline(__always)
    static func withLent<Value, Failure>(
        byteCount: Int, _ body: (UnsafeMutablePointer<Arena>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard byteCount <= lentByteCount else {
            var arena = Arena(byteCount: byteCount)
            return try unsafe withUnsafeMutablePointer(to: &arena, body)
        }
        return try unsafe withUnsafeTemporaryAllocation(byteCount: lentByteCount, alignment: 8) { (block) throws(Failure) in
            var arena = unsafe Arena(lent: UnsafeMutableRawBufferPointer(rebasing: block[..<byteCount]))
            return try unsafe withUnsafeMutablePointer(to: &arena, body)
        }
    }

    /// The most that is certain to lie on the stack.
    private static var lentByteCount: Int { 1_024 }

    /// The size of a piece: aligned for a pointer, a `size_t` or a `double`, the most that protobuf-c's structs hold.
    static func pieceByteCount(_ byteCount: Int) -> Int {
        (byteCount + 7) & ~7
    }

    /// For protobuf-c as it unpacks: a piece of what is left of the first block; nil when that is used up.
    mutating func take(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        let pieceByteCount = Self.pieceByteCount(byteCount)
        guard unsafe pieceByteCount <= block.count - blockTakenByteCount else { return nil }
        defer {
            blockTakenByteCount += pieceByteCount
            takenByteCount += pieceByteCount
        }
        return unsafe block.baseAddress.map { unsafe $0 + blockTakenByteCount }
    }

    /// For packing: a piece of at least `byteCount` bytes, from a larger block if need be.
    mutating func takeFreely(_ byteCount: Int) -> UnsafeMutableRawPointer {
        if let piece = unsafe take(byteCount) { return unsafe piece }
        if !blockIsLent { unsafe fullBlocks.append(block) }
        unsafe block = Self.makeBlock(max(Self.pieceByteCount(byteCount), 2 * block.count))
        blockIsLent = false
        blockTakenByteCount = 0
        return unsafe takeFreely(byteCount)
    }

    /// By malloc itself, whose blocks are aligned for anything; asked for an alignment, Swift takes a slower way.
    private static func makeBlock(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
        guard let start = unsafe malloc(max(1, byteCount)) else { preconditionFailure("out of memory") }
        return unsafe UnsafeMutableRawBufferPointer(start: start, count: byteCount)
    }
}
