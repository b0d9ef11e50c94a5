import Testing

@testable import Transport

@Suite struct `Open streams` {
    @Test func `a table does what a dictionary does`() {
        var random = SystemRandomNumberGenerator()
        var table = OpenStreams<UInt32>()
        var model: [UInt32: UInt32] = [:]
        for _ in 0..<20_000 {
            // Few ids with many collisions: the low bits repeat.
            let id = UInt32.random(in: 0..<64, using: &random) * 512 + UInt32.random(in: 0..<8, using: &random) * 2 + 1
            if model[id] != nil {
                #expect(table.remove(id) == model.removeValue(forKey: id))
            } else if model.count < 256 {
                table.insert(id ^ 7, id: id)
                model[id] = id ^ 7
            }
            #expect(table.count == model.count)
            #expect(table[id] == model[id])
        }
        #expect(table.all.sorted() == model.values.sorted())
        #expect(table.removeAll().count == model.count)
        #expect(table.isEmpty)
    }
}
