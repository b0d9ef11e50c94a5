import Testing

@testable import LoadTest

@Suite struct MixTests {
    @Test func `a mix is read as it is written`() throws {
        let text = "get=90,list=5,update=4,find=3,tokens=2,create=1,echo=1000000"
        #expect(try LoadMix(parsing: text).description == text)
    }

    @Test(arguments: [
        ("", LoadMixFault.unknown("")), ("nonsense=1", .unknown("nonsense")), ("Get=1", .unknown("Get")), ("get=1,", .unknown("")),
        ("get", .weight(.get)), ("get=", .weight(.get)), ("get=0", .weight(.get)), ("get=-1", .weight(.get)), ("get=1.5", .weight(.get)),
        ("get=1000001", .weight(.get)), ("get=1=2", .weight(.get)), ("get=1,list=1,get=2", .twice(.get)),
    ])
    func `what is no mix is refused, and the reason names what is wrong`(text: String, fault: LoadMixFault) {
        #expect(throws: fault) { try LoadMix(parsing: text) }
        #expect(!fault.description.contains("\n"))
    }

    @Test func `operations are called as often as their weights say`() throws {
        let mix = try LoadMix(parsing: "get=90,list=5,update=5")
        var dice = Dice(seed: 7), counts: [LoadOperation: Int] = [:]
        for _ in 0..<100_000 { counts[mix.pick(&dice), default: 0] += 1 }
        #expect((89_000...91_000).contains(counts[.get, default: 0]))
        #expect((4_500...5_500).contains(counts[.list, default: 0]))
        #expect((4_500...5_500).contains(counts[.update, default: 0]))
    }

    @Test func `every operation has a row of its own`() {
        #expect(LoadOperation.allCases.map(\.index) == Array(LoadOperation.allCases.indices))
    }
}
