package import FoundationEssentials
package import Postgres

/// A row of the provider catalog.
package struct ProviderRecord: Sendable, Hashable {
    package var slug: String
    package var displayName: String
    package var authType: String
    package var createdAt: UnixMicroseconds
    package var updatedAt: UnixMicroseconds
}

/// The sealed tokens of a connection that is not revoked.
package struct TokensRecord: Sendable, Hashable {
    package var id: UUID
    package var tenantID: UUID
    package var accessTokenCiphertext: [UInt8]?
    package var refreshTokenCiphertext: [UInt8]?
    package var expiresAt: UnixMicroseconds?
    package var tokenGeneration: Int64
    package var status: String
}

/// A run of an operation on a connection.
package struct OperationRunRecord: Sendable, Hashable {
    package var id: UUID
    package var workspaceID: UUID
    package var tenantID: UUID
    package var connectionID: UUID
    package var kind: String
    /// As it reads now: a run that should have ended long ago is `expired`.
    package var outcome: String
    package var reasonCode: String?
    package var message: String?
    package var healthStatus: String?
    package var actor: String
    package var startedAt: UnixMicroseconds
    package var finishedAt: UnixMicroseconds?
}

/// A workspace.
package struct WorkspaceRecord: Sendable, Hashable {
    package var id: UUID
    package var name: String
    package var createdAt: UnixMicroseconds
    package var updatedAt: UnixMicroseconds
}

/// A tenant and the workspace it lies in.
package struct TenantRecord: Sendable, Hashable {
    package var id: UUID
    package var workspaceID: UUID
    package var name: String
    package var createdAt: UnixMicroseconds
    package var updatedAt: UnixMicroseconds
}

/// One state change, or one that was refused.
package struct AuditRecord: Sendable, Hashable {
    package var id: UUID
    package var at: UnixMicroseconds
    package var action: String
    package var outcome: String
    package var actor: String
    package var caller: String
    package var callerUID: Int64
    package var callerPID: Int64
    package var workspaceID: UUID?
    package var tenantID: UUID?
    package var targetType: String
    package var targetID: String
    /// A JSON object; nil: none.
    package var payloadJSON: String?
    package var requestID: String?
}

/// One actor's membership of a workspace, or of a tenant in it.
package struct MembershipRecord: Sendable, Hashable {
    package var workspaceID: UUID
    /// Nil: a workspace membership.
    package var tenantID: UUID?
    package var actor: String
    package var role: String
    package var createdAt: UnixMicroseconds
    package var updatedAt: UnixMicroseconds
}
