import ArgumentParser
import Foundation
import TenonClient
import TestKit

/// How large a daemon is that has nothing to do, and how soon it is there.
struct Size: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Memory of the daemon at rest and of idle channels; starts.",
        discussion: """
            Memory is the daemon's in RAM, without its database. A start ends with the first answer.

            Goals: 40 MiB at rest, 4 KiB for each idle channel that has made a call, 0.3 s for a start, 3 s for the first one in a directory.
            """)

    @Option(help: "Idle channels, at most 1000.")
    var channels = 1_000
    @Option(help: "How often it is started on new directories and on those that it knows.")
    var starts = 5
    @OptionGroup var report: ReportOptions

    private static let restSeconds = 2

    func validate() throws {
        guard (1...1_000).contains(channels), starts > 0 else { throw ValidationError("--channels takes 1 to 1000, --starts 1 or more") }
    }

    func run() async throws {
        raiseDescriptorLimit()
        let started = try await measureStarts()
        let directory = try TestDirectory.make()
        let (idleKiB, channelsKiB) = try await TestDaemon.running(in: directory, isDirectoryRemoved: true) { try await measureMemory($0) }
        let idle = figure("daemon at rest, MiB", Double(idleKiB) / 1_024)
        let channel = figure("each of \(channels) idle channels, KiB", Double(channelsKiB) / Double(channels))
        let first = figure("first start in a directory, s", started.first), warm = figure("start in a directory it knows, s", started.warm)
        let most = [40, 4, 3, 0.3]
        let figures = [idle, channel, first, warm]
        try report.finish(
            Report(figures: figures, goals: zip(figures, most).map { Report.Goal($0.name, $0[.value], most: $1) }))
    }

    private func figure(_ name: String, _ number: Double) -> Report.Figure {
        Report.Figure(name: name, values: [Report.Value(.value, number)])
    }

    /// Medians in seconds.
    private func measureStarts() async throws -> (first: Double, warm: Double) {
        var first: [Double] = [], warm: [Double] = []
        for number in 1...starts {
            progress("starts, \(number) of \(starts)")
            let directory = try TestDirectory.make()
            defer { try? FileManager.default.removeItem(atPath: directory) }
            first.append(try await secondsToFirstAnswer(in: directory))
            warm.append(try await secondsToFirstAnswer(in: directory))
        }
        return (median(first), median(warm))
    }

    private func secondsToFirstAnswer(in directory: String) async throws -> Double {
        let start = ContinuousClock.now
        return try await TestDaemon.running(in: directory, isDirectoryRemoved: false) { daemon in
            let client = daemon.client()
            try await check(client)
            let took = ContinuousClock.now - start
            await client.close()
            return took / .seconds(1)
        }
    }

    /// In KiB: of the daemon at rest, and what the idle channels add.
    private func measureMemory(_ daemon: TestDaemon) async throws -> (idle: Int, channels: Int) {
        progress("memory")
        try await use(daemon.client(actor: "user:nobody"), callCount: 1).close()
        try await Task.sleep(for: .seconds(Self.restSeconds))
        let idle = try daemon.residentKiB()
        // What the first calls need is not the channels'.
        try await use(daemon.client(actor: "user:nobody"), callCount: 200).close()
        try await Task.sleep(for: .seconds(Self.restSeconds))
        let before = try daemon.residentKiB()
        var clients: [TenonClient] = []
        for _ in 0..<channels { clients.append(try await use(daemon.client(actor: "user:nobody"), callCount: 1)) }
        try await Task.sleep(for: .seconds(Self.restSeconds))
        let after = try daemon.residentKiB()
        for client in clients { await client.close() }
        return (idle, after - before)
    }

    /// Calls that go to the database and find nothing.
    private func use(_ client: TenonClient, callCount: Int) async throws -> TenonClient {
        for _ in 0..<callCount { _ = try await client.connections.listConnections(ListConnectionsRequest()) }
        return client
    }

    /// This program has a descriptor for each channel too.
    private func raiseDescriptorLimit() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(resource, &limit)
    }
}

extension Report.Column {
    static let value = Self(key: "value", title: "value", digits: 3)
}
