import SwiftProtobuf
import SwiftProtobufPluginLibrary

/// The `///` lines for a declaration, from its comments in the proto file; empty when it has none.
func documentation(_ described: some ProvidesSourceCodeLocation, named fullName: String, indent: String = "") -> String {
    if let known = wellKnown[fullName] { return "\(indent)/// \(known)\n" }
    guard let location = described.sourceCodeInfoLocation else { return "" }
    return [location.leadingComments, location.trailingComments]
        .flatMap(paragraphLines)
        .map { $0.isEmpty ? "\(indent)///\n" : "\(indent)/// \($0)\n" }
        .joined()
}

/// A comment's lines without the space after `//`, and without empty lines at either end.
private func paragraphLines(_ comment: String) -> [String] {
    var lines = comment.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        var text = line.first == " " ? line.dropFirst() : line[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return Array(lines.drop(while: \.isEmpty))
}

/// The well-known types in our words: their own comments are essays about other languages.
private let wellKnown = [
    "google.protobuf.Timestamp": "A moment, in UTC.",
    "google.protobuf.Timestamp.seconds": "Whole seconds since 1970-01-01T00:00:00Z.",
    "google.protobuf.Timestamp.nanos": "What is left of the second, 0 to 999 999 999 nanoseconds, counted forward in time.",
    "google.protobuf.Duration": "A span of time.",
    "google.protobuf.Duration.seconds": "Whole seconds.",
    "google.protobuf.Duration.nanos": "What is left of the second in nanoseconds, with the sign of the seconds.",
    "google.protobuf.Empty": "A reply that says nothing but that the call succeeded.",
    "google.protobuf.FieldMask": "The fields an update is about.",
    "google.protobuf.FieldMask.paths": "Names of fields as in the proto file, such as `display_name`.",
]
