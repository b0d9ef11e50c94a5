internal import EmbeddedPostgres
internal import Foundation
internal import Logging
internal import Postgres
package import Testing

/// A PostgreSQL server of the operator's own, for daemons with a database URL. A class: it owns the server.
package final class TestDatabase: Sendable {
    /// The server of the suite that runs now.
    @TaskLocal package static var current: TestDatabase?

    /// An empty database, by URL.
    package struct URLs: Sendable {
        /// Owns the database and may create roles.
        package let owner: String
        /// May only connect.
        package let login: String
        package let superuser: String
    }

    private let server: EmbeddedPostgres
    private let endpoint: Endpoint
    private let directory: String

    /// Starts a fresh server.
    package init() throws {
        directory = try TestDirectory.make()
        server = EmbeddedPostgres(stateDirectory: "\(directory)/server", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        endpoint = try server.start()
    }

    /// Makes an empty database.
    package func makeDatabase() throws -> URLs {
        let name = "t\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        try PlainSession(endpoint.superuserURL).execute("CREATE DATABASE \(name) OWNER tenon_owner")
        func url(_ url: String) -> String { String(url.reversed().drop { $0 != "/" }.reversed()) + name }
        return URLs(owner: url(endpoint.migrateURL), login: url(endpoint.databaseURL), superuser: url(endpoint.superuserURL))
    }

    /// Cuts everybody off and shuts the server down.
    package func stop() { server.stop() }

    /// Starts it again after a `stop`.
    package func startAgain() throws { _ = try server.start() }

    /// Stops the server and removes its data.
    package func end() {
        server.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }
}

/// Gives a suite a server of its own, for as long as the suite runs.
package struct DatabaseTrait: SuiteTrait, TestScoping {
    @concurrent package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let database = try TestDatabase()
        defer { database.end() }
        try await TestDatabase.$current.withValue(database) { try await function() }
    }
}

extension Trait where Self == DatabaseTrait {
    /// One PostgreSQL server for the suite; its tests find it as `TestDatabase.current`.
    package static var database: DatabaseTrait { DatabaseTrait() }
}
