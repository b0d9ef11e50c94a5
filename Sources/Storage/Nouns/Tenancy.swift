package import Access
package import FoundationEssentials
import Postgres

extension Storage {
    /// Creates a workspace; with an owner, that actor's membership too.
    package func createWorkspace(
        _ authority: AdminAuthority, name: String, owner: ActorID?
    ) -> Query<WorkspaceRecord> {
        var parameters = Bindings()
        parameters.append(UUID.random())
        parameters.append(name)
        parameters.append(owner?.text)
        return change(.workspaceCreate, authority, as: .admin, (.createWorkspace, parameters)) { result throws(StorageError) in
            try result.read { result throws(StorageFault) in try WorkspaceRecord(result, row: 0) }
        }
    }

    /// A workspace the actor is a member of, or any for an admin caller. Refused with `workspaceNotFound`.
    package func getWorkspace(
        _ authority: MemberAuthority, id: UUID
    ) -> Query<WorkspaceRecord> {
        let parameters = Bindings(authority, id: id)
        return read(authority, as: authority.call.sessionRole, (.getWorkspace, parameters)) { result throws(StorageError) in
            guard result.rowCount == 1 else { throw .refused(.workspaceNotFound) }
            return try result.read { result throws(StorageFault) in try WorkspaceRecord(result, row: 0) }
        }
    }

    /// The workspaces the actor is a member of, all for an admin caller, ordered by creation and id. Refused with `pageTokenInvalid`.
    package func listWorkspaces(
        _ authority: MemberAuthority, pageSize: Int, pageToken: String
    ) throws(StorageError) -> Query<Page<WorkspaceRecord>> {
        let query = QueryDigest(method: "ListWorkspaces", filters: [])
        let position = try PageToken.position(in: pageToken, of: query)
        var parameters = authority.isAdminCaller ? Bindings() : Bindings(authority.actor)
        parameters.append(position.moment)
        parameters.append(position.id)
        parameters.append(Int32(clamping: pageSize + 1))
        let statement: Statement = authority.isAdminCaller ? .listAllWorkspaces : .listWorkspaces
        return readPage(authority, as: authority.call.sessionRole, (statement, parameters)) { result throws(StorageError) in
            let rows = try result.rows { result, row throws(StorageFault) in try WorkspaceRecord(result, row: row) }
            return Page(rows, pageSize: pageSize, query: query) { PagePosition(moment: $0.createdAt, id: $0.id) }
        }
    }

    /// Deletes a workspace and its memberships. Refused with `workspaceNotFound` or `workspaceNotEmpty`.
    package func deleteWorkspace(_ authority: AdminAuthority, id: UUID) -> Query<Void> {
        var parameters = Bindings()
        parameters.append(id)
        return change(.workspaceDelete, authority, as: .admin, (.deleteWorkspace, parameters)) { result throws(StorageError) in
            try result.requireOK()
        }
    }

    /// Creates a tenant in a workspace; an actor that owns the workspace becomes owner of the tenant.
    ///
    /// Refused with `workspaceNotFound` or `capabilityMissing`.
    package func createTenant(
        _ authority: WorkspaceAuthority, workspaceID: UUID, name: String
    ) -> Query<TenantRecord> {
        var parameters = Bindings(authority, id: workspaceID)
        parameters.append(UUID.random())
        parameters.append(name)
        return change(.tenantCreate, authority, as: authority.call.sessionRole, (.createTenant, parameters)) {
            result throws(StorageError) in
            try result.requireOK()
            return try result.read { result throws(StorageFault) in try TenantRecord(result, row: 0, from: 1) }
        }
    }

    /// A tenant the actor is entitled to or whose workspace it owns, any for an admin caller. Refused with `tenantNotFound`.
    package func getTenant(
        _ authority: MemberAuthority, id: UUID
    ) -> Query<TenantRecord> {
        var parameters = Bindings(authority, id: id)
        parameters.append(authority.tenantContext)
        return read(authority, as: authority.call.sessionRole, (.getTenant, parameters)) { result throws(StorageError) in
            guard result.rowCount == 1 else { throw .refused(.tenantNotFound) }
            return try result.read { result throws(StorageFault) in try TenantRecord(result, row: 0, from: 0) }
        }
    }

    /// The tenants the actor may see, ordered by id; with a workspace only those in it, with a tenant context only that one.
    ///
    /// Refused with `pageTokenInvalid`, `workspaceNotFound` or, in a tenant context, `tenantNotFound`.
    package func listTenants(
        _ authority: MemberAuthority, workspaceID: UUID?, pageSize: Int, pageToken: String
    ) throws(StorageError) -> Query<Page<TenantRecord>> {
        let query = QueryDigest(method: "ListTenants", filters: [workspaceID?.text, authority.tenantContext?.text])
        let position = try PageToken.position(in: pageToken, of: query)
        if let tenant = authority.tenantContext {
            let one = getTenant(authority, id: tenant)
            return Query(
                pool, one.segment,
                all: { results throws(StorageError) in
                    let record = try one.reading.value(of: .success(results))
                    guard workspaceID == nil || workspaceID == record.workspaceID else { throw .refused(.tenantNotFound) }
                    return Page(only: record)
                })
        }
        var parameters: Bindings
        let statement: Statement
        if let workspaceID {
            parameters = Bindings(authority, id: workspaceID)
            statement = .listWorkspaceTenants
        } else {
            parameters = authority.isAdminCaller ? Bindings() : Bindings(authority.actor)
            statement = authority.isAdminCaller ? .listAllTenants : .listTenants
        }
        parameters.append(position.id)
        parameters.append(Int32(clamping: pageSize + 1))
        // Of a workspace there is a verdict first.
        let first = workspaceID == nil ? 0 : 1
        return readPage(authority, as: authority.call.sessionRole, (statement, parameters)) { result throws(StorageError) in
            if first == 1 { try result.requireOK() }
            let rows = try result.rows(unlessNull: first) { result, row throws(StorageFault) in
                try TenantRecord(result, row: row, from: first)
            }
            return Page(rows, pageSize: pageSize, query: query) { PagePosition(id: $0.id) }
        }
    }

    /// Deletes a tenant with its memberships, connections and runs.
    ///
    /// Refused with `tenantNotFound` or `capabilityMissing`.
    package func deleteTenant(_ authority: WorkspaceAuthority, id: UUID) -> Query<Void> {
        var parameters = Bindings(authority, id: id)
        parameters.append(authority.tenantContext)
        return change(.tenantDelete, authority, as: authority.call.sessionRole, (.deleteTenant, parameters)) {
            result throws(StorageError) in
            try result.requireOK()
        }
    }
}

extension WorkspaceRecord {
    /// The columns of every statement on workspaces, in this order.
    fileprivate init(_ result: ResultSet, row: Int) throws(StorageFault) {
        id = try result.uuid(row, 0)
        name = try result.string(row, 1)
        createdAt = try result.timestamp(row, 2)
        updatedAt = try result.timestamp(row, 3)
    }
}

extension TenantRecord {
    /// The columns of every statement on tenants, in this order, beginning at a column.
    fileprivate init(_ result: ResultSet, row: Int, from first: Int) throws(StorageFault) {
        id = try result.uuid(row, first)
        workspaceID = try result.uuid(row, first + 1)
        name = try result.string(row, first + 2)
        createdAt = try result.timestamp(row, first + 3)
        updatedAt = try result.timestamp(row, first + 4)
    }
}
