/// A statement that every session prepares when it connects.
///
/// Parameters are sent in binary with unspecified types, so each `$n` needs a cast in the SQL (`$1::uuid`).
package struct Statement: Sendable, Hashable {
    /// What the sessions prepare it under; unique within a pool.
    package let name: String

    /// The SQL, exactly one statement.
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    package static func == (left: Statement, right: Statement) -> Bool { left.name == right.name && left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
