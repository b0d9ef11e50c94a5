// Written by protoc-gen-tenon from the services under proto/: change that and run `make generate`.

/// Every method a caller can name.
package enum Method: Int, CaseIterable, Sendable {
    /// `grpc.health.v1.Health/Check`
    case healthCheck
    /// `tenon.v1.AuditService/ListAuditEvents`
    case auditServiceListAuditEvents
    /// `tenon.v1.BadgeService/GetBadgeCatalog`
    case badgeServiceGetBadgeCatalog
    /// `tenon.v1.ConnectionService/CreateConnection`
    case connectionServiceCreateConnection
    /// `tenon.v1.ConnectionService/GetConnection`
    case connectionServiceGetConnection
    /// `tenon.v1.ConnectionService/FindConnection`
    case connectionServiceFindConnection
    /// `tenon.v1.ConnectionService/ListConnections`
    case connectionServiceListConnections
    /// `tenon.v1.ConnectionService/UpdateConnection`
    case connectionServiceUpdateConnection
    /// `tenon.v1.ConnectionService/UpdateTokensStatus`
    case connectionServiceUpdateTokensStatus
    /// `tenon.v1.ConnectionService/GetConnectionTokens`
    case connectionServiceGetConnectionTokens
    /// `tenon.v1.ConnectionService/SetDefaultConnection`
    case connectionServiceSetDefaultConnection
    /// `tenon.v1.ConnectionService/ClearDefaultConnection`
    case connectionServiceClearDefaultConnection
    /// `tenon.v1.ConnectionService/GetDefaultConnection`
    case connectionServiceGetDefaultConnection
    /// `tenon.v1.ConnectionService/DeleteConnection`
    case connectionServiceDeleteConnection
    /// `tenon.v1.DaemonService/Describe`
    case daemonServiceDescribe
    /// `tenon.v1.DaemonService/WhoAmI`
    case daemonServiceWhoAmI
    /// `tenon.v1.DaemonService/GetStats`
    case daemonServiceGetStats
    /// `tenon.v1.OperationService/StartOperationRun`
    case operationServiceStartOperationRun
    /// `tenon.v1.OperationService/FinishOperationRun`
    case operationServiceFinishOperationRun
    /// `tenon.v1.OperationService/GetOperationRun`
    case operationServiceGetOperationRun
    /// `tenon.v1.OperationService/ListOperationRuns`
    case operationServiceListOperationRuns
    /// `tenon.v1.ProviderService/GetProvider`
    case providerServiceGetProvider
    /// `tenon.v1.ProviderService/ListProviders`
    case providerServiceListProviders
    /// `tenon.v1.ProviderService/UpsertProvider`
    case providerServiceUpsertProvider
    /// `tenon.v1.TenancyService/CreateWorkspace`
    case tenancyServiceCreateWorkspace
    /// `tenon.v1.TenancyService/GetWorkspace`
    case tenancyServiceGetWorkspace
    /// `tenon.v1.TenancyService/ListWorkspaces`
    case tenancyServiceListWorkspaces
    /// `tenon.v1.TenancyService/DeleteWorkspace`
    case tenancyServiceDeleteWorkspace
    /// `tenon.v1.TenancyService/CreateTenant`
    case tenancyServiceCreateTenant
    /// `tenon.v1.TenancyService/GetTenant`
    case tenancyServiceGetTenant
    /// `tenon.v1.TenancyService/ListTenants`
    case tenancyServiceListTenants
    /// `tenon.v1.TenancyService/DeleteTenant`
    case tenancyServiceDeleteTenant
    /// `tenon.v1.TenancyService/GrantWorkspaceMembership`
    case tenancyServiceGrantWorkspaceMembership
    /// `tenon.v1.TenancyService/RevokeWorkspaceMembership`
    case tenancyServiceRevokeWorkspaceMembership
    /// `tenon.v1.TenancyService/GrantTenantMembership`
    case tenancyServiceGrantTenantMembership
    /// `tenon.v1.TenancyService/RevokeTenantMembership`
    case tenancyServiceRevokeTenantMembership
    /// `tenon.v1.TenancyService/ListMemberships`
    case tenancyServiceListMemberships

    /// The service's full name, as in a request.
    package var service: String {
        switch self {
        case .healthCheck:
            "grpc.health.v1.Health"
        case .auditServiceListAuditEvents:
            "tenon.v1.AuditService"
        case .badgeServiceGetBadgeCatalog:
            "tenon.v1.BadgeService"
        case .connectionServiceCreateConnection,
            .connectionServiceGetConnection,
            .connectionServiceFindConnection,
            .connectionServiceListConnections,
            .connectionServiceUpdateConnection,
            .connectionServiceUpdateTokensStatus,
            .connectionServiceGetConnectionTokens,
            .connectionServiceSetDefaultConnection,
            .connectionServiceClearDefaultConnection,
            .connectionServiceGetDefaultConnection,
            .connectionServiceDeleteConnection:
            "tenon.v1.ConnectionService"
        case .daemonServiceDescribe,
            .daemonServiceWhoAmI,
            .daemonServiceGetStats:
            "tenon.v1.DaemonService"
        case .operationServiceStartOperationRun,
            .operationServiceFinishOperationRun,
            .operationServiceGetOperationRun,
            .operationServiceListOperationRuns:
            "tenon.v1.OperationService"
        case .providerServiceGetProvider,
            .providerServiceListProviders,
            .providerServiceUpsertProvider:
            "tenon.v1.ProviderService"
        case .tenancyServiceCreateWorkspace,
            .tenancyServiceGetWorkspace,
            .tenancyServiceListWorkspaces,
            .tenancyServiceDeleteWorkspace,
            .tenancyServiceCreateTenant,
            .tenancyServiceGetTenant,
            .tenancyServiceListTenants,
            .tenancyServiceDeleteTenant,
            .tenancyServiceGrantWorkspaceMembership,
            .tenancyServiceRevokeWorkspaceMembership,
            .tenancyServiceGrantTenantMembership,
            .tenancyServiceRevokeTenantMembership,
            .tenancyServiceListMemberships:
            "tenon.v1.TenancyService"
        }
    }

    /// The method's bare name, as in a request.
    package var name: String {
        switch self {
        case .healthCheck: "Check"
        case .auditServiceListAuditEvents: "ListAuditEvents"
        case .badgeServiceGetBadgeCatalog: "GetBadgeCatalog"
        case .connectionServiceCreateConnection: "CreateConnection"
        case .connectionServiceGetConnection: "GetConnection"
        case .connectionServiceFindConnection: "FindConnection"
        case .connectionServiceListConnections: "ListConnections"
        case .connectionServiceUpdateConnection: "UpdateConnection"
        case .connectionServiceUpdateTokensStatus: "UpdateTokensStatus"
        case .connectionServiceGetConnectionTokens: "GetConnectionTokens"
        case .connectionServiceSetDefaultConnection: "SetDefaultConnection"
        case .connectionServiceClearDefaultConnection: "ClearDefaultConnection"
        case .connectionServiceGetDefaultConnection: "GetDefaultConnection"
        case .connectionServiceDeleteConnection: "DeleteConnection"
        case .daemonServiceDescribe: "Describe"
        case .daemonServiceWhoAmI: "WhoAmI"
        case .daemonServiceGetStats: "GetStats"
        case .operationServiceStartOperationRun: "StartOperationRun"
        case .operationServiceFinishOperationRun: "FinishOperationRun"
        case .operationServiceGetOperationRun: "GetOperationRun"
        case .operationServiceListOperationRuns: "ListOperationRuns"
        case .providerServiceGetProvider: "GetProvider"
        case .providerServiceListProviders: "ListProviders"
        case .providerServiceUpsertProvider: "UpsertProvider"
        case .tenancyServiceCreateWorkspace: "CreateWorkspace"
        case .tenancyServiceGetWorkspace: "GetWorkspace"
        case .tenancyServiceListWorkspaces: "ListWorkspaces"
        case .tenancyServiceDeleteWorkspace: "DeleteWorkspace"
        case .tenancyServiceCreateTenant: "CreateTenant"
        case .tenancyServiceGetTenant: "GetTenant"
        case .tenancyServiceListTenants: "ListTenants"
        case .tenancyServiceDeleteTenant: "DeleteTenant"
        case .tenancyServiceGrantWorkspaceMembership: "GrantWorkspaceMembership"
        case .tenancyServiceRevokeWorkspaceMembership: "RevokeWorkspaceMembership"
        case .tenancyServiceGrantTenantMembership: "GrantTenantMembership"
        case .tenancyServiceRevokeTenantMembership: "RevokeTenantMembership"
        case .tenancyServiceListMemberships: "ListMemberships"
        }
    }

    /// The only method that can have these names, judged by their fingerprint alone.
    static func candidate(_ fingerprint: UInt32) -> Method? {
        switch fingerprint {
        case 0x094746a2: .connectionServiceCreateConnection
        case 0x1881d524: .tenancyServiceDeleteWorkspace
        case 0x341fd66a: .providerServiceGetProvider
        case 0x34f97450: .operationServiceFinishOperationRun
        case 0x3aca53ff: .operationServiceStartOperationRun
        case 0x417ff3a0: .connectionServiceSetDefaultConnection
        case 0x4260048f: .tenancyServiceGetWorkspace
        case 0x4b7dd840: .connectionServiceListConnections
        case 0x818e0362: .providerServiceUpsertProvider
        case 0x8793236c: .daemonServiceWhoAmI
        case 0x8a869718: .connectionServiceDeleteConnection
        case 0x90ce8761: .connectionServiceUpdateTokensStatus
        case 0x92d9ae04: .tenancyServiceGetTenant
        case 0x9ad2e5e7: .connectionServiceGetConnectionTokens
        case 0x9bf2bb26: .tenancyServiceRevokeTenantMembership
        case 0x9e5cffa7: .connectionServiceGetDefaultConnection
        case 0x9ee8742f: .providerServiceListProviders
        case 0xa77e7fbc: .operationServiceListOperationRuns
        case 0xa934d443: .daemonServiceDescribe
        case 0xa9403b69: .tenancyServiceListTenants
        case 0xaa41f14c: .healthCheck
        case 0xabf5a576: .tenancyServiceCreateWorkspace
        case 0xb00dcd56: .tenancyServiceListWorkspaces
        case 0xb72812a2: .operationServiceGetOperationRun
        case 0xbb715808: .connectionServiceFindConnection
        case 0xbd95f500: .tenancyServiceCreateTenant
        case 0xc63c02ef: .tenancyServiceGrantWorkspaceMembership
        case 0xc7eeea64: .connectionServiceGetConnection
        case 0xcb65ff1d: .tenancyServiceRevokeWorkspaceMembership
        case 0xcd50d8e4: .daemonServiceGetStats
        case 0xe44f71ee: .connectionServiceClearDefaultConnection
        case 0xe47e7bce: .badgeServiceGetBadgeCatalog
        case 0xee5542aa: .tenancyServiceListMemberships
        case 0xeea0063e: .tenancyServiceGrantTenantMembership
        case 0xf04e3c99: .connectionServiceUpdateConnection
        case 0xf407b89b: .tenancyServiceDeleteTenant
        case 0xfcefa939: .auditServiceListAuditEvents
        default: nil
        }
    }
}
