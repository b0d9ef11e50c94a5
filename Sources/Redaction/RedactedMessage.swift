/// A message for people that somebody else wrote, such as a provider's error body, with everything taken out that looks like a secret: one line, at most
/// 512 characters. Nothing but this room makes one, so that whoever keeps such messages can only keep them like this.
///
/// Taken for a secret, and replaced by `[redacted]`:
/// * what is given under a secret-like name (`access_token=…`, `"client_secret": …`, `X-Api-Key: …`, `--password …`, `<token>…`), in forms, headers, JSON,
///   also escaped or percent-encoded, and XML;
/// * credentials behind `Bearer`, `Basic` and the like, cookies, private keys in PEM, JSON web tokens;
/// * user information and query of URLs, and path segments that look random;
/// * what begins as tokens of well-known providers do, and runs of 32 and more characters that look random.
///
/// It errs towards taking out. Words, host names, status and error codes, times and UUIDs stay, because they are what people need. Time and memory
/// are linear in the input; the result, redacted again, is the same.
package struct RedactedMessage: Sendable, Hashable {
    package let text: String

    package init(redacting raw: String) {
        var scanner = SecretScanner(OneLine.bytes(of: raw))
        scanner.run()
        text = OneLine.cut(OneLine.joined(scanner.output))
    }

    /// The most characters, as PostgreSQL's `char_length` counts them: Unicode scalars.
    package static let characterCountMax = 512

    /// What stands in place of a secret.
    package static let marker = "[redacted]"
}
