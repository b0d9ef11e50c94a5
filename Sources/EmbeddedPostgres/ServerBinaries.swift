import FoundationEssentials
import Glibc

/// The directory with `postgres` and `initdb` that fits the data.
struct ServerBinaries: Sendable, Hashable {
    let directory: String
    var postgres: String { directory + "/postgres" }
    var initdb: String { directory + "/initdb" }

    /// `TENON_POSTGRES_BIN` when set; else Debian's installation of `dataVersion`, or the highest when there is no data yet; else `PATH`.
    ///
    /// The version is known only for Debian's directories. Elsewhere the server itself says that it does not fit.
    init(dataVersion: String?) throws(EmbeddedPostgresError) {
        let environment = ProcessInfo.processInfo.environment
        if let chosen = environment["TENON_POSTGRES_BIN"], !chosen.isEmpty {
            guard let binaries = Self(in: chosen) else { throw .serverMissing(searched: "TENON_POSTGRES_BIN=\(chosen)") }
            self = binaries
            return
        }
        let installed = Self.installedVersions()
        if let dataVersion, let highest = installed.first, !installed.contains(dataVersion) {
            throw .versionMismatch(data: dataVersion, server: highest)
        }
        if let version = dataVersion ?? installed.first, let binaries = Self(in: Self.debianDirectory(version)) {
            self = binaries
        } else if let binaries = Self.searchPath().lazy.compactMap(Self.init(in:)).first {
            self = binaries
        } else {
            throw .serverMissing(searched: "/usr/lib/postgresql or PATH")
        }
    }

    /// The path of a program on `PATH`.
    static func program(_ name: String) -> String? {
        searchPath().map { $0 + "/" + name }.first { access($0, X_OK) == 0 }
    }

    private init?(in directory: String) {
        self.directory = directory
        guard directory.hasPrefix("/"), access(postgres, X_OK) == 0, access(initdb, X_OK) == 0 else { return nil }
    }

    private static func debianDirectory(_ version: String) -> String { "/usr/lib/postgresql/\(version)/bin" }

    /// Highest first.
    private static func installedVersions() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return names.compactMap { Int($0) }.sorted(by: >).map { "\($0)" }.filter { Self(in: debianDirectory($0)) != nil }
    }

    private static func searchPath() -> [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map(String.init) + ["/usr/bin", "/bin"]
    }
}
