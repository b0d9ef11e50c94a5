/// Text as it comes, made fit for a line that a terminal can show.
enum OneLine {
    static let ellipsis = "…"

    /// The text as UTF-8 with all line breaks and all blanks alike, one of them where there are several, and without what is not seen: a secret can not be
    /// split by it. Slashes lose the backslashes that some JSON has before them.
    static func bytes(of text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x20: appendBlank(to: &bytes)
            case 0x0A...0x0D, 0x85, 0x2028, 0x2029:
                if bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
                if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
            case 0x2F:
                while bytes.last == UInt8(ascii: "\\") { bytes.removeLast() }
                bytes.append(UInt8(ascii: "/"))
            case 0x21...0x7E: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default: append(scalar, to: &bytes)
            }
        }
        return bytes
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .surrogate: return
        case .spaceSeparator: appendBlank(to: &bytes)
        default:
            if properties.isDefaultIgnorableCodePoint || properties.isBidiControl || properties.generalCategory == .format { return }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private static func appendBlank(to bytes: inout [UInt8]) {
        if bytes.last?.isBlank != true { bytes.append(UInt8(ascii: " ")) }
    }

    /// The text with every break and run of blanks as one blank, none at its ends.
    static func joined(_ bytes: [UInt8]) -> String {
        var line: [UInt8] = []
        line.reserveCapacity(bytes.count)
        for byte in bytes {
            if !byte.isBlank {
                line.append(byte)
            } else if let last = line.last, last != UInt8(ascii: " ") {
                line.append(UInt8(ascii: " "))
            }
        }
        if line.last == UInt8(ascii: " ") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    /// The text, or as many of its whole characters as fit with an ellipsis behind them; half a marker is none.
    static func cut(_ text: String) -> String {
        let max = RedactedMessage.characterCountMax
        guard text.unicodeScalars.dropFirst(max).first != nil else { return text }
        var kept = String(text.unicodeScalars.prefix(max))
        // What the last of them goes on with is cut off; those before it are whole.
        kept.removeLast()
        while kept.unicodeScalars.count > max - 1 { kept.removeLast() }
        for count in (1..<RedactedMessage.marker.count).reversed() where kept.hasSuffix(RedactedMessage.marker.prefix(count)) {
            if text.dropFirst(kept.count - count).hasPrefix(RedactedMessage.marker) { kept.removeLast(count) }
            break
        }
        dropLastPiece(of: &kept)
        // An escape that has lost what it escapes would begin a value.
        while kept.last == " " || kept.last == "\\" { kept.removeLast() }
        return kept + ellipsis
    }

    /// Takes the end of a word off that the cut may have left half, if the word is short: half a UUID looks like a secret.
    private static func dropLastPiece(of text: inout String) {
        let piece = text.utf8.reversed().prefix { $0.isTokenByte }.count
        if piece <= 64 { text.removeLast(piece) }
    }
}
