internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#endif

/// What this process takes of the machine, as the kernel says.
struct ProcessUsage {
    /// User and system time since its start.
    let cpuSeconds: Double
    /// Pages in memory, shared ones included.
    let residentByteCount: Int

    static var current: ProcessUsage {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return ProcessUsage(cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), residentByteCount: residentByteCount)
    }

    /// The second number of `/proc/self/statm` is in pages (proc(5)).
    private static var residentByteCount: Int {
        let statm = try? String(contentsOf: URL(filePath: "/proc/self/statm"), encoding: .utf8)
        let pageCount = statm?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pageCount * sysconf(Int32(_SC_PAGESIZE))
    }
}
