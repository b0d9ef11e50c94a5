import CLinux
import Glibc
import NIOCore
import NIOPosix
import Testing
import Transport

/// Eventfds that an event loop waits for.
struct CounterTests {
    @Test func `the body runs on the loop when the counter has been counted up, until the watch ends`() async throws {
        let executor = EventLoopExecutor(eventLoop: MultiThreadedEventLoopGroup.singleton.next())
        let counter = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        let (rings, ring) = AsyncStream<Bool>.makeStream()
        let end = try #require(await executor.watch(counter: counter) { ring.yield(executor.eventLoop.inEventLoop) })
        var iterator = rings.makeAsyncIterator()
        for _ in 0..<3 {
            eventfd_write(counter, 1)
            #expect(await iterator.next() == true)
        }
        await end()
        #expect(fcntl(counter, F_GETFD) == -1, "it is closed")
        ring.finish()
        #expect(await iterator.next() == nil)
    }

    @Test func `what can not be waited for is refused and left open`() async throws {
        let executor = EventLoopExecutor(eventLoop: MultiThreadedEventLoopGroup.singleton.next())
        let file = open("/proc/self/status", O_RDONLY)
        #expect(await executor.watch(counter: file) {} == nil)
        #expect(close(file) == 0)
    }
}
