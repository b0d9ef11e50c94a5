package import Postgres

/// Why a function of this room gives no record.
package enum StorageError: Error, Sendable {
    /// The database was asked and said no; nothing was changed.
    case refused(Verdict)
    /// Other tokens were stored since the caller read them; carries the generation that is there now.
    case tokenGenerationMismatch(current: Int64)
    /// The database gave no verdict; the fault says whether the work may have been done.
    case fault(StorageFault)
}

/// What a statement says no with.
package enum Verdict: String, Error, Sendable, Hashable, CaseIterable {
    case connectionNotFound = "CONNECTION_NOT_FOUND"
    case tenantNotFound = "TENANT_NOT_FOUND"
    case workspaceNotFound = "WORKSPACE_NOT_FOUND"
    case providerNotFound = "PROVIDER_NOT_FOUND"
    case runNotFound = "RUN_NOT_FOUND"
    /// Entitled, but without a role that may do this.
    case capabilityMissing = "CAPABILITY_MISSING"
    /// The field `provider_slug` names no provider.
    case unknownProvider = "UNKNOWN_PROVIDER"
    /// The tenant has a connection for this provider and external id.
    case connectionExists = "CONNECTION_EXISTS"
    case connectionRevoked = "CONNECTION_REVOKED"
    /// The status can not be reached from the present one, or `revoked` would be left without a new access token.
    case statusTransition = "STATUS_TRANSITION"
    /// The run has ended otherwise before.
    case runAlreadyFinished = "RUN_ALREADY_FINISHED"
    /// The field `health_status` is given for a run that is no health check.
    case healthStatusUnexpected = "HEALTH_STATUS_UNEXPECTED"
    /// The grantee is no member of the tenant's workspace.
    case workspaceMembershipMissing = "WORKSPACE_MEMBERSHIP_MISSING"
    /// The workspace would be left without an owner.
    case lastOwner = "LAST_OWNER"
    /// The workspace still has tenants.
    case workspaceNotEmpty = "WORKSPACE_NOT_EMPTY"
    /// The page token is damaged, or of another query.
    case pageTokenInvalid = "PAGE_TOKEN_INVALID"
    /// The field `metadata_json` is JSON the database can not keep, such as an escaped NUL or a number out of its range.
    case metadataInvalid = "INVALID_FIELD"
}
