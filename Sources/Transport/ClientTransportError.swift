package import TTRPC

/// Why a call brought no reply.
package enum ClientTransportError: Error, Sendable, Hashable {
    /// Nobody listens, or we may not connect. The call surely did not run.
    case unreachable(path: String, reason: String)
    /// The server runs as a user we do not trust with our data. The call surely did not run.
    case serverNotTrusted(path: String, uid: UInt32)
    /// The channel ended before the reply. Unless it may have run, it surely did not.
    case lost(mayHaveRun: Bool)
    /// The deadline passed before the reply. Unless it may have run, it surely did not.
    case deadlineExceeded(mayHaveRun: Bool)
    /// The calling task was cancelled. Unless it may have run, it surely did not and will not.
    case cancelled(mayHaveRun: Bool)
    /// The server answered with an error.
    case refused(Status)
    /// The server's answer is none; the call may have run.
    case protocolViolation
    /// This client was closed before the reply. Unless it may have run, it surely did not.
    case closed(mayHaveRun: Bool)
    /// The request would exceed 1 MiB. The call surely did not run.
    case requestTooLarge
    /// Too many calls are waiting for their turn. The call surely did not run.
    case tooManyWaiting
}
