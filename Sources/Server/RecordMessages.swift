internal import Access
internal import FoundationEssentials
package import Messages
internal import Postgres
package import Storage

// Records of the database as messages of the contract.

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
    package init(_ record: ConnectionRecord) {
        self.init(
            id: record.id.text, workspaceID: record.workspaceID.text, tenantID: record.tenantID.text,
            providerSlug: record.providerSlug, externalID: record.externalID, displayName: record.displayName, status: record.status,
            scopes: record.scopes ?? [], expiresAt: record.expiresAt.map(Timestamp.init), metadataJSON: record.metadataJSON ?? "",
            isDefault: record.isDefault, healthStatus: record.healthStatus,
            lastHealthCheckAt: record.lastHealthCheckAt.map(Timestamp.init), lastErrorReasonCode: record.lastErrorReasonCode ?? "",
            lastErrorMessage: record.lastErrorMessage ?? "", hasAccessToken: record.hasAccessToken, hasRefreshToken: record.hasRefreshToken,
            tokenGeneration: record.tokenGeneration, createdAt: Timestamp(record.createdAt), updatedAt: Timestamp(record.updatedAt))
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
