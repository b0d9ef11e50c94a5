import Redaction
import Testing

/// What is taken out, what stays, and how long the rest may be.
@Suite struct `Redacted messages` {
    private func redacted(_ raw: String) -> String { RedactedMessage(redacting: raw).text }

    @Test(arguments: [
        (#"{"access_token":"s3cr3t","expires_in":3600}"#, #"{"access_token":"[redacted]","expires_in":3600}"#),
        (#"{"error":"x","tokens":["a1","b2"],"n":1}"#, #"{"error":"x","tokens":[redacted],"n":1}"#),
        (#"{\"client_secret\":\"s3 cr3t\",\"scope\":\"read\"}"#, #"{\"client_secret\":\"[redacted]\",\"scope\":\"read\"}"#),
        ("refresh_token=s3cr3t&grant_type=refresh_token", "refresh_token=[redacted]&grant_type=refresh_token"),
        ("X-Api-Key: s3cr3t, retried", "X-Api-Key: [redacted], retried"),
        ("Authorization: Bearer s3cr3t.more expired", "Authorization: [redacted] expired"),
        ("Authorization: Digest username=\"u\", response=\"s3cr3t\"\nHost: h", "Authorization: [redacted] Host: h"),
        ("Cookie: a=1; b=2\nHost: api.example.com", "Cookie: [redacted] Host: api.example.com"),
        ("curl --password s3cr3t --verbose", "curl --password [redacted] --verbose"),
        ("<token>s3cr3t</token>", "<token>[redacted]</token>"),
        ("body%3Ftoken%3Ds3cr3t%26next", "body%3Ftoken%3D[redacted]%26next"),
        ("{&quot;id_token&quot;:&quot;s3cr3t&quot;}", "{&quot;id_token&quot;:&quot;[redacted]&quot;}"),
        ("sent bearer a.b-c_d9 to them", "sent bearer [redacted] to them"),
        ("https://user:pw@api.example.com/v1/me?code=1#top failed", "https://[redacted]@api.example.com/v1/me?[redacted] failed"),
        (
            "https:\\/\\/hooks.example.com\\/services\\/T0A\\/B0B\\/aB3dE5gH7jK9 gone",
            "https://hooks.example.com/services/T0A/B0B/[redacted] gone"
        ),
        ("code=4/0AX4XfWhabc123def456 was used", "code=[redacted] was used"),
        ("key -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- read", "key [redacted] read"),
        ("key -----BEGIN PRIVATE KEY-----\nMIIE", "key [redacted]"),
        ("eyJhbGciOi.eyJzdWIiOi.SflKxw was expired", "[redacted] was expired"),
        ("found ya29.a0AfH6SMBx-y_z in it", "found [redacted] in it"),
        ("key d41d8cd98f00b204e9800998ecf8427e used", "key [redacted] used"),
    ])
    func `what looks like a secret is taken out, and nothing around it`(raw: String, wanted: String) {
        #expect(redacted(raw) == wanted)
    }

    @Test(arguments: [
        "invalid_grant", "HTTP/1.1 401 Unauthorized",
        "AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.",
        #"{"error":{"code":401,"status":"UNAUTHENTICATED","message":"Invalid Credentials"}}"#, #"{"ok":false,"error":"invalid_auth"}"#,
        "Trace ID: 0b4a1c1e-0c9f-4a6e-9a27-5c1f6f0f2d00 Timestamp: 2026-11-21 07:00:00Z", "basic authentication failed for ada@example.org",
        "the bearer token expired", "invalid_token: The access token expired", #"{"refresh_token":null,"access_token":""}"#,
        "at Object.request (/srv/app/node_modules/got/dist/source/as-promise/index.js:112:17)", "rate limit: 50 per 10 min, retry in 30s",
        "https://api.example.com/v2.0/tenants/0b4a1c1e-0c9f-4a6e-9a27-5c1f6f0f2d00/users", "ошибка авторизации 认证失败 🔑",
        "code: invalid_grant, key: PROJ-1234",
        "com.example.registry.ConnectionRepositoryTransactionTemplate", "Did you mean https://example.com/docs?",
    ])
    func `what people need stays as it is`(raw: String) { #expect(redacted(raw) == raw) }

    @Test func `breaks and blanks become one blank, and what is not seen is gone`() {
        #expect(redacted("  a\r\n\tb\u{2028}c\u{A0} d\u{0}\u{1B}[31m\u{7F}\u{9B}\u{200B}\u{202E}e \n") == "a b c d[31me")
        #expect(redacted("") == "" && redacted("\u{0}\n \t") == "")
    }

    @Test func `a secret is found when unseen characters split it or its name`() {
        #expect(redacted("to\u{200B}ken=s3c\u{0}r3t") == "token=[redacted]")
        #expect(redacted("gh\u{202E}p_\u{7}0123456789abcdef") == "[redacted]")
    }

    @Test(arguments: [511, 512, 513, 600, 100_000])
    func `what is longer than 512 characters is cut, with an ellipsis`(characterCount: Int) {
        let text = redacted(String(repeating: "ab ", count: characterCount / 3 + 1).prefix(characterCount - 1) + "c")
        #expect(text.unicodeScalars.count <= 512)
        #expect(text.hasSuffix("…") == (characterCount > 512))
        #expect(redacted(text) == text)
    }

    @Test func `the cut leaves whole characters, and no half marker`() {
        let family = "👩\u{200D}👩\u{200D}👧", flag = "🇩🇪", accent = "e\u{301}"
        for character in [family, flag, accent] {
            for padding in 500...512 {
                let text = redacted(String(repeating: "x ", count: padding / 2) + String(repeating: character + " ", count: 300))
                let whole = Set(redacted(character + " x"))
                #expect(text.unicodeScalars.count <= 512 && text.hasSuffix("…"))
                #expect(text.dropLast().allSatisfy { whole.contains($0) || $0 == "x" || $0 == " " })
            }
        }
        for padding in 490...512 {
            let text = redacted(
                String(repeating: "x", count: padding % 2) + String(repeating: " x", count: padding / 2)
                    + " token=s3cr3t and so on and so on")
            #expect(!text.contains("[") || text.contains("[redacted]"))
        }
    }

    @Test func `a cut does not show a secret that begins before it`() {
        for padding in 480...520 {
            let text = redacted(String(repeating: "x ", count: padding / 2) + "access_token=canary" + String(repeating: "a1B2", count: 200))
            #expect(!text.contains("canary"))
        }
    }
}
