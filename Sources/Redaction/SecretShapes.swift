// What secrets look like wherever they stand, as data and as a measure.

/// How tokens of well-known providers begin.
struct TokenBeginning {
    let bytes: [UInt8]
    /// Bytes behind the beginning without which it is none.
    let restByteCountMin: Int
    /// Whether it may begin inside a word: it is not what words contain.
    let isDistinctive: Bool

    private init(_ text: String, _ restByteCountMin: Int = 8, isDistinctive: Bool = true) {
        bytes = Array(text.utf8)
        self.restByteCountMin = restByteCountMin
        self.isDistinctive = isDistinctive
    }

    /// By their first byte.
    static let all: [UInt8: [TokenBeginning]] = Dictionary(
        grouping: [
            // Slack
            "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-",
            // GitHub
            "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
            // Google
            "ya29.", "AIza", "GOCSPX-",
            // Atlassian, Stripe
            "ATATT", "ATCTT", "sk_live_", "sk_test_", "rk_live_",
            // JSON web tokens
            "eyJ",
        ].map { TokenBeginning($0) } + [
            // Google's refresh tokens and codes, Zoho, Microsoft, Amazon: beginnings that other words may have.
            TokenBeginning("1//", 16, isDistinctive: false), TokenBeginning("4/0", 16, isDistinctive: false),
            TokenBeginning("1000.", 16, isDistinctive: false), TokenBeginning("0.A", 24, isDistinctive: false),
            TokenBeginning("1.A", 24, isDistinctive: false), TokenBeginning("M.C", 16, isDistinctive: false),
            TokenBeginning("M.R3_", 16, isDistinctive: false), TokenBeginning("EwB", 24, isDistinctive: false),
            TokenBeginning("AKIA", 12, isDistinctive: false), TokenBeginning("ASIA", 12, isDistinctive: false),
        ],
        by: { $0.bytes[0] })
}

/// Whether text looks like words and numbers, or random.
enum Randomness {
    /// Whether some part of the text is neither a word, nor a number, nor a UUID.
    static func looksRandom(_ text: ArraySlice<UInt8>) -> Bool {
        // No word has a plus in it, base64 has.
        text.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") }
            .contains { !isUUID($0) && $0.split { !$0.isAlphanumeric && $0 != UInt8(ascii: "+") }.contains { !isWord($0) } }
    }

    /// One word as it stands in a sentence.
    static func isPlainWord(_ text: ArraySlice<UInt8>) -> Bool {
        text.count <= 24 && text.allSatisfy(\.isLetter) && text.dropFirst().allSatisfy { $0 & 0x20 != 0 }
    }

    /// Letters, letters with a number behind them such as `oauth2`, a number with a unit behind it, or something very short.
    private static func isWord(_ part: ArraySlice<UInt8>) -> Bool {
        if part.count <= 4 { return true }
        if part.count >= 32 && part.allSatisfy(\.isHexDigit) { return false }
        let letterCount = part.prefix(while: \.isLetter).count
        if letterCount == part.count { return isSpelled(part, oddRunCountMax: 2) }
        if letterCount > 0 {
            return part.count - letterCount <= 6 && part.dropFirst(letterCount).allSatisfy(\.isDigit)
                && isSpelled(part.prefix(letterCount), oddRunCountMax: 0)
        }
        let digitCount = part.prefix(while: \.isDigit).count
        return digitCount <= 19 && part.count - digitCount <= 3 && part.dropFirst(digitCount).allSatisfy(\.isLetter)
    }

    /// A word, or several written together, each with a capital. Random letters have capitals side by side and single letters between them.
    private static func isSpelled(_ letters: ArraySlice<UInt8>, oddRunCountMax: Int) -> Bool {
        var oddRunCount = 0
        var rest = letters
        while let first = rest.first {
            let run = rest.prefix { $0 & 0x20 == first & 0x20 }.count
            let isCapital = first & 0x20 == 0
            if isCapital ? run > 1 : run == 1 { oddRunCount += 1 }
            rest = rest.dropFirst(run)
        }
        return oddRunCount <= oddRunCountMax || letters.count < 8
    }

    /// 8-4-4-4-12 hexadecimal digits.
    private static func isUUID(_ text: ArraySlice<UInt8>) -> Bool {
        text.count == 36
            && text.enumerated().allSatisfy { [8, 13, 18, 23].contains($0) ? $1 == UInt8(ascii: "-") : $1.isHexDigit }
    }
}
