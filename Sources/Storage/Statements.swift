package import Postgres

extension Storage {
    /// Every statement of this room; a pool prepares them on each session.
    package static let statements: [Statement] = [
        .setActor, .lockTenant,
        .getProvider, .listProviders, .upsertProvider,
        .createWorkspace, .createTenant, .deleteTenant, .grantWorkspaceMembership, .grantTenantMembership,
        .createConnection, .setCreatedDefault, .getConnection, .findConnection, .updateConnection, .updateTokensStatus,
        .getConnectionTokens,
        .deleteConnection,
        .listConnections, .listConnectionsOfProvider, .listTenantConnections, .listTenantConnectionsOfProvider,
    ]
}

extension Statement {
    static let setActor = Statement(name: "set_actor", text: SQLText.Segments.setActor)
    static let lockTenant = Statement(name: "lock_tenant", text: SQLText.Segments.lockTenant)

    static let getProvider = Statement(name: "get_provider", text: SQLText.Providers.getProvider)
    static let listProviders = Statement(name: "list_providers", text: SQLText.Providers.listProviders)
    static let upsertProvider = Statement(name: "upsert_provider", text: SQLText.Providers.upsertProvider)

    static let createWorkspace = Statement(name: "create_workspace", text: SQLText.Tenancy.createWorkspace)
    static let createTenant = Statement(name: "create_tenant", text: SQLText.Tenancy.createTenant)
    static let deleteTenant = Statement(name: "delete_tenant", text: SQLText.Tenancy.deleteTenant)
    static let grantWorkspaceMembership = Statement(name: "grant_workspace_membership", text: SQLText.Tenancy.grantWorkspaceMembership)
    static let grantTenantMembership = Statement(name: "grant_tenant_membership", text: SQLText.Tenancy.grantTenantMembership)

    static let createConnection = Statement(name: "create_connection", text: SQLText.Connections.createConnection)
    static let setCreatedDefault = Statement(name: "set_created_default", text: SQLText.Connections.setCreatedDefault)
    static let getConnection = Statement(name: "get_connection", text: SQLText.Connections.getConnection)
    static let findConnection = Statement(name: "find_connection", text: SQLText.Connections.findConnection)
    static let updateConnection = Statement(name: "update_connection", text: SQLText.Connections.updateConnection)
    static let updateTokensStatus = Statement(name: "update_tokens_status", text: SQLText.Connections.updateTokensStatus)
    static let getConnectionTokens = Statement(name: "get_connection_tokens", text: SQLText.Connections.getConnectionTokens)
    static let deleteConnection = Statement(name: "delete_connection", text: SQLText.Connections.deleteConnection)

    static let listConnections = Statement(name: "list_connections", text: SQLText.Connections.listConnections)
    static let listConnectionsOfProvider = Statement(
        name: "list_connections_of_provider", text: SQLText.Connections.listConnectionsOfProvider)
    static let listTenantConnections = Statement(name: "list_tenant_connections", text: SQLText.Connections.listTenantConnections)
    static let listTenantConnectionsOfProvider = Statement(
        name: "list_tenant_connections_of_provider", text: SQLText.Connections.listTenantConnectionsOfProvider)
}
