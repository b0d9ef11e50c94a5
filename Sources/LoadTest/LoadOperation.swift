/// What a load test can ask the daemon: a closed list.
package enum LoadOperation: String, Sendable, Hashable, CaseIterable {
    /// GetConnection.
    case get
    /// FindConnection.
    case find
    /// ListConnections: the first page of one tenant.
    case list
    /// GetConnectionTokens.
    case tokens
    /// UpdateTokensStatus with new sealed tokens.
    case update
    /// CreateConnection.
    case create
    /// GetBadgeCatalog: nothing but the way there and back, without the database.
    case echo

    /// Place in a table with one row for each operation.
    var index: Int {
        switch self {
        case .get: 0
        case .find: 1
        case .list: 2
        case .tokens: 3
        case .update: 4
        case .create: 5
        case .echo: 6
        }
    }
}
