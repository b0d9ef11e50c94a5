import FoundationEssentials
import Testing

@testable import Postgres

@Suite struct `Rows by their keys` {
    private static func key(_ id: UUID) -> RowKey { withUnsafeBytes(of: id.uuid) { RowKey(loading: $0) } }

    @Test(arguments: [0, 1, 2, 3, 63, 64, 200], [true, false])
    func `each row is found by its key, in order or not, and no other key is`(count: Int, isSorted: Bool) {
        let ids = (0..<count).map { _ in UUID() }
        let sorted = ids.sorted { $0.uuidString < $1.uuidString }
        #expect(sorted.map(Self.key) == ids.map(Self.key).sorted())
        let keys = RowKeys((isSorted ? sorted : ids).map(Self.key))
        for (row, id) in (isSorted ? sorted : ids).enumerated() { #expect(keys.row(of: Self.key(id)) == row) }
        for _ in 0..<10 { #expect(keys.row(of: Self.key(UUID())) == nil) }
    }

    @Test func `a key has the bytes it was loaded from`() {
        let id = UUID()
        let bytes = withUnsafeBytes(of: Self.key(id).bytes) { Array($0) }
        #expect(bytes == withUnsafeBytes(of: id.uuid) { Array($0) })
    }
}
