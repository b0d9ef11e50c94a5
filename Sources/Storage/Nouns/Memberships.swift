package import Access
package import FoundationEssentials
import Postgres

extension Storage {
    /// Makes an actor a member of a workspace, or changes its role there.
    ///
    /// Refused with `workspaceNotFound`, `capabilityMissing` or `lastOwner`.
    package func grantWorkspaceMembership(
        _ authority: WorkspaceAuthority, workspaceID: UUID, grantee: ActorID, role: WorkspaceRole
    ) -> Query<MembershipRecord> {
        var parameters = Bindings(authority, id: workspaceID)
        parameters.append(grantee.text)
        parameters.append(role.rawValue)
        return grantMembership(.workspaceMembershipGrant, authority, (.grantWorkspaceMembership, parameters))
    }

    /// Ends a membership of a workspace, and with it those of its tenants. Where there is none, nothing happens.
    ///
    /// Refused with `workspaceNotFound`, `capabilityMissing` or `lastOwner`.
    package func revokeWorkspaceMembership(
        _ authority: WorkspaceAuthority, workspaceID: UUID, member: ActorID
    ) -> Query<Void> {
        var parameters = Bindings(authority, id: workspaceID)
        parameters.append(member.text)
        return revokeMembership(.workspaceMembershipRevoke, authority, (.revokeWorkspaceMembership, parameters))
    }

    /// Makes a member of the workspace a member of one of its tenants, or changes its role there. Who may hold the role has been checked.
    ///
    /// Refused with `tenantNotFound`, `capabilityMissing` or `workspaceMembershipMissing`.
    package func grantTenantMembership(
        _ authority: WorkspaceAuthority, tenantID: UUID, grantee: ActorID, role: TenantRole
    ) -> Query<MembershipRecord> {
        var parameters = Bindings(authority, tenant: tenantID)
        parameters.append(authority.tenantContext)
        parameters.append(grantee.text)
        parameters.append(role.rawValue)
        return grantMembership(.tenantMembershipGrant, authority, (.grantTenantMembership, parameters))
    }

    /// Ends a membership of a tenant. Where there is none, nothing happens. Refused with `tenantNotFound` or `capabilityMissing`.
    package func revokeTenantMembership(
        _ authority: WorkspaceAuthority, tenantID: UUID, member: ActorID
    ) -> Query<Void> {
        var parameters = Bindings(authority, tenant: tenantID)
        parameters.append(authority.tenantContext)
        parameters.append(member.text)
        return revokeMembership(.tenantMembershipRevoke, authority, (.revokeTenantMembership, parameters))
    }

    /// The memberships of one workspace, ordered by actor. Refused with `pageTokenInvalid`, `workspaceNotFound` or `capabilityMissing`.
    package func listMemberships(
        _ authority: WorkspaceAuthority, workspaceID: UUID, pageSize: Int, pageToken: String
    ) throws(StorageError) -> Query<Page<MembershipRecord>> {
        try listMemberships(
            authority, .listWorkspaceMemberships, Bindings(authority, id: workspaceID),
            QueryDigest(method: "ListMemberships", filters: [workspaceID.text, nil]), pageSize, pageToken)
    }

    /// The memberships of one tenant, ordered by actor. Refused with `pageTokenInvalid`, `tenantNotFound` or `capabilityMissing`.
    package func listMemberships(
        _ authority: WorkspaceAuthority, tenantID: UUID, pageSize: Int, pageToken: String
    ) throws(StorageError) -> Query<Page<MembershipRecord>> {
        try listMemberships(
            authority, .listTenantMemberships, Bindings(authority, tenant: tenantID),
            QueryDigest(method: "ListMemberships", filters: [nil, tenantID.text]), pageSize, pageToken)
    }

    private func grantMembership(
        _ action: AuditAction, _ authority: WorkspaceAuthority, _ step: (Statement, Bindings)
    ) -> Query<MembershipRecord> {
        change(action, authority, as: authority.call.sessionRole, step) { result throws(StorageError) in
            try result.requireOK()
            return try result.read { result throws(StorageFault) in try MembershipRecord(result, row: 0) }
        }
    }

    private func revokeMembership(_ action: AuditAction, _ authority: WorkspaceAuthority, _ step: (Statement, Bindings)) -> Query<Void> {
        change(action, authority, as: authority.call.sessionRole, step) { result throws(StorageError) in try result.requireOK() }
    }

    private func listMemberships(
        _ authority: WorkspaceAuthority, _ statement: Statement, _ parameters: Bindings, _ query: QueryDigest, _ pageSize: Int,
        _ pageToken: String
    ) throws(StorageError) -> Query<Page<MembershipRecord>> {
        let position = try PageToken.position(in: pageToken, of: query)
        var parameters = parameters
        parameters.append(position.name)
        parameters.append(Int32(clamping: pageSize + 1))
        return readPage(authority, as: authority.call.sessionRole, (statement, parameters)) { result throws(StorageError) in
            try result.requireOK()
            let rows = try result.rows(unlessNull: 1) { result, row throws(StorageFault) in try MembershipRecord(result, row: row) }
            return Page(rows, pageSize: pageSize, query: query) { PagePosition(name: $0.actor) }
        }
    }
}

extension MembershipRecord {
    /// The columns of every statement on memberships, in this order, after the verdict.
    fileprivate init(_ result: ResultSet, row: Int) throws(StorageFault) {
        workspaceID = try result.uuid(row, 1)
        tenantID = try result.optionalUUID(row, 2)
        actor = try result.string(row, 3)
        role = try result.string(row, 4)
        createdAt = try result.timestamp(row, 5)
        updatedAt = try result.timestamp(row, 6)
    }
}
