import Foundation
import Histogram
import TenonClient
import Testing

@testable import LoadTest

/// A load test says what its users would have seen.
@Suite(.timeLimit(.minutes(1)))
struct HonestyTests {
    private static let stall = FaultyService.Fault.stall(.milliseconds(200), atCall: 300)

    @Test func `GIVEN a server that stalls once for 200 ms, WHEN calls are made at a rate, THEN every call it held up counts`() async throws
    {
        try await ServedLoad.serving(Self.stall) { served in
            let report = await served.run(.open(callsPerSecond: 1_000), for: .seconds(2))
            #expect(report.started == 2_000 && report.failed == 0, "\(report.errors)")
            #expect(report.latency.p999 >= 150_000, "µs")
            // Some 100 calls should have been made in the first half of the stall, and waited for the other half at least.
            #expect(report.latency.p95 >= 50_000, "µs")
            #expect(report.startDelay != nil)
        }
    }

    @Test func `GIVEN a server that stalls once, WHEN one call is in flight at a time, THEN the stall is its one slow call`() async throws {
        try await ServedLoad.serving(Self.stall) { served in
            let report = await served.run(.closed(inFlight: 1), for: .seconds(2))
            try #require(report.started > 300)
            #expect(report.latency.max >= 150_000, "µs")
            #expect(report.latency.p99 < 150_000, "µs")
        }
    }

    @Test(arguments: [LoadPlan.Pace.closed(inFlight: 16), .open(callsPerSecond: 2_000)])
    func `GIVEN a server that refuses every seventh call, THEN calls, errors, operations and channels add up`(pace: LoadPlan.Pace)
        async throws
    {
        try await ServedLoad.serving(.refuse(every: 7)) { served in
            let report = await served.run(pace, mix: try LoadMix(parsing: "get=2,echo=1"), channels: 3, for: .milliseconds(500))
            #expect(report.started == served.service.callCount)
            #expect(report.started == report.succeeded + report.failed)
            #expect(report.failed == report.started / 7)
            #expect(report.errors == ["OVERLOADED": report.failed])
            #expect(Set(report.operations.keys) == ["get", "echo"])
            #expect(report.operations.values.reduce(0) { $0 + $1.calls } == report.started)
            #expect(report.operations.values.reduce(0) { $0 + $1.failed } == report.failed)
            #expect(report.timeline.reduce(0) { $0 + $1.calls } == report.started)
            #expect(report.timeline.reduce(0) { $0 + $1.failed } == report.failed)
            #expect(report.channels.count == 3)
            #expect((report.channels.fewestCalls...report.channels.mostCalls).contains(report.started / 3))
        }
    }

    @Test func `a reply about another connection is an error`() async throws {
        try await ServedLoad.serving(.wrongAnswer) { served in
            let report = await served.run(.closed(inFlight: 4), for: .milliseconds(100))
            #expect(report.started > 0 && report.succeeded == 0 && report.callsPerSecond == 0)
            #expect(report.errors == ["WRONG_ANSWER": report.started])
        }
    }

    @Test func `calls beyond those that may be under way are not sent, and count as errors from when they should have been`() async throws {
        try await ServedLoad.serving(.silence) { served in
            let client = served.client(timeout: .seconds(1))
            let recorder = LoadRecorder(channelCount: 1)
            let target = LoadTarget(
                clients: [client], recorders: [recorder], calls: LoadCalls(dataSet: ServedLoad.dataSet, pageSize: 50), mix: LoadMix(.get),
                stop: StopSign())
            let started = await OpenLoop(target: target, callsPerSecond: 1_000, outstandingCountMax: 10).run(for: .milliseconds(100))
            let tally = recorder.total
            #expect(started == 100 && tally.overall.latency.totalCount == 100)
            #expect(tally.overall.failed == 100)
            let notSent = try #require(tally.errorsByReason["NOT_SENT"])
            #expect(served.service.callCount == 100 - notSent)
            await client.close()
        }
    }

    @Test func `a run that is asked to stop ends, and counts what it has`() async throws {
        try await ServedLoad.serving(.refuse(every: .max)) { served in
            let stop = StopSign()
            let plan = LoadPlan(pace: .closed(inFlight: 4), duration: .seconds(3_600), warmUp: .zero)
            let run = LoadRun(plan, on: ServedLoad.dataSet, socketPath: served.socketPath, stop: stop) { served.client() }
            let report = await run.run { _ in stop.putUp() }
            #expect(report.isInterrupted && report.succeeded > 0 && report.failed == 0)
        }
    }

    @Test func `the server's process is found and measured`() async throws {
        try await ServedLoad.serving(.refuse(every: .max)) { served in
            let daemon = try #require(await served.run(.closed(inFlight: 4), for: .milliseconds(100)).daemon)
            #expect(daemon.processID == getpid())
            #expect(daemon.residentKiBBefore > 1_024 && daemon.residentKiBAfter > 1_024)
        }
    }
}
