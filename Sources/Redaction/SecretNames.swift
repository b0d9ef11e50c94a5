// Names under which secrets are given, as data. Compared in lower case, without `-` and `_`.

/// How much a name says about what is given under it.
enum SecretName {
    /// Whatever it is, it is a secret.
    case certain
    /// The value of a header that holds credentials: `Authorization`.
    case credentials
    /// A header with many values, to the end of its line: `Cookie`.
    case line
    /// It may be one: a value that looks random is.
    case likely

    /// Nil: the name says nothing.
    init?(_ name: ArraySlice<UInt8>) {
        // What is long and looks random is a secret itself, whatever it ends with.
        guard (2...64).contains(name.count), name.count < 20 || !Randomness.looksRandom(name) else { return nil }
        let text = String(decoding: name.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }.map(\.lowercased), as: UTF8.self)
        if Self.credentialHeaders.contains(text) {
            self = .credentials
        } else if Self.lineHeaders.contains(text) {
            self = .line
        } else if Self.likelyNames.contains(text) {
            self = .likely
        } else if Self.errorBeginnings.contains(where: text.hasPrefix) {
            return nil
        } else if Self.certainEndings.contains(where: text.hasSuffix) {
            self = .certain
        } else {
            return nil
        }
    }

    private static let credentialHeaders: Set<String> = ["authorization", "proxyauthorization", "wwwauthorization"]
    private static let lineHeaders: Set<String> = ["cookie", "setcookie", "cookies"]
    private static let likelyNames: Set<String> = [
        "auth", "authentication", "code", "hash", "key", "keys", "pass", "pin", "session", "sid", "state", "ticket", "value",
    ]
    /// Error codes that end like names of secrets: `invalid_token: the token has expired` holds none.
    private static let errorBeginnings = [
        "invalid", "expired", "missing", "unsupported", "unknown", "bad", "revoked", "inactive", "norefresh", "noaccess", "notoken",
    ]
    private static let certainEndings = [
        "token", "tokens", "tokenvalue", "secret", "secrets", "secretvalue", "password", "passwords", "passwd", "passphrase", "pwd",
        "apikey",
        "accesskey", "privatekey", "secretkey", "signingkey", "authkey", "sharedkey", "accountkey", "encryptionkey", "signature", "sig",
        "hmac",
        "assertion", "samlresponse", "credential", "credentials", "session", "sessionid", "sessid", "jwt", "nonce", "csrf", "xsrf", "otp",
        "authcode", "authorizationcode", "devicecode", "usercode", "verificationcode", "codeverifier", "bearer", "ciphertext", "webhookkey",
    ]
}

extension UInt8 {
    /// The letter in lower case; what is no ASCII capital as it is.
    var lowercased: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isAlphanumeric: Bool { isDigit || isLetter }
    var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") }

    /// What names are made of.
    var isNameByte: Bool { isAlphanumeric || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") }
    /// What base64 in its spellings and hexadecimal are made of.
    var isRunByte: Bool { isNameByte || self == UInt8(ascii: "+") || self == UInt8(ascii: "/") }
    /// What providers make tokens of besides.
    var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "="),
            UInt8(ascii: "%"):
            true
        default: isRunByte
        }
    }
}
