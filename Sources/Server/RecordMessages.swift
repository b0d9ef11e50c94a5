internal import Access
internal import FoundationEssentials
package import Messages
internal import Postgres
package import Storage

// Records of the database as messages of the contract: connections, which most calls are about, straight from their rows, all else by values.

extension Timestamp {
    init(_ time: UnixMicroseconds) {
        let (seconds, micros) = time.value.quotientAndRemainder(dividingBy: 1_000_000)
        // Times before 1970 count nanoseconds forward, too.
        self.init(
            seconds: micros < 0 ? seconds - 1 : seconds,
            nanos: Int32(micros < 0 ? micros + 1_000_000 : micros) * 1_000)
    }
}

extension Provider {
    init(_ record: ProviderRecord) {
        let facts = Catalog.facts(slug: record.slug)
        self.init(
            slug: record.slug, displayName: record.displayName, authType: record.authType, createdAt: Timestamp(record.createdAt),
            updatedAt: Timestamp(record.updatedAt), metadataKeys: facts?.metadataKeys ?? [],
            refreshTokenRotation: facts?.refreshTokenRotation?.rawValue ?? "", externalIDKind: facts?.externalIDKind ?? "")
    }
}

extension Connection {
    /// Sets every field of a reply to what the row has.
    package static func fill(_ reply: borrowing Draft<Connection>, from row: ConnectionRow) throws {
        let connection = try row.fields
        reply.set(id: connection.id.characters.span.bytes)
        reply.set(workspaceID: connection.workspaceID.characters.span.bytes)
        reply.set(tenantID: connection.tenantID.characters.span.bytes)
        reply.set(providerSlug: connection.providerSlug)
        reply.set(externalID: connection.externalID)
        reply.set(displayName: connection.displayName)
        reply.set(status: connection.status)
        try connection.scopes.forEachText { scope in reply.append(scopes: scope) }
        reply.set(expiresAt: connection.expiresAt.map(Timestamp.init))
        reply.set(metadataJSON: connection.metadataJSON)
        reply.set(isDefault: connection.isDefault)
        reply.set(healthStatus: connection.healthStatus)
        reply.set(lastHealthCheckAt: connection.lastHealthCheckAt.map(Timestamp.init))
        reply.set(lastErrorReasonCode: connection.lastErrorReasonCode)
        reply.set(lastErrorMessage: connection.lastErrorMessage)
        reply.set(hasAccessToken: connection.hasAccessToken)
        reply.set(hasRefreshToken: connection.hasRefreshToken)
        reply.set(tokenGeneration: connection.tokenGeneration)
        reply.set(createdAt: Timestamp(connection.createdAt))
        reply.set(updatedAt: Timestamp(connection.updatedAt))
    }
}

extension ListConnectionsResponse {
    /// Adds every row of the page to a reply, and where the list goes on.
    package static func fill(_ reply: borrowing Draft<ListConnectionsResponse>, from page: Page<ConnectionRow>) throws {
        for row in page.records {
            try reply.append(connections: { connection in try Connection.fill(connection, from: row) })
        }
        reply.set(nextPageToken: page.nextPageToken.utf8Span.span.bytes)
    }
}

extension ConnectionTokens {
    init(_ record: TokensRecord) {
        self.init(
            id: record.id.text, accessTokenCiphertext: record.accessTokenCiphertext ?? [],
            refreshTokenCiphertext: record.refreshTokenCiphertext ?? [], expiresAt: record.expiresAt.map(Timestamp.init),
            tokenGeneration: record.tokenGeneration, status: record.status)
    }
}

extension OperationRun {
    /// - Parameter links: where people find runs.
    init(_ record: OperationRunRecord, _ links: RunLinks) {
        self.init(
            id: record.id.text, workspaceID: record.workspaceID.text, tenantID: record.tenantID.text,
            connectionID: record.connectionID.text, kind: record.kind, outcome: record.outcome, reasonCode: record.reasonCode ?? "",
            message: record.message ?? "", healthStatus: record.healthStatus ?? "", actor: record.actor, link: links.link(record.id),
            startedAt: Timestamp(record.startedAt), finishedAt: record.finishedAt.map(Timestamp.init))
    }
}

extension Workspace {
    init(_ record: WorkspaceRecord) {
        self.init(
            id: record.id.text, name: record.name, createdAt: Timestamp(record.createdAt), updatedAt: Timestamp(record.updatedAt))
    }
}

extension Tenant {
    init(_ record: TenantRecord) {
        self.init(
            id: record.id.text, workspaceID: record.workspaceID.text, name: record.name,
            createdAt: Timestamp(record.createdAt), updatedAt: Timestamp(record.updatedAt))
    }
}

extension AuditEvent {
    init(_ record: AuditRecord) {
        self.init(
            id: record.id.text, at: Timestamp(record.at), action: record.action, outcome: record.outcome, actor: record.actor,
            caller: record.caller, callerUID: UInt32(clamping: record.callerUID), callerPID: UInt32(clamping: record.callerPID),
            workspaceID: record.workspaceID?.text ?? "", tenantID: record.tenantID?.text ?? "", targetType: record.targetType,
            targetID: record.targetID, payloadJSON: record.payloadJSON ?? "", requestID: record.requestID ?? "")
    }
}

extension Membership {
    init(_ record: MembershipRecord) {
        self.init(
            workspaceID: record.workspaceID.text, tenantID: record.tenantID?.text ?? "", actor: record.actor, role: record.role,
            createdAt: Timestamp(record.createdAt), updatedAt: Timestamp(record.updatedAt))
    }
}
