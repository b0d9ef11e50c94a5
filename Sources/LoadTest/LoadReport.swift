/// What a load test found. Latencies are of all calls, failed ones among them; of an open loop they count from when each call should have started.
package struct LoadReport: Sendable, Encodable {
    /// How the calls were made.
    package var loop: Loop
    /// What was asked for, as `get=90,list=5,update=5`.
    package var mix: String
    package var tenants: Int
    package var connections: Int
    /// Whether somebody ended the run early.
    package var isInterrupted: Bool
    /// From the first call's start to the last one's end.
    package var seconds: Double
    /// Calls that were started, or should have been: those that succeeded and those that failed.
    package var started: Int
    package var succeeded: Int
    package var failed: Int
    /// Failed calls by reason. `WRONG_ANSWER`: the reply was not what was asked for; `NOT_SENT`: too many calls were under way.
    package var errors: [String: Int]
    /// Calls that succeeded, a second.
    package var callsPerSecond: Double
    package var latency: Latency
    /// By operation.
    package var operations: [String: Operation]
    package var channels: Channels
    /// How long after their intended start the calls of an open loop were started: this program's own lateness, which is part of their latency.
    package var startDelay: Latency?
    /// At most 600 entries.
    package var timeline: [Moment]
    /// Latencies of ever rarer calls.
    package var curve: [Point]
    package var client: Client
    /// Nil when this process may not see the daemon's.
    package var daemon: Daemon?
    /// Why the figures may tell of this program, or of the machine, rather than of the daemon; nil: they do not.
    package var bottleneck: String?

    /// How the calls were made.
    package struct Loop: Sendable, Hashable, Encodable {
        /// `closed` or `open`.
        package var kind: String
        /// Calls under way at any time; nil in an open loop.
        package var inFlight: Int?
        /// What was asked for; nil in a closed loop.
        package var callsPerSecond: Double?
        package var channels: Int
        package var warmUpSeconds: Double
        package var pageSize: Int

        enum CodingKeys: String, CodingKey {
            case kind, channels
            case inFlight = "in_flight"
            case callsPerSecond = "calls_per_second"
            case warmUpSeconds = "warm_up_seconds"
            case pageSize = "page_size"
        }
    }

    /// Percentiles in microseconds.
    package struct Latency: Sendable, Hashable, Encodable {
        package var p50: Double
        package var p75: Double
        package var p90: Double
        package var p95: Double
        package var p99: Double
        package var p999: Double
        package var p9999: Double
        package var max: Double
        package var mean: Double

        enum CodingKeys: String, CodingKey {
            case p50, p75, p90, p95, p99, max, mean
            case p999 = "p99.9"
            case p9999 = "p99.99"
        }
    }

    /// One operation's part.
    package struct Operation: Sendable, Hashable, Encodable {
        package var calls: Int
        package var failed: Int
        package var latency: Latency

        enum CodingKeys: String, CodingKey {
            case calls, failed
            case latency = "latency_us"
        }
    }

    /// Whether the channels were served alike.
    package struct Channels: Sendable, Hashable, Encodable {
        package var count: Int
        /// Calls of the channel that had the fewest.
        package var fewestCalls: Int
        /// Calls of the channel that had the most.
        package var mostCalls: Int

        enum CodingKeys: String, CodingKey {
            case count
            case fewestCalls = "fewest_calls"
            case mostCalls = "most_calls"
        }
    }

    /// Some seconds of the run.
    package struct Moment: Sendable, Hashable, Encodable {
        /// Seconds from the start of the run.
        package var start: Double
        package var seconds: Double
        /// Calls that ended, failed ones among them.
        package var calls: Int
        /// The same, a second.
        package var callsPerSecond: Double
        package var failed: Int
        /// Where the run was so long that an entry stands for several seconds, the highest of theirs.
        package var p99US: Double

        enum CodingKeys: String, CodingKey {
            case seconds, calls, failed
            case start = "start_s"
            case callsPerSecond = "calls_per_second"
            case p99US = "p99_us"
        }
    }

    /// The latency that this part of the calls stayed below.
    package struct Point: Sendable, Hashable, Encodable {
        /// 0 to 1.
        package var quantile: Double
        package var latencyUS: Double

        enum CodingKeys: String, CodingKey {
            case quantile
            case latencyUS = "latency_us"
        }
    }

    /// What this program used.
    package struct Client: Sendable, Hashable, Encodable {
        package var cpuSeconds: Double
        package var cpuUSPerCall: Double
        /// Cores it kept busy, on average.
        package var cores: Double
        /// How much of the time its busiest thread was busy, 0 to 1. All calls are made on one thread.
        package var busiestThread: Double

        enum CodingKeys: String, CodingKey {
            case cores
            case cpuSeconds = "cpu_seconds"
            case cpuUSPerCall = "cpu_us_per_call"
            case busiestThread = "busiest_thread"
        }
    }

    /// What the daemon used, without its database.
    package struct Daemon: Sendable, Hashable, Encodable {
        package var processID: Int32
        package var cpuSeconds: Double
        package var cpuUSPerCall: Double
        /// Cores it kept busy, on average.
        package var cores: Double
        package var residentKiBBefore: Int
        package var residentKiBAfter: Int

        enum CodingKeys: String, CodingKey {
            case cores
            case processID = "pid"
            case cpuSeconds = "cpu_seconds"
            case cpuUSPerCall = "cpu_us_per_call"
            case residentKiBBefore = "resident_kib_before"
            case residentKiBAfter = "resident_kib_after"
        }
    }

    enum CodingKeys: String, CodingKey {
        case loop, mix, tenants, connections, seconds, started, succeeded, failed, errors, operations, channels, timeline, curve, client,
            daemon
        case bottleneck
        case isInterrupted = "interrupted"
        case callsPerSecond = "calls_per_second"
        case latency = "latency_us"
        case startDelay = "start_delay_us"
    }
}
