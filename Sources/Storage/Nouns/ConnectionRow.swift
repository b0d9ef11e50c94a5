package import FoundationEssentials
package import Postgres

/// A connection in a result, without its token bytes.
package struct ConnectionRow: Sendable {
    let result: ResultSet
    let row: Int
    let column: Int

    /// The record that every statement on connections gives of each, in its column.
    package init(_ result: ResultSet, row: Int, column: Int) {
        self.result = result
        self.row = row
        self.column = column
    }

    /// What is known of it.
    package var fields: ConnectionFields {
        @_lifetime(borrow self) get throws(StorageFault) { try ConnectionFields(result.field(row, column).record(fieldCount: 20)) }
    }
}

/// The fields of a connection; text is where libpq has it. What is not as every statement on connections promises is `unexpectedResult`.
package struct ConnectionFields: ~Escapable {
    package let id: UUID
    package let workspaceID: UUID
    package let tenantID: UUID
    package let providerSlug: RawSpan
    package let externalID: RawSpan
    package let displayName: RawSpan
    package let status: RawSpan
    /// A `text[]`; NULL: never stated.
    package let scopes: Field
    /// Nil: unknown, not immortal.
    package let expiresAt: UnixMicroseconds?
    /// A JSON object; empty: none.
    package let metadataJSON: RawSpan
    package let isDefault: Bool
    package let healthStatus: RawSpan
    package let lastHealthCheckAt: UnixMicroseconds?
    /// Empty: none.
    package let lastErrorReasonCode: RawSpan
    /// Empty: none.
    package let lastErrorMessage: RawSpan
    package let hasAccessToken: Bool
    package let hasRefreshToken: Bool
    /// 1 at creation; moves when token bytes change.
    package let tokenGeneration: Int64
    package let createdAt: UnixMicroseconds
    package let updatedAt: UnixMicroseconds

    /// In the order of every statement that gives a connection.
    @_lifetime(copy record)
    fileprivate init(_ record: consuming RecordReader) throws(StorageFault) {
        id = try record.uuid()
        workspaceID = try record.uuid()
        tenantID = try record.uuid()
        providerSlug = try record.text()
        externalID = try record.text()
        displayName = try record.text()
        status = try record.text()
        scopes = try record.field()
        expiresAt = try record.optionalTimestamp()
        metadataJSON = try record.optionalText()
        isDefault = try record.bool()
        healthStatus = try record.text()
        lastHealthCheckAt = try record.optionalTimestamp()
        lastErrorReasonCode = try record.optionalText()
        lastErrorMessage = try record.optionalText()
        hasAccessToken = try record.bool()
        hasRefreshToken = try record.bool()
        tokenGeneration = try record.int64()
        createdAt = try record.timestamp()
        updatedAt = try record.timestamp()
    }
}
