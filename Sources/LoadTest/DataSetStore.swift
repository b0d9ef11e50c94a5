internal import Synchronization
package import TenonClient

/// Makes data sets through the daemon, and removes them.
package struct DataSetStore: Sendable {
    private let client: TenonClient

    /// Writes under way at a time: enough for the daemon to commit them in groups.
    private static let inFlight = 64
    /// Deletions under way at a time; each takes a tenant with all its connections.
    private static let deletionsInFlight = 4
    /// A page of the largest size.
    private static let pageSize: Int32 = 1_000
    /// Deleting a tenant takes its time.
    private static let deletion = CallOptions(timeout: .seconds(60))

    /// - Parameter client: speaks for an actor that an admin caller may speak for, and is in no tenant context.
    package init(client: TenonClient) {
        self.client = client
    }

    /// Makes an empty workspace; gives its id.
    package func begin() async throws(TenonError) -> String {
        let suffix = String(UInt32.random(in: .min ... .max), radix: 16)
        return try await client.tenancy.createWorkspace(CreateWorkspaceRequest(name: LoadDataSet.namePrefix + suffix)).id
    }

    /// Fills a workspace with tenants, memberships and connections.
    /// - Parameters:
    ///   - stop: ends it early; then the result is nil.
    ///   - progress: told how many connections there are, about a hundred times in all; on any thread.
    package func fill(
        _ workspaceID: String, tenantCount: Int, connectionCount: Int, stop: StopSign,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(TenonError) -> LoadDataSet? {
        for actor in [LoadDataSet.manager, LoadDataSet.service] {
            let grant = GrantWorkspaceMembershipRequest(workspaceID: workspaceID, actor: actor, role: "member")
            _ = try await client.tenancy.grantWorkspaceMembership(grant)
        }
        let tenantIDs = try await ids(tenantCount, stop) { number throws(TenonError) in try await makeTenant(number, in: workspaceID) }
        guard let tenantIDs else { return nil }
        let stepCount = max(1, connectionCount / 100), made = ProgressCount()
        let connectionIDs = try await ids(connectionCount, stop) { number throws(TenonError) in
            let id = try await makeConnection(number, in: tenantIDs[number % tenantIDs.count])
            let count = made.next()
            if count % stepCount == 0 { progress(count) }
            return id
        }
        return connectionIDs.map { LoadDataSet(workspaceID: workspaceID, tenantIDs: tenantIDs, connectionIDs: $0) }
    }

    /// Deletes a workspace with all that is in it, unless somebody else does so at the same time.
    package func remove(_ workspaceID: String) async throws(TenonError) {
        while true {
            let request = ListTenantsRequest(workspaceID: workspaceID, pageSize: Self.pageSize)
            let tenants = try await client.tenancy.listTenants(request).tenants
            if tenants.isEmpty { break }
            try await forEachNumber(below: tenants.count, inFlight: Self.deletionsInFlight, stop: StopSign()) { number throws(TenonError) in
                try await unlessGone { () throws(TenonError) in
                    _ = try await client.tenancy.deleteTenant(DeleteTenantRequest(id: tenants[number].id), options: Self.deletion)
                }
            }
        }
        try await unlessGone { () throws(TenonError) in
            _ = try await client.tenancy.deleteWorkspace(DeleteWorkspaceRequest(id: workspaceID), options: Self.deletion)
        }
    }

    private func unlessGone(_ delete: () async throws(TenonError) -> Void) async throws(TenonError) {
        do throws(TenonError) {
            try await delete()
        } catch  where error.code == .notFound {
            return
        }
    }

    /// Removes what load tests left behind, also those that still run; gives how many workspaces there were.
    package func removeAll() async throws(TenonError) -> Int {
        var leftBehind: [String] = [], token = ""
        repeat {
            let page = try await client.tenancy.listWorkspaces(ListWorkspacesRequest(pageSize: Self.pageSize, pageToken: token))
            leftBehind += page.workspaces.filter { $0.name.hasPrefix(LoadDataSet.namePrefix) }.map(\.id)
            token = page.nextPageToken
        } while !token.isEmpty
        for workspaceID in leftBehind { try await remove(workspaceID) }
        return leftBehind.count
    }

    private func makeTenant(_ number: Int, in workspaceID: String) async throws(TenonError) -> String {
        let tenant = try await client.tenancy.createTenant(CreateTenantRequest(workspaceID: workspaceID, name: "Bench \(number)"))
        for (actor, role) in [(LoadDataSet.manager, "manager"), (LoadDataSet.service, "service")] {
            let grant = GrantTenantMembershipRequest(tenantID: tenant.id, actor: actor, role: role)
            _ = try await client.tenancy.grantTenantMembership(grant)
        }
        return tenant.id
    }

    private func makeConnection(_ number: Int, in tenantID: String) async throws(TenonError) -> String {
        let bytes = SealedToken.bytes(connection: number, serial: 0)
        let request = CreateConnectionRequest(
            tenantID: tenantID, providerSlug: LoadDataSet.providerSlug, externalID: LoadDataSet.externalID(of: number),
            displayName: "Bench connection \(number)", scopes: ["repo", "read:org"], accessTokenCiphertext: bytes,
            refreshTokenCiphertext: bytes, metadataJSON: #"{"installation_id":"\#(number)"}"#)
        return try await client.connections.createConnection(request, options: CallOptions(actor: LoadDataSet.manager)).id
    }

    /// What is made for each number, in their order; nil when it was stopped.
    private func ids(
        _ count: Int, _ stop: StopSign, _ make: @escaping @Sendable (Int) async throws(TenonError) -> String
    ) async throws(TenonError) -> [String]? {
        let ids = IDList(count: count)
        try await forEachNumber(below: count, inFlight: Self.inFlight, stop: stop) { number throws(TenonError) in
            ids.set(number, try await make(number))
        }
        return stop.isPutUp ? nil : ids.all
    }

    /// Does something for each number, so many at a time. The first error ends it, once all that is under way has come back: what is cancelled
    /// might be made after it was looked for.
    private func forEachNumber(
        below count: Int, inFlight: Int, stop: StopSign, _ body: @escaping @Sendable (Int) async throws(TenonError) -> Void
    ) async throws(TenonError) {
        let numbers = ProgressCount(), hasFailed = StopSign(), executor = client.executor
        let failure = await withTaskGroup(of: TenonError?.self) { group in
            for _ in 0..<min(inFlight, count) {
                group.addTask(executorPreference: executor) {
                    while !stop.isPutUp, !hasFailed.isPutUp {
                        let number = numbers.next() - 1
                        guard number < count else { return nil }
                        do throws(TenonError) {
                            try await body(number)
                        } catch {
                            hasFailed.putUp()
                            return error
                        }
                    }
                    return nil
                }
            }
            return await group.reduce(nil) { $0 ?? $1 }
        }
        if let failure { throw failure }
    }
}

/// Counts from 1. A class: several tasks count together.
private final class ProgressCount: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}

/// Ids that come in any order. A class: several tasks fill it.
private final class IDList: Sendable {
    private let ids: Mutex<[String]>

    init(count: Int) {
        ids = Mutex(Array(repeating: "", count: count))
    }

    func set(_ number: Int, _ id: String) { ids.withLock { $0[number] = id } }

    var all: [String] { ids.withLock { $0 } }
}
