package import FoundationEssentials

extension UUID {
    /// Reads 8-4-4-4-12 hexadecimal digits in any case; nil for anything else. Foundation's own reader scans with C formats, which is slower
    /// than the rest of a call's decoding and lets signs and blanks pass.
    package init?(text: String) {
        let bytes = text.utf8Span.span
        guard bytes.count == 36 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for position in bytes.indices {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard bytes[position] == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = Self.value(ofDigit: bytes[position]) else { return nil }
                (high, low) = (high << 4 | low >> 60, low << 4 | UInt64(digit))
            }
        }
        func byte(_ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: index < 8 ? high >> (56 - 8 * index) : low >> (120 - 8 * index)) }
        self.init(
            uuid: (
                byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7),
                byte(8), byte(9), byte(10), byte(11), byte(12), byte(13), byte(14), byte(15)
            ))
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
        let words = unsafeBitCast(uuid, to: InlineArray<4, UInt32>.self)
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

    private static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
