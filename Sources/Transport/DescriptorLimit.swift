internal import Glibc

/// The process's limit of open descriptors.
enum DescriptorLimit {
    /// Descriptors kept for everything that is no channel: databases, files, event loops.
    private static let reservedCount = 256
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// Raises the limit so that `channelCount` channels fit, as far as the system lets us, and says how many do fit.
    static func raise(toFit channelCount: Int) -> Int {
        let wanted = rlim_t(channelCount + reservedCount)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return channelCount }
        var raised = rlimit(rlim_cur: wanted, rlim_max: max(wanted, limit.rlim_max))
        if setrlimit(resource, &raised) == 0 { return channelCount }
        raised = rlimit(rlim_cur: min(wanted, limit.rlim_max), rlim_max: limit.rlim_max)
        _ = setrlimit(resource, &raised)
        return max(1, Int(raised.rlim_cur) - reservedCount)
    }
}
