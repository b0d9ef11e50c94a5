internal import Foundation

/// A table of the daemon's database that nobody can read until it is let go: calls that need it stay open. A class: it owns the process.
package final class HeldTable: @unchecked Sendable {
    // Invariant of @unchecked Sendable: nothing changes after init; the process and its pipe are only closed.
    private let process = Process()
    private let input = Pipe()

    package init(_ table: String, of daemon: TestDaemon) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/psql")
        process.arguments = ["-X", "-q", "-h", "\(daemon.directory)/state/run", "-U", "postgres", "-d", "tenon"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("BEGIN;\nLOCK TABLE \(table);\n\\echo held\n".utf8))
        guard String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).contains("held") else {
            throw ProgramFailure(description: "the table \(table) was not locked")
        }
    }

    /// Lets the table go.
    package func release() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
