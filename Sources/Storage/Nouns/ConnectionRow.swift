package import FoundationEssentials
package import Postgres

/// A connection in a result, without its token bytes: each column is read where libpq has it, whenever it is asked for.
///
/// A column that is not what every statement on connections promises is `unexpectedResult`.
package struct ConnectionRow: Sendable {
    let result: ResultSet
    let row: Int
    let first: Int

    /// The twenty columns of every statement on connections, in the order below, beginning at a column.
    package init(_ result: ResultSet, row: Int, from first: Int) {
        self.result = result
        self.row = row
        self.first = first
    }

    package var id: UUID { get throws(StorageFault) { try result.uuid(row, first) } }
    package var workspaceID: UUID { get throws(StorageFault) { try result.uuid(row, first + 1) } }
    package var tenantID: UUID { get throws(StorageFault) { try result.uuid(row, first + 2) } }
    package var providerSlug: RawSpan { @_lifetime(borrow self) get throws(StorageFault) { try result.text(row, first + 3) } }
    package var externalID: RawSpan { @_lifetime(borrow self) get throws(StorageFault) { try result.text(row, first + 4) } }
    package var displayName: RawSpan { @_lifetime(borrow self) get throws(StorageFault) { try result.text(row, first + 5) } }
    package var status: RawSpan { @_lifetime(borrow self) get throws(StorageFault) { try result.text(row, first + 6) } }

    /// Lends each scope; there are none, too, if they were never stated.
    package func forEachScope(_ body: (RawSpan) -> Void) throws(StorageFault) { try result.forEachText(row, first + 7, body) }

    /// Nil: unknown, not immortal.
    package var expiresAt: UnixMicroseconds? { get throws(StorageFault) { try result.optionalTimestamp(row, first + 8) } }
    /// A JSON object; empty: none.
    package var metadataJSON: RawSpan { @_lifetime(borrow self) get throws(StorageFault) { try result.optionalText(row, first + 9) } }
    package var isDefault: Bool { get throws(StorageFault) { try result.bool(row, first + 10) } }
    package var healthStatus: RawSpan { @_lifetime(borrow self) get throws(StorageFault) { try result.text(row, first + 11) } }
    package var lastHealthCheckAt: UnixMicroseconds? { get throws(StorageFault) { try result.optionalTimestamp(row, first + 12) } }
    /// Empty: none.
    package var lastErrorReasonCode: RawSpan {
        @_lifetime(borrow self) get throws(StorageFault) { try result.optionalText(row, first + 13) }
    }
    /// Empty: none.
    package var lastErrorMessage: RawSpan { @_lifetime(borrow self) get throws(StorageFault) { try result.optionalText(row, first + 14) } }
    package var hasAccessToken: Bool { get throws(StorageFault) { try result.bool(row, first + 15) } }
    package var hasRefreshToken: Bool { get throws(StorageFault) { try result.bool(row, first + 16) } }
    /// 1 at creation; moves when token bytes change.
    package var tokenGeneration: Int64 { get throws(StorageFault) { try result.int64(row, first + 17) } }
    package var createdAt: UnixMicroseconds { get throws(StorageFault) { try result.timestamp(row, first + 18) } }
    package var updatedAt: UnixMicroseconds { get throws(StorageFault) { try result.timestamp(row, first + 19) } }
}
