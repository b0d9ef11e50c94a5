internal import EmbeddedPostgres
internal import Postgres
internal import Storage
internal import Transport

/// Why the daemon does not run: one line for the operator that names the setting to look at, and the exit code.
struct StartFailure {
    let line: String
    let exitCode: Int32

    private static let wrongConfiguration: Int32 = 78
    private static let failed: Int32 = 1

    init(_ error: any Error, _ settings: Settings) {
        if let error = error as? SettingsError {
            (line, exitCode) = (error.description, Self.wrongConfiguration)
            return
        }
        let setting: Setting?
        switch error {
        case let error as SocketError: setting = Self.setting(error)
        case let error as SetupError: setting = Self.setting(error, settings)
        case let error as EmbeddedPostgresError: setting = Self.setting(error)
        case is StorageFault: setting = settings.databaseURL == nil ? .stateDir : .databaseURL
        default: setting = nil
        }
        line = setting.map { "--\($0.rawValue): \(error)" } ?? "\(error)"
        exitCode = setting == nil || Self.isOutage(error) ? Self.failed : Self.wrongConfiguration
    }

    /// What passes without another setting: a service manager that starts the daemon again does right.
    private static func isOutage(_ error: any Error) -> Bool {
        switch error {
        case let error as SetupError: error.isOutage
        case let error as StorageFault: error.isOutage
        default: false
        }
    }

    private static func setting(_ error: SocketError) -> Setting? {
        switch error {
        case .failed(operation: "chown", _, _): .socketGroup
        case .failed(operation: "chmod", _, _): .socketMode
        case .pathInvalid, .pathTooLong, .inUse, .notASocket, .notOurDirectory, .failed: .socket
        case .alreadyStarted: nil
        }
    }

    private static func setting(_ error: SetupError, _ settings: Settings) -> Setting? {
        if settings.databaseURL == nil { return .stateDir }
        switch error {
        case .urlInvalid(.daemon), .login(.daemon, _), .sessionRoleTooStrong, .encodingUnsuited: return .databaseURL
        case .urlInvalid(.migration), .login(.migration, _), .database, .rolesMissing, .checksumMismatch, .schemaNewer:
            return settings.migrateURL == nil ? .databaseURL : .migrateURL
        }
    }

    /// Nil: no setting would have helped.
    private static func setting(_ error: EmbeddedPostgresError) -> Setting? {
        switch error {
        case .stateDirectoryInUse, .stateDirectoryUnusable, .unreachable, .socketPathTooLong, .versionMismatch: .stateDir
        case .serverMissing, .setprivMissing, .serverUserMissing, .daemonUserUnsuited: .databaseURL
        case .alreadyStarted, .stopped, .initialisationFailed, .startFailed, .startTimedOut, .oldServerStays, .system: nil
        }
    }
}
