import Messages
import Testing

@Suite struct `The published contract` {
    @Test func `every field keeps its name, number and type`() throws {
        let now = try PublishedFields.inContract().map(\.line).sorted()
        let published = publishedFields.split(separator: "\n").map(String.init).sorted()
        #expect(now == published)
    }

    @Test func `every method keeps its names and types`() throws {
        let now = try PublishedFields.methodsInContract().sorted()
        let published = publishedMethods.split(separator: "\n").map(String.init).sorted()
        #expect(now == published)
    }

    @Test func `the list of methods is that of the contract`() throws {
        let listed = Method.allCases.map { "\($0.service)/\($0.name)" }.sorted()
        #expect(try PublishedFields.methodsInContract().map { String($0.prefix { $0 != " " }) }.sorted() == listed)
    }
}
