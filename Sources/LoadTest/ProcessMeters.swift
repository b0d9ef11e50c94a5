internal import CLinux
internal import Clock
internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#endif

/// What this process had used at one moment.
struct OwnMeter: Sendable {
    let cpuSeconds: Double
    /// CPU seconds of each thread, by its id.
    let threads: [Int32: Double]

    static func read() -> OwnMeter {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        let threads = ids.compactMap { id -> (Int32, Double)? in
            guard let number = Int32(id), let seconds = ProcessFile.cpuSeconds("/proc/self/task/\(id)/stat") else { return nil }
            return (number, seconds)
        }
        return OwnMeter(
            cpuSeconds: Double(ClockReading.nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID)) / 1e9,
            threads: Dictionary(threads) { $1 })
    }

    /// CPU seconds of the thread that used most since an earlier reading.
    func busiestThreadSeconds(since earlier: OwnMeter) -> Double {
        threads.map { $1 - earlier.threads[$0, default: 0] }.max() ?? 0
    }
}

/// What the daemon had used at one moment.
package struct DaemonMeter: Sendable {
    /// User and system time since it started.
    package let cpuSeconds: Double
    /// Memory in RAM.
    package let residentKiB: Int

    /// Nil when this process may not see that one.
    package static func read(_ processID: Int32) -> DaemonMeter? {
        guard let cpuSeconds = ProcessFile.cpuSeconds("/proc/\(processID)/stat"),
            let pages = ProcessFile.words("/proc/\(processID)/statm")?.dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return DaemonMeter(cpuSeconds: cpuSeconds, residentKiB: pages * sysconf(Int32(_SC_PAGESIZE)) / 1024)
    }

    /// The process that listens on a socket, as the kernel saw it when it began to (unix(7), SO_PEERCRED); nil when it can not be told.
    static func processID(servingOn socketPath: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var credentials = tenon_peer_credentials()
        guard tenon_unix_connect(descriptor, socketPath) == 0, tenon_peer_credentials(descriptor, &credentials) == 0 else { return nil }
        return credentials.pid > 0 ? credentials.pid : nil
    }
}

/// Files of proc(5).
private enum ProcessFile {
    /// User and system time, fields 14 and 15 of a `stat` file; nil: it can not be read.
    static func cpuSeconds(_ path: String) -> Double? {
        // The second field, the program's name, may hold blanks; it ends with the last parenthesis.
        guard let text = text(path), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].split(separator: " ").dropFirst().dropFirst(11).prefix(2).compactMap { Double($0) }
        return fields.count == 2 ? fields.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK))) : nil
    }

    static func words(_ path: String) -> [Substring]? { text(path)?.split(separator: " ") }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
