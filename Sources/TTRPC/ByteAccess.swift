/// Reading and appending plain bytes: the only place that names the span types' typed loads and raw copies. All of them check bounds.
extension RawSpan {
    @inline(__always)
    func byte(at offset: Int) -> UInt8 {
        unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    @inline(__always)
    func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The bytes of `range` as text, nil when they are not UTF-8. `range` comes from a decoded envelope of this body.
    package func string(_ range: Range<Int>) -> String? {
        guard let text = try? UTF8Span(validating: Span(_bytes: extracting(range))) else { return nil }
        return String(copying: text)
    }

    /// The bytes of `range` as text, what is not UTF-8 replaced by U+FFFD.
    func repairedString(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    func array(_ range: Range<Int>) -> [UInt8] {
        extracting(range).withUnsafeBytes { [UInt8]($0) }
    }

    func isUTF8(_ range: Range<Int>) -> Bool {
        // ASCII, eight bytes at a time, needs no closer look.
        var offset = range.lowerBound
        while range.upperBound - offset >= 8 {
            if unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return string(range) != nil }
            offset += 8
        }
        for offset in offset..<range.upperBound where byte(at: offset) >= 0x80 { return string(range) != nil }
        return true
    }

    func bytesAreEqual(_ left: Range<Int>, _ right: Range<Int>) -> Bool { bytesAreEqual(left, to: extracting(right)) }

    /// Whether the bytes of `range` are those of a text.
    package func bytesAreEqual(_ range: Range<Int>, to text: String) -> Bool { bytesAreEqual(range, to: text.utf8.span.bytes) }

    /// Whether the bytes of `range` are those of `other`: eight at a time.
    private func bytesAreEqual(_ range: Range<Int>, to other: RawSpan) -> Bool {
        guard range.count == other.byteCount else { return false }
        var step = 0
        while other.byteCount - step >= 8 {
            let word = unsafeLoadUnaligned(fromByteOffset: range.lowerBound + step, as: UInt64.self)
            guard word == other.unsafeLoadUnaligned(fromByteOffset: step, as: UInt64.self) else { return false }
            step += 8
        }
        while step < other.byteCount {
            guard byte(at: range.lowerBound + step) == other.byte(at: step) else { return false }
            step += 1
        }
        return true
    }

    /// Compares the bytes of `range`, ASCII capitals lowered, with `name`.
    func equalsIgnoringCase(_ range: Range<Int>, _ name: String) -> Bool {
        if bytesAreEqual(range, to: name) { return true }
        let expected = name.utf8.span
        guard range.count == expected.count else { return false }
        for step in 0..<range.count {
            let byte = byte(at: range.lowerBound + step)
            let isCapital = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            if (isCapital ? byte | 0x20 : byte) != expected[step] { return false }
        }
        return true
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func append(bigEndian value: UInt32) {
        append(UInt8(truncatingIfNeeded: value >> 24))
        append(UInt8(truncatingIfNeeded: value >> 16))
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    /// Appends all of `bytes`; a full span traps, as for one byte.
    package mutating func append(copying bytes: RawSpan) {
        precondition(freeCapacity >= bytes.byteCount, "The output has no room for these bytes.")
        withUnsafeMutableBytes { buffer, count in
            bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: $0) }
            count += bytes.byteCount
        }
    }
}
