internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#endif

extension Data {
    /// What a file holds that the operator named by a flag.
    init(contentsOf path: String, named flag: FileFlag) throws(SettingsError) {
        do {
            self = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw SettingsError(description: "--\(flag.rawValue): can not read \(path)\(Self.reason(error))")
        }
    }

    /// The operating system's words for why a file can not be read; empty if it gave none.
    private static func reason(_ error: any Error) -> String {
        guard let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code.rawValue else { return "" }
        return ": \(String(cString: strerror(code)))"
    }
}

/// The flags that name a file to read.
enum FileFlag: String {
    case config, callers
}
