internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#endif

/// The `PG…` variables by which libpq fills in what a connection string leaves open.
enum LibpqEnvironment {
    /// Takes them all away: they are meant for a database of the operator's, and could lead sessions away from the private PostgreSQL or weaken
    /// its promises. To be called before anything else runs, because the environment has no lock.
    static func clear() {
        for name in ProcessInfo.processInfo.environment.keys where name.hasPrefix("PG") { unsetenv(name) }
    }
}
