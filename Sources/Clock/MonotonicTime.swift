#if canImport(Glibc)
    package import Glibc
#endif

/// A moment of the clock that only goes forward (CLOCK_MONOTONIC), in nanoseconds.
///
/// What `ContinuousClock` calls an instant is of 128 bits and known to its own module alone: each copy, comparison and optional of it is a call.
package struct MonotonicTime: Sendable, Hashable, Comparable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static var now: MonotonicTime { MonotonicTime(nanoseconds: ClockReading.nanoseconds(of: CLOCK_MONOTONIC)) }

    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

    package static func + (start: MonotonicTime, duration: Duration) -> MonotonicTime { start + duration.nanoseconds }

    /// So many nanoseconds later.
    package static func + (start: MonotonicTime, nanoseconds: Int64) -> MonotonicTime {
        let (sum, isTooFar) = start.nanoseconds.addingReportingOverflow(nanoseconds)
        return MonotonicTime(nanoseconds: isTooFar ? (nanoseconds < 0 ? .min : .max) : sum)
    }

    package static func - (end: MonotonicTime, start: MonotonicTime) -> Duration {
        let (difference, isTooFar) = end.nanoseconds.subtractingReportingOverflow(start.nanoseconds)
        return .nanoseconds(isTooFar ? (end < start ? .min : .max) : difference)
    }

    /// Nanoseconds since an earlier moment; 0 if it was not earlier.
    package func nanoseconds(since earlier: MonotonicTime) -> UInt64 {
        self > earlier ? UInt64(bitPattern: nanoseconds &- earlier.nanoseconds) : 0
    }

    /// Seconds since an earlier moment.
    package func seconds(since earlier: MonotonicTime) -> Double { Double(nanoseconds(since: earlier)) / 1e9 }
}

/// What one of the kernel's clocks shows.
package enum ClockReading {
    package static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Duration {
    /// Whole nanoseconds, as far as they fit into 64 bits: some 292 years.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isTooMany) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (nanoseconds, isTooManyByNow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isTooMany || isTooManyByNow ? (seconds < 0 ? .min : .max) : nanoseconds
    }

    /// Seconds, with what is less than one.
    package var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
