#if canImport(Glibc)
    internal import Glibc
#endif

/// Writes whole byte sequences to an open descriptor.
struct FileHandleOutput {
    let descriptor: Int32

    static let standardOutput = FileHandleOutput(descriptor: STDOUT_FILENO)
    static let standardError = FileHandleOutput(descriptor: STDERR_FILENO)

    /// Whether a person is likely to read it.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes all bytes, however many turns it takes.
    func write(_ bytes: [UInt8]) throws(OutputFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw OutputFailure(cause: String(cString: strerror(errno)))
            }
        }
    }
}

/// Output could not be written.
struct OutputFailure: Error, CustomStringConvertible {
    let cause: String
    var description: String { "can not write: \(cause)" }
}
