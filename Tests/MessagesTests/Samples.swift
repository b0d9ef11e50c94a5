import Messages

/// A value of every message, with every field populated, so that a field lost on the way is seen.
let samples: [any WireMessage & Hashable] =
    connectionSamples + providerSamples + tenancySamples + operationSamples + auditSamples + daemonSamples + wellKnownSamples

private let moment = Timestamp(seconds: 1_700_000_000, nanos: 123_456_000)
private let later = Timestamp(seconds: -1, nanos: 999_999_999)
private let mask = FieldMask(paths: ["display_name", "scopes"])

private let connection = Connection(
    id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", workspaceID: "w", tenantID: "t", providerSlug: "github", externalID: "installation/42",
    displayName: "Müllers 🔑 connection", status: "active", scopes: ["repo", "", "read:org, of more than fifteen bytes"], expiresAt: moment,
    metadataJSON: #"{"a":[1,2,3]}"#, isDefault: true, healthStatus: "healthy", lastHealthCheckAt: later, lastErrorReasonCode: "x",
    lastErrorMessage: "why", hasAccessToken: true, hasRefreshToken: true, tokenGeneration: .max, createdAt: Timestamp(), updatedAt: moment)

private let connectionSamples: [any WireMessage & Hashable] = [
    connection,
    ConnectionTokens(
        id: "i", accessTokenCiphertext: [0, 255, 128], refreshTokenCiphertext: [1], expiresAt: moment, tokenGeneration: -7, status: "error"),
    CreateConnectionRequest(
        tenantID: "t", providerSlug: "p", externalID: "e", displayName: "d", status: "s", scopes: ["a"], accessTokenCiphertext: [0],
        refreshTokenCiphertext: [0, 0], expiresAt: moment, metadataJSON: "{}", isDefault: true),
    GetConnectionRequest(id: "i"),
    FindConnectionRequest(tenantID: "t", providerSlug: "p", externalID: "e"),
    ListConnectionsRequest(
        tenantID: "t", providerSlug: "p", status: "s", healthStatus: "h", expiresBefore: moment, pageSize: -1, pageToken: "token"),
    ListConnectionsResponse(connections: [connection, Connection(), connection], nextPageToken: "n"),
    UpdateConnectionRequest(id: "i", displayName: "d", scopes: ["a", "b"], metadataJSON: "{}", updateMask: mask),
    UpdateTokensStatusRequest(
        id: "i", accessTokenCiphertext: [9], refreshTokenCiphertext: [8], status: "s", expiresAt: moment, expectedTokenGeneration: 3,
        updateMask: mask),
    GetConnectionTokensRequest(id: "i"),
    SetDefaultConnectionRequest(id: "i"),
    ClearDefaultConnectionRequest(tenantID: "t", providerSlug: "p"),
    GetDefaultConnectionRequest(tenantID: "t", providerSlug: "p"),
    DeleteConnectionRequest(id: "i"),
]

private let provider = Provider(
    slug: "slack", displayName: "Slack", authType: "oauth2", createdAt: moment, updatedAt: later, metadataKeys: ["team"],
    refreshTokenRotation: "soft", externalIDKind: "team id")

private let providerSamples: [any WireMessage & Hashable] = [
    provider,
    GetProviderRequest(slug: "s"),
    ListProvidersRequest(),
    ListProvidersResponse(providers: [provider, provider]),
    UpsertProviderRequest(slug: "s", displayName: "d", authType: "a"),
]

private let workspace = Workspace(id: "w", name: "Acme", createdAt: moment, updatedAt: later)
private let tenant = Tenant(id: "t", workspaceID: "w", name: "North", createdAt: moment, updatedAt: later)
private let membership = Membership(workspaceID: "w", tenantID: "t", actor: "user:a", role: "owner", createdAt: moment, updatedAt: later)

private let tenancySamples: [any WireMessage & Hashable] = [
    workspace,
    tenant,
    membership,
    CreateWorkspaceRequest(name: "n", owner: "user:o"),
    GetWorkspaceRequest(id: "i"),
    ListWorkspacesRequest(pageSize: 50, pageToken: "p"),
    ListWorkspacesResponse(workspaces: [workspace], nextPageToken: "n"),
    DeleteWorkspaceRequest(id: "i"),
    CreateTenantRequest(workspaceID: "w", name: "n"),
    GetTenantRequest(id: "i"),
    ListTenantsRequest(workspaceID: "w", pageSize: 1, pageToken: "p"),
    ListTenantsResponse(tenants: [tenant], nextPageToken: "n"),
    DeleteTenantRequest(id: "i"),
    GrantWorkspaceMembershipRequest(workspaceID: "w", actor: "a", role: "r"),
    RevokeWorkspaceMembershipRequest(workspaceID: "w", actor: "a"),
    GrantTenantMembershipRequest(tenantID: "t", actor: "a", role: "r"),
    RevokeTenantMembershipRequest(tenantID: "t", actor: "a"),
    ListMembershipsRequest(workspaceID: "w", tenantID: "t", pageSize: 2, pageToken: "p"),
    ListMembershipsResponse(memberships: [membership], nextPageToken: "n"),
]

private let run = OperationRun(
    id: "r", workspaceID: "w", tenantID: "t", connectionID: "c", kind: "health_check", outcome: "failed", reasonCode: "x", message: "m",
    healthStatus: "failing", actor: "service:s", link: "l", startedAt: moment, finishedAt: later)

private let operationSamples: [any WireMessage & Hashable] = [
    run,
    StartOperationRunRequest(connectionID: "c", kind: "k"),
    FinishOperationRunRequest(id: "i", outcome: "o", healthStatus: "h", reasonCode: "r", message: "m"),
    GetOperationRunRequest(id: "i"),
    ListOperationRunsRequest(tenantID: "t", connectionID: "c", kind: "k", outcome: "o", pageSize: 9, pageToken: "p"),
    ListOperationRunsResponse(operationRuns: [run], nextPageToken: "n"),
]

private let event = AuditEvent(
    id: "e", at: moment, action: "connection.create", outcome: "done", actor: "user:a", caller: "web", callerUID: .max, callerPID: 1,
    workspaceID: "w", tenantID: "t", targetType: "connection", targetID: "c", payloadJSON: "{}", requestID: "q")

private let auditSamples: [any WireMessage & Hashable] = [
    event,
    ListAuditEventsRequest(
        tenantID: "t", workspaceID: "w", actor: "a", action: "b", targetID: "c", after: moment, before: later, pageSize: 3, pageToken: "p"),
    ListAuditEventsResponse(auditEvents: [event], nextPageToken: "n"),
]

private let badge = Badge(domain: "d", value: "v", label: "l", color: "green", meaning: "m", permanent: true)
private let stat = Stat(name: "calls", label: #"method="GetConnection""#, value: -0.5)

private let daemonSamples: [any WireMessage & Hashable] = [
    badge,
    GetBadgeCatalogRequest(),
    BadgeCatalog(badges: [badge, badge]),
    DescribeRequest(),
    DescribeResponse(buildVersion: "1", fileDescriptorSet: [UInt8](repeating: 7, count: 10_000)),
    WhoAmIRequest(),
    WhoAmIResponse(caller: "local", callerUID: 65_533, admin: true, actor: "service:local", mayActAs: ["*", "user:*"]),
    GetStatsRequest(),
    stat,
    GetStatsResponse(stats: [stat, Stat(value: .infinity)]),
]

private let wellKnownSamples: [any WireMessage & Hashable] = [
    moment,
    mask,
    Empty(),
    ProtoDuration(seconds: 1, nanos: 5),
    ErrorInfo(reason: "CONNECTION_NOT_FOUND", domain: "tenon", metadata: ["token_generation": "4", "a": ""]),
    BadRequest(fieldViolations: [BadRequest.FieldViolation(field: "id", description: "must be a UUID")]),
    BadRequest.FieldViolation(field: "f", description: "d"),
    RetryInfo(retryDelay: ProtoDuration(seconds: 2, nanos: 1)),
    HealthCheckRequest(service: "s"),
    HealthCheckResponse(status: .notServing),
]
