/// A statement that every session prepares when it connects. A class, though a value that never changes: calls hand it on.
///
/// Parameters are sent in binary with unspecified types, so each `$n` needs a cast in the SQL (`$1::uuid`).
package final class Statement: Sendable, Hashable {
    /// What the sessions prepare it under; unique within a pool.
    package let name: String

    /// The SQL, exactly one statement.
    package let text: String

    /// For a statement that a `LookUp` asks, at most one row for each id: the column in which a row says its id.
    package let keyColumn: Int?

    package init(name: String, text: String, keyColumn: Int? = nil) {
        self.name = name
        self.text = text
        self.keyColumn = keyColumn
    }

    package static func == (left: Statement, right: Statement) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
