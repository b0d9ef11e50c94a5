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

    init(_ connection: ConnectionRow) throws(StorageFault) {
        let (result, row, first) = (connection.result, connection.row, connection.first)
        var scopes: [String]?
        if try !result.isNull(row, first + 7) { scopes = [] }
        try connection.forEachScope { scope in scopes?.append(scope.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }) }
        self.scopes = scopes
        id = try connection.id
        workspaceID = try connection.workspaceID
        tenantID = try connection.tenantID
        providerSlug = try result.string(row, first + 3)
        externalID = try result.string(row, first + 4)
        displayName = try result.string(row, first + 5)
        status = try result.string(row, first + 6)
        expiresAt = try connection.expiresAt
        metadataJSON = try result.optionalString(row, first + 9)
        isDefault = try connection.isDefault
        healthStatus = try result.string(row, first + 11)
        lastHealthCheckAt = try connection.lastHealthCheckAt
        lastErrorReasonCode = try result.optionalString(row, first + 13)
        lastErrorMessage = try result.optionalString(row, first + 14)
        hasAccessToken = try connection.hasAccessToken
        hasRefreshToken = try connection.hasRefreshToken
        tokenGeneration = try connection.tokenGeneration
        createdAt = try connection.createdAt
        updatedAt = try connection.updatedAt
    }
}

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
