internal import ArgumentParser

#if canImport(Glibc)
    internal import Glibc
#endif

/// Standard input, read to its end.
enum StandardInput {
    /// Everything up to the end, refusing what is longer than the maximum.
    static func readAll(byteCountMax: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= byteCountMax {
            let count = chunk.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                guard errno == EINTR else { throw ValidationError("can not read standard input: \(String(cString: strerror(errno)))") }
                continue
            }
            bytes += chunk[..<count]
        }
        throw ValidationError("standard input holds more than \(byteCountMax) bytes")
    }
}
