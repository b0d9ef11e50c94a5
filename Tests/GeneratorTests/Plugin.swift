import Foundation

/// protoc with the plugin that was built beside these tests.
enum Plugin {
    /// The folder of these tests.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    /// What a run wrote, by path below its root, and what protoc said.
    struct Run {
        var files: [String: String] = [:]
        var complaint = ""
    }

    static func run(on proto: URL, options: [String] = []) throws -> Run {
        let root = FileManager.default.temporaryDirectory.appending(path: "generator-tests-\(UUID())")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }

        let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let complaints = Pipe()
        let protoc = Process()
        protoc.executableURL = URL(filePath: "/usr/bin/env")
        protoc.arguments =
            [
                "protoc", "-I", proto.deletingLastPathComponent().path(), "--plugin=\(products.appending(path: "protoc-gen-tenon").path())",
                "--tenon_out=\(root.path())",
            ] + options.map { "--tenon_opt=\($0)" } + [proto.lastPathComponent]
        protoc.standardError = complaints
        try protoc.run()
        let complaint = try complaints.fileHandleForReading.readToEnd() ?? Data()
        protoc.waitUntilExit()

        var run = Run(complaint: String(decoding: complaint, as: UTF8.self))
        for case let path as String in FileManager.default.enumerator(atPath: root.path()) ?? .init() {
            run.files[path] = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
        }
        return run
    }
}
