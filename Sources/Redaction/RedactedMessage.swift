package struct RedactedMessage: Sendable, Hashable {
    package let text: String
    package init(redacting raw: String) { text = String(raw.prefix(512)) }
}
