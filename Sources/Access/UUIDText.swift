package import FoundationEssentials

extension UUID {
    /// A new id (RFC 9562, version 4). Foundation's own `UUID()` opens, reads and closes a file for each.
    package static func random() -> UUID {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// Reads 8-4-4-4-12 hexadecimal digits in any case; nil for anything else. Foundation's own reader scans with C formats, which is slower
    /// than the rest of a call's decoding and lets signs and blanks pass.
    package init?(text: String) {
        let bytes = text.utf8Span.span.bytes
        guard bytes.byteCount == 36 else { return nil }
        for hyphen in [8, 13, 18, 23] {
            guard bytes.unsafeLoad(fromByteOffset: hyphen, as: UInt8.self) == UInt8(ascii: "-") else { return nil }
        }
        func eight(_ first: Int, _ second: Int) -> UInt64 {
            let first = UInt64(UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: first, as: UInt32.self)))
            return first | UInt64(UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: second, as: UInt32.self))) << 32
        }
        guard let first = Self.word(eight(0, 4)), let second = Self.word(eight(9, 14)), let third = Self.word(eight(19, 24)),
            let fourth = Self.word(eight(28, 32))
        else { return nil }
        self = unsafeBitCast([first, second, third, fourth] as InlineArray<4, UInt32>, to: UUID.self)
    }

    /// The id as the contract has it: lower case.
    package var text: String {
        String(unsafeUninitializedCapacity: 36) { output in
            write(into: UnsafeMutableRawBufferPointer(output))
            return 36
        }
    }

    /// The same, where no `String` is needed.
    package var characters: InlineArray<36, UInt8> {
        var characters = InlineArray<36, UInt8>(repeating: UInt8(ascii: "-"))
        withUnsafeMutableBytes(of: &characters) { output in write(into: output) }
        return characters
    }

    /// Writes 36 characters.
    private func write(into output: UnsafeMutableRawBufferPointer) {
        let words = unsafeBitCast(self, to: InlineArray<4, UInt32>.self)
        let (second, third) = (Self.digits(words[1]), Self.digits(words[2]))
        output.storeBytes(of: Self.digits(words[0]), toByteOffset: 0, as: UInt64.self)
        output.storeBytes(of: UInt32(truncatingIfNeeded: second), toByteOffset: 9, as: UInt32.self)
        output.storeBytes(of: UInt32(truncatingIfNeeded: second >> 32), toByteOffset: 14, as: UInt32.self)
        output.storeBytes(of: UInt32(truncatingIfNeeded: third), toByteOffset: 19, as: UInt32.self)
        output.storeBytes(of: UInt32(truncatingIfNeeded: third >> 32), toByteOffset: 24, as: UInt32.self)
        output.storeBytes(of: Self.digits(words[3]), toByteOffset: 28, as: UInt64.self)
        for hyphen in [8, 13, 18, 23] { output[hyphen] = UInt8(ascii: "-") }
    }

    /// The eight digits of four bytes, in memory's order in both: all at once, one byte for each.
    private static func digits(_ word: UInt32) -> UInt64 {
        var digits = UInt64(UInt32(littleEndian: word))
        digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
        digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
        digits = digits >> 4 & 0x000F_000F_000F_000F | (digits & 0x000F_000F_000F_000F) << 8
        // 1 in each byte above 9: what such a digit lacks to "a" beyond what it would lack to "0".
        let letters = (digits + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (digits + 0x3030_3030_3030_3030 + letters * 0x27).littleEndian
    }

    /// The reverse, capitals taken, too; nil if one of them is no digit, which shows when the bytes are written as digits again.
    private static func word(_ digits: UInt64) -> UInt32? {
        // The bit 0x40 is set in letters alone, and 0x20 besides it makes them small.
        let letters = digits >> 6 & 0x0101_0101_0101_0101
        var nibbles = (digits & 0x0F0F_0F0F_0F0F_0F0F) + letters * 9
        nibbles = (nibbles << 4 | nibbles >> 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles >> 8) & 0x0000_FFFF_0000_FFFF
        let word = UInt32(truncatingIfNeeded: nibbles | nibbles >> 16).littleEndian
        return Self.digits(word) == (digits | letters << 5).littleEndian ? word : nil
    }
}
