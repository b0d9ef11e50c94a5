#if canImport(Glibc)
    internal import Glibc
#endif

extension Double {
    /// The nearest number with so many digits behind the point, 0 to 6: what is measured has no more, and what is read gets no longer.
    func rounded(to digits: Int) -> Double {
        let scale = pow(10, Double(digits))
        return (self * scale).rounded() / scale
    }

    /// The number with so many digits behind the point, 0 to 6.
    package func fixed(_ digits: Int) -> String {
        let scale = pow(10, Double(digits)), scaled = (magnitude * scale).rounded()
        guard scaled < 1e15 else { return "\(self)" }
        let text = String(Int64(scaled))
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        let sign = self < 0 && scaled > 0 ? "-" : ""
        return sign + (digits == 0 ? padded : "\(padded.dropLast(digits)).\(padded.suffix(digits))")
    }
}
