import FoundationEssentials
import Postgres

@testable import Storage

/// A row of a connection as a value, which tests compare.
struct ConnectionRecord: Sendable, Hashable {
    var id: UUID
    var workspaceID: UUID
    var tenantID: UUID
    var providerSlug: String
    var externalID: String
    var displayName: String
    var status: String
    /// Nil: never stated.
    var scopes: [String]?
    /// Nil: unknown, not immortal.
    var expiresAt: UnixMicroseconds?
    /// A JSON object; nil: none.
    var metadataJSON: String?
    var isDefault: Bool
    var healthStatus: String
    var lastHealthCheckAt: UnixMicroseconds?
    var lastErrorReasonCode: String?
    var lastErrorMessage: String?
    var hasAccessToken: Bool
    var hasRefreshToken: Bool
    /// 1 at creation; moves when token bytes change.
    var tokenGeneration: Int64
    var createdAt: UnixMicroseconds
    var updatedAt: UnixMicroseconds

    init(_ row: ConnectionRow) throws(StorageFault) {
        let connection = try row.fields
        id = connection.id
        workspaceID = connection.workspaceID
        tenantID = connection.tenantID
        providerSlug = text(connection.providerSlug)
        externalID = text(connection.externalID)
        displayName = text(connection.displayName)
        status = text(connection.status)
        if !connection.scopes.isNull {
            var scopes: [String] = []
            try connection.scopes.forEachText { scope in scopes.append(text(scope)) }
            self.scopes = scopes
        }
        expiresAt = connection.expiresAt
        isDefault = connection.isDefault
        healthStatus = text(connection.healthStatus)
        lastHealthCheckAt = connection.lastHealthCheckAt
        hasAccessToken = connection.hasAccessToken
        hasRefreshToken = connection.hasRefreshToken
        tokenGeneration = connection.tokenGeneration
        createdAt = connection.createdAt
        updatedAt = connection.updatedAt
        // Whoever reads a connection can not tell NULL from empty; what is stored can.
        var stored = try row.result.field(row.row, row.column).record(fieldCount: 20)
        for field in 0..<20 {
            let value = try stored.field()
            switch field {
            case 9: metadataJSON = try value.optionalString()
            case 13: lastErrorReasonCode = try value.optionalString()
            case 14: lastErrorMessage = try value.optionalString()
            default: break
            }
        }
    }
}

private func text(_ bytes: RawSpan) -> String { bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

/// A page of them.
struct ConnectionPage: Sendable {
    let records: [ConnectionRecord]
    let nextPageToken: String
}

extension Query<ConnectionRow> {
    func ask() async throws -> ConnectionRecord {
        let row: ConnectionRow = try await ask()
        return try ConnectionRecord(row)
    }
}

extension Query<Page<ConnectionRow>> {
    func ask() async throws -> ConnectionPage {
        let page: Page<ConnectionRow> = try await ask()
        return ConnectionPage(records: try page.records.map { try ConnectionRecord($0) }, nextPageToken: page.nextPageToken)
    }
}
