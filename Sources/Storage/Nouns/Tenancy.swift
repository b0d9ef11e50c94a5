package import Access
package import FoundationEssentials
import Postgres

extension Storage {
    /// Creates a workspace; with an owner, that actor's membership too.
    package func createWorkspace(
        _ authority: AdminAuthority, name: String, owner: ActorID?, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> WorkspaceRecord {
        var parameters = Bindings()
        parameters.append(UUID())
        parameters.append(name)
        parameters.append(owner?.text)
        let result = try await run(.write, as: .admin, for: authority.actor, deadline: deadline, (.createWorkspace, parameters))
        return try result.read { result throws(StorageFault) in
            WorkspaceRecord(
                id: try result.uuid(0, 0), name: try result.string(0, 1), createdAt: try result.timestamp(0, 2),
                updatedAt: try result.timestamp(0, 3))
        }
    }

    /// Creates a tenant in a workspace; an actor that owns the workspace becomes owner of the tenant.
    ///
    /// Refused with `workspaceNotFound` or `capabilityMissing`.
    package func createTenant(
        _ authority: WorkspaceAuthority, workspaceID: UUID, name: String, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> TenantRecord {
        var parameters = Bindings(authority, id: workspaceID)
        parameters.append(UUID())
        parameters.append(name)
        let result = try await run(.write, as: authority.sessionRole, for: authority.actor, deadline: deadline, (.createTenant, parameters))
        try result.requireOK()
        return try result.read { result throws(StorageFault) in
            TenantRecord(
                id: try result.uuid(0, 1), workspaceID: try result.uuid(0, 2), name: try result.string(0, 3),
                createdAt: try result.timestamp(0, 4),
                updatedAt: try result.timestamp(0, 5))
        }
    }

    /// Deletes a tenant with its memberships, connections and runs.
    ///
    /// Refused with `tenantNotFound` or `capabilityMissing`.
    package func deleteTenant(_ authority: WorkspaceAuthority, id: UUID, deadline: ContinuousClock.Instant?) async throws(StorageError) {
        var parameters = Bindings(authority, id: id)
        parameters.append(authority.tenantContext)
        try await run(.write, as: authority.sessionRole, for: authority.actor, deadline: deadline, (.deleteTenant, parameters)).requireOK()
    }

    /// Makes an actor a member of a workspace, or changes its role there.
    ///
    /// Refused with `workspaceNotFound`, `capabilityMissing` or `lastOwner`.
    package func grantWorkspaceMembership(
        _ authority: WorkspaceAuthority, workspaceID: UUID, grantee: ActorID, role: WorkspaceRole, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> MembershipRecord {
        var parameters = Bindings(authority, id: workspaceID)
        parameters.append(grantee.text)
        parameters.append(role.rawValue)
        return try await grant(.grantWorkspaceMembership, parameters, authority, deadline)
    }

    /// Makes a member of the workspace a member of one of its tenants, or changes its role there. Who may hold the role has been checked.
    ///
    /// Refused with `tenantNotFound`, `capabilityMissing` or `workspaceMembershipMissing`.
    package func grantTenantMembership(
        _ authority: WorkspaceAuthority, tenantID: UUID, grantee: ActorID, role: TenantRole, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> MembershipRecord {
        var parameters = Bindings(authority, id: tenantID)
        parameters.append(grantee.text)
        parameters.append(role.rawValue)
        parameters.append(authority.tenantRoles)
        return try await grant(.grantTenantMembership, parameters, authority, deadline)
    }

    private func grant(
        _ statement: Statement, _ parameters: Bindings, _ authority: WorkspaceAuthority, _ deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> MembershipRecord {
        let result = try await run(.write, as: authority.sessionRole, for: authority.actor, deadline: deadline, (statement, parameters))
        try result.requireOK()
        return try result.read { result throws(StorageFault) in
            MembershipRecord(
                workspaceID: try result.uuid(0, 1), tenantID: try result.optionalUUID(0, 2), actor: try result.string(0, 3),
                role: try result.string(0, 4), createdAt: try result.timestamp(0, 5), updatedAt: try result.timestamp(0, 6))
        }
    }
}
