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
            var position = 0
            withUnsafeBytes(of: uuid) { bytes in
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        output[position] = UInt8(ascii: "-")
                        position += 1
                    }
                    output[position] = Self.digit(byte >> 4)
                    output[position + 1] = Self.digit(byte & 0xF)
                    position += 2
                }
            }
            return position
        }
    }

    private static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }
}
