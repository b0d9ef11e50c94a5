import Messages
import Testing

@Suite struct `Hostile payloads` {
    @Test(
        arguments: [
            ("varint cut short", [0x58, 0x80]),
            ("varint of eleven bytes", [0x58] + [UInt8](repeating: 0x80, count: 10) + [0x00]),
            ("tag cut short", [0x80]),
            ("tag of six bytes", [0x8A, 0x80, 0x80, 0x80, 0x80, 0x00, 0x00]),
            ("tag above 32 bits", [0xFA, 0xFF, 0xFF, 0xFF, 0x7F, 0x00]),
            ("field number zero", [0x02, 0x00]),
            ("length without content", [0x0A, 0x05]),
            ("length past the end", [0x0A, 0x05, 0x61, 0x62]),
            ("length of 4 GiB", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x61]),
            ("length of six bytes", [0x0A, 0x81, 0x80, 0x80, 0x80, 0x80, 0x00, 0x61]),
            ("fixed64 cut short", [0x79, 1, 2, 3, 4, 5, 6, 7]),
            ("fixed32 cut short", [0x7D, 1, 2, 3]),
            ("group", [0x0B, 0x0C]),
            ("group end", [0x0C]),
            ("unknown group", [0x7B, 0x7C]),
            ("wire type 6", [0x7E, 0x00]),
            ("wire type 7", [0x7F, 0x00]),
            ("string as varint", [0x08, 0x01]),
            ("bool as string", [0x5A, 0x01, 0x01]),
            ("message as varint", [0x48, 0x01]),
            ("message twice", field(9, [0x08, 0x01]) + field(9, [0x10, 0x01])),
            ("inner length past the inner end", field(9, [0x08, 0x80])),
        ] as [(String, [UInt8])])
    func `malformed bytes are refused`(_ name: String, _ bytes: [UInt8]) {
        #expect(decode(CreateConnectionRequest.self, bytes) == .failure(.malformed), "\(name)")
    }

    @Test(
        arguments: [
            ("lone continuation", [0x80]),
            ("overlong slash", [0xC0, 0xAF]),
            ("surrogate", [0xED, 0xA0, 0x80]),
            ("beyond U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
            ("cut short", [0x61, 0xE2, 0x82]),
            ("after eight ASCII bytes", Array("abcdefgh".utf8) + [0xFF]),
            ("in a later word", Array("abcdefghijk".utf8) + [0xC3] + Array("lmnopqrst".utf8)),
        ] as [(String, [UInt8])])
    func `invalid UTF-8 in display_name is refused by name`(_ name: String, _ text: [UInt8]) {
        #expect(decode(CreateConnectionRequest.self, field(4, text)) == .failure(.invalidUTF8(field: "display_name")), "\(name)")
    }

    @Test(arguments: ["\0", "abc\0", "abcdefg\0", "abcdefgh\0", "abcdefghijklm\0nopqrst", "ü\0"])
    func `a NUL in a string is refused by name`(_ text: String) {
        #expect(decode(CreateConnectionRequest.self, field(4, text)) == .failure(.embeddedNUL(field: "display_name")))
    }

    @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 31])
    func `a byte that may not be there is found wherever it is, and a letter of two bytes is not taken for one`(byteCount: Int) throws {
        for place in 0..<byteCount {
            var text = [UInt8](repeating: 0x61, count: byteCount)
            text[place] = 0
            #expect(decode(CreateConnectionRequest.self, field(4, text)) == .failure(.embeddedNUL(field: "display_name")), "\(place)")
            text[place] = 0xFF
            #expect(decode(CreateConnectionRequest.self, field(4, text)) == .failure(.invalidUTF8(field: "display_name")), "\(place)")
            text.replaceSubrange(place...place, with: Array("é".utf8))
            let decoded = try decode(CreateConnectionRequest.self, field(4, text)).get()
            #expect(Array(decoded.displayName.utf8) == text, "\(place)")
        }
    }

    @Test(arguments: ["", "a", "abcdefg", "abcdefgh", "ünïcödé 🔑", "abcdefgh🔑", "\u{7F}\u{1}\u{7F}\u{1}\u{7F}\u{1}\u{7F}\u{1}"])
    func `any other text is accepted`(_ text: String) throws {
        #expect(try decode(CreateConnectionRequest.self, field(4, text)).get().displayName == text)
    }

    @Test func `a fault inside a message is named by its path`() {
        #expect(
            decode(UpdateConnectionRequest.self, field(5, field(1, [0xFF]))) == .failure(.invalidUTF8(field: "update_mask.paths")))
        #expect(decode(ErrorInfo.self, field(3, field(1, "a\0"))) == .failure(.embeddedNUL(field: "metadata.key")))
    }

    @Test func `bytes fields take anything`() throws {
        let all = (0...255).map { UInt8($0) }
        #expect(try decode(CreateConnectionRequest.self, field(7, all)).get().accessTokenCiphertext == all)
    }
}
