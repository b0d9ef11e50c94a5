#if canImport(Glibc)
    internal import Glibc
#endif

/// The users of this machine, as the system's databases have them.
enum UserTable {
    /// The id of a user; nil: nobody is called so.
    static func uid(ofUser name: String) -> UInt32? {
        entry { getpwnam_r(name, $0, $1, $2, $3) }?.uid
    }

    /// The groups a user gets when it logs in; nil: no entry says so.
    static func groups(ofUID uid: UInt32) -> Set<UInt32>? {
        guard let user = entry({ getpwuid_r(uid, $0, $1, $2, $3) }) else { return nil }
        var count = Int32(64)
        var groups = [gid_t](repeating: 0, count: Int(count))
        while getgrouplist(user.name, user.gid, &groups, &count) < 0 {
            count = max(count, Int32(groups.count) * 2)
            groups = [gid_t](repeating: 0, count: Int(count))
        }
        return Set(groups.prefix(Int(count)))
    }

    private typealias LookUp = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private static func entry(_ lookUp: LookUp) -> (name: String, uid: uid_t, gid: gid_t)? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65_536) { buffer in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let base = buffer.baseAddress, lookUp(&entry, base, buffer.count, &found) == 0, found != nil else { return nil }
            return (String(cString: entry.pw_name), entry.pw_uid, entry.pw_gid)
        }
    }
}
