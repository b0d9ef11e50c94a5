import Foundation
import Histogram
import Testing

@testable import LoadTest

@Suite struct ReportTests {
    // MARK: - Over time

    @Test(arguments: [1, 599, 600, 601, 1_201, 100_000])
    func `a timeline of any length has at most 600 entries, and loses no call`(seconds: Int) {
        var timeline = LoadTimeline()
        for second in 0..<seconds {
            let p99US = second == seconds / 2 ? 9_000.0 : 100
            timeline.append(LoadTimeline.Entry(startS: Double(second), seconds: 1, calls: 10, failed: second % 2, p99US: p99US))
        }
        let entries = timeline.entries
        #expect(entries.count <= 600 && entries.count >= min(seconds, 300))
        #expect(entries.reduce(0) { $0 + $1.calls } == 10 * seconds)
        #expect(entries.reduce(0) { $0 + $1.failed } == seconds / 2)
        #expect(entries.map(\.p99US).max() == 9_000)
        for (entry, next) in zip(entries, entries.dropFirst()) { #expect(entry.startS + entry.seconds == next.startS) }
        // All but the last are of one length.
        #expect(Set(entries.dropLast().map(\.seconds)).count <= 1)
    }

    // MARK: - Percentiles

    @Test func `percentiles are those of the calls, in microseconds`() {
        var latency = LatencyHistogram.empty()
        for ms in 1...1_000 { latency.count(UInt64(ms) * 1_000_000) }
        let report = LoadReport.Latency(latency)
        func isNear(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) <= expected / 1_000 }
        #expect(isNear(report.p50, 500_000) && isNear(report.p99, 990_000) && isNear(report.p999, 999_000))
        #expect(isNear(report.max, 1_000_000) && isNear(report.mean, 500_500))
        let curve = LoadReport.Point.curve(latency)
        #expect(curve.first?.quantile == 0 && curve.last?.quantile == 1)
        #expect(zip(curve, curve.dropFirst()).allSatisfy { $0.quantile < $1.quantile && $0.latencyUS <= $1.latencyUS })
    }

    @Test func `a run without calls is all zeros`() {
        #expect(LoadReport.Latency(.empty()).max == 0)
        #expect(LoadReport.Point.curve(.empty()).isEmpty)
    }

    @Test func `tallies of channels add up to that of the run`() {
        var first = LoadTally(channelCount: 2), second = LoadTally(channelCount: 2)
        first.record(.get, .succeeded, channel: 0, latencyNS: 1_000, startDelayNS: nil)
        second.record(.get, .wrongAnswer, channel: 1, latencyNS: 3_000, startDelayNS: 10)
        second.record(.echo, .notSent, channel: 1, latencyNS: 5_000, startDelayNS: nil)
        first.add(second)
        #expect(first.overall.latency.totalCount == 3 && first.overall.failed == 2)
        #expect(first.errorsByReason == ["WRONG_ANSWER": 1, "NOT_SENT": 1])
        #expect(first.callsByChannel == [1, 2])
        #expect(first.startDelay?.totalCount == 1)
    }

    @Test func `a server that makes up reasons does not fill the memory`() {
        var tally = LoadTally(channelCount: 1)
        for number in 0..<1_000 {
            tally.record(.echo, .failed(reason: "REASON_\(number)"), channel: 0, latencyNS: 1, startDelayNS: nil)
        }
        #expect(tally.errorsByReason.count == 101 && tally.errorsByReason["OTHER"] == 900)
    }

    // MARK: - Whether the figures are the daemon's

    @Test(arguments: [
        (0.89, 0.9, 0.8, false), (0.9, 0.9, 0.1, true), (0.4, 0.8, 1.0, true), (0.4, 0.8, 0.99, false), (0.2, 0.2, nil as Double?, false),
    ])
    func `a busy thread of the tool's own, or a machine it filled with the daemon, is told`(
        busiestThread: Double, ownCores: Double, daemonCores: Double?, isTold: Bool
    ) {
        let client = LoadReport.Client(cpuSeconds: 1, cpuUSPerCall: 1, cores: ownCores, busiestThread: busiestThread)
        let daemon = daemonCores.map {
            LoadReport.Daemon(processID: 1, cpuSeconds: 1, cpuUSPerCall: 1, cores: $0, residentKiBBefore: 1, residentKiBAfter: 1)
        }
        #expect((LoadReport.bottleneck(client, daemon, coreCount: 2) != nil) == isTold)
    }

    @Test(arguments: [(49.9, false), (50, true), (nil as Double?, false)])
    func `calls that were started late by half of their latency are told`(startDelayP99US: Double?, isTold: Bool) {
        func latency(_ us: Double) -> LoadReport.Latency {
            LoadReport.Latency(p50: us, p75: us, p90: us, p95: us, p99: us, p999: us, p9999: us, max: us, mean: us)
        }
        #expect((LoadReport.lateness(latency(100), startDelayP99US.map(latency)) != nil) == isTold)
        #expect(LoadReport.lateness(latency(0), latency(0)) == nil)
    }

    // MARK: - What was stored

    @Test func `token bytes belong to one connection, and a changed one is noticed`() {
        let bytes = SealedToken.bytes(connection: 7, serial: 99)
        #expect(SealedToken.isSound(bytes, connection: 7))
        #expect(!SealedToken.isSound(bytes, connection: 8))
        #expect(!SealedToken.isSound(Array(bytes.dropLast()), connection: 7))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(!SealedToken.isSound(changed, connection: 7))
        }
    }

    // MARK: - The page

    @Test func `the page holds both charts and nothing from elsewhere, with calls or without`() async throws {
        try await ServedLoad.serving(.refuse(every: 7)) { served in
            for duration in [Duration.milliseconds(50), .nanoseconds(1)] {
                let html = LoadPage(await served.run(.closed(inFlight: 2), for: duration)).html
                #expect(html.components(separatedBy: "<svg").count == 3)
                #expect(html.contains("prefers-color-scheme"))
                for foreign in ["http:", "https:", "src=", "href=", "<script", "@import", "url("] {
                    #expect(!html.contains(foreign), "\(foreign)")
                }
                #expect(!html.contains(/[", ]-?(nan|inf)[", ]/))
            }
        }
    }

    @Test(arguments: [
        (0, 0, "0"), (0.0004, 3, "0.000"), (0.0005, 3, "0.001"), (1234.5678, 2, "1234.57"), (-0.26, 1, "-0.3"), (9.99, 0, "10"),
    ])
    func `numbers are written with as many digits as are asked for`(value: Double, digits: Int, text: String) {
        #expect(value.fixed(digits) == text)
    }
}
