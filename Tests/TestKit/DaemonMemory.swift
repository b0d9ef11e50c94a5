internal import Foundation

extension TestDaemon {
    /// Memory the daemon has in RAM now, in KiB.
    package func residentKiB() throws -> Int { try status("VmRSS") }

    /// The most memory it ever had in RAM, in KiB.
    package func residentPeakKiB() throws -> Int { try status("VmHWM") }

    private func status(_ name: String) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        guard let figure = line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first, let kib = Int(figure) else {
            throw ProgramFailure(description: "/proc/\(processID)/status has no \(name)")
        }
        return kib
    }
}
