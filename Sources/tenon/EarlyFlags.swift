internal import ArgumentParser

extension GlobalOptions {
    /// The options that take a value, as they are written.
    private static let names: Set<String> = ["--socket", "--actor", "--tenant", "--server-uid", "--output", "--field", "--timeout"]

    /// The arguments with the global options that stand before or between noun and verb moved behind the verb, where the parser expects them.
    static func moved(behindTheVerbIn arguments: [String], of root: any ParsableCommand.Type) -> [String] {
        var path: [String] = []
        var moved: [String] = []
        var rest = arguments[...]
        var command = root
        while let word = rest.first {
            if names.contains(word) {
                moved += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else if names.contains(where: { word.hasPrefix("\($0)=") }) {
                moved.append(word)
                rest = rest.dropFirst()
            } else if let next = command.configuration.subcommands.first(where: { $0._commandName == word }) {
                path.append(word)
                rest = rest.dropFirst()
                command = next
            } else {
                break
            }
        }
        return path + moved + rest
    }
}
