// Where the value of a name begins and ends, in the notations that error bodies mix.

extension SecretScanner {
    /// Where the value begins that is given under a name that ends at `nameEnd`; nil: none is given. Looks at a bounded piece.
    func valueStart(behind nameEnd: Int) -> Int? {
        let next = closersEnd(behind: nameEnd)
        let blankEnd = index(from: next, max: 8, where: \.isBlank)
        if let behind = separator(at: blankEnd) { return index(from: behind, max: 8, where: \.isBlank) }
        // `<name>value` and `--name value`
        let nameStart = start(ofNameEndingAt: nameEnd)
        if byte(next) == UInt8(ascii: ">") { return nameStart > 0 && input[nameStart - 1] == UInt8(ascii: "<") ? next + 1 : nil }
        let isFlag = byte(nameStart) == UInt8(ascii: "-") && byte(nameStart + 1) == UInt8(ascii: "-")
        return blankEnd > next && isFlag ? blankEnd : nil
    }

    /// Whether what seems to be a value is the next secret's name: "bad credentials: client_secret=…", `tokens: [id_token] => …`.
    private func isName(at start: Int) -> Bool {
        let opened = byte(start) == UInt8(ascii: "[") ? start + 1 : start
        let first = closersEnd(behind: opened)
        let last = index(from: first, max: 65, where: \.isNameByte)
        guard last > first else { return false }
        let behind = index(from: closersEnd(behind: last), max: 8, where: \.isBlank)
        let isFlag = behind > last && byte(first) == UInt8(ascii: "-") && byte(first + 1) == UInt8(ascii: "-")
        return (isFlag || separator(at: behind) != nil) && SecretName(input[first..<last]) != nil
    }

    /// `"name"`, `\"name\"`, `[name]`, `%22name%22`, `&quot;name&quot;`: where what closes a name ends, if it is closed. All but the bracket open one, too.
    private func closersEnd(behind nameEnd: Int) -> Int {
        var next = nameEnd
        for _ in 0..<16 {
            guard let behind = closer(at: next) else { break }
            next = behind
        }
        return next
    }

    private func closer(at index: Int) -> Int? {
        switch byte(index) {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"), UInt8(ascii: "]"): index + 1
        case UInt8(ascii: "%"): percentEncoded(["22", "27", "5c", "5d"], at: index)
        case UInt8(ascii: "&"): entity(at: index)
        default: nil
        }
    }

    private func separator(at index: Int) -> Int? {
        switch byte(index) {
        case UInt8(ascii: ":") where has("://", at: index): nil
        case UInt8(ascii: "="), UInt8(ascii: ":"):
            self.index(from: index + 1, max: 2) { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ">") }
        case UInt8(ascii: "%"): percentEncoded(["3d", "3a"], at: index)
        default: nil
        }
    }

    /// `%3D`, and `%253D` as it is when it was encoded once more.
    private func percentEncoded(_ codes: [String], at index: Int) -> Int? {
        var next = index + 1
        while has("25", at: next) && next < index + 9 { next += 2 }
        return codes.contains { has($0, at: next, ignoringCase: true) } ? next + 2 : nil
    }

    private func percentQuote(at index: Int) -> Int? {
        byte(index) == UInt8(ascii: "%") ? percentEncoded(["22", "27"], at: index) : nil
    }

    private func entity(at index: Int) -> Int? {
        for entity in ["&quot;", "&#34;", "&#39;", "&apos;"] where has(entity, at: index) { return index + entity.utf8.count }
        return nil
    }

    /// At most 64 bytes before.
    private func start(ofNameEndingAt nameEnd: Int) -> Int {
        var first = nameEnd
        while first > 0, nameEnd - first < 64, input[first - 1].isNameByte { first -= 1 }
        return first
    }

    /// The bounds of a secret value without what encloses it; nil: it is none.
    func valueBounds(from start: Int, _ kind: SecretName) -> (first: Int, last: Int)? {
        switch kind {
        case .certain where belongsToAnotherRule(start), .likely where belongsToAnotherRule(start): return nil
        case .certain, .credentials, .line:
            let bounds = enclosed(from: start, kind, max: .max)
            return isNothing(bounds) ? nil : bounds
        case .likely:
            // Looked at in a bounded piece, because it may not be consumed.
            let piece = enclosed(from: start, kind, max: 256)
            guard piece.last - piece.first >= 12, Randomness.looksRandom(input[piece.first..<piece.last]) else { return nil }
            return enclosed(from: start, kind, max: .max)
        }
    }

    /// Whether what seems to be a value is another name, a private key or a URL, which are taken apart on their own.
    func belongsToAnotherRule(_ start: Int) -> Bool {
        let scheme = index(from: start, max: 16, where: \.isNameByte)
        return isName(at: start) || has("-----BEGIN", at: start) || (scheme > start && has("://", at: scheme))
    }

    /// Values that say that there is none.
    private func isNothing(_ bounds: (first: Int, last: Int)) -> Bool {
        !input[bounds.first..<bounds.last].contains(where: \.isAlphanumeric)
            || ["null", "none", "nil", "true", "false", "undefined"].contains { input[bounds.first..<bounds.last].elementsEqual($0.utf8) }
    }

    private func enclosed(from start: Int, _ kind: SecretName, max: Int) -> (first: Int, last: Int) {
        var first = start
        // b'…', u"…"
        if byte(first).isLetter, byte(first + 1) == UInt8(ascii: "\"") || byte(first + 1) == UInt8(ascii: "'") { first += 1 }
        let backslashes = index(from: first, max: 16) { $0 == UInt8(ascii: "\\") } - first
        switch byte(first + backslashes) {
        case let quote where quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`"):
            let behind = first + backslashes + 1
            return (behind, quoted(quote, backslashes: backslashes, from: behind, max: max))
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            return (first, has(RedactedMessage.marker, at: first) ? word(from: first, kind, max: max) : bracketed(from: first, max: max))
        case UInt8(ascii: "%"):
            guard let behind = percentQuote(at: first) else { return (first, word(from: first, kind, max: max)) }
            var last = behind
            while last < end, last - behind < max, !input[last].isBlank, percentQuote(at: last) == nil { last += 1 }
            return (behind, last)
        default:
            let behind = entity(at: first) ?? first
            return (behind, word(from: behind, kind, max: max))
        }
    }

    /// To the quote that as many backslashes stand before; to the end of the text, if there is none.
    private func quoted(_ quote: UInt8, backslashes: Int, from first: Int, max: Int) -> Int {
        var next = first
        var before = 0
        while next < end && next - first < max {
            if input[next] == quote && before == backslashes { return next - backslashes }
            before = input[next] == UInt8(ascii: "\\") ? before + 1 : 0
            next += 1
        }
        return next
    }

    /// To the bracket that closes the first one, however many are open between; to the end of the text, if there is none.
    private func bracketed(from first: Int, max: Int) -> Int {
        var depth = 0
        var next = first
        while next < end && next - first < max {
            switch input[next] {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            next += 1
            if depth == 0 { break }
        }
        return next
    }

    /// What is not enclosed, to where notations go on; of a header with credentials the scheme and what is behind it, of cookies the line.
    private func word(from first: Int, _ kind: SecretName, max: Int) -> Int {
        if has(RedactedMessage.marker, at: first) { return first + RedactedMessage.marker.utf8.count }
        if case .line = kind {
            return index(from: first) { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
        }
        if case .likely = kind { return index(from: first, max: max, where: \.isTokenByte) }
        let schemeEnd = wordEnd(from: first, max: max)
        let blankEnd = index(from: schemeEnd, max: 4) { $0 == UInt8(ascii: " ") }
        if blankEnd == schemeEnd { return schemeEnd }
        let scheme = String(decoding: input[first..<min(schemeEnd, first + 8)].map(\.lowercased), as: UTF8.self)
        if ["bearer", "basic", "token"].contains(scheme) { return wordEnd(from: blankEnd, max: max) }
        // `Digest username=…, response=…` and others like it.
        guard case .credentials = kind, schemeEnd - first <= 24 else { return schemeEnd }
        return index(from: schemeEnd) { $0 != UInt8(ascii: "\n") }
    }

    /// To a blank or what goes on with the notation; of what is percent-encoded also to an ampersand that is so, too.
    private func wordEnd(from first: Int, max: Int) -> Int {
        let isEncoded = first >= 3 && percentEncoded(["3d", "3a"], at: first - 3) == first
        var last = first
        while last < end, last - first < max, !input[last].isBlank, !input[last].closesValue {
            if isEncoded, input[last] == UInt8(ascii: "%"), percentEncoded(["26"], at: last) != nil { break }
            last += 1
        }
        return last
    }
}

extension UInt8 {
    fileprivate var closesValue: Bool {
        switch self {
        case UInt8(ascii: "&"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "|"):
            true
        default: false
        }
    }
}
