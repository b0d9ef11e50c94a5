import Glibc

/// The file the server's programs write their messages to; it never grows past a bound for long.
struct ServerLog: Sendable {
    static let byteCountMax = 8 << 20

    let descriptor: Descriptor

    init(path: String) throws(EmbeddedPostgresError) {
        // Appending writers go on at the new end after a cut.
        guard let descriptor = Descriptor.open(path, O_RDWR | O_CREAT | O_APPEND, mode: 0o600) else { throw .system("open \(path)") }
        self.descriptor = descriptor
        cutWhenTooLong()
    }

    var byteCount: Int {
        var status = stat()
        return fstat(descriptor.number, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Starts the file anew when it is past its bound.
    func cutWhenTooLong() {
        if byteCount > Self.byteCountMax { ftruncate(descriptor.number, 0) }
    }

    /// What was said since the file had `byteCount` bytes, in one line: the reason, and its detail when the last line is not the reason itself.
    func lastLine(since byteCount: Int) -> String {
        let tail = descriptor.text(from: max(byteCount, self.byteCount - 4096))
        let lines = tail.split(separator: "\n").map { line in String(line.drop { $0 == " " || $0 == "\t" }) }
        let severities = ["FATAL:", "PANIC:", "DETAIL:", "initdb: error:"]
        let reasons = lines.compactMap { line in
            severities.lazy.compactMap { line.firstRange(of: $0) }.first.map { String(line[$0.lowerBound...]) }
        }
        return reasons.isEmpty ? lines.last ?? "no message, see the server's log" : reasons.suffix(2).joined(separator: " ")
    }
}
