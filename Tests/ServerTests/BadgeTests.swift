import Foundation
import Messages
import Server
import Testing

/// The words and colours people see: they change only when somebody means it.
@Suite struct BadgeTests {
    static let published = """
        connection_status | active | Active | green | The connection may be used.
        connection_status | revoked | Revoked | gray | The authorisation was taken back; no token is handed out until it is given anew.
        connection_status | error | Error | red | Something is wrong with the connection, and somebody has to look into it.
        connection_health | unknown | Not checked | gray | No health check has told how the connection is.
        connection_health | healthy | Healthy | green | The last health check found nothing wrong.
        connection_health | degraded | Degraded | yellow | The last health check found the connection usable, but not as it should be.
        connection_health | failing | Failing | red | The last health check found the connection unusable.
        run_outcome | running | Running | blue | The run has begun and not ended.
        run_outcome | succeeded | Succeeded | green | The run did what it was started for.
        run_outcome | failed | Failed | red | The run ended with an error; its reason code says why.
        run_outcome | cancelled | Cancelled | gray | The run was stopped before its end.
        run_outcome | expired | Expired | yellow | The run did not end in the time that its kind may take, and is taken for dead.
        reason_code | NO_REFRESH_TOKEN, permanent | No refresh token | red | There is no refresh token to get a new access token with.
        reason_code | INVALID_GRANT, permanent | Grant no longer valid | red | \
        The provider does not accept the grant any more: it has expired or was revoked.
        reason_code | INVALID_CLIENT, permanent | Client not accepted | red | The provider does not accept the client or its credentials.
        reason_code | PERMISSION_MISSING, permanent | Permission missing | red | \
        The account has not granted a permission that the operation needs.
        reason_code | PROVIDER_REFUSED, permanent | Refused by the provider | red | \
        The provider refused the operation and will refuse it again.
        reason_code | RATE_LIMITED | Rate limit reached | yellow | The provider accepts no more requests for the time being.
        reason_code | PROVIDER_UNAVAILABLE | Provider unavailable | yellow | The provider answered that it can not serve at the moment.
        reason_code | NETWORK_ERROR | Network error | yellow | The provider could not be reached, or the exchange with it broke off.
        reason_code | TIMEOUT | Timed out | yellow | The provider did not answer in time.
        reason_code | MALFORMED_RESPONSE | Malformed response | yellow | The provider answered something that can not be understood.
        reason_code | INTERNAL_ERROR | Internal error | yellow | The service that ran the operation failed itself.
        """

    @Test func `the badges are those that were published, in their order`() {
        let lines = BadgeCatalog.complete.badges.map { badge in
            "\(badge.domain) | \(badge.value)\(badge.permanent ? ", permanent" : "") | \(badge.label) | \(badge.color) | \(badge.meaning)"
        }
        #expect(lines == Self.published.split(separator: "\n").map(String.init))
    }

    @Test func `no two values of a domain have the same label`() {
        for (domain, badges) in Dictionary(grouping: BadgeCatalog.complete.badges, by: \.domain) {
            #expect(Set(badges.map(\.label)).count == badges.count, "\(domain)")
            #expect(Set(badges.map(\.value)).count == badges.count, "\(domain)")
        }
    }

    @Test func `the contract says of every reason code what its badge says, and that of no other`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let contract = try String(contentsOf: root.appending(path: "proto/tenon/v1/operations.proto"), encoding: .utf8)
        let documented = contract.split(separator: "\n").filter { $0.hasPrefix("  // * `") }.map(String.init)
        let expected = BadgeCatalog.complete.badges.filter { $0.domain == "reason_code" }.map { badge in
            "  // * `\(badge.value)`, \(badge.permanent ? "permanent" : "transient"): \(badge.meaning)"
        }
        #expect(documented == expected)
    }

    @Test func `a value that the catalog does not have is shown as it stands, in gray`() {
        let badge = BadgeCatalog.complete.badge(domain: "connection_status", value: "paused")
        #expect(badge == .neutral(domain: "connection_status", value: "paused"))
        #expect(badge.label == "paused" && badge.color == "gray" && !badge.meaning.isEmpty && !badge.permanent)
        #expect(BadgeCatalog.complete.badge(domain: "connection_health", value: "active").color == "gray", "of another domain")
    }
}
