import Access
import FoundationEssentials
import Testing

@Suite struct UUIDTextTests {
    @Test func `any UUID is written in lower case and read back in any case`() {
        for _ in 0..<1_000 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
            #expect(id.characters.indices.allSatisfy { id.characters[$0] == Array(id.text.utf8)[$0] })
            #expect(UUID(text: id.text) == id && UUID(text: id.uuidString) == id)
        }
    }

    @Test(arguments: [
        "", "0", "0b7c0000-0000-4000-8000-00000000000", "0b7c0000-0000-4000-8000-0000000000000", "0b7c0000+0000-4000-8000-000000000000",
        "0b7c00000-000-4000-8000-000000000000", "0b7c0000-0000-4000-8000-00000000000g", " b7c0000-0000-4000-8000-000000000000",
        "+b7c0000-0000-4000-8000-000000000000", "{b7c0000-0000-4000-8000-00000000000}", "0b7c0000-0000-4000-8000-0000000000é",
    ])
    func `what is no UUID is not read`(text: String) {
        #expect(UUID(text: text) == nil)
    }
}
