package import Redaction

/// What is wrong with the redaction of a text.
package enum RedactionFault: Error, Sendable, Hashable {
    /// This much of a canary is left.
    case survives(String)
    case tooLong(characterCount: Int)
    case control(Unicode.Scalar)
    /// Redacted again it becomes this.
    case notStable(String)
}

extension ErrorText {
    /// The longest piece of a canary that may be left: what is as short says nothing.
    package static let harmlessCharacterCount = 11

    /// Redacts the text; throws what is wrong with that.
    @discardableResult
    package func check() throws(RedactionFault) -> RedactedMessage {
        let message = RedactedMessage(redacting: text)
        let scalars = message.text.unicodeScalars
        if scalars.count > 512 { throw .tooLong(characterCount: scalars.count) }
        for scalar in scalars where scalar.properties.generalCategory == .control || scalar.properties.isBidiControl {
            throw .control(scalar)
        }
        let bytes = Array(message.text.utf8)
        for canary in canaries {
            let secret = Array(canary.utf8)
            for start in 0...max(0, secret.count - Self.harmlessCharacterCount - 1) {
                let piece = secret[start..<min(secret.count, start + Self.harmlessCharacterCount + 1)]
                if bytes.contains(piece) { throw .survives(String(decoding: piece, as: UTF8.self)) }
            }
        }
        let again = RedactedMessage(redacting: message.text).text
        if again != message.text { throw .notStable(again) }
        return message
    }
}

extension [UInt8] {
    /// Whether the piece, which is short, stands somewhere in it.
    fileprivate func contains(_ piece: ArraySlice<UInt8>) -> Bool {
        guard let first = piece.first, count >= piece.count else { return false }
        return indices.dropLast(piece.count - 1).contains { self[$0] == first && self[$0..<$0 + piece.count].elementsEqual(piece) }
    }
}
