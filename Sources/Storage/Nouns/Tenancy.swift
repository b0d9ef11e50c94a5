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
        let result = try await change(.workspaceCreate, authority, as: .admin, deadline: deadline, (.createWorkspace, parameters))
        return try result.read { result throws(StorageFault) in try WorkspaceRecord(result, row: 0) }
    }

    /// A workspace the actor is a member of, or any for an admin caller. Refused with `workspaceNotFound`.
    package func getWorkspace(
        _ authority: MemberAuthority, id: UUID, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> WorkspaceRecord {
        let parameters = Bindings(authority, id: id)
        let result = try await read(authority, as: authority.call.sessionRole, deadline: deadline, (.getWorkspace, parameters))
        guard result.rowCount == 1 else { throw .refused(.workspaceNotFound) }
        return try result.read { result throws(StorageFault) in try WorkspaceRecord(result, row: 0) }
    }

    /// The workspaces the actor is a member of, all for an admin caller, ordered by creation and id. Refused with `pageTokenInvalid`.
    package func listWorkspaces(
        _ authority: MemberAuthority, pageSize: Int, pageToken: String, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> Page<WorkspaceRecord> {
        let query = QueryDigest(method: "ListWorkspaces", filters: [])
        let position = try PageToken.position(in: pageToken, of: query)
        var parameters = authority.isAdminCaller ? Bindings() : Bindings(authority.actor)
        parameters.append(position.moment)
        parameters.append(position.id)
        parameters.append(Int32(clamping: pageSize + 1))
        let statement: Statement = authority.isAdminCaller ? .listAllWorkspaces : .listWorkspaces
        let result = try await readPage(authority, as: authority.call.sessionRole, deadline: deadline, (statement, parameters))
        let rows = try result.rows { result, row throws(StorageFault) in try WorkspaceRecord(result, row: row) }
        return Page(rows, pageSize: pageSize, query: query) { PagePosition(moment: $0.createdAt, id: $0.id) }
    }

    /// Deletes a workspace and its memberships. Refused with `workspaceNotFound` or `workspaceNotEmpty`.
    package func deleteWorkspace(_ authority: AdminAuthority, id: UUID, deadline: ContinuousClock.Instant?) async throws(StorageError) {
        var parameters = Bindings()
        parameters.append(id)
        try await change(.workspaceDelete, authority, as: .admin, deadline: deadline, (.deleteWorkspace, parameters)).requireOK()
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
        let result = try await change(
            .tenantCreate, authority, as: authority.call.sessionRole, deadline: deadline, (.createTenant, parameters))
        try result.requireOK()
        return try result.read { result throws(StorageFault) in try TenantRecord(result, row: 0, from: 1) }
    }

    /// A tenant the actor is entitled to or whose workspace it owns, any for an admin caller. Refused with `tenantNotFound`.
    package func getTenant(
        _ authority: MemberAuthority, id: UUID, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> TenantRecord {
        var parameters = Bindings(authority, id: id)
        parameters.append(authority.tenantContext)
        let result = try await read(authority, as: authority.call.sessionRole, deadline: deadline, (.getTenant, parameters))
        guard result.rowCount == 1 else { throw .refused(.tenantNotFound) }
        return try result.read { result throws(StorageFault) in try TenantRecord(result, row: 0, from: 0) }
    }

    /// The tenants the actor may see, ordered by id; with a workspace only those in it, with a tenant context only that one.
    ///
    /// Refused with `pageTokenInvalid`, `workspaceNotFound` or, in a tenant context, `tenantNotFound`.
    package func listTenants(
        _ authority: MemberAuthority, workspaceID: UUID?, pageSize: Int, pageToken: String, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> Page<TenantRecord> {
        let query = QueryDigest(method: "ListTenants", filters: [workspaceID?.text, authority.tenantContext?.text])
        let position = try PageToken.position(in: pageToken, of: query)
        if let tenant = authority.tenantContext {
            let record = try await getTenant(authority, id: tenant, deadline: deadline)
            guard workspaceID == nil || workspaceID == record.workspaceID else { throw .refused(.tenantNotFound) }
            return Page(only: record)
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
        let result = try await readPage(authority, as: authority.call.sessionRole, deadline: deadline, (statement, parameters))
        var first = 0
        if workspaceID != nil {
            try result.requireOK()
            first = 1
        }
        let rows = try result.rows(unlessNull: first) { [first] result, row throws(StorageFault) in
            try TenantRecord(result, row: row, from: first)
        }
        return Page(rows, pageSize: pageSize, query: query) { PagePosition(id: $0.id) }
    }

    /// Deletes a tenant with its memberships, connections and runs.
    ///
    /// Refused with `tenantNotFound` or `capabilityMissing`.
    package func deleteTenant(_ authority: WorkspaceAuthority, id: UUID, deadline: ContinuousClock.Instant?) async throws(StorageError) {
        var parameters = Bindings(authority, id: id)
        parameters.append(authority.tenantContext)
        let result = try await change(
            .tenantDelete, authority, as: authority.call.sessionRole, deadline: deadline, (.deleteTenant, parameters))
        try result.requireOK()
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
