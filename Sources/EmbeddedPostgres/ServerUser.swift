import Glibc

/// The OS users of this process and of the server: the same, or Debian's `postgres` when this process is root, because PostgreSQL
/// refuses root. Never `nobody`: what `nobody` owns belongs to every other service that runs as `nobody`.
struct ServerUser: Sendable, Hashable {
    let name: String
    let uid: uid_t
    let gid: gid_t
    /// The OS user of this process, who connects to the server.
    let daemonName: String
    private let setpriv: String

    /// Whether root runs the server as somebody else.
    var isAnother: Bool { geteuid() != uid }

    init() throws(EmbeddedPostgresError) {
        guard let setpriv = ServerBinaries.program("setpriv") else { throw .setprivMissing }
        let daemonUID = geteuid()
        guard let daemon = Self.entry({ getpwuid_r(daemonUID, $0, $1, $2, $3) }), daemonUID != Self.nobodyUID else {
            throw .daemonUserUnsuited(uid: daemonUID)
        }
        let server = daemonUID == 0 ? Self.entry { getpwnam_r("postgres", $0, $1, $2, $3) } : daemon
        guard let server, server.uid != 0 else { throw .serverUserMissing(name: "postgres") }
        name = server.name
        uid = server.uid
        gid = server.gid
        daemonName = daemon.name
        self.setpriv = setpriv
    }

    /// `command` as the server's user, without a way to more privileges, and with a signal for the moment our thread ends.
    func launching(_ command: [String], deathSignal: String) -> [String] {
        let identity = isAnother ? ["--reuid", "\(uid)", "--regid", "\(gid)", "--clear-groups"] : []
        return [setpriv] + identity + ["--no-new-privs", "--pdeathsig", deathSignal, "--"] + command
    }

    /// The first directory on the way to `path`, itself included, that the server's user may not pass through.
    func firstBarrier(onTheWayTo path: String) -> String? {
        let names = path.split(separator: "/")
        for depth in 0...names.count {
            let directory = "/" + names.prefix(depth).joined(separator: "/")
            guard let status = statusOfFile(directory) else { return directory }
            let needed: mode_t = status.st_uid == uid ? 0o100 : status.st_gid == gid ? 0o010 : 0o001
            if status.st_mode & needed == 0 { return directory }
        }
        return nil
    }

    private static let nobodyUID: uid_t = 65534

    private typealias LookUp = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private static func entry(_ lookUp: LookUp) -> (name: String, uid: uid_t, gid: gid_t)? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let base = buffer.baseAddress, lookUp(&entry, base, buffer.count, &found) == 0, found != nil else { return nil }
            return (String(cString: entry.pw_name), entry.pw_uid, entry.pw_gid)
        }
    }
}
