package import Access
import FoundationEssentials
import Postgres

extension Storage {
    /// Rows a filter that no index serves may look at per page; then a short page is given, so that every page costs the same. For the same reason
    /// the statements over all tenants end a page after 1000 tenants.
    static let rowsLookedAtMax = 2_000

    /// One page of the connections in a scope, ordered by tenant, then creation, or expiry if that is asked for, and id; never more than 1 MiB of them,
    /// unless it is one. `pageSize` is at least 1; an empty token is the beginning.
    ///
    /// Refused with `pageTokenInvalid`; with a tenant in the scope also with `tenantNotFound` or `capabilityMissing`.
    package func listConnections(
        _ scope: TenantScope, _ filter: ConnectionFilter, pageSize: Int, pageToken: String
    ) throws(StorageError) -> Query<Page<ConnectionRow>> {
        let query = filter.digest(scope)
        let position = try PageToken.position(in: pageToken, of: query)
        // Without a tenant there is nobody to ask about one: the caller's ceiling alone refuses.
        guard scope.tenant != nil || scope.capability != nil else { throw .refused(.capabilityMissing) }

        let parameters = filter.parameters(scope, after: position, pageSize: pageSize)
        return readPage(scope, (filter.statement(scope), parameters)) { result throws(StorageError) in
            try result.requireOK()
            return try result.read { result throws(StorageFault) in try Page(result, filter, query: query) }
        }
    }
}

extension ConnectionFilter {
    /// One statement per index that can serve the list.
    fileprivate func statement(_ scope: TenantScope) -> Statement {
        switch (scope.tenant, providerSlug) {
        case (nil, _) where expiresBefore != nil: .listExpiringConnections
        case (_?, _) where expiresBefore != nil: .listExpiringTenantConnections
        case (nil, nil): .listConnections
        case (nil, _?): .listConnectionsOfProvider
        case (_?, nil): .listTenantConnections
        case (_?, _?): .listTenantConnectionsOfProvider
        }
    }

    /// Whether rows must be looked at that will not be given, because no index tells them apart.
    private var looksAtRows: Bool { status != nil || healthStatus != nil || (expiresBefore != nil && providerSlug != nil) }

    fileprivate func parameters(_ scope: TenantScope, after position: PagePosition, pageSize: Int) -> Bindings {
        let rowsLookedAt = looksAtRows ? max(Storage.rowsLookedAtMax, pageSize + 1) : pageSize + 1
        var parameters = Bindings(scope.actor)
        parameters.append(tenantRolesWith: scope.capability)
        parameters.append(scope.tenant ?? position.tenantID)
        parameters.append(position.moment)
        parameters.append(position.id)
        parameters.append(Int32(clamping: rowsLookedAt))
        parameters.append(Int32(clamping: pageSize))
        parameters.append(status?.rawValue)
        parameters.append(healthStatus?.rawValue)
        if let expiresBefore {
            parameters.append(providerSlug)
            parameters.append(expiresBefore)
        } else if let providerSlug {
            parameters.append(providerSlug)
        }
        return parameters
    }

    /// Where the list goes on behind a row.
    fileprivate func position(_ row: ConnectionRow) throws(StorageFault) -> PagePosition {
        let connection = try row.fields
        let moment = expiresBefore == nil ? connection.createdAt : connection.expiresAt
        return PagePosition(tenantID: connection.tenantID, moment: moment ?? .beginningOfTime, id: connection.id)
    }

    fileprivate func digest(_ scope: TenantScope) -> QueryDigest {
        QueryDigest(
            method: "ListConnections",
            filters: [
                scope.tenant?.uuidString, providerSlug, status?.rawValue, healthStatus?.rawValue, expiresBefore.map { "\($0.value)" },
            ])
    }
}

extension Page<ConnectionRow> {
    /// Column 0 is the verdict; 1 says that more rows matched than are given; 2 to 4 the last row looked at, if there may be more behind it; the
    /// connection, if there is one, follows.
    fileprivate init(_ result: ResultSet, _ filter: ConnectionFilter, query: QueryDigest) throws(StorageFault) {
        let rowCount = try result.isNull(0, 5) ? 0 : result.rowCount
        let rows = (0..<rowCount).map { ConnectionRow(result, row: $0, column: 5) }
        var next: PagePosition?
        if try result.bool(0, 1) {
            next = try rows.last.map(filter.position)
        } else if let tenantID = try result.optionalUUID(0, 2) {
            next = PagePosition(tenantID: tenantID, moment: try result.timestamp(0, 3), id: try result.uuid(0, 4))
        }
        self.init(records: rows, next: next, query: query)
    }
}
