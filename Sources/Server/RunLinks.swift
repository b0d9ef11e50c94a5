internal import Access
internal import FoundationEssentials

/// The canonical link of each run: a base that the operator chose, a slash, and the run's id.
package struct RunLinks: Sendable, Hashable {
    /// What links begin with where nobody said otherwise.
    package static let standardBase = "tenon://runs"
    private let base: String

    /// Takes a base that is an absolute URL of printable ASCII without query and fragment, at most 500 bytes; nil: it is none. Slashes at its end do not count.
    package init?(base: String) {
        let bytes = base.utf8
        let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
        guard bytes.count <= 500, bytes.allSatisfy({ (0x21...0x7E).contains($0) }), !base.contains("?"), !base.contains("#"),
            let first = scheme.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            bytes.dropFirst(scheme.count).starts(with: "://".utf8), bytes.count > scheme.count + 3
        else { return nil }
        self.base = String(base[..<(base.lastIndex { $0 != "/" }.map(base.index(after:)) ?? base.endIndex)])
    }

    func link(_ id: UUID) -> String { "\(base)/\(id.text)" }
}
