import CLinux
import Glibc
import Testing

@testable import Postgres

struct DoorbellTests {
    @Test func `it rings once for each time that it was armed, however often that is`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let bell = try #require(Doorbell(for: ends[0]))
        defer { close(bell.counter) }
        #expect(rings(bell) == 0)
        write(ends[1], "x", 1)
        #expect(rings(bell) == 1)
        #expect(rings(bell) == 0, "it was not armed again")
        // More often than the kernel keeps events that nobody takes.
        for _ in 0..<10_000 {
            bell.arm()
            #expect(rings(bell) == 1, "the pipe can still be read")
        }
        var byte: UInt8 = 0
        read(ends[0], &byte, 1)
        bell.arm()
        #expect(rings(bell) == 0)
        write(ends[1], "x", 1)
        #expect(rings(bell) == 1)
    }

    @Test func `there is none for what can not be waited for`() {
        #expect(Doorbell(for: -1) == nil)
    }

    /// How often it has rung since it was asked last.
    private func rings(_ bell: Doorbell) -> UInt64 {
        var count: eventfd_t = 0
        return eventfd_read(bell.counter, &count) == 0 ? count : 0
    }
}
