import RedactionInputs
import TestKit
import Testing

@Suite struct `Made-up provider errors` {
    @Test func `of twenty thousand none keeps a secret, is too long, or changes when it is redacted again`() throws {
        for number in 0..<20_000 {
            var generator = SeededGenerator(seed: UInt64(number))
            let input = ErrorText(&generator)
            #expect(throws: Never.self, "input \(number): \(input.text.debugDescription)") { try input.check() }
        }
    }
}
