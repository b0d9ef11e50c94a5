/// A moment, in microseconds since 1970-01-01 00:00 UTC; what `timestamptz` can hold, without its time zone.
///
/// `Int64.min` and `Int64.max` stand for PostgreSQL's `-infinity` and `infinity`.
package struct UnixMicroseconds: Sendable, Hashable, Comparable {
    package var value: Int64

    package init(_ value: Int64) { self.value = value }

    package static func < (left: UnixMicroseconds, right: UnixMicroseconds) -> Bool { left.value < right.value }

    /// What binary `timestamptz` carries: microseconds since 2000-01-01. A moment outside its range becomes one the server refuses.
    var sincePostgresEpoch: Int64 {
        if value == .min || value == .max { return value }
        let (shifted, overflow) = value.subtractingReportingOverflow(Self.postgresEpoch)
        return overflow ? .min + 1 : shifted
    }

    /// Nil where a finite moment does not fit.
    init?(sincePostgresEpoch count: Int64) {
        if count == .min || count == .max {
            value = count
        } else {
            let (shifted, overflow) = count.addingReportingOverflow(Self.postgresEpoch)
            if overflow { return nil }
            value = shifted
        }
    }

    private static let postgresEpoch: Int64 = 946_684_800_000_000
}
