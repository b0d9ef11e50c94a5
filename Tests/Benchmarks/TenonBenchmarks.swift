import ArgumentParser
import Foundation
import TenonClient
import TestKit

/// Measures a release-built daemon through the real client, each figure beside the one it is compared with, in the same run.
@main
struct TenonBenchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "TenonBenchmarks",
        abstract: "Measures tenond against its goals.",
        discussion: """
            Starts daemons of its own, on private databases that it fills. Build in release: `make bench` does, and runs all of them.

            Exit codes: 0 all goals met, 1 a goal was missed (its line says MISSED), 64 wrong usage.
            """,
        subcommands: [
            Whole.self, Curve.self, Steady.self, Fairness.self, Bounds.self, Size.self, Pages.self, Lookups.self, Wall.self, PageFlood.self,
        ])
}

/// Options of every benchmark.
struct ReportOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    @Option(help: "How to print: table or json.")
    var output: Format = .table

    /// Prints what was found; says by the exit code whether every goal was met.
    func finish(_ report: Report) throws {
        switch output {
        case .table: print(report.table)
        case .json: print(try report.json)
        }
        guard report.goals.allSatisfy(\.isMet) else { throw ExitCode(1) }
    }
}

/// A daemon that serves a loaded tenancy.
struct LoadedDaemon {
    let daemon: TestDaemon

    /// Starts the daemon that was built with this program and fills its database.
    private static func start(_ tenancy: LoadedTenancy) async throws -> LoadedDaemon {
        progress("loading \(tenancy.connectionCount) connections over \(tenancy.tenantCount) tenants")
        let daemon = try await TestDaemon.start()
        do {
            try tenancy.load(into: daemon.superuserURL)
        } catch {
            await LoadedDaemon(daemon: daemon).end()
            throw error
        }
        return LoadedDaemon(daemon: daemon)
    }

    /// Runs the body with such a daemon, which is gone afterwards.
    static func serving<Value>(_ tenancy: LoadedTenancy, _ body: (LoadedDaemon) async throws -> Value) async throws -> Value {
        let loaded = try await start(tenancy)
        do {
            let value = try await body(loaded)
            await loaded.end()
            return value
        } catch {
            await loaded.end()
            throw error
        }
    }

    func client(_ actor: LoadedTenancy.Actor) -> TenonClient { daemon.client(actor: actor.rawValue) }

    func end() async {
        await daemon.finish()
        daemon.removeDirectory()
    }
}

extension TestDaemon {
    /// Stops it; says its last words if it did not end well.
    func finish() async {
        let exitCode = await stop()
        guard exitCode != 0 else { return }
        progress(
            "the daemon ended with \(exitCode), after it had said:\n\(standardError.split(separator: "\n").suffix(20).joined(separator: "\n"))"
        )
    }
}

/// Says on standard error what goes on.
func progress(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}

/// Something that does not let the figures mean what they say.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String
}
