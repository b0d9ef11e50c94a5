package import Access
import Postgres

extension Storage {
    /// One provider of the catalog.
    package func getProvider(
        _ authority: CallerAuthority, slug: String, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> ProviderRecord {
        var parameters = Bindings()
        parameters.append(slug)
        let result = try await read(authority, deadline: deadline, (.getProvider, parameters))
        guard result.rowCount == 1 else { throw .refused(.providerNotFound) }
        return try result.read { result throws(StorageFault) in try ProviderRecord(result, row: 0) }
    }

    /// The whole catalog, ordered by slug.
    package func listProviders(
        _ authority: CallerAuthority, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> [ProviderRecord] {
        let result = try await read(authority, deadline: deadline, (.listProviders, Bindings()))
        return try result.read { result throws(StorageFault) in
            var records: [ProviderRecord] = []
            for row in 0..<result.rowCount { records.append(try ProviderRecord(result, row: row)) }
            return records
        }
    }

    /// Inserts a provider, or gives the one there is a new display name and authorisation type.
    package func upsertProvider(
        _ authority: AdminAuthority, slug: String, displayName: String, authType: AuthType, deadline: ContinuousClock.Instant?
    ) async throws(StorageError) -> ProviderRecord {
        var parameters = Bindings()
        parameters.append(slug)
        parameters.append(displayName)
        parameters.append(authType.rawValue)
        let result = try await change(.providerUpsert, authority, as: .admin, deadline: deadline, (.upsertProvider, parameters))
        return try result.read { result throws(StorageFault) in try ProviderRecord(result, row: 0) }
    }
}

extension ProviderRecord {
    /// The columns of every statement on providers, in this order.
    init(_ result: ResultSet, row: Int) throws(StorageFault) {
        slug = try result.string(row, 0)
        displayName = try result.string(row, 1)
        authType = try result.string(row, 2)
        createdAt = try result.timestamp(row, 3)
        updatedAt = try result.timestamp(row, 4)
    }
}
