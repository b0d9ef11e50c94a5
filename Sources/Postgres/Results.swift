/// What the statements of a segment gave, in their order: one result for each.
package struct Results: Sendable {
    /// Nearly always the only one, which then takes no array.
    package let first: ResultSet
    private var others: [ResultSet] = []

    init(_ first: ResultSet) { self.first = first }

    package var count: Int { 1 + others.count }

    package var last: ResultSet { others.last ?? first }

    mutating func append(_ result: ResultSet) { others.append(result) }

    /// Of one of the statements, the first one being 0, of which there must be so many.
    package subscript(index: Int) -> ResultSet { index == 0 ? first : others[index - 1] }
}
