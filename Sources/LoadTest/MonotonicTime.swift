#if canImport(Glibc)
    internal import Glibc
#endif

/// A moment of the clock that only goes forward: nanoseconds since the machine started. `ContinuousClock` counts in 128 bits and asks a slower clock.
struct MonotonicTime: Sendable, Hashable, Comparable {
    var nanoseconds: UInt64

    static var now: MonotonicTime { MonotonicTime(nanoseconds: ClockReading.nanoseconds(of: CLOCK_MONOTONIC)) }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (start: MonotonicTime, duration: Duration) -> MonotonicTime {
        MonotonicTime(nanoseconds: start.nanoseconds + duration.nanoseconds)
    }

    /// Nanoseconds since an earlier moment; 0 if it was not earlier.
    func nanoseconds(since earlier: MonotonicTime) -> UInt64 {
        nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
    }

    /// Seconds since an earlier moment.
    func seconds(since earlier: MonotonicTime) -> Double { Double(nanoseconds(since: earlier)) / 1e9 }
}

/// What one of the kernel's clocks shows.
enum ClockReading {
    static func nanoseconds(of clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

extension Duration {
    /// Whole nanoseconds; 0 for what is negative.
    var nanoseconds: UInt64 {
        self > .zero ? UInt64(components.seconds) * 1_000_000_000 + UInt64(components.attoseconds / 1_000_000_000) : 0
    }

    /// Seconds, with what is less than one.
    package var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
