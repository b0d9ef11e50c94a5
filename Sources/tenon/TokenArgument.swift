internal import ArgumentParser
internal import FoundationEssentials

/// A sealed token as a command takes it: `@FILE` or `-` for standard input, never the bytes themselves, which other users of the
/// machine could read off the process list.
struct TokenArgument: ExpressibleByArgument {
    private enum Source {
        case file(String)
        case standardInput
        /// What was given may be a token. It is not kept, so that no message repeats it.
        case commandLine
    }

    private let source: Source

    init(argument: String) {
        if argument == "-" {
            source = .standardInput
        } else if argument.hasPrefix("@"), argument.count > 1 {
            source = .file(String(argument.dropFirst()))
        } else {
            source = .commandLine
        }
    }

    /// Refuses tokens on the command line, and two that would share standard input.
    static func check(access: TokenArgument?, refresh: TokenArgument?) throws {
        for (option, argument) in [("--access-token", access), ("--refresh-token", refresh)] {
            guard case .commandLine? = argument?.source else { continue }
            throw ValidationError("\(option) takes @FILE or - for standard input, never the token: others can read the command line")
        }
        if case .standardInput? = access?.source, case .standardInput? = refresh?.source {
            throw ValidationError("only one of --access-token and --refresh-token can be standard input")
        }
    }

    /// The bytes, at most 64 KiB.
    func read() throws -> [UInt8] {
        let bytes: [UInt8]
        switch source {
        case .file(let path):
            guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw ValidationError("can not read \(path)") }
            bytes = Array(data)
        case .standardInput:
            bytes = try StandardInput.readAll(byteCountMax: 65_536)
        case .commandLine:
            bytes = []
        }
        guard bytes.count <= 65_536 else { throw ValidationError("a token is at most 65536 bytes") }
        guard !bytes.isEmpty else { throw ValidationError("the token is empty; to drop a token use the --clear option") }
        return bytes
    }

    static let defaultValueDescription = "@FILE or -"
}
