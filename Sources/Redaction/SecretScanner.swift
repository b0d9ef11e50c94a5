/// Goes over a text once, from its beginning to its end, and writes it out with markers in place of secrets. Whatever a rule looks at behind its
/// beginning it consumes, or it looks at a bounded piece: that is why time is linear.
struct SecretScanner {
    private(set) var output: [UInt8] = []

    let input: [UInt8]
    /// Where the text ends; an ellipsis at its end is none of it.
    let end: Int
    /// The next byte to be looked at.
    private var position = 0
    /// Where the URL ends that `position` is in; before it: none.
    private var urlEnd = 0
    /// Where the last marker was put: what follows it is a beginning, as it will be when the output is looked at.
    private var markerEnd = 0

    private static let marker = Array(RedactedMessage.marker.utf8)
    /// Of an output that is longer nothing more would be kept: at least every second byte is part of a character, which has four at most.
    private static let outputByteCountMax = 2 * 4 * (RedactedMessage.characterCountMax + 1)

    init(_ input: [UInt8]) {
        self.input = input
        let ellipsis = Array(OneLine.ellipsis.utf8)
        end = input.count - (input.suffix(ellipsis.count) == ellipsis[...] ? ellipsis.count : 0)
        output.reserveCapacity(input.count)
    }

    mutating func run() {
        while position < end && output.count < Self.outputByteCountMax {
            if copyMarker() || redactPrivateKey() || enterURL() || redactQuery() || redactToken() || redactNamed() || redactBearer()
                || redactRun()
            {
                continue
            }
            copy(to: position + 1)
        }
        if position >= end { copy(to: input.count) }
    }

    // MARK: - Output

    private mutating func copy(to next: Int) {
        output += input[position..<next]
        position = next
    }

    /// Puts a marker in place of everything up to `next`.
    private mutating func redact(to next: Int) {
        output += Self.marker
        position = next
        markerEnd = next
    }

    /// Whether something begins here that is made of such bytes.
    private func isBeginning(of isPart: (UInt8) -> Bool) -> Bool {
        isPart(byte(position)) && (position == markerEnd || !isPart(input[position - 1]))
    }

    // MARK: - Rules: each consumes something and says so, or leaves all as it is

    private mutating func copyMarker() -> Bool {
        guard has("[redacted]", at: position) else { return false }
        copy(to: position + Self.marker.count)
        return true
    }

    /// `-----BEGIN … PRIVATE KEY-----` up to its end line. What is cut off has no end line.
    private mutating func redactPrivateKey() -> Bool {
        guard has("-----BEGIN", at: position) else { return false }
        var next = position + 10
        while next < end && !has("-----END", at: next) { next += 1 }
        if next < end { next += 8 }
        while next < end && byte(next) != UInt8(ascii: "-") { next += 1 }
        while next < end && byte(next) == UInt8(ascii: "-") { next += 1 }
        redact(to: next)
        return true
    }

    /// Behind a scheme: finds where the URL ends, and takes user information out.
    private mutating func enterURL() -> Bool {
        guard position >= urlEnd, has("://", at: position), position > 0, input[position - 1].isAlphanumeric, byte(position + 3) > 0x2F
        else {
            return false
        }
        copy(to: position + 3)
        urlEnd = index(from: position) { $0.isURLByte }
        let pathEnd = index(from: position) { $0.isURLByte && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let authority = input[position..<pathEnd].prefix { $0 != UInt8(ascii: "/") }
        // A password may have a slash that nobody encoded.
        let mayReachFurther = authority.contains(UInt8(ascii: ":"))
        let place = mayReachFurther ? input[position..<pathEnd] : authority
        if let at = place.lastIndex(of: UInt8(ascii: "@")) { redact(to: at) }
        return true
    }

    /// What stands behind `?` or `#` in a URL.
    private mutating func redactQuery() -> Bool {
        guard position < urlEnd, byte(position) == UInt8(ascii: "?") || byte(position) == UInt8(ascii: "#") else { return false }
        copy(to: position + 1)
        if position < urlEnd { redact(to: urlEnd) }
        return true
    }

    /// A token that says by its beginning what it is.
    private mutating func redactToken() -> Bool {
        guard let beginnings = TokenBeginning.all[byte(position)] else { return false }
        let isWordBeginning = isBeginning(of: \.isAlphanumeric)
        for beginning in beginnings where beginning.isDistinctive || isWordBeginning {
            guard has(beginning.bytes, at: position) else { continue }
            let behind = position + beginning.bytes.count
            guard (behind..<behind + beginning.restByteCountMin).allSatisfy({ byte($0).isTokenByte }) else { continue }
            redact(to: index(from: behind) { $0.isTokenByte })
            return true
        }
        return false
    }

    /// What is given under a secret-like name.
    private mutating func redactNamed() -> Bool {
        let isBehindPercent = position >= 3 && input[position - 3] == UInt8(ascii: "%") && byte(position).isNameByte
        guard isBehindPercent || isBeginning(of: \.isNameByte) else { return false }
        let nameEnd = index(from: position) { $0.isNameByte }
        guard let value = valueStart(behind: nameEnd), let kind = SecretName(input[position..<nameEnd]),
            let (first, last) = valueBounds(from: value, kind)
        else { return false }
        copy(to: first)
        redact(to: last)
        return true
    }

    /// `Bearer`, `Basic` and what is behind it, unless that is a word: "basic authentication failed".
    private mutating func redactBearer() -> Bool {
        guard isBeginning(of: \.isNameByte) else { return false }
        for scheme in ["bearer", "basic", "token"] where has(scheme, at: position, ignoringCase: true) {
            let first = index(from: position + scheme.utf8.count, max: 4) { $0.isBlank }
            guard first > position + scheme.utf8.count else { return false }
            let last = index(from: first) { $0.isTokenByte }
            let isParameter = byte(last - 1) == UInt8(ascii: "=") && byte(last) == UInt8(ascii: "\"")
            guard last - first >= 8, !isParameter, !belongsToAnotherRule(first), !Randomness.isPlainWord(input[first..<last]) else {
                return false
            }
            copy(to: first)
            redact(to: last)
            return true
        }
        return false
    }

    /// A long run that looks random; in a URL a segment of its path that does.
    private mutating func redactRun() -> Bool {
        let isInURL = position < urlEnd
        let isRunByte = { (byte: UInt8) in isInURL ? byte.isTokenByte && byte != UInt8(ascii: "/") : byte.isRunByte }
        guard isBeginning(of: isRunByte) else { return false }
        // What PEM puts around a key is no part of a run.
        var last = position
        while isRunByte(byte(last)) && !has("-----", at: last) { last += 1 }
        guard last - position >= (isInURL ? 12 : 32), Randomness.looksRandom(input[position..<last]) else { return false }
        redact(to: index(from: last, max: 2) { $0 == UInt8(ascii: "=") })
        return true
    }

    // MARK: - Reading

    /// The byte there; behind the end a zero, which no text holds.
    func byte(_ index: Int) -> UInt8 { index < end ? input[index] : 0 }

    func has(_ bytes: [UInt8], at index: Int) -> Bool {
        index + bytes.count <= end && input[index..<index + bytes.count].elementsEqual(bytes)
    }

    func has(_ text: String, at index: Int, ignoringCase: Bool = false) -> Bool {
        var index = index
        for wanted in text.utf8 {
            let found = ignoringCase ? byte(index).lowercased : byte(index)
            guard found == wanted else { return false }
            index += 1
        }
        return true
    }

    /// The first index from `start` on, at most `max` further, whose byte is not such a one.
    func index(from start: Int, max: Int = .max, where isSuch: (UInt8) -> Bool) -> Int {
        var index = start
        while index < end, index - start < max, isSuch(input[index]) { index += 1 }
        return index
    }
}

extension UInt8 {
    /// What a URL goes on with: printable ASCII that does not close what it stands in.
    fileprivate var isURLByte: Bool {
        switch self {
        case 0...0x20, 0x7F...: false
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "`"): false
        default: true
        }
    }
}
