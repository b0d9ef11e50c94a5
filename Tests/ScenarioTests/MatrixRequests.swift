import Foundation
import Messages

/// What requests are aimed at: a workspace with a tenant with connections, or ids that nothing has.
struct Place: Sendable {
    var workspace: String
    /// A workspace without tenants, for whoever may delete it.
    var spareWorkspace: String
    /// A workspace with one owner.
    var founderWorkspace: String
    var tenant: String
    /// What is put where an RPC may leave the tenant to the context.
    var namedTenant: String
    var connection: String
    /// What is put where an RPC may leave the connection away.
    var namedConnection = ""
    /// A run on the connection that has succeeded.
    var run: String
    /// An external id of provider `github` that a connection of the tenant has.
    var externalID = "org:taken"
    var revokedConnection: String
    /// The only owner of the workspace that has one.
    var founder = "user:founder"
    /// Members of the workspace whom nobody asks for.
    var colleague = "user:colleague", leaver = "user:leaver"

    static let absent = Place(
        workspace: "00000000-0000-4000-8000-000000000001", spareWorkspace: "00000000-0000-4000-8000-000000000002",
        founderWorkspace: "00000000-0000-4000-8000-000000000003", tenant: "00000000-0000-4000-8000-000000000004",
        namedTenant: "00000000-0000-4000-8000-000000000004", connection: "00000000-0000-4000-8000-000000000005",
        run: "00000000-0000-4000-8000-000000000007", revokedConnection: "00000000-0000-4000-8000-000000000006")

    /// With empty ids where a request of this extent names nothing.
    func narrowed(to extent: Extent) -> Place {
        var place = self
        if extent == .ofTenant || extent == .everything { place.workspace = "" }
        if extent == .ofWorkspace || extent == .ofConnection || extent == .everything { place.namedTenant = "" }
        if extent == .ofConnection { place.namedConnection = connection }
        return place
    }
}

extension Method {
    /// A request that whoever may make it is granted, as often as it is made: what is deleted must be made for it.
    func payload(_ place: Place) -> [UInt8] {
        switch self {
        case .healthCheck: HealthCheckRequest().packed()
        case .auditServiceListAuditEvents:
            ListAuditEventsRequest(tenantID: place.namedTenant, workspaceID: place.workspace, pageSize: 1000).packed()
        case .badgeServiceGetBadgeCatalog: GetBadgeCatalogRequest().packed()
        case .connectionServiceCreateConnection:
            CreateConnectionRequest(tenantID: place.namedTenant, providerSlug: "github", externalID: UUID().uuidString, displayName: "Ours")
                .packed()
        case .connectionServiceGetConnection: GetConnectionRequest(id: place.connection).packed()
        case .connectionServiceFindConnection:
            FindConnectionRequest(tenantID: place.namedTenant, providerSlug: "github", externalID: place.externalID).packed()
        case .connectionServiceListConnections: ListConnectionsRequest(tenantID: place.namedTenant, pageSize: 1000).packed()
        case .connectionServiceUpdateConnection: UpdateConnectionRequest(id: place.connection, displayName: "changed").packed()
        case .connectionServiceUpdateTokensStatus: UpdateTokensStatusRequest(id: place.connection, accessTokenCiphertext: [2]).packed()
        case .connectionServiceGetConnectionTokens: GetConnectionTokensRequest(id: place.connection).packed()
        case .connectionServiceSetDefaultConnection: SetDefaultConnectionRequest(id: place.connection).packed()
        case .connectionServiceClearDefaultConnection:
            ClearDefaultConnectionRequest(tenantID: place.namedTenant, providerSlug: "gmail").packed()
        case .connectionServiceGetDefaultConnection:
            GetDefaultConnectionRequest(tenantID: place.namedTenant, providerSlug: "github").packed()
        case .connectionServiceDeleteConnection: DeleteConnectionRequest(id: place.connection).packed()
        case .daemonServiceDescribe: DescribeRequest().packed()
        case .daemonServiceWhoAmI: WhoAmIRequest().packed()
        case .daemonServiceGetStats: GetStatsRequest().packed()
        case .operationServiceStartOperationRun: StartOperationRunRequest(connectionID: place.connection, kind: "health_check").packed()
        case .operationServiceFinishOperationRun: FinishOperationRunRequest(id: place.run, outcome: "succeeded").packed()
        case .operationServiceGetOperationRun: GetOperationRunRequest(id: place.run).packed()
        case .operationServiceListOperationRuns:
            ListOperationRunsRequest(tenantID: place.namedTenant, connectionID: place.namedConnection, pageSize: 1000).packed()
        case .providerServiceGetProvider: GetProviderRequest(slug: "github").packed()
        case .providerServiceListProviders: ListProvidersRequest().packed()
        case .providerServiceUpsertProvider:
            UpsertProviderRequest(slug: "matrix", displayName: "Matrix", authType: "oauth2").packed()
        case .tenancyServiceCreateWorkspace: CreateWorkspaceRequest(name: "Made", owner: place.founder).packed()
        case .tenancyServiceGetWorkspace: GetWorkspaceRequest(id: place.workspace).packed()
        case .tenancyServiceListWorkspaces: ListWorkspacesRequest(pageSize: 1000).packed()
        case .tenancyServiceDeleteWorkspace: DeleteWorkspaceRequest(id: place.spareWorkspace).packed()
        case .tenancyServiceCreateTenant: CreateTenantRequest(workspaceID: place.workspace, name: "Made").packed()
        case .tenancyServiceGetTenant: GetTenantRequest(id: place.tenant).packed()
        case .tenancyServiceListTenants: ListTenantsRequest(workspaceID: place.workspace, pageSize: 1000).packed()
        case .tenancyServiceDeleteTenant: DeleteTenantRequest(id: place.tenant).packed()
        case .tenancyServiceGrantWorkspaceMembership:
            GrantWorkspaceMembershipRequest(workspaceID: place.workspace, actor: place.leaver, role: "member").packed()
        case .tenancyServiceRevokeWorkspaceMembership:
            RevokeWorkspaceMembershipRequest(workspaceID: place.workspace, actor: place.leaver).packed()
        case .tenancyServiceGrantTenantMembership:
            GrantTenantMembershipRequest(tenantID: place.tenant, actor: place.colleague, role: "viewer").packed()
        case .tenancyServiceRevokeTenantMembership:
            RevokeTenantMembershipRequest(tenantID: place.tenant, actor: place.colleague).packed()
        case .tenancyServiceListMemberships:
            ListMembershipsRequest(workspaceID: place.workspace, tenantID: place.namedTenant, pageSize: 1000).packed()
        }
    }

    /// Requests that nobody is granted: wrong in another field, or refused to members for what there is.
    func spoiledPayloads(_ place: Place) -> [[UInt8]] {
        switch self {
        case .connectionServiceCreateConnection:
            [
                CreateConnectionRequest(
                    tenantID: place.namedTenant, providerSlug: "github", externalID: place.externalID, displayName: "Ours"
                ).packed(),
                CreateConnectionRequest(tenantID: place.namedTenant, providerSlug: "fax", externalID: "org:1", displayName: "Ours")
                    .packed(),
                CreateConnectionRequest(
                    tenantID: place.namedTenant, providerSlug: "github", externalID: "org:1", displayName: "Ours", metadataJSON: "{"
                )
                .packed(),
                CreateConnectionRequest(
                    tenantID: place.namedTenant, providerSlug: "github", externalID: "org:1", displayName: "Ours", status: "happy"
                ).packed(),
            ]
        case .connectionServiceFindConnection:
            [
                FindConnectionRequest(tenantID: place.namedTenant, providerSlug: "github", externalID: "org:free").packed(),
                FindConnectionRequest(tenantID: place.namedTenant, providerSlug: "fax", externalID: "org:1").packed(),
                FindConnectionRequest(tenantID: place.namedTenant, providerSlug: "github").packed(),
            ]
        case .connectionServiceListConnections:
            [
                ListConnectionsRequest(tenantID: place.namedTenant, pageToken: "torn").packed(),
                ListConnectionsRequest(tenantID: place.namedTenant, pageSize: -1).packed(),
                ListConnectionsRequest(tenantID: place.namedTenant, status: "happy").packed(),
            ]
        case .connectionServiceUpdateConnection:
            [
                UpdateConnectionRequest(id: place.connection).packed(),
                UpdateConnectionRequest(id: place.connection, metadataJSON: "{").packed(),
                UpdateConnectionRequest(id: place.connection, updateMask: FieldMask(paths: ["tenant_id"])).packed(),
            ]
        case .connectionServiceUpdateTokensStatus:
            [
                UpdateTokensStatusRequest(id: place.connection, accessTokenCiphertext: [2], expectedTokenGeneration: 4711).packed(),
                UpdateTokensStatusRequest(id: place.revokedConnection, status: "active").packed(),
                UpdateTokensStatusRequest(id: place.connection, status: "happy").packed(),
                UpdateTokensStatusRequest(id: place.connection).packed(),
            ]
        case .connectionServiceSetDefaultConnection: [SetDefaultConnectionRequest(id: place.revokedConnection).packed()]
        case .connectionServiceClearDefaultConnection:
            [ClearDefaultConnectionRequest(tenantID: place.namedTenant, providerSlug: "fax").packed()]
        case .connectionServiceGetDefaultConnection:
            [
                GetDefaultConnectionRequest(tenantID: place.namedTenant, providerSlug: "gmail").packed(),
                GetDefaultConnectionRequest(tenantID: place.namedTenant, providerSlug: "F A X").packed(),
            ]
        case .operationServiceStartOperationRun: [StartOperationRunRequest(connectionID: place.connection, kind: "dance").packed()]
        case .operationServiceFinishOperationRun:
            [
                FinishOperationRunRequest(id: place.run, outcome: "cancelled").packed(),
                FinishOperationRunRequest(id: place.run, outcome: "failed").packed(),
                FinishOperationRunRequest(id: place.run, outcome: "succeeded", healthStatus: "healthy", message: "otherwise").packed(),
            ]
        case .operationServiceListOperationRuns:
            [
                ListOperationRunsRequest(tenantID: place.namedTenant, connectionID: place.namedConnection, kind: "dance").packed(),
                ListOperationRunsRequest(tenantID: place.namedTenant, connectionID: place.namedConnection, pageToken: "torn").packed(),
            ]
        case .connectionServiceGetConnectionTokens: [GetConnectionTokensRequest(id: place.revokedConnection).packed()]
        case .auditServiceListAuditEvents:
            [
                ListAuditEventsRequest(tenantID: place.namedTenant, workspaceID: place.workspace, pageToken: "torn").packed(),
                ListAuditEventsRequest(tenantID: place.namedTenant, workspaceID: place.workspace, action: "no.such").packed(),
            ]
        case .tenancyServiceCreateTenant: [CreateTenantRequest(workspaceID: place.workspace).packed()]
        case .tenancyServiceListTenants: [ListTenantsRequest(workspaceID: place.workspace, pageToken: "torn").packed()]
        case .tenancyServiceGrantWorkspaceMembership:
            [
                GrantWorkspaceMembershipRequest(workspaceID: place.founderWorkspace, actor: place.founder, role: "member").packed(),
                GrantWorkspaceMembershipRequest(workspaceID: place.workspace, actor: place.colleague, role: "king").packed(),
            ]
        case .tenancyServiceRevokeWorkspaceMembership:
            [
                RevokeWorkspaceMembershipRequest(workspaceID: place.founderWorkspace, actor: place.founder).packed(),
                RevokeWorkspaceMembershipRequest(workspaceID: place.workspace, actor: "nobody").packed(),
            ]
        case .tenancyServiceGrantTenantMembership:
            [
                GrantTenantMembershipRequest(tenantID: place.tenant, actor: "user:outside", role: "viewer").packed(),
                GrantTenantMembershipRequest(tenantID: place.tenant, actor: place.colleague, role: "service").packed(),
                GrantTenantMembershipRequest(tenantID: place.tenant, actor: place.colleague, role: "king").packed(),
            ]
        case .tenancyServiceRevokeTenantMembership: [RevokeTenantMembershipRequest(tenantID: place.tenant, actor: "nobody").packed()]
        case .tenancyServiceListMemberships:
            [
                ListMembershipsRequest(workspaceID: place.workspace, tenantID: place.namedTenant, pageToken: "torn").packed(),
                ListMembershipsRequest(workspaceID: place.workspace, tenantID: place.namedTenant, pageSize: -1).packed(),
            ]
        case .healthCheck, .badgeServiceGetBadgeCatalog, .daemonServiceDescribe, .daemonServiceWhoAmI, .daemonServiceGetStats,
            .connectionServiceGetConnection, .connectionServiceDeleteConnection, .operationServiceGetOperationRun,
            .providerServiceGetProvider, .providerServiceListProviders, .providerServiceUpsertProvider, .tenancyServiceCreateWorkspace,
            .tenancyServiceGetWorkspace, .tenancyServiceListWorkspaces, .tenancyServiceDeleteWorkspace, .tenancyServiceGetTenant,
            .tenancyServiceDeleteTenant:
            []
        }
    }
}
