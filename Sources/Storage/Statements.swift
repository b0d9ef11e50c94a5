package import Postgres

extension Storage {
    /// Every statement of this room; a pool prepares them on each session.
    package static let statements: [Statement] = [
        .setActor, .beginChange, .lockTenantOfCreated, .lockTenantOfConnection,
        .getProvider, .listProviders, .upsertProvider,
        .createWorkspace, .getWorkspace, .listWorkspaces, .listAllWorkspaces, .deleteWorkspace,
        .createTenant, .getTenant, .listTenants, .listWorkspaceTenants, .listAllTenants, .deleteTenant,
        .grantWorkspaceMembership, .revokeWorkspaceMembership, .grantTenantMembership, .revokeTenantMembership,
        .listWorkspaceMemberships, .listTenantMemberships,
        .listTenantAuditEvents, .listWorkspaceAuditEvents, .listAuditEvents,
        .createConnection, .setCreatedDefault, .getConnection, .findConnection, .updateConnection, .updateTokensStatus,
        .getConnectionTokens, .setDefaultConnection, .clearDefaultConnection, .getDefaultConnection, .deleteConnection,
        .listConnections, .listConnectionsOfProvider, .listTenantConnections, .listTenantConnectionsOfProvider,
        .listExpiringConnections, .listExpiringTenantConnections,
        .startOperationRun, .finishOperationRun, .getOperationRun,
        .listOperationRuns, .listTenantOperationRuns, .listConnectionOperationRuns,
    ]
}

extension Statement {
    static let setActor = Statement(name: "set_actor", text: SQLText.Segments.setActor)
    static let beginChange = Statement(name: "begin_change", text: SQLText.Segments.beginChange)
    static let lockTenantOfCreated = Statement(name: "lock_tenant_of_created", text: SQLText.Segments.lockTenantOfCreated)
    static let lockTenantOfConnection = Statement(name: "lock_tenant_of_connection", text: SQLText.Segments.lockTenantOfConnection)

    static let getProvider = Statement(name: "get_provider", text: SQLText.Providers.getProvider)
    static let listProviders = Statement(name: "list_providers", text: SQLText.Providers.listProviders)
    static let upsertProvider = Statement(name: "upsert_provider", text: SQLText.Providers.upsertProvider)

    static let createWorkspace = Statement(name: "create_workspace", text: SQLText.Tenancy.createWorkspace)
    static let getWorkspace = Statement(name: "get_workspace", text: SQLText.Tenancy.getWorkspace)
    static let listWorkspaces = Statement(name: "list_workspaces", text: SQLText.Tenancy.listWorkspaces)
    static let listAllWorkspaces = Statement(name: "list_all_workspaces", text: SQLText.Tenancy.listAllWorkspaces)
    static let deleteWorkspace = Statement(name: "delete_workspace", text: SQLText.Tenancy.deleteWorkspace)
    static let createTenant = Statement(name: "create_tenant", text: SQLText.Tenancy.createTenant)
    static let getTenant = Statement(name: "get_tenant", text: SQLText.Tenancy.getTenant)
    static let listTenants = Statement(name: "list_tenants", text: SQLText.Tenancy.listTenants)
    static let listWorkspaceTenants = Statement(name: "list_workspace_tenants", text: SQLText.Tenancy.listWorkspaceTenants)
    static let listAllTenants = Statement(name: "list_all_tenants", text: SQLText.Tenancy.listAllTenants)
    static let deleteTenant = Statement(name: "delete_tenant", text: SQLText.Tenancy.deleteTenant)
    static let grantWorkspaceMembership = Statement(name: "grant_workspace_membership", text: SQLText.Tenancy.grantWorkspaceMembership)
    static let revokeWorkspaceMembership = Statement(name: "revoke_workspace_membership", text: SQLText.Tenancy.revokeWorkspaceMembership)
    static let grantTenantMembership = Statement(name: "grant_tenant_membership", text: SQLText.Tenancy.grantTenantMembership)
    static let revokeTenantMembership = Statement(name: "revoke_tenant_membership", text: SQLText.Tenancy.revokeTenantMembership)
    static let listWorkspaceMemberships = Statement(name: "list_workspace_memberships", text: SQLText.Tenancy.listWorkspaceMemberships)
    static let listTenantMemberships = Statement(name: "list_tenant_memberships", text: SQLText.Tenancy.listTenantMemberships)

    static let listTenantAuditEvents = Statement(name: "list_tenant_audit_events", text: SQLText.Audit.listTenantAuditEvents)
    static let listWorkspaceAuditEvents = Statement(name: "list_workspace_audit_events", text: SQLText.Audit.listWorkspaceAuditEvents)
    static let listAuditEvents = Statement(name: "list_audit_events", text: SQLText.Audit.listAuditEvents)

    static let createConnection = Statement(name: "create_connection", text: SQLText.Connections.createConnection)
    static let setCreatedDefault = Statement(name: "set_created_default", text: SQLText.Connections.setCreatedDefault)
    static let getConnection = Statement(name: "get_connection", text: SQLText.Connections.getConnection, keyColumn: 2)
    static let findConnection = Statement(name: "find_connection", text: SQLText.Connections.findConnection)
    static let updateConnection = Statement(name: "update_connection", text: SQLText.Connections.updateConnection)
    static let updateTokensStatus = Statement(name: "update_tokens_status", text: SQLText.Connections.updateTokensStatus)
    static let getConnectionTokens = Statement(name: "get_connection_tokens", text: SQLText.Connections.getConnectionTokens, keyColumn: 1)
    static let setDefaultConnection = Statement(name: "set_default_connection", text: SQLText.Connections.setDefaultConnection)
    static let clearDefaultConnection = Statement(name: "clear_default_connection", text: SQLText.Connections.clearDefaultConnection)
    static let getDefaultConnection = Statement(name: "get_default_connection", text: SQLText.Connections.getDefaultConnection)
    static let deleteConnection = Statement(name: "delete_connection", text: SQLText.Connections.deleteConnection)

    static let listConnections = Statement(name: "list_connections", text: SQLText.Connections.listConnections)
    static let listConnectionsOfProvider = Statement(
        name: "list_connections_of_provider", text: SQLText.Connections.listConnectionsOfProvider)
    static let listTenantConnections = Statement(name: "list_tenant_connections", text: SQLText.Connections.listTenantConnections)
    static let listTenantConnectionsOfProvider = Statement(
        name: "list_tenant_connections_of_provider", text: SQLText.Connections.listTenantConnectionsOfProvider)
    static let listExpiringConnections = Statement(name: "list_expiring_connections", text: SQLText.Connections.listExpiringConnections)
    static let listExpiringTenantConnections = Statement(
        name: "list_expiring_tenant_connections", text: SQLText.Connections.listExpiringTenantConnections)

    static let startOperationRun = Statement(name: "start_operation_run", text: SQLText.Operations.startOperationRun)
    static let finishOperationRun = Statement(name: "finish_operation_run", text: SQLText.Operations.finishOperationRun)
    static let getOperationRun = Statement(name: "get_operation_run", text: SQLText.Operations.getOperationRun)
    static let listOperationRuns = Statement(name: "list_operation_runs", text: SQLText.Operations.listOperationRuns)
    static let listTenantOperationRuns = Statement(name: "list_tenant_operation_runs", text: SQLText.Operations.listTenantOperationRuns)
    static let listConnectionOperationRuns = Statement(
        name: "list_connection_operation_runs", text: SQLText.Operations.listConnectionOperationRuns)
}
