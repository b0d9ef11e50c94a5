package import Access
package import FoundationEssentials
package import Postgres

/// Which part of the trail a list is about.
package enum AuditPlace: Sendable, Hashable {
    /// One tenant that exists; asked of its members.
    case tenant(UUID)
    /// One workspace, or of it what happened in one tenant, deleted or not; asked of its owners and admin callers.
    case workspace(UUID, tenant: UUID?)
    /// Everything; for admin callers.
    case everywhere(AdminAuthority)
}

/// Which events a list holds; nil: any.
package struct AuditFilter: Sendable, Hashable {
    package var actor: ActorID?
    package var action: AuditAction?
    package var targetID: String?
    package var after: UnixMicroseconds?
    package var before: UnixMicroseconds?

    package init(
        actor: ActorID? = nil, action: AuditAction? = nil, targetID: String? = nil, after: UnixMicroseconds? = nil,
        before: UnixMicroseconds? = nil
    ) {
        self.actor = actor
        self.action = action
        self.targetID = targetID
        self.after = after
        self.before = before
    }
}

extension Storage {
    /// One page of the trail, newest first.
    ///
    /// Refused with `pageTokenInvalid`, `tenantNotFound`, `workspaceNotFound` or `capabilityMissing`.
    package func listAuditEvents(
        _ authority: WorkspaceAuthority, in place: AuditPlace, _ filter: AuditFilter, pageSize: Int, pageToken: String
    ) throws(StorageError) -> Query<Page<AuditRecord>> {
        let query = filter.digest(place)
        let position = try PageToken.position(in: pageToken, of: query, start: .newest)
        let page: @Sendable (ResultSet) throws(StorageError) -> Page<AuditRecord> = { result throws(StorageError) in
            try result.requireOK()
            return try result.read { result throws(StorageFault) in try Page(result, pageSize: pageSize, query: query) }
        }
        switch place {
        case .tenant(let tenant):
            var parameters = Bindings(authority.actor)
            parameters.append(tenant)
            parameters.append(tenantRolesWith: authority.capability)
            filter.append(to: &parameters, after: position, pageSize: pageSize)
            return readPage(authority, (.listTenantAuditEvents, parameters), page)
        case .workspace(let workspace, let tenant):
            var parameters = Bindings(authority.actor)
            parameters.append(workspace)
            parameters.append(workspaceRolesWith: authority.capability)
            filter.append(to: &parameters, after: position, pageSize: pageSize, looksAtRows: tenant != nil)
            parameters.append(tenant)
            parameters.append(authority.isAdminCaller)
            return readPage(authority, as: authority.call.sessionRole, (.listWorkspaceAuditEvents, parameters), page)
        case .everywhere(let admin):
            var parameters = Bindings()
            filter.append(to: &parameters, after: position, pageSize: pageSize)
            return readPage(admin, as: .admin, (.listAuditEvents, parameters), page)
        }
    }
}

extension AuditFilter {
    fileprivate func append(to parameters: inout Bindings, after position: PagePosition, pageSize: Int, looksAtRows: Bool = false) {
        let mustLook = looksAtRows || actor != nil || action != nil || targetID != nil
        parameters.append(position.moment)
        parameters.append(position.id)
        parameters.append(Int32(clamping: mustLook ? max(Storage.rowsLookedAtMax, pageSize + 1) : pageSize + 1))
        parameters.append(Int32(clamping: pageSize))
        parameters.append(after ?? .beginningOfTime)
        parameters.append(before ?? .endOfTime)
        parameters.append(actor?.text)
        parameters.append(action?.rawValue)
        parameters.append(targetID)
    }

    fileprivate func digest(_ place: AuditPlace) -> QueryDigest {
        let (workspace, tenant): (UUID?, UUID?) =
            switch place {
            case .tenant(let tenant): (nil, tenant)
            case .workspace(let workspace, let tenant): (workspace, tenant)
            case .everywhere: (nil, nil)
            }
        return QueryDigest(
            method: "ListAuditEvents",
            filters: [
                workspace?.text, tenant?.text, actor?.text, action?.rawValue, targetID, after.map { "\($0.value)" },
                before.map { "\($0.value)" },
            ])
    }
}

extension Page<AuditRecord> {
    /// Column 0 is the verdict; 1 and 2 the last row looked at, if there may be more behind it; the event, if there is one, follows.
    fileprivate init(_ result: ResultSet, pageSize: Int, query: QueryDigest) throws(StorageFault) {
        var last: PagePosition?
        if let at = try result.optionalTimestamp(0, 1) { last = PagePosition(moment: at, id: try result.uuid(0, 2)) }
        try self.init(
            result, pageSize: pageSize, query: query, lastLookedAt: last, weight: \.weight,
            position: { PagePosition(moment: $0.at, id: $0.id) },
            read: { row throws(StorageFault) in try result.isNull(row, 3) ? nil : try AuditRecord(result, row: row) })
    }
}

extension AuditRecord {
    fileprivate var weight: Int {
        256 + actor.utf8.count + caller.utf8.count + targetID.utf8.count + (payloadJSON?.utf8.count ?? 0) + (requestID?.utf8.count ?? 0)
    }

    fileprivate init(_ result: ResultSet, row: Int) throws(StorageFault) {
        id = try result.uuid(row, 3)
        at = try result.timestamp(row, 4)
        action = try result.string(row, 5)
        outcome = try result.string(row, 6)
        actor = try result.string(row, 7)
        caller = try result.string(row, 8)
        callerUID = try result.int64(row, 9)
        callerPID = try result.int64(row, 10)
        workspaceID = try result.optionalUUID(row, 11)
        tenantID = try result.optionalUUID(row, 12)
        targetType = try result.string(row, 13)
        targetID = try result.string(row, 14)
        payloadJSON = try result.optionalString(row, 15)
        requestID = try result.optionalString(row, 16)
    }
}
