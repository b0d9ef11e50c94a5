/// What to do about an error of the server that rolled a segment back, by SQLSTATE (PostgreSQL manual, appendix A).
enum Remedy: Hashable {
    /// Tell the caller.
    case tell(TellAs)

    /// Send it again: the conflict has been rolled back and is likely gone.
    case sendAgain

    /// The session's prepared statements are stale or gone: renew them, then send it again.
    case prepareAgain

    /// This server takes no writes (any more): leave the session, try another one.
    case leaveSession

    enum TellAs: Hashable { case rejected, timedOut, exhausted, sessionBroken }

    init(sqlState: String, kind: SessionKind) {
        switch sqlState {
        case "40001", "40P01": self = .sendAgain
        case "0A000", "26000": self = .prepareAgain
        case "25006": self = kind.onlyReads ? .tell(.rejected) : .leaveSession  // read sessions are read-only by our own setting
        case "57014": self = .tell(.timedOut)
        case _ where sqlState.hasPrefix("53"): self = .tell(.exhausted)
        case _ where sqlState.hasPrefix("08"): self = .tell(.sessionBroken)
        default: self = .tell(.rejected)
        }
    }
}
