import CLinux
import Glibc

/// Counts an eventfd up when a descriptor can be read, so that a loop which can wait for nothing but what it reads itself hears of it. The kernel does
/// this, without a thread in between (io_submit(2), IOCB_CMD_POLL).
final class Doorbell: Sendable {
    /// Whoever reads it closes it.
    let counter: Int32
    private let descriptor: Int32
    private let context: aio_context_t

    /// Rings once, as soon as the descriptor can be read: at once if it already can. Nil where the kernel does not do that, or not for so many.
    init?(for descriptor: Int32) {
        self.descriptor = descriptor
        counter = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        var context: aio_context_t = 0
        let isSetUp = unsafe counter >= 0 && tenon_poll_setup(&context) == 0
        self.context = context
        guard isSetUp, tenon_poll_once(context, descriptor, counter) == 0 else {
            if counter >= 0 { close(counter) }
            return nil
        }
    }

    deinit { if context != 0 { tenon_poll_destroy(context) } }

    /// Rings once more.
    func arm() {
        // Where that is refused now the loop looks again, as after a ring.
        if tenon_poll_once(context, descriptor, counter) != 0 { _ = eventfd_write(counter, 1) }
    }
}
