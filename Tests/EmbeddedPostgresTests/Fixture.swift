import FoundationEssentials
import Glibc
import Logging
import Testing

@testable import EmbeddedPostgres

/// A state directory of its own for one test, short enough for a socket and open enough for the server's user.
final class Place: Sendable {
    let path: String

    init() { path = "/tmp/tenon-embedded-\(UUID().uuidString.prefix(8).lowercased())" }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    var postmaster: pid_t? { PostmasterFile(inDataDirectory: path + "/data")?.pid }

    func server() -> EmbeddedPostgres { EmbeddedPostgresTests.server(at: path) }
}

func server(at path: String) -> EmbeddedPostgres {
    EmbeddedPostgres(stateDirectory: path, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
}

/// Returns when a first start has begun to make the database.
func waitForDraft(in path: String) {
    while !((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).contains(where: { $0.hasPrefix("data.new-") }) {
        sched_yield()
    }
}

/// What a program said and how it ended.
struct Spoken: Equatable {
    let status: Int32
    let text: String
}

/// Runs a program to its end.
func run(_ command: [String]) throws -> Spoken {
    let path = "/tmp/tenon-spoken-\(UUID().uuidString)"
    let output = try #require(Descriptor.open(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600))
    unlink(path)
    let child = try Child.spawn(command, output: output, errors: output)
    guard case .ended(let status) = child.wait(within: .seconds(60)) else {
        child.end([])
        return Spoken(status: -1, text: "timed out")
    }
    return Spoken(status: status, text: output.text(byteCountMax: 65_536))
}

/// Asks the server by `psql`; one value per line.
func ask(_ url: String, _ sql: String) throws -> Spoken {
    try run([#require(ServerBinaries.program("psql")), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, url])
}

func answer(_ text: String) -> Spoken { Spoken(status: 0, text: text + "\n") }

/// The permission bits and the owner of a path.
func modeAndOwner(_ path: String) -> String {
    statusOfFile(path).map { String($0.st_mode & 0o7777, radix: 8) + " \($0.st_uid)" } ?? "missing"
}

let isRoot = geteuid() == 0
