internal import Configuration
internal import FoundationEssentials
internal import Logging
internal import Server
internal import Transport
internal import Yams

#if canImport(Glibc)
    internal import Glibc
#endif

/// The names of all settings: as a flag with two dashes, in the file as they are, in the environment upper case behind `TENON_`.
enum Setting: String, CaseIterable {
    case socket
    case socketMode = "socket-mode"
    case socketGroup = "socket-group"
    case databaseURL = "database-url"
    case migrateURL = "migrate-url"
    case stateDir = "state-dir"
    case callers
    case runLinkBase = "run-link-base"
    case logLevel = "log-level"
    case logFormat = "log-format"
}

/// What the daemon was told, checked.
struct Settings: Sendable {
    enum LogFormat: String, CaseIterable {
        case text
        case json
    }

    var socketPath: String
    /// Whether the socket path is the standard one, whose directory the daemon makes.
    var isStandardSocket: Bool
    var socketMode: UInt32
    var socketGroupID: UInt32?
    /// Nil: run a private PostgreSQL.
    var databaseURL: String?
    var migrateURL: String?
    /// Of the private PostgreSQL; empty if nothing names one and none is needed.
    var stateDirectory: String
    /// The callers file; nil: the daemon's own user and root may call.
    var callersPath: String?
    /// What the links of runs begin with.
    var runLinks: RunLinks
    var logLevel: Logger.Level
    var logFormat: LogFormat
}

/// A setting that does not fit, in one line that names it.
struct SettingsError: Error, CustomStringConvertible {
    let description: String
}

extension Settings {
    /// Looks every setting up: flags, then environment, then file.
    static func resolve(
        flags: [Setting: String], environment: [String: String] = ProcessInfo.processInfo.environment, configFile: String?
    ) async throws(SettingsError) -> Settings {
        let environment = environment.filter { !$0.value.isEmpty }
        var providers: [any ConfigProvider] = [
            try provider("--", Dictionary(uniqueKeysWithValues: flags.map { ($0.key.rawValue, $0.value) })),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "tenon"),
        ]
        if let path = configFile ?? environment["TENON_CONFIG"] { providers.append(try fileProvider(path)) }
        let reader = ConfigReader(providers: providers)
        return try Settings { reader.string(forKey: ConfigKey([$0.rawValue])) }
    }

    /// Reads the file whole first, so that a key that is no setting is an error and not ignored.
    private static func fileProvider(_ path: String) throws(SettingsError) -> any ConfigProvider {
        let data = try Data(contentsOf: path, named: .config)
        let document: [String: String]
        do {
            document = try YAMLDecoder().decode([String: String]?.self, from: data) ?? [:]
        } catch {
            throw SettingsError(description: "--config: \(path) is not a YAML mapping of settings to plain values")
        }
        for name in document.keys.sorted() where Setting(rawValue: name) == nil {
            throw SettingsError(
                description:
                    "--config: \(path): no setting is called \(name); there are \(Setting.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return try provider("--config: \(path): ", document)
    }

    /// An empty value is no value: an unset shell variable in `--database-url "$URL"` must not choose a database.
    private static func provider(_ place: String, _ values: [String: String]) throws(SettingsError) -> any ConfigProvider {
        if let name = values.filter(\.value.isEmpty).keys.min() { throw SettingsError(description: "\(place)\(name) is empty") }
        let values = values.map { (AbsoluteConfigKey([$0.key]), ConfigValue(.string($0.value), isSecret: false)) }
        return InMemoryProvider(name: place, values: Dictionary(uniqueKeysWithValues: values))
    }

    private init(_ value: (Setting) -> String?) throws(SettingsError) {
        isStandardSocket = value(.socket) == nil
        socketPath = value(.socket) ?? SocketLocation.standard
        socketMode = try Self.mode(value(.socketMode) ?? "0600")
        socketGroupID = try value(.socketGroup).map { (name) throws(SettingsError) in try Self.groupID(name) }
        databaseURL = value(.databaseURL)
        migrateURL = value(.migrateURL)
        guard migrateURL == nil || databaseURL != nil else {
            throw SettingsError(description: "--migrate-url needs --database-url: the private PostgreSQL migrates itself")
        }
        if let directory = value(.stateDir) {
            stateDirectory = directory
        } else {
            stateDirectory = databaseURL == nil ? try Self.standardStateDirectory() : ""
        }
        callersPath = value(.callers)
        let base = value(.runLinkBase) ?? RunLinks.standardBase
        guard let runLinks = RunLinks(base: base) else {
            throw SettingsError(
                description: "--run-link-base: \(base) is not an absolute URL such as https://ops.example/runs, without query and fragment")
        }
        self.runLinks = runLinks
        let level = value(.logLevel) ?? "info"
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw SettingsError(
                description: "--log-level: \(level) is none of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.logLevel = logLevel
        let format = value(.logFormat) ?? "text"
        guard let logFormat = LogFormat(rawValue: format) else {
            throw SettingsError(description: "--log-format: \(format) is neither text nor json")
        }
        self.logFormat = logFormat
    }

    private static func mode(_ text: String) throws(SettingsError) -> UInt32 {
        guard let mode = UInt32(text, radix: 8), mode <= 0o777, mode & 0o600 == 0o600 else {
            throw SettingsError(description: "--socket-mode: \(text) is not an octal mode such as 0660 that lets the owner read and write")
        }
        return mode
    }

    private static func groupID(_ name: String) throws(SettingsError) -> UInt32 {
        if let id = UInt32(name) { return id }
        guard let group = getgrnam(name) else { throw SettingsError(description: "--socket-group: there is no group \(name)") }
        return group.pointee.gr_gid
    }

    /// `/var/lib/tenon` for root, `$XDG_STATE_HOME/tenon` or `~/.local/state/tenon` for others.
    private static func standardStateDirectory() throws(SettingsError) -> String {
        if geteuid() == 0 { return "/var/lib/tenon" }
        let environment = ProcessInfo.processInfo.environment
        if let state = environment["XDG_STATE_HOME"], !state.isEmpty { return "\(state)/tenon" }
        guard let home = environment["HOME"], !home.isEmpty else {
            throw SettingsError(
                description: "--state-dir: neither HOME nor XDG_STATE_HOME says where the private PostgreSQL may live: give a directory")
        }
        return "\(home)/.local/state/tenon"
    }
}
