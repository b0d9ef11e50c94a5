/// What can be done that changes state: the stable ids of the trail, a closed list. People keep rules and reports on them, so none is ever renamed.
package enum AuditAction: String, Sendable, Hashable, CaseIterable {
    case providerUpsert = "provider.upsert"
    case workspaceCreate = "workspace.create"
    case workspaceDelete = "workspace.delete"
    case tenantCreate = "tenant.create"
    case tenantDelete = "tenant.delete"
    case workspaceMembershipGrant = "workspace.membership.grant"
    case workspaceMembershipRevoke = "workspace.membership.revoke"
    case tenantMembershipGrant = "tenant.membership.grant"
    case tenantMembershipRevoke = "tenant.membership.revoke"
    case connectionCreate = "connection.create"
    case connectionUpdate = "connection.update"
    case connectionTokensUpdate = "connection.tokens.update"
    case connectionDelete = "connection.delete"
}
