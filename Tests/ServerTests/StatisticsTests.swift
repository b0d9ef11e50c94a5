import Messages
import Testing

@testable import Server

struct StatisticsTests {
    private func samples(_ stats: [Stat], _ name: String) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: stats.filter { $0.name == name }.map { ($0.label, $0.value) })
    }

    @Test func `a duration is counted in the bucket whose bound it does not exceed, and in all above`() {
        var histogram = DurationHistogram()
        for nanoseconds in [0, 20_000, 20_001, 3_000_000, 60_000_000_000] as [UInt64] {
            histogram.count(nanoseconds)
        }
        let stats = histogram.stats("d", label: "m=\"x\"")
        let buckets = stats.filter { $0.name == "d_bucket" }
        #expect(buckets.count == 17)
        #expect(buckets.prefix(3).map(\.label) == ["m=\"x\",le=\"2e-05\"", "m=\"x\",le=\"5e-05\"", "m=\"x\",le=\"0.0001\""])
        #expect(buckets.map(\.value) == [2] + Array(repeating: 3, count: 6) + Array(repeating: 4, count: 9) + [5])
        #expect(buckets.last?.label == "m=\"x\",le=\"+Inf\"")
        #expect(samples(stats, "d_count") == ["m=\"x\"": 5])
        #expect(abs((samples(stats, "d_sum")["m=\"x\""] ?? 0) - 60.003040001) < 1e-9)
    }

    @Test func `methods nobody called have no samples`() {
        let statistics = CallStatistics()
        #expect(statistics.stats.isEmpty)
        statistics.answered(.daemonServiceWhoAmI, afterNS: 1_000_000)
        #expect(Set(statistics.stats.map(\.name)).count == 3)
        #expect(statistics.stats.allSatisfy { $0.label.hasPrefix("method=\"WhoAmI\"") })
    }

    @Test func `refusals are counted by method and reason, in their order`() {
        let statistics = CallStatistics()
        statistics.refused(.daemonServiceWhoAmI, .actorNotAllowed)
        statistics.refused(nil, .overloaded)
        statistics.refused(.daemonServiceWhoAmI, .actorNotAllowed)
        let stats = statistics.stats
        #expect(stats.map(\.label) == [#"method="",reason="OVERLOADED""#, #"method="WhoAmI",reason="ACTOR_NOT_ALLOWED""#])
        #expect(stats.map(\.value) == [1, 2])
        #expect(stats.allSatisfy { $0.name == "tenon_calls_refused_total" })
    }
}
