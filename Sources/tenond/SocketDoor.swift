internal import Access

#if canImport(Glibc)
    internal import Glibc
#endif

/// Who can connect to the socket, by what its mode and group will be and by the directories on the way to it (unix(7)).
struct SocketDoor {
    /// Owner, group and permission bits of a file.
    fileprivate struct Permissions {
        let uid: UInt32
        let gid: UInt32
        let mode: UInt32
    }

    private let socket: Permissions
    private let directories: [(path: String, permissions: Permissions)]

    init(_ settings: Settings) {
        directories = Self.directories(onTheWayTo: settings.socketPath)
        let parent = directories.last?.permissions
        // What is made in a set-group-id directory gets the directory's group.
        let ownGroupID = parent.flatMap { $0.mode & S_ISGID == 0 ? nil : $0.gid } ?? getegid()
        socket = Permissions(uid: geteuid(), gid: settings.socketGroupID ?? ownGroupID, mode: settings.socketMode)
    }

    /// Why a caller can not connect, naming the flag to change; nil: it can, as root and the daemon's own user always do.
    func barrier(for caller: Caller) -> SettingsError? {
        guard caller.uid != 0, caller.uid != socket.uid else { return nil }
        let groups = UserTable.groups(ofUID: caller.uid)
        let who = "caller \(caller.name) (uid \(caller.uid))"
        for directory in directories where !directory.permissions.allows(caller.uid, groups, 0o1) {
            return SettingsError(description: "--socket: \(who) may not pass through \(directory.path): give a path that is open to it")
        }
        guard !socket.allows(caller.uid, groups, 0o2) else { return nil }
        let isGroupOpen = socket.mode & 0o020 != 0
        if isGroupOpen, groups?.contains(socket.gid) == false {
            return SettingsError(
                description: "--socket-group: \(who) is not in the socket's group \(socket.gid), and others may not write to it")
        }
        let mode = String(socket.mode, radix: 8)
        return SettingsError(
            description: "--socket-mode: 0\(mode) keeps \(who) out: 0660 lets in who is in the group of --socket-group, 0666 everybody")
    }

    /// The directories a process passes through, links followed, as far as they are there.
    private static func directories(onTheWayTo socketPath: String) -> [(path: String, permissions: Permissions)] {
        let parent = socketPath.contains("/") ? String(socketPath.reversed().drop { $0 != "/" }.reversed()) : "."
        guard let resolved = realpath(parent, nil) else { return [] }
        defer { free(resolved) }
        let names = String(cString: resolved).split(separator: "/")
        return (0...names.count).compactMap { depth in
            let path = "/" + names.prefix(depth).joined(separator: "/")
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            return (path, Permissions(uid: status.st_uid, gid: status.st_gid, mode: status.st_mode))
        }
    }
}

extension SocketDoor.Permissions {
    /// Whether a user has one permission bit. The first class it belongs to decides, even where a later one allows more.
    /// - Parameter groups: nil: not known, for a user without an entry: its processes may be given any group, so it is taken for granted.
    fileprivate func allows(_ uid: UInt32, _ groups: Set<UInt32>?, _ bit: UInt32) -> Bool {
        if uid == self.uid { return mode & bit << 6 != 0 }
        guard let groups else { return mode & (bit << 3 | bit) != 0 }
        return mode & (groups.contains(gid) ? bit << 3 : bit) != 0
    }
}
