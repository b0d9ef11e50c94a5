import ArgumentParser
import Foundation
import Redaction
import RedactionInputs
import TestKit

/// Throws made-up provider errors at the redaction of messages and looks for what is left of their secrets.
@main
struct TenonFuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "TenonFuzz",
        abstract: "Looks for secrets that survive the redaction of messages.",
        discussion: """
            Each input is made from its number and the seed: what fails can be made again.

            Example:
              TenonFuzz --inputs 1000 --seed 7

            Exit codes: 0 nothing was found, 1 something was, 64 wrong usage.
            """)
    @Option(help: "How many inputs.") var inputs = 1_000_000
    @Option(help: "What the inputs are made from.") var seed: UInt64 = 1
    @Option(help: "The number of the first input.") var first = 0

    func validate() throws {
        guard inputs > 0, first >= 0 else { throw ValidationError("--inputs takes a positive number, --first none below 0") }
    }

    func run() throws {
        for number in first..<first + inputs {
            var generator = SeededGenerator(seed: seed &* 0x1_0000_0001 &+ UInt64(number))
            let input = ErrorText(&generator)
            do {
                try input.check()
            } catch {
                print("input \(number) of seed \(seed): \(error)\n\(input.text.debugDescription)")
                print("becomes\n\(RedactedMessage(redacting: input.text).text.debugDescription)")
                throw ExitCode(1)
            }
            if isatty(1) == 1, number % 10_000 == 0 { print("\r\(number - first) of \(inputs)", terminator: "") }
        }
        print("\(isatty(1) == 1 ? "\r" : "")\(inputs) inputs of seed \(seed): no secret survived, all at most 512 characters, all stable")
        try Linearity.check()
    }
}
