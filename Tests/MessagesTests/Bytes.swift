import Messages

/// A length-delimited field.
func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    [number << 3 | 2] + varint(content.count) + content
}

/// A length-delimited field with text.
func field(_ number: UInt8, _ text: String) -> [UInt8] {
    field(number, Array(text.utf8))
}

func varint(_ value: Int) -> [UInt8] {
    var rest = UInt64(value)
    var bytes: [UInt8] = []
    while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
    }
    return bytes + [UInt8(rest)]
}

func repeated(_ bytes: [UInt8], times count: Int) -> [UInt8] {
    // Doubled up: appending a million times takes seconds in a debug build.
    guard count > 1 else { return count == 1 ? bytes : [] }
    let half = repeated(bytes, times: count / 2)
    return half + half + (count % 2 == 1 ? bytes : [])
}

/// The bytes decoded, or the fault.
func decode<Message: WireMessage>(_ type: Message.Type, _ bytes: [UInt8], budget: DecodeBudget = .request) -> Result<Message, DecodeFault> {
    do throws(DecodeFault) {
        return .success(try Message(decoding: bytes.span.bytes, budget: budget))
    } catch {
        return .failure(error)
    }
}
