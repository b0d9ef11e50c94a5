import Glibc

/// Who runs the tests.
enum ProcessID {
    static let own = getpid()
    static let user = geteuid()
    static let group = getegid()
}
