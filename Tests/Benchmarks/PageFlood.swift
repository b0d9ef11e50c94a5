import ArgumentParser
import Foundation
import LoadTest
import Synchronization
import TenonClient
import TestKit

/// More pages than may wait, asked for by callers that come back when they were told to. A program of its own, so that it keeps no thread of the one
/// that measures beside it.
struct PageFlood: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page-flood", abstract: "Asks a daemon for more pages than may wait.", shouldDisplay: false)

    @Option(help: "The daemon's socket.")
    var socket: String
    @Option(help: "Channels, each of which has as many pages under way as the daemon takes from one.")
    var channels: Int
    @Option(help: "When it ends if nobody ends it before, in seconds.")
    var seconds: Int

    /// As many as the daemon takes from one channel.
    static let callersPerChannel = 256
    /// As long as a call may take: none of them shall end in the queue.
    private static let timeout = Duration.seconds(60)

    func run() async throws {
        let end = ContinuousClock.now + .seconds(seconds), notice = Notice()
        let clients = (0..<channels).map { _ in TenonClient(socketPath: socket, actor: LoadDataSet.manager, timeout: Self.timeout) }
        await withDiscardingTaskGroup { group in
            for client in clients {
                for _ in 0..<Self.callersPerChannel {
                    group.addTask(executorPreference: client.executor) {
                        while ContinuousClock.now < end, let wait = await Self.ask(client) {
                            guard wait > .zero else { continue }
                            notice.give()
                            try? await Task.sleep(for: wait)
                        }
                    }
                }
            }
        }
    }

    /// Asks for one page; gives how long to wait before the next one, nil when there shall be none.
    private static func ask(_ client: TenonClient) async -> Duration? {
        do {
            _ = try await client.connections.listConnections(ListConnectionsRequest())
            return .zero
        } catch {
            return error.retryAfter
        }
    }

    /// Runs the body beside such a flood, once it is more than the daemon takes.
    static func running<Value>(
        on daemon: TestDaemon, channels: Int, seconds: Int, _ body: () async throws -> Value
    ) async throws -> Value {
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path()
        let flood = try RunningProgram.start(
            program, ["page-flood", "--socket", daemon.socketPath, "--channels", "\(channels)", "--seconds", "\(seconds)"])
        let result: Result<Value, any Error>
        do {
            try await flood.waitForStandardError(containing: Notice.text)
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        flood.signal(SIGKILL)
        _ = await flood.exitCode()
        return try result.get()
    }
}

/// What the flood says when the first page was too much. A class: its callers share it.
private final class Notice: Sendable {
    static let text = "the bound is reached"
    private let isGiven = Atomic(false)

    func give() {
        if !isGiven.exchange(true, ordering: .relaxed) { progress(Self.text) }
    }
}
