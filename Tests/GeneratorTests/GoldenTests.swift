import Foundation
import Messages
import Testing

/// What the plugin writes for Fixture/shelf.proto is what stands in Golden/, byte for byte. Golden's Swift files are part of this target, so
/// they compile too; the codec, the drafts and the C files, which need protobuf-c's structs, are compared only.
///
/// To take the plugin's present output as the expected one, and then read what changed in `git diff`:
///
///     TENON_UPDATE_GOLDEN=1 swift test --filter GeneratorTests
@Suite struct `Golden output` {
    private let drafts = ["draft=fixture.v1.ListLabelsResponse", "draft=fixture.v1.Label"]

    @Test(arguments: [
        ("Sources/Messages/Generated/Shelf.swift", "Shelf.swift"),
        ("Sources/Messages/Generated/ShelfCodec.swift", "ShelfCodec.swift.txt"),
        ("Sources/Messages/Generated/ShelfDrafts.swift", "ShelfDrafts.swift.txt"),
        ("Sources/Messages/Generated/Method.swift", "Method.swift"),
        ("Sources/Server/Generated/Dispatch.swift", "Dispatch.swift"),
        ("Clients/Swift/TenonClient/Generated/ShelfServiceClient.swift", "ShelfServiceClient.swift"),
        ("Clients/Swift/TenonClient/Generated/ClockClient.swift", "ClockClient.swift"),
        ("Sources/CMessages/include/descriptors.h", "descriptors.h.txt"),
        ("Sources/CMessages/include/module.modulemap", "module.modulemap.txt"),
    ])
    func `the plugin writes what is expected`(_ path: String, _ expected: String) throws {
        let run = try Plugin.run(on: Plugin.folder.appending(path: "Fixture/shelf.proto"), options: drafts)
        let written = try #require(run.files[path], "not written; \(run.complaint)")
        let golden = Plugin.folder.appending(path: "Golden/\(expected)")
        if ProcessInfo.processInfo.environment["TENON_UPDATE_GOLDEN"] != nil {
            try written.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(try written == String(contentsOf: golden, encoding: .utf8))
    }

    @Test func `nothing else is written`() throws {
        let run = try Plugin.run(on: Plugin.folder.appending(path: "Fixture/shelf.proto"), options: drafts)
        #expect(run.files.count == 9)
    }

    @Test func `no drafts are written that nobody asked for`() throws {
        let run = try Plugin.run(on: Plugin.folder.appending(path: "Fixture/shelf.proto"))
        #expect(run.files.count == 8)
    }

    @Test func `routes stand in the order of the methods`() {
        let routes = makeRoutes(Services(shelf: Shelf(), clock: WallClock()))
        #expect(Method.allCases.map(\.name) == ["PutBook", "DropBook", "WhatTimeIsIt"])
        #expect(routes.map { String(describing: $0.request) } == ["PutBookRequest", "DropBookRequest", "Empty"])
    }

    @Test func `a message starts empty`() {
        let book = Book()
        #expect(book.authors.isEmpty && book.printedAt == nil && book.notes.isEmpty && book.binding == .unknown && book.ownerUID == 0)
        #expect(Book.Binding.hardCover.rawValue == 1)
        #expect(ProtoError() == ProtoError())
    }
}

@Suite struct `What the plugin refuses` {
    @Test(arguments: [
        ("draft=fixture.v1.Book", "fixture.v1.Book.cover"), ("draft=fixture.v1.Bock", "no such message"), ("drafts=all", "no such option"),
    ])
    func `a draft of a message that is not there, or with a field of a kind that drafts do not know, is refused by name`(
        _ option: String, _ complaint: String
    ) throws {
        let run = try Plugin.run(on: Plugin.folder.appending(path: "Fixture/shelf.proto"), options: [option])
        #expect(run.files.isEmpty)
        #expect(run.complaint.contains(complaint))
    }

    @Test(arguments: [
        ("message A { A inner = 1; }", "recursive"),
        ("message A { B b = 1; } message B { repeated A a = 1; }", "recursive"),
        ("message A { oneof x { string y = 1; } }", "oneof"),
        ("message A { repeated int32 x = 1; }", "repeated scalars"),
        ("message A { map<string, int32> x = 1; }", "map<string, string>"),
        ("message A { string operator = 1; }", "reserved word"),
        ("message A {} service S { rpc R(stream A) returns (A); }", "unary"),
        ("message A {} service S { rpc R(A) returns (stream A); }", "unary"),
        ("message A { \((1...65).map { "string f\($0) = \($0);" }.joined()) }", "64 fields"),
    ])
    func `a shape that the scan does not know is refused by name`(_ text: String, _ complaint: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "generator-tests-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let proto = folder.appending(path: "refused.proto")
        try "syntax = \"proto3\";\npackage refused.v1;\n\(text)\n".write(to: proto, atomically: true, encoding: .utf8)
        let run = try Plugin.run(on: proto)
        #expect(run.files.isEmpty)
        #expect(run.complaint.contains(complaint))
    }
}

private struct Shelf: ShelfServiceHandlers {
    let putBook = Handler<PutBookRequest, Book>()
    let dropBook = Handler<DropBookRequest, Messages.Empty>()
}

private struct WallClock: ClockHandlers {
    let whatTimeIsIt = Handler<Messages.Empty, Timestamp>()
}
