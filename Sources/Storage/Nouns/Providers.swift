package import Access
import Postgres

extension Storage {
    /// One provider of the catalog.
    package func getProvider(
        _ authority: CallerAuthority, slug: String
    ) -> Query<ProviderRecord> {
        var parameters = Bindings()
        parameters.append(slug)
        return read(authority, (.getProvider, parameters)) { result throws(StorageError) in
            guard result.rowCount == 1 else { throw .refused(.providerNotFound) }
            return try result.read { result throws(StorageFault) in try ProviderRecord(result, row: 0) }
        }
    }

    /// The whole catalog, ordered by slug.
    package func listProviders(
        _ authority: CallerAuthority
    ) -> Query<[ProviderRecord]> {
        read(authority, (.listProviders, Bindings())) { result throws(StorageError) in
            try result.rows { result, row throws(StorageFault) in try ProviderRecord(result, row: row) }
        }
    }

    /// Inserts a provider, or gives the one there is a new display name and authorisation type.
    package func upsertProvider(
        _ authority: AdminAuthority, slug: String, displayName: String, authType: AuthType
    ) -> Query<ProviderRecord> {
        var parameters = Bindings()
        parameters.append(slug)
        parameters.append(displayName)
        parameters.append(authType.rawValue)
        return change(.providerUpsert, authority, as: .admin, (.upsertProvider, parameters)) { result throws(StorageError) in
            try result.read { result throws(StorageFault) in try ProviderRecord(result, row: 0) }
        }
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
