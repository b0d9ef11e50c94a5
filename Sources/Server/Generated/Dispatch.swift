// Written by protoc-gen-tenon from the services under proto/: change that and run `make generate`.
package import Messages

/// The handlers of `grpc.health.v1.Health`.
package protocol HealthHandlers {
    var check: Handler<HealthCheckRequest, HealthCheckResponse> { get }
}

/// The handlers of `tenon.v1.AuditService`.
package protocol AuditServiceHandlers {
    var listAuditEvents: Handler<ListAuditEventsRequest, ListAuditEventsResponse> { get }
}

/// The handlers of `tenon.v1.BadgeService`.
package protocol BadgeServiceHandlers {
    var getBadgeCatalog: Handler<GetBadgeCatalogRequest, BadgeCatalog> { get }
}

/// The handlers of `tenon.v1.ConnectionService`.
package protocol ConnectionServiceHandlers {
    var createConnection: Handler<CreateConnectionRequest, Connection> { get }
    var getConnection: Handler<GetConnectionRequest, Connection> { get }
    var findConnection: Handler<FindConnectionRequest, Connection> { get }
    var listConnections: Handler<ListConnectionsRequest, ListConnectionsResponse> { get }
    var updateConnection: Handler<UpdateConnectionRequest, Connection> { get }
    var updateTokensStatus: Handler<UpdateTokensStatusRequest, Connection> { get }
    var getConnectionTokens: Handler<GetConnectionTokensRequest, ConnectionTokens> { get }
    var setDefaultConnection: Handler<SetDefaultConnectionRequest, Connection> { get }
    var clearDefaultConnection: Handler<ClearDefaultConnectionRequest, Empty> { get }
    var getDefaultConnection: Handler<GetDefaultConnectionRequest, Connection> { get }
    var deleteConnection: Handler<DeleteConnectionRequest, Empty> { get }
}

/// The handlers of `tenon.v1.DaemonService`.
package protocol DaemonServiceHandlers {
    var describe: Handler<DescribeRequest, DescribeResponse> { get }
    var whoAmI: Handler<WhoAmIRequest, WhoAmIResponse> { get }
    var getStats: Handler<GetStatsRequest, GetStatsResponse> { get }
}

/// The handlers of `tenon.v1.OperationService`.
package protocol OperationServiceHandlers {
    var startOperationRun: Handler<StartOperationRunRequest, OperationRun> { get }
    var finishOperationRun: Handler<FinishOperationRunRequest, OperationRun> { get }
    var getOperationRun: Handler<GetOperationRunRequest, OperationRun> { get }
    var listOperationRuns: Handler<ListOperationRunsRequest, ListOperationRunsResponse> { get }
}

/// The handlers of `tenon.v1.ProviderService`.
package protocol ProviderServiceHandlers {
    var getProvider: Handler<GetProviderRequest, Provider> { get }
    var listProviders: Handler<ListProvidersRequest, ListProvidersResponse> { get }
    var upsertProvider: Handler<UpsertProviderRequest, Provider> { get }
}

/// The handlers of `tenon.v1.TenancyService`.
package protocol TenancyServiceHandlers {
    var createWorkspace: Handler<CreateWorkspaceRequest, Workspace> { get }
    var getWorkspace: Handler<GetWorkspaceRequest, Workspace> { get }
    var listWorkspaces: Handler<ListWorkspacesRequest, ListWorkspacesResponse> { get }
    var deleteWorkspace: Handler<DeleteWorkspaceRequest, Empty> { get }
    var createTenant: Handler<CreateTenantRequest, Tenant> { get }
    var getTenant: Handler<GetTenantRequest, Tenant> { get }
    var listTenants: Handler<ListTenantsRequest, ListTenantsResponse> { get }
    var deleteTenant: Handler<DeleteTenantRequest, Empty> { get }
    var grantWorkspaceMembership: Handler<GrantWorkspaceMembershipRequest, Membership> { get }
    var revokeWorkspaceMembership: Handler<RevokeWorkspaceMembershipRequest, Empty> { get }
    var grantTenantMembership: Handler<GrantTenantMembershipRequest, Membership> { get }
    var revokeTenantMembership: Handler<RevokeTenantMembershipRequest, Empty> { get }
    var listMemberships: Handler<ListMembershipsRequest, ListMembershipsResponse> { get }
}

/// Everything the daemon serves, one part per service.
package struct Services {
    package var health: any HealthHandlers
    package var audit: any AuditServiceHandlers
    package var badge: any BadgeServiceHandlers
    package var connection: any ConnectionServiceHandlers
    package var daemon: any DaemonServiceHandlers
    package var operation: any OperationServiceHandlers
    package var provider: any ProviderServiceHandlers
    package var tenancy: any TenancyServiceHandlers

    package init(
        health: any HealthHandlers, audit: any AuditServiceHandlers, badge: any BadgeServiceHandlers,
        connection: any ConnectionServiceHandlers, daemon: any DaemonServiceHandlers, operation: any OperationServiceHandlers,
        provider: any ProviderServiceHandlers, tenancy: any TenancyServiceHandlers
    ) {
        self.health = health
        self.audit = audit
        self.badge = badge
        self.connection = connection
        self.daemon = daemon
        self.operation = operation
        self.provider = provider
        self.tenancy = tenancy
    }
}

/// Where each call goes, indexed by `Method.rawValue`.
package func makeRoutes(_ services: Services) -> [Route] {
    Method.allCases.map { method in
        switch method {
        case .healthCheck: Route(services.health.check)
        case .auditServiceListAuditEvents: Route(services.audit.listAuditEvents)
        case .badgeServiceGetBadgeCatalog: Route(services.badge.getBadgeCatalog)
        case .connectionServiceCreateConnection: Route(services.connection.createConnection)
        case .connectionServiceGetConnection: Route(services.connection.getConnection)
        case .connectionServiceFindConnection: Route(services.connection.findConnection)
        case .connectionServiceListConnections: Route(services.connection.listConnections)
        case .connectionServiceUpdateConnection: Route(services.connection.updateConnection)
        case .connectionServiceUpdateTokensStatus: Route(services.connection.updateTokensStatus)
        case .connectionServiceGetConnectionTokens: Route(services.connection.getConnectionTokens)
        case .connectionServiceSetDefaultConnection: Route(services.connection.setDefaultConnection)
        case .connectionServiceClearDefaultConnection: Route(services.connection.clearDefaultConnection)
        case .connectionServiceGetDefaultConnection: Route(services.connection.getDefaultConnection)
        case .connectionServiceDeleteConnection: Route(services.connection.deleteConnection)
        case .daemonServiceDescribe: Route(services.daemon.describe)
        case .daemonServiceWhoAmI: Route(services.daemon.whoAmI)
        case .daemonServiceGetStats: Route(services.daemon.getStats)
        case .operationServiceStartOperationRun: Route(services.operation.startOperationRun)
        case .operationServiceFinishOperationRun: Route(services.operation.finishOperationRun)
        case .operationServiceGetOperationRun: Route(services.operation.getOperationRun)
        case .operationServiceListOperationRuns: Route(services.operation.listOperationRuns)
        case .providerServiceGetProvider: Route(services.provider.getProvider)
        case .providerServiceListProviders: Route(services.provider.listProviders)
        case .providerServiceUpsertProvider: Route(services.provider.upsertProvider)
        case .tenancyServiceCreateWorkspace: Route(services.tenancy.createWorkspace)
        case .tenancyServiceGetWorkspace: Route(services.tenancy.getWorkspace)
        case .tenancyServiceListWorkspaces: Route(services.tenancy.listWorkspaces)
        case .tenancyServiceDeleteWorkspace: Route(services.tenancy.deleteWorkspace)
        case .tenancyServiceCreateTenant: Route(services.tenancy.createTenant)
        case .tenancyServiceGetTenant: Route(services.tenancy.getTenant)
        case .tenancyServiceListTenants: Route(services.tenancy.listTenants)
        case .tenancyServiceDeleteTenant: Route(services.tenancy.deleteTenant)
        case .tenancyServiceGrantWorkspaceMembership: Route(services.tenancy.grantWorkspaceMembership)
        case .tenancyServiceRevokeWorkspaceMembership: Route(services.tenancy.revokeWorkspaceMembership)
        case .tenancyServiceGrantTenantMembership: Route(services.tenancy.grantTenantMembership)
        case .tenancyServiceRevokeTenantMembership: Route(services.tenancy.revokeTenantMembership)
        case .tenancyServiceListMemberships: Route(services.tenancy.listMemberships)
        }
    }
}
