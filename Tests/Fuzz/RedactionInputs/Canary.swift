package import TestKit

/// A made-up secret of a shape that providers use.
package enum CanaryShape: CaseIterable, Sendable {
    case slackBot, slackRotating, slackApp, github, githubFineGrained, google, googleRefresh, atlassian, zoho, microsoftRefresh,
        jsonWebToken
    case hexadecimal, base64, base64url, password

    /// Whether it is one wherever it stands, without a name, a header or a URL that says so.
    package var isRecognisedAlone: Bool { self != .password }

    package func make(_ generator: inout SeededGenerator) -> String {
        func text(_ alphabet: String, _ count: ClosedRange<Int>) -> String {
            let letters = Array(alphabet)
            // A digit at the least: without one a secret can be a word.
            let digit = "\(Int.random(in: 0...9, using: &generator))"
            let length = Int.random(in: count, using: &generator)
            var made = (1..<length).map { _ in String(letters.randomElement(using: &generator) ?? "x") }
            made.insert(digit, at: Int.random(in: 3..<length, using: &generator))
            return made.joined()
        }
        let lower = "abcdefghijklmnopqrstuvwxyz", digits = "0123456789"
        let word = lower + lower.uppercased() + digits
        switch self {
        case .slackBot: return "xoxb-\(text(digits, 10...12))-\(text(digits, 10...13))-\(text(word, 24...24))"
        case .slackRotating: return "xoxe.xoxp-1-\(text(word, 60...160))"
        case .slackApp: return "xapp-1-A\(text(word, 9...10))-\(text(digits, 13...13))-\(text("abcdef" + digits, 64...64))"
        case .github: return "gh\(["p", "o", "u", "s", "r"].randomElement(using: &generator) ?? "p")_\(text(word, 36...36))"
        case .githubFineGrained: return "github_pat_\(text(word, 22...22))_\(text(word, 59...59))"
        case .google: return "ya29.\(text(word + "-_", 60...180))"
        case .googleRefresh: return "1//0\(text(word + "-_", 40...100))"
        case .atlassian: return "ATATT3x\(text(word + "-_", 60...180))"
        case .zoho: return "1000.\(text("abcdef" + digits, 32...32)).\(text("abcdef" + digits, 32...32))"
        case .microsoftRefresh: return "M.C5\(text(digits, 4...4))_BAY.0.U.-\(text(word + "!*$", 60...200))"
        case .jsonWebToken: return "eyJ\(text(word + "-_", 20...40)).eyJ\(text(word + "-_", 30...200)).\(text(word + "-_", 43...86))"
        case .hexadecimal: return text("abcdef" + digits, 32...128)
        case .base64: return text(word + "+/", 40...200) + ["", "=", "=="][Int.random(in: 0...2, using: &generator)]
        case .base64url: return text(word + "-_", 40...200)
        case .password: return text(word + "!$*.", 12...30)
        }
    }
}
