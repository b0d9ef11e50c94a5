import Access
import FoundationEssentials
import Testing

@Suite struct UUIDTextTests {
    @Test func `new ids are random ones of version 4, each another`() {
        let ids = (0..<1_000).map { _ in UUID.random() }
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.uuid.6 >> 4 == 4 && id.uuid.8 >> 6 == 0b10) }
    }

    @Test func `any UUID is written in lower case and read back in any case`() {
        for _ in 0..<1_000 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
            #expect(id.characters.indices.allSatisfy { id.characters[$0] == Array(id.text.utf8)[$0] })
            #expect(UUID(text: id.text) == id && UUID(text: id.uuidString) == id)
        }
    }

    @Test(arguments: 0..<36)
    func `in every place only a digit is read, or only a hyphen`(place: Int) {
        for byte in UInt8(0)..<128 {
            var bytes = Array("0b7c9fAF-1234-4AbC-8000-fedcba987650".utf8)
            bytes[place] = byte
            let text = String(decoding: bytes, as: UTF8.self)
            let isRight = [8, 13, 18, 23].contains(place) ? byte == UInt8(ascii: "-") : Character(Unicode.Scalar(byte)).isHexDigit
            #expect(UUID(text: text)?.text == (isRight ? text.lowercased() : nil))
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
