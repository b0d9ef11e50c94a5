import Redaction
import RedactionInputs
import TestKit
import Testing

/// One error as a provider's services and SDKs report it. `{}` in the body stands for a secret.
struct ProviderError: Sendable, CustomTestStringConvertible {
    let provider: String
    let shape: CanaryShape
    let body: String
    /// What people need of it.
    let useful: [String]

    init(_ provider: String, _ shape: CanaryShape, _ useful: [String], _ body: String) {
        self.provider = provider
        self.shape = shape
        self.useful = useful
        self.body = body
    }

    var testDescription: String { "\(provider): \(useful.first ?? "")" }
}

@Suite struct `Error bodies of the nine providers` {
    static let corpus: [ProviderError] = [
        ProviderError(
            "slack", .slackBot, ["token_revoked", "auth.test"],
            #"POST https://slack.com/api/auth.test?token={} -> {"ok":false,"error":"token_revoked"}"#),
        ProviderError(
            "slack", .slackRotating, ["invalid_refresh_token"],
            #"oauth.v2.access failed: {"ok":false,"error":"invalid_refresh_token","provided":{"refresh_token":"{}"}} request-id 7f0c"#),
        ProviderError(
            "slack", .base64url, ["no_service", "hooks.slack.com"],
            "Error: An HTTP protocol error occurred: statusCode = 404, no_service\n    at https://hooks.slack.com/services/T024BE7LD/B04JX2Q/{}"
        ),
        ProviderError(
            "github", .github, ["Bad credentials", "401", "docs.github.com"],
            "GET https://api.github.com/user/repos: 401 {\"message\":\"Bad credentials\",\"documentation_url\":\"https://docs.github.com/rest\"} [Authorization: token {}]"
        ),
        ProviderError(
            "github", .githubFineGrained, ["remote: Invalid username or password", "github.com/acme/app.git"],
            "git clone https://x-access-token:{}@github.com/acme/app.git\nremote: Invalid username or password.\nfatal: Authentication failed"
        ),
        ProviderError(
            "github", .jsonWebToken, ["A JSON web token could not be decoded"],
            "HttpError: A JSON web token could not be decoded\n  headers: { authorization: 'bearer {}', accept: 'application/vnd.github.v3+json' }"
        ),
        ProviderError(
            "jira", .atlassian, ["unauthorized", "401"],
            #"{"code":401,"message":"Unauthorized; scope does not match","details":{"error":"unauthorized"},"curl":"curl -u ada@example.org:{} https://acme.atlassian.net/rest/api/3/myself"}"#
        ),
        ProviderError(
            "jira", .jsonWebToken, ["refresh_token is invalid", "unauthorized_client"],
            #"{"error":"unauthorized_client","error_description":"refresh_token is invalid","sent":"grant_type=refresh_token&client_id=abc&client_secret=x&refresh_token={}"}"#
        ),
        ProviderError(
            "jira", .base64, ["Client must be authenticated", "acme.atlassian.net"],
            "> GET /rest/api/3/issue/PROJ-7 HTTP/1.1\n> Host: acme.atlassian.net\n> Authorization: Basic {}\n< 401\nClient must be authenticated to access this resource."
        ),
        ProviderError(
            "google_drive", .google, ["insufficientPermissions", "403"],
            #"{"error":{"errors":[{"domain":"global","reason":"insufficientPermissions"}],"code":403},"config":{"headers":{"Authorization":"Bearer {}"}}}"#
        ),
        ProviderError(
            "google_drive", .googleRefresh, ["invalid_grant", "Token has been expired or revoked"],
            #"('invalid_grant: Token has been expired or revoked.', {'error': 'invalid_grant', 'refresh_token': '{}'})"#),
        ProviderError(
            "google_drive", .google, ["File not found", "www.googleapis.com/drive/v3/files"],
            "HttpError 404 when requesting https://www.googleapis.com/drive/v3/files?access_token={}&alt=json returned \"File not found\""),
        ProviderError(
            "google_calendar", .googleRefresh, ["invalid_grant", "oauth2.googleapis.com"],
            "POST https://oauth2.googleapis.com/token client_secret=x&grant_type=authorization_code&code={}&redirect_uri=https%3A%2F%2Fapp: invalid_grant"
        ),
        ProviderError(
            "google_calendar", .google, ["Rate Limit Exceeded", "403"],
            #"<HttpError 403 "Rate Limit Exceeded"> {\"access_token\": \"{}\", \"token_type\": \"Bearer\", \"expires_in\": 3599}"#),
        ProviderError(
            "google_calendar", .jsonWebToken, ["Invalid JWT Signature", "invalid_grant"],
            #"{"error":"invalid_grant","error_description":"Invalid JWT Signature."} assertion={}"#),
        ProviderError(
            "gmail", .google, ["failedPrecondition", "Mail service not enabled"],
            #"{"error":{"code":400,"message":"Mail service not enabled","status":"failedPrecondition"}} ya: {}"#),
        ProviderError(
            "gmail", .base64, ["535-5.7.8", "Username and Password not accepted"],
            "AUTH XOAUTH2 {}\n535-5.7.8 Username and Password not accepted. Learn more at https://support.google.com/mail/?p=BadCredentials"
        ),
        ProviderError(
            "gmail", .googleRefresh, ["invalid_client", "Unauthorized"],
            "google.auth.exceptions.RefreshError: ('invalid_client: Unauthorized', '{\\n  \"client_secret\": \"GOCSPX-abcdefgh\",\\n  \"refresh_token\": \"{}\"\\n}')"
        ),
        ProviderError(
            "zoho_cliq", .base64url, ["invalid_webhook_token", "cliq.zoho.eu"],
            "POST https://cliq.zoho.eu/api/v2/channelsbyname/ops/message?zapikey={} 401 {\"code\":\"invalid_webhook_token\"}"),
        ProviderError("zoho_cliq", .zoho, ["oauthtoken_invalid", "401"], "401 oauthtoken_invalid\nAuthorization: Zoho-oauthtoken {}\n"),
        ProviderError(
            "zoho_cliq", .hexadecimal, ["operation_failed"],
            #"{"message":"operation_failed","bot":{"name":"deploy","webhook_token":"{}"}}"#),
        ProviderError(
            "zoho_mail", .zoho, ["invalid_code", "accounts.zoho.com"],
            "https://accounts.zoho.com/oauth/v2/token?refresh_token={}&grant_type=refresh_token {\"error\":\"invalid_code\"}"),
        ProviderError(
            "zoho_mail", .zoho, ["Access Denied", "too many requests"],
            #"{"error_description":"You have made too many requests continuously","error":"Access Denied","data":{"refresh_token":"{}"}}"#),
        ProviderError(
            "zoho_mail", .zoho, ["INVALID_OAUTHTOKEN", "404"],
            #"{"status":{"code":404,"description":"Invalid Input"},"data":{"errorCode":"INVALID_OAUTHTOKEN"}} used {}"#),
        ProviderError(
            "microsoft", .microsoftRefresh, ["AADSTS70008", "0b4a1c1e-0c9f-4a6e-9a27-5c1f6f0f2d00"],
            #"{"error":"invalid_grant","error_description":"AADSTS70008: The refresh token has expired. Trace ID: 0b4a1c1e-0c9f-4a6e-9a27-5c1f6f0f2d00","refresh_token":"{}"}"#
        ),
        ProviderError(
            "microsoft", .jsonWebToken, ["InvalidAuthenticationToken", "graph.microsoft.com"],
            "GET https://graph.microsoft.com/v1.0/me 401 {\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"Access token has expired\"}} Bearer {}"
        ),
        ProviderError(
            "microsoft", .password, ["AADSTS7000215", "Invalid client secret provided"],
            "AADSTS7000215: Invalid client secret provided. client_id=0b4a1c1e-0c9f-4a6e-9a27-5c1f6f0f2d00&client_secret={}&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
        ),
    ]

    @Test(arguments: corpus)
    func `no secret survives, and what people need does`(error: ProviderError) {
        for seed in 0..<50 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let canary = error.shape.make(&generator)
            let text = RedactedMessage(redacting: error.body.replacing("{}", with: canary)).text
            for start in canary.indices where canary.distance(from: start, to: canary.endIndex) >= 12 {
                #expect(!text.contains(canary[start...].prefix(12)), "\(canary)\n\(text)")
            }
            for useful in error.useful { #expect(text.contains(useful), "\(useful)\n\(text)") }
            #expect(text.contains("[redacted]"))
        }
    }

    @Test func `each of the nine providers is there three times`() {
        let counts = Dictionary(grouping: Self.corpus, by: \.provider).mapValues(\.count)
        let providers = ["slack", "github", "jira", "google_drive", "google_calendar", "gmail", "zoho_cliq", "zoho_mail", "microsoft"]
        #expect(counts == Dictionary(uniqueKeysWithValues: providers.map { ($0, 3) }))
    }
}
