import RedactionInputs
import TestKit
import Testing

/// A few of those that `make fuzz` makes a million of.
@Suite struct `Made-up provider errors` {
    @Test func `of a thousand none keeps a secret, is too long, or changes when it is redacted again`() throws {
        for number in 0..<1_000 {
            var generator = SeededGenerator(seed: UInt64(number))
            let input = ErrorText(&generator)
            #expect(throws: Never.self, "input \(number): \(input.text.debugDescription)") { try input.check() }
        }
    }
}
