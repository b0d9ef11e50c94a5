internal import Access
internal import FoundationEssentials
internal import Server

#if canImport(Glibc)
    internal import Glibc
#endif

/// Where the daemon's callers come from. May wait for the machine's directory of users.
struct CallersSource: Sendable {
    let settings: Settings

    /// Reads the callers file; without one, the daemon's own user and root are the callers.
    func read() throws(SettingsError) -> CallerDirectory {
        guard let path = settings.callersPath else { return .local(daemonUID: geteuid()) }
        let data = try Data(contentsOf: path, named: .callers)
        guard let text = String(validating: data, as: UTF8.self) else {
            throw SettingsError(description: "--callers: \(path): it is not UTF-8")
        }
        do {
            return try CallersFile.directory(reading: text, uidOfUser: UserTable.uid(ofUser:))
        } catch {
            throw SettingsError(description: "--callers: \(path): \(error)")
        }
    }

    /// What keeps callers from the socket though they are listed, one line for each.
    func barriers(of directory: CallerDirectory) -> [SettingsError] {
        let door = SocketDoor(settings)
        return directory.callers.compactMap { door.barrier(for: $0) }
    }
}
