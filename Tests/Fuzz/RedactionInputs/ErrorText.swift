package import TestKit

/// Text as a provider's error might have it, with secrets in the places where they stand.
package struct ErrorText: Sendable {
    package private(set) var text = ""
    /// What must not be left of it.
    package private(set) var canaries: [String] = []

    /// One to five pieces, perhaps damaged between them.
    package init(_ generator: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            text += Self.prose.randomElement(using: &generator) ?? ""
            text += ["", " ", "\n", ": ", "\t", "\r\n", " - ", "\u{0}", "\u{200B}", "\u{2028}"].randomElement(using: &generator) ?? ""
            let shape = CanaryShape.allCases.randomElement(using: &generator) ?? .password
            let canary = shape.make(&generator)
            let place = Self.places.randomElement(using: &generator) ?? Self.places[0]
            let piece = shape.isRecognisedAlone && Bool.random(using: &generator) ? Self.alone(canary, &generator) : place(canary)
            canaries.append(canary)
            text += Bool.random(using: &generator) ? Self.disturbed(piece, &generator) : piece
            text += Self.ends.randomElement(using: &generator) ?? ""
        }
    }

    /// What belongs to no canary.
    private static let prose = [
        "", "invalid_grant", "AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.",
        "HTTP/1.1 401 Unauthorized",
        "Bad credentials",
        "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\",\"message\":\"Request had invalid authentication credentials.\"}}",
        "Trace ID: 0b4a1c1e-0c9f-4a6e-9a27-5c1f6f0f2d00", "at Object.request (/srv/app/node_modules/got/index.js:112:17)",
        "ошибка авторизации", "认证失败",
        "<html><head><title>502 Bad Gateway</title></head>", "🔑🔑🔑", "\"", "'", "\\", "{", "[", "=", "://", "-----", "%22", "&quot;",
        "token", "code=", "?",
    ]
    private static let ends = ["", " ", "\n", ".", ", ", "; ", "\"}", " is not valid", "\u{7}", "…", ")", "<br>"]

    private static func alone(_ canary: String, _ generator: inout SeededGenerator) -> String {
        let (before, after) =
            [(" ", " "), ("(", ")"), ("\"", "\""), ("\n", "\n"), ("<", ">"), ("token ", " expired"), ("'", "'"), (" `", "` ")]
            .randomElement(using: &generator) ?? (" ", " ")
        return before + canary + after
    }

    /// Each puts a canary where its notation has a secret.
    private static let places: [@Sendable (String) -> String] =
        names.flatMap { name -> [@Sendable (String) -> String] in
            [
                { " \(name)=\($0)&grant_type=refresh_token" }, { "{\"\(name)\":\"\($0)\",\"expires_in\":3600}" },
                { "{\"\(name)\" : \"\($0)\"}" },
                { "{'\(name)': '\($0)'}" }, { "{\\\"\(name)\\\":\\\"\($0)\\\"}" }, { "{\\\\\\\"\(name)\\\\\\\":\\\\\\\"\($0)\\\\\\\"}" },
                { "%22\(name)%22%3A%22\($0)%22%7D" }, { "?\(name)%3D\($0)%26x" }, { "{&quot;\(name)&quot;:&quot;\($0)&quot;}" },
                { " <\(name)>\($0)</\(name)>" }, { "\n\(name): \($0)\n" }, { " --\(name) \($0) " }, { "[\(name)] => \($0) " },
                { "{\"\(name)\":[\"\($0)\",\"\($0)\"]}" }, { "{\"\(name)\":{\"value\":\"\($0)\"}}" }, { " \(name.uppercased())=\"\($0)\"" },
                { "\n\(name) := `\($0)`" }, { " \(name)=b'\($0)'" },
            ]
        } + [
            { "\nAuthorization: Bearer \($0)\n" }, { "\nauthorization: token \($0)\n" }, { "-H 'Authorization: Basic \($0)' " },
            { "\"Authorization\":\"Bearer \($0)\"" }, { "\nProxy-Authorization: Digest username=\"x\", response=\"\($0)\"\n" },
            { " Bearer \($0) " },
            { "\nCookie: d=\($0); theme=dark\n" }, { "\nSet-Cookie: session=\($0); HttpOnly\n" },
            { " https://user:\($0)@api.example.com/v1/users " }, { " https://api.example.com/v1?a=b&x=\($0)&y " },
            { "<https://api.example.com/cb#t=\($0)>" },
            { " https://hooks.example.com/services/T01ABCDEF/B01ABCDEF/\($0.filter { $0.isLetter || $0.isNumber }) " },
            { "\"https:\\/\\/u:\($0)@h.example\\/p?q=\($0)\"" },
            { "-----BEGIN PRIVATE KEY-----\n\($0)\n\($0)\n-----END PRIVATE KEY-----" }, { "-----BEGIN RSA PRIVATE KEY-----\\n\($0)\\n" },
        ]

    private static let names = [
        "access_token", "refresh_token", "id_token", "token", "client_secret", "clientSecret", "password", "api_key", "X-Api-Key",
        "zapikey",
        "private_key", "signature", "client_assertion", "slack_bot_token", "bot-access-token", "aws_secret_access_key", "passphrase",
        "auth_code",
        "code_verifier", "session_id", "credentials", "webhookSecret",
    ]

    /// With characters nobody sees in the middle of it, which must not hide a secret.
    private static func disturbed(_ text: String, _ generator: inout SeededGenerator) -> String {
        let unseen = ["\u{0}", "\u{7}", "\u{1B}", "\u{200B}", "\u{200D}", "\u{202E}", "\u{FEFF}", "\u{AD}", "\u{7F}", "\u{9B}"]
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let scalar = (unseen.randomElement(using: &generator) ?? "\u{0}").unicodeScalars
            scalars.insert(contentsOf: scalar, at: Int.random(in: 0...scalars.count, using: &generator))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
