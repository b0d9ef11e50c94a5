internal import CLinux
internal import NIOCore

/// Who is at the other end of a channel, as the kernel saw it when the channel was connected. It never changes afterwards, not even when the
/// process gives the descriptor away, changes its user or ends.
package struct PeerIdentity: Sendable, Hashable {
    /// Process that connected.
    package let pid: Int32
    /// Its effective user.
    package let uid: UInt32
    /// Its effective group.
    package let gid: UInt32

    package init(pid: Int32, uid: UInt32, gid: UInt32) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
    }
}

extension PeerIdentity {
    /// Asks the kernel; nil when the channel is not an open Unix socket. On the channel's event loop.
    init?(of channel: any Channel) {
        var credentials = tenon_peer_credentials()
        let result = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            tenon_peer_credentials($0, &credentials)
        }
        guard result == 0 else { return nil }
        self.init(pid: credentials.pid, uid: credentials.uid, gid: credentials.gid)
    }
}
