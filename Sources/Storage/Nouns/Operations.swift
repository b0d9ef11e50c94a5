package import Access
package import FoundationEssentials
import Postgres
package import Redaction

/// How a run ended.
package struct RunFinish: Sendable, Hashable {
    package var end: RunEnd
    /// What a health check found; nil: as the end says, `healthy` or `failing`.
    package var healthStatus: HealthStatus?
    /// Why it failed, or what is wrong although it succeeded.
    package var reasonCode: ReasonCode?
    package var message: RedactedMessage?

    package init(end: RunEnd, healthStatus: HealthStatus? = nil, reasonCode: ReasonCode? = nil, message: RedactedMessage? = nil) {
        self.end = end
        self.healthStatus = healthStatus
        self.reasonCode = reasonCode
        self.message = message
    }
}

/// Which runs a list holds; nil: any.
package struct RunFilter: Sendable, Hashable {
    package var connectionID: UUID?
    package var kind: RunKind?
    package var outcome: RunOutcome?

    package init(connectionID: UUID? = nil, kind: RunKind? = nil, outcome: RunOutcome? = nil) {
        self.connectionID = connectionID
        self.kind = kind
        self.outcome = outcome
    }
}

extension Storage {
    /// Records that a run began. Refused with `connectionNotFound` or `capabilityMissing`.
    package func startOperationRun(
        _ scope: TenantScope, connectionID: UUID, kind: RunKind
    ) -> Query<OperationRunRecord> {
        var parameters = Bindings(scope, id: connectionID)
        parameters.append(UUID.random())
        parameters.append(kind.rawValue)
        parameters.append(kind.durationMax.components.seconds)
        return change(.runStart, scope, (.startOperationRun, parameters)) { result throws(StorageError) in try result.operationRun() }
    }

    /// Records how a run ended, on it and on its connection. Once more with the same content changes nothing.
    ///
    /// Refused with `runNotFound`, `capabilityMissing`, `healthStatusUnexpected` or `runAlreadyFinished`.
    package func finishOperationRun(
        _ scope: TenantScope, id: UUID, _ finish: RunFinish
    ) -> Query<OperationRunRecord> {
        var parameters = Bindings(scope, id: id, byteCapacity: 1024)
        parameters.append(finish.end.rawValue)
        parameters.append(finish.healthStatus?.rawValue)
        parameters.append(finish.reasonCode?.rawValue)
        parameters.append(finish.message?.text)
        return change(.runFinish, scope, (.finishOperationRun, parameters)) { result throws(StorageError) in try result.operationRun() }
    }

    /// The run with this id. Refused with `runNotFound` or `capabilityMissing`.
    package func getOperationRun(
        _ scope: TenantScope, id: UUID
    ) -> Query<OperationRunRecord> {
        read(scope, (.getOperationRun, Bindings(scope, id: id))) { result throws(StorageError) in
            guard result.rowCount == 1 else { throw .refused(.runNotFound) }
            return try result.operationRun()
        }
    }

    /// One page of the runs in a scope, by tenant and in each tenant newest first. `pageSize` is at least 1; an empty token is the beginning.
    ///
    /// Refused with `pageTokenInvalid` or `capabilityMissing`; with a tenant in the scope also with `tenantNotFound`, with a connection in the filter with
    /// `connectionNotFound` in its place.
    package func listOperationRuns(
        _ scope: TenantScope, _ filter: RunFilter, pageSize: Int, pageToken: String
    ) throws(StorageError) -> Query<Page<OperationRunRecord>> {
        let query = filter.digest(scope)
        let position = try PageToken.position(in: pageToken, of: query, start: .newest)
        // Without a tenant there is nobody to ask about one: the caller's ceiling alone refuses.
        guard scope.tenant != nil || filter.connectionID != nil || scope.capability != nil else { throw .refused(.capabilityMissing) }

        let parameters = filter.parameters(scope, after: position, pageSize: pageSize)
        return readPage(scope, (filter.statement(scope), parameters)) { result throws(StorageError) in
            try result.requireOK()
            return try result.read { result throws(StorageFault) in try Page(result, pageSize: pageSize, query: query) }
        }
    }
}

extension RunFilter {
    /// One statement per index that can serve the list.
    fileprivate func statement(_ scope: TenantScope) -> Statement {
        if connectionID != nil { return .listConnectionOperationRuns }
        return scope.tenant == nil ? .listOperationRuns : .listTenantOperationRuns
    }

    fileprivate func parameters(_ scope: TenantScope, after position: PagePosition, pageSize: Int) -> Bindings {
        let looksAtRows = kind != nil || outcome != nil
        var parameters = Bindings(scope.actor)
        parameters.append(tenantRolesWith: scope.capability)
        if connectionID != nil {
            parameters.append(scope.tenant)
        } else {
            parameters.append(scope.tenant ?? position.tenantID)
        }
        parameters.append(position.moment)
        parameters.append(position.id)
        parameters.append(Int32(clamping: looksAtRows ? max(Storage.rowsLookedAtMax, pageSize + 1) : pageSize + 1))
        parameters.append(Int32(clamping: pageSize))
        parameters.append(kind?.rawValue)
        parameters.append(outcome?.rawValue)
        if let connectionID { parameters.append(connectionID) }
        return parameters
    }

    fileprivate func digest(_ scope: TenantScope) -> QueryDigest {
        QueryDigest(
            method: "ListOperationRuns", filters: [scope.tenant?.text, connectionID?.text, kind?.rawValue, outcome?.rawValue])
    }
}

extension Page<OperationRunRecord> {
    /// Column 0 is the verdict; 1 to 3 the last row looked at, if there may be more behind it; the run, if there is one, follows.
    fileprivate init(_ result: ResultSet, pageSize: Int, query: QueryDigest) throws(StorageFault) {
        var last: PagePosition?
        if let tenantID = try result.optionalUUID(0, 1) {
            last = PagePosition(tenantID: tenantID, moment: try result.timestamp(0, 2), id: try result.uuid(0, 3))
        }
        try self.init(
            result, pageSize: pageSize, query: query, lastLookedAt: last, weight: \.weight,
            position: { PagePosition(tenantID: $0.tenantID, moment: $0.startedAt, id: $0.id) },
            read: { row throws(StorageFault) in
                try result.isNull(row, 4) ? nil : try OperationRunRecord(result, row: row, from: 4)
            })
    }
}

extension ResultSet {
    /// The verdict in column 0 and the run after it, in row 0.
    fileprivate func operationRun() throws(StorageError) -> OperationRunRecord {
        try requireOK()
        return try read { result throws(StorageFault) in try OperationRunRecord(result, row: 0, from: 1) }
    }
}

extension OperationRunRecord {
    fileprivate var weight: Int { 512 + actor.utf8.count + (message?.utf8.count ?? 0) }

    /// The twelve columns of every statement on runs, in this order, beginning at a column.
    fileprivate init(_ result: ResultSet, row: Int, from first: Int) throws(StorageFault) {
        id = try result.uuid(row, first)
        workspaceID = try result.uuid(row, first + 1)
        tenantID = try result.uuid(row, first + 2)
        connectionID = try result.uuid(row, first + 3)
        kind = try result.string(row, first + 4)
        outcome = try result.string(row, first + 5)
        reasonCode = try result.optionalString(row, first + 6)
        message = try result.optionalString(row, first + 7)
        healthStatus = try result.optionalString(row, first + 8)
        actor = try result.string(row, first + 9)
        startedAt = try result.timestamp(row, first + 10)
        finishedAt = try result.optionalTimestamp(row, first + 11)
    }
}
