import SwiftProtobufPluginLibrary

/// The closed list of methods and the look-up by the names in a request.
func methodFile(_ services: [ServiceDescriptor]) throws -> String {
    let methods = services.flatMap(\.methods)
    let cases = methods.map { "    /// `\($0.service.fullName)/\($0.name)`\n    case \($0.caseName)\n" }
    let serviceNames = services.map { service in
        "        case \(service.methods.map { ".\($0.caseName)" }.joined(separator: ",\n            ")):\n            \"\(service.fullName)\"\n"
    }
    let names = methods.map { "        case .\($0.caseName): \"\($0.name)\"\n" }
    let candidates = try fingerprints(methods).map { "        case \($0): .\($1.caseName)\n" }
    return banner("the services under proto/") + """

        /// Every method a caller can name.
        package enum Method: Int, CaseIterable, Sendable {
        \(cases.joined())
            /// The service's full name, as in a request.
            package var service: String {
                switch self {
        \(serviceNames.joined())        }
            }

            /// The method's bare name, as in a request.
            package var name: String {
                switch self {
        \(names.joined())        }
            }

            /// The only method that can have these names, judged by their fingerprint alone.
            static func candidate(_ fingerprint: UInt32) -> Method? {
                switch fingerprint {
        \(candidates.joined())        default: nil
                }
            }
        }

        """
}

/// Each method's fingerprint, as source text and in rising order of it; two alike are refused.
private func fingerprints(_ methods: [MethodDescriptor]) throws -> [(String, MethodDescriptor)] {
    let byFingerprint = try Dictionary(methods.map { (fingerprint($0), $0) }) { first, second in
        throw Unsupported(description: "\(first.fullName) and \(second.fullName) have the same fingerprint: choose another multiplier")
    }
    return byFingerprint.sorted { $0.key < $1.key }.map { value, method in
        let digits = String(value, radix: 16)
        return ("0x" + String(repeating: "0", count: 8 - digits.count) + digits, method)
    }
}

/// The same function as `Method.fingerprint` in Messages; a test there finds every method by its names.
private func fingerprint(_ method: MethodDescriptor) -> UInt32 {
    let service = Array(method.service.fullName.utf8)
    let name = Array(method.name.utf8)
    return hash(name, seed: hash(service, seed: 0))
}

private func hash(_ bytes: [UInt8], seed: UInt32) -> UInt32 {
    var hash = seed ^ UInt32(truncatingIfNeeded: bytes.count)
    for start in stride(from: 0, to: bytes.count - bytes.count % 4, by: 4) {
        let word = bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        hash = (hash ^ word) &* 0x9E37_79B1
        hash ^= hash >> 15
    }
    for byte in bytes.suffix(bytes.count % 4) { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return hash
}
