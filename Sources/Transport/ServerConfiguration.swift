internal import TTRPC

/// Where a server listens and what it allows. The defaults are the documented limits; tests make them small.
package struct ServerConfiguration: Sendable {
    /// Path of the socket, at most 107 bytes.
    package var path: String
    /// Permission bits of the socket file.
    package var mode: UInt32 = 0o600
    /// Group of the socket file; nil leaves the process's own.
    package var groupID: UInt32?

    /// Open channels in all.
    package var channelCountMax = 4096
    /// Open channels of one user.
    package var channelCountPerUserMax = 1024
    /// Channels that are only waiting to be told that they are refused; further ones are closed without a word.
    package var refusedChannelCountMax = 64
    /// Calls one channel may have running.
    package var callsInFlightMax = WireLimits.callsInFlightMax
    /// Bytes of unfinished frames, in all; above it, channels that hold some are not read, but for the one of each user that began first.
    package var unfinishedByteCountMax = 64 << 20
    /// Bytes of unfinished frames of one user.
    package var unfinishedByteCountPerUserMax = 16 << 20
    /// Bytes of replies that may wait for one channel's peer to read; a channel that needs more is closed. A peer that reads stays far below it
    /// even when 64 long pages are answered in one burst, in which nothing is written.
    package var outputByteCountMax = 64 << 20

    /// How long a frame may take to arrive.
    package var partialFrameTimeout: Duration = .seconds(5)
    /// How long a peer may read nothing of what waits for it.
    package var outputTimeout: Duration = .seconds(10)
    /// How long, at least, clients are told that the server drains before their idle channels are closed.
    package var drainNotice: Duration = .milliseconds(100)
    /// What a call gets that names no timeout.
    package var timeoutDefault = WireLimits.timeoutDefault
    /// The longest a call may take.
    package var timeoutMax = WireLimits.timeoutMax
    /// How long nothing is accepted after the process ran out of descriptors.
    package var acceptPause: Duration = .milliseconds(50)

    package init(path: String) {
        self.path = path
    }
}
