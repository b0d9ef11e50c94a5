/// Every field of the contract, as published: a name or number that moves breaks every peer. Add lines, change none.
let publishedFields = """
    google.protobuf.Duration.nanos = 2 int32
    google.protobuf.Duration.seconds = 1 int64
    google.protobuf.FieldMask.paths = 1 repeated string
    google.protobuf.Timestamp.nanos = 2 int32
    google.protobuf.Timestamp.seconds = 1 int64
    google.rpc.BadRequest.FieldViolation.description = 2 string
    google.rpc.BadRequest.FieldViolation.field = 1 string
    google.rpc.BadRequest.field_violations = 1 repeated google.rpc.BadRequest.FieldViolation
    google.rpc.ErrorInfo.MetadataEntry.key = 1 string
    google.rpc.ErrorInfo.MetadataEntry.value = 2 string
    google.rpc.ErrorInfo.domain = 2 string
    google.rpc.ErrorInfo.metadata = 3 repeated google.rpc.ErrorInfo.MetadataEntry
    google.rpc.ErrorInfo.reason = 1 string
    google.rpc.RetryInfo.retry_delay = 1 google.protobuf.Duration
    grpc.health.v1.HealthCheckRequest.service = 1 string
    grpc.health.v1.HealthCheckResponse.ServingStatus.NOT_SERVING = 2
    grpc.health.v1.HealthCheckResponse.ServingStatus.SERVICE_UNKNOWN = 3
    grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING = 1
    grpc.health.v1.HealthCheckResponse.ServingStatus.UNKNOWN = 0
    grpc.health.v1.HealthCheckResponse.status = 1 grpc.health.v1.HealthCheckResponse.ServingStatus
    tenon.v1.AuditEvent.action = 3 string
    tenon.v1.AuditEvent.actor = 5 string
    tenon.v1.AuditEvent.at = 2 google.protobuf.Timestamp
    tenon.v1.AuditEvent.caller = 6 string
    tenon.v1.AuditEvent.caller_pid = 8 uint32
    tenon.v1.AuditEvent.caller_uid = 7 uint32
    tenon.v1.AuditEvent.id = 1 string
    tenon.v1.AuditEvent.outcome = 4 string
    tenon.v1.AuditEvent.payload_json = 13 string
    tenon.v1.AuditEvent.request_id = 14 string
    tenon.v1.AuditEvent.target_id = 12 string
    tenon.v1.AuditEvent.target_type = 11 string
    tenon.v1.AuditEvent.tenant_id = 10 string
    tenon.v1.AuditEvent.workspace_id = 9 string
    tenon.v1.Badge.color = 4 string
    tenon.v1.Badge.domain = 1 string
    tenon.v1.Badge.label = 3 string
    tenon.v1.Badge.meaning = 5 string
    tenon.v1.Badge.permanent = 6 bool
    tenon.v1.Badge.value = 2 string
    tenon.v1.BadgeCatalog.badges = 1 repeated tenon.v1.Badge
    tenon.v1.ClearDefaultConnectionRequest.provider_slug = 2 string
    tenon.v1.ClearDefaultConnectionRequest.tenant_id = 1 string
    tenon.v1.Connection.created_at = 19 google.protobuf.Timestamp
    tenon.v1.Connection.display_name = 6 string
    tenon.v1.Connection.expires_at = 9 google.protobuf.Timestamp
    tenon.v1.Connection.external_id = 5 string
    tenon.v1.Connection.has_access_token = 16 bool
    tenon.v1.Connection.has_refresh_token = 17 bool
    tenon.v1.Connection.health_status = 12 string
    tenon.v1.Connection.id = 1 string
    tenon.v1.Connection.is_default = 11 bool
    tenon.v1.Connection.last_error_message = 15 string
    tenon.v1.Connection.last_error_reason_code = 14 string
    tenon.v1.Connection.last_health_check_at = 13 google.protobuf.Timestamp
    tenon.v1.Connection.metadata_json = 10 string
    tenon.v1.Connection.provider_slug = 4 string
    tenon.v1.Connection.scopes = 8 repeated string
    tenon.v1.Connection.status = 7 string
    tenon.v1.Connection.tenant_id = 3 string
    tenon.v1.Connection.token_generation = 18 int64
    tenon.v1.Connection.updated_at = 20 google.protobuf.Timestamp
    tenon.v1.Connection.workspace_id = 2 string
    tenon.v1.ConnectionTokens.access_token_ciphertext = 2 bytes
    tenon.v1.ConnectionTokens.expires_at = 4 google.protobuf.Timestamp
    tenon.v1.ConnectionTokens.id = 1 string
    tenon.v1.ConnectionTokens.refresh_token_ciphertext = 3 bytes
    tenon.v1.ConnectionTokens.status = 6 string
    tenon.v1.ConnectionTokens.token_generation = 5 int64
    tenon.v1.CreateConnectionRequest.access_token_ciphertext = 7 bytes
    tenon.v1.CreateConnectionRequest.display_name = 4 string
    tenon.v1.CreateConnectionRequest.expires_at = 9 google.protobuf.Timestamp
    tenon.v1.CreateConnectionRequest.external_id = 3 string
    tenon.v1.CreateConnectionRequest.is_default = 11 bool
    tenon.v1.CreateConnectionRequest.metadata_json = 10 string
    tenon.v1.CreateConnectionRequest.provider_slug = 2 string
    tenon.v1.CreateConnectionRequest.refresh_token_ciphertext = 8 bytes
    tenon.v1.CreateConnectionRequest.scopes = 6 repeated string
    tenon.v1.CreateConnectionRequest.status = 5 string
    tenon.v1.CreateConnectionRequest.tenant_id = 1 string
    tenon.v1.CreateTenantRequest.name = 2 string
    tenon.v1.CreateTenantRequest.workspace_id = 1 string
    tenon.v1.CreateWorkspaceRequest.name = 1 string
    tenon.v1.CreateWorkspaceRequest.owner = 2 string
    tenon.v1.DeleteConnectionRequest.id = 1 string
    tenon.v1.DeleteTenantRequest.id = 1 string
    tenon.v1.DeleteWorkspaceRequest.id = 1 string
    tenon.v1.DescribeResponse.build_version = 1 string
    tenon.v1.DescribeResponse.file_descriptor_set = 2 bytes
    tenon.v1.FindConnectionRequest.external_id = 3 string
    tenon.v1.FindConnectionRequest.provider_slug = 2 string
    tenon.v1.FindConnectionRequest.tenant_id = 1 string
    tenon.v1.FinishOperationRunRequest.health_status = 3 string
    tenon.v1.FinishOperationRunRequest.id = 1 string
    tenon.v1.FinishOperationRunRequest.message = 5 string
    tenon.v1.FinishOperationRunRequest.outcome = 2 string
    tenon.v1.FinishOperationRunRequest.reason_code = 4 string
    tenon.v1.GetConnectionRequest.id = 1 string
    tenon.v1.GetConnectionTokensRequest.id = 1 string
    tenon.v1.GetDefaultConnectionRequest.provider_slug = 2 string
    tenon.v1.GetDefaultConnectionRequest.tenant_id = 1 string
    tenon.v1.GetOperationRunRequest.id = 1 string
    tenon.v1.GetProviderRequest.slug = 1 string
    tenon.v1.GetStatsResponse.stats = 1 repeated tenon.v1.Stat
    tenon.v1.GetTenantRequest.id = 1 string
    tenon.v1.GetWorkspaceRequest.id = 1 string
    tenon.v1.GrantTenantMembershipRequest.actor = 2 string
    tenon.v1.GrantTenantMembershipRequest.role = 3 string
    tenon.v1.GrantTenantMembershipRequest.tenant_id = 1 string
    tenon.v1.GrantWorkspaceMembershipRequest.actor = 2 string
    tenon.v1.GrantWorkspaceMembershipRequest.role = 3 string
    tenon.v1.GrantWorkspaceMembershipRequest.workspace_id = 1 string
    tenon.v1.ListAuditEventsRequest.action = 4 string
    tenon.v1.ListAuditEventsRequest.actor = 3 string
    tenon.v1.ListAuditEventsRequest.after = 6 google.protobuf.Timestamp
    tenon.v1.ListAuditEventsRequest.before = 7 google.protobuf.Timestamp
    tenon.v1.ListAuditEventsRequest.page_size = 8 int32
    tenon.v1.ListAuditEventsRequest.page_token = 9 string
    tenon.v1.ListAuditEventsRequest.target_id = 5 string
    tenon.v1.ListAuditEventsRequest.tenant_id = 1 string
    tenon.v1.ListAuditEventsRequest.workspace_id = 2 string
    tenon.v1.ListAuditEventsResponse.audit_events = 1 repeated tenon.v1.AuditEvent
    tenon.v1.ListAuditEventsResponse.next_page_token = 2 string
    tenon.v1.ListConnectionsRequest.expires_before = 5 google.protobuf.Timestamp
    tenon.v1.ListConnectionsRequest.health_status = 4 string
    tenon.v1.ListConnectionsRequest.page_size = 6 int32
    tenon.v1.ListConnectionsRequest.page_token = 7 string
    tenon.v1.ListConnectionsRequest.provider_slug = 2 string
    tenon.v1.ListConnectionsRequest.status = 3 string
    tenon.v1.ListConnectionsRequest.tenant_id = 1 string
    tenon.v1.ListConnectionsResponse.connections = 1 repeated tenon.v1.Connection
    tenon.v1.ListConnectionsResponse.next_page_token = 2 string
    tenon.v1.ListMembershipsRequest.page_size = 3 int32
    tenon.v1.ListMembershipsRequest.page_token = 4 string
    tenon.v1.ListMembershipsRequest.tenant_id = 2 string
    tenon.v1.ListMembershipsRequest.workspace_id = 1 string
    tenon.v1.ListMembershipsResponse.memberships = 1 repeated tenon.v1.Membership
    tenon.v1.ListMembershipsResponse.next_page_token = 2 string
    tenon.v1.ListOperationRunsRequest.connection_id = 2 string
    tenon.v1.ListOperationRunsRequest.kind = 3 string
    tenon.v1.ListOperationRunsRequest.outcome = 4 string
    tenon.v1.ListOperationRunsRequest.page_size = 5 int32
    tenon.v1.ListOperationRunsRequest.page_token = 6 string
    tenon.v1.ListOperationRunsRequest.tenant_id = 1 string
    tenon.v1.ListOperationRunsResponse.next_page_token = 2 string
    tenon.v1.ListOperationRunsResponse.operation_runs = 1 repeated tenon.v1.OperationRun
    tenon.v1.ListProvidersResponse.providers = 1 repeated tenon.v1.Provider
    tenon.v1.ListTenantsRequest.page_size = 2 int32
    tenon.v1.ListTenantsRequest.page_token = 3 string
    tenon.v1.ListTenantsRequest.workspace_id = 1 string
    tenon.v1.ListTenantsResponse.next_page_token = 2 string
    tenon.v1.ListTenantsResponse.tenants = 1 repeated tenon.v1.Tenant
    tenon.v1.ListWorkspacesRequest.page_size = 1 int32
    tenon.v1.ListWorkspacesRequest.page_token = 2 string
    tenon.v1.ListWorkspacesResponse.next_page_token = 2 string
    tenon.v1.ListWorkspacesResponse.workspaces = 1 repeated tenon.v1.Workspace
    tenon.v1.Membership.actor = 3 string
    tenon.v1.Membership.created_at = 5 google.protobuf.Timestamp
    tenon.v1.Membership.role = 4 string
    tenon.v1.Membership.tenant_id = 2 string
    tenon.v1.Membership.updated_at = 6 google.protobuf.Timestamp
    tenon.v1.Membership.workspace_id = 1 string
    tenon.v1.OperationRun.actor = 10 string
    tenon.v1.OperationRun.connection_id = 4 string
    tenon.v1.OperationRun.finished_at = 13 google.protobuf.Timestamp
    tenon.v1.OperationRun.health_status = 9 string
    tenon.v1.OperationRun.id = 1 string
    tenon.v1.OperationRun.kind = 5 string
    tenon.v1.OperationRun.link = 11 string
    tenon.v1.OperationRun.message = 8 string
    tenon.v1.OperationRun.outcome = 6 string
    tenon.v1.OperationRun.reason_code = 7 string
    tenon.v1.OperationRun.started_at = 12 google.protobuf.Timestamp
    tenon.v1.OperationRun.tenant_id = 3 string
    tenon.v1.OperationRun.workspace_id = 2 string
    tenon.v1.Provider.auth_type = 3 string
    tenon.v1.Provider.created_at = 4 google.protobuf.Timestamp
    tenon.v1.Provider.display_name = 2 string
    tenon.v1.Provider.external_id_kind = 8 string
    tenon.v1.Provider.metadata_keys = 6 repeated string
    tenon.v1.Provider.refresh_token_rotation = 7 string
    tenon.v1.Provider.slug = 1 string
    tenon.v1.Provider.updated_at = 5 google.protobuf.Timestamp
    tenon.v1.RevokeTenantMembershipRequest.actor = 2 string
    tenon.v1.RevokeTenantMembershipRequest.tenant_id = 1 string
    tenon.v1.RevokeWorkspaceMembershipRequest.actor = 2 string
    tenon.v1.RevokeWorkspaceMembershipRequest.workspace_id = 1 string
    tenon.v1.SetDefaultConnectionRequest.id = 1 string
    tenon.v1.StartOperationRunRequest.connection_id = 1 string
    tenon.v1.StartOperationRunRequest.kind = 2 string
    tenon.v1.Stat.label = 2 string
    tenon.v1.Stat.name = 1 string
    tenon.v1.Stat.value = 3 double
    tenon.v1.Tenant.created_at = 4 google.protobuf.Timestamp
    tenon.v1.Tenant.id = 1 string
    tenon.v1.Tenant.name = 3 string
    tenon.v1.Tenant.updated_at = 5 google.protobuf.Timestamp
    tenon.v1.Tenant.workspace_id = 2 string
    tenon.v1.UpdateConnectionRequest.display_name = 2 string
    tenon.v1.UpdateConnectionRequest.id = 1 string
    tenon.v1.UpdateConnectionRequest.metadata_json = 4 string
    tenon.v1.UpdateConnectionRequest.scopes = 3 repeated string
    tenon.v1.UpdateConnectionRequest.update_mask = 5 google.protobuf.FieldMask
    tenon.v1.UpdateTokensStatusRequest.access_token_ciphertext = 2 bytes
    tenon.v1.UpdateTokensStatusRequest.expected_token_generation = 6 int64
    tenon.v1.UpdateTokensStatusRequest.expires_at = 5 google.protobuf.Timestamp
    tenon.v1.UpdateTokensStatusRequest.id = 1 string
    tenon.v1.UpdateTokensStatusRequest.refresh_token_ciphertext = 3 bytes
    tenon.v1.UpdateTokensStatusRequest.status = 4 string
    tenon.v1.UpdateTokensStatusRequest.update_mask = 7 google.protobuf.FieldMask
    tenon.v1.UpsertProviderRequest.auth_type = 3 string
    tenon.v1.UpsertProviderRequest.display_name = 2 string
    tenon.v1.UpsertProviderRequest.slug = 1 string
    tenon.v1.WhoAmIResponse.actor = 4 string
    tenon.v1.WhoAmIResponse.admin = 3 bool
    tenon.v1.WhoAmIResponse.caller = 1 string
    tenon.v1.WhoAmIResponse.caller_uid = 2 uint32
    tenon.v1.WhoAmIResponse.may_act_as = 5 repeated string
    tenon.v1.Workspace.created_at = 3 google.protobuf.Timestamp
    tenon.v1.Workspace.id = 1 string
    tenon.v1.Workspace.name = 2 string
    tenon.v1.Workspace.updated_at = 4 google.protobuf.Timestamp
    """

/// Every method of the contract, as published. Add lines, change none.
let publishedMethods = """
    grpc.health.v1.Health/Check (grpc.health.v1.HealthCheckRequest) returns (grpc.health.v1.HealthCheckResponse)
    tenon.v1.AuditService/ListAuditEvents (tenon.v1.ListAuditEventsRequest) returns (tenon.v1.ListAuditEventsResponse)
    tenon.v1.BadgeService/GetBadgeCatalog (tenon.v1.GetBadgeCatalogRequest) returns (tenon.v1.BadgeCatalog)
    tenon.v1.ConnectionService/ClearDefaultConnection (tenon.v1.ClearDefaultConnectionRequest) returns (google.protobuf.Empty)
    tenon.v1.ConnectionService/CreateConnection (tenon.v1.CreateConnectionRequest) returns (tenon.v1.Connection)
    tenon.v1.ConnectionService/DeleteConnection (tenon.v1.DeleteConnectionRequest) returns (google.protobuf.Empty)
    tenon.v1.ConnectionService/FindConnection (tenon.v1.FindConnectionRequest) returns (tenon.v1.Connection)
    tenon.v1.ConnectionService/GetConnection (tenon.v1.GetConnectionRequest) returns (tenon.v1.Connection)
    tenon.v1.ConnectionService/GetConnectionTokens (tenon.v1.GetConnectionTokensRequest) returns (tenon.v1.ConnectionTokens)
    tenon.v1.ConnectionService/GetDefaultConnection (tenon.v1.GetDefaultConnectionRequest) returns (tenon.v1.Connection)
    tenon.v1.ConnectionService/ListConnections (tenon.v1.ListConnectionsRequest) returns (tenon.v1.ListConnectionsResponse)
    tenon.v1.ConnectionService/SetDefaultConnection (tenon.v1.SetDefaultConnectionRequest) returns (tenon.v1.Connection)
    tenon.v1.ConnectionService/UpdateConnection (tenon.v1.UpdateConnectionRequest) returns (tenon.v1.Connection)
    tenon.v1.ConnectionService/UpdateTokensStatus (tenon.v1.UpdateTokensStatusRequest) returns (tenon.v1.Connection)
    tenon.v1.DaemonService/Describe (tenon.v1.DescribeRequest) returns (tenon.v1.DescribeResponse)
    tenon.v1.DaemonService/GetStats (tenon.v1.GetStatsRequest) returns (tenon.v1.GetStatsResponse)
    tenon.v1.DaemonService/WhoAmI (tenon.v1.WhoAmIRequest) returns (tenon.v1.WhoAmIResponse)
    tenon.v1.OperationService/FinishOperationRun (tenon.v1.FinishOperationRunRequest) returns (tenon.v1.OperationRun)
    tenon.v1.OperationService/GetOperationRun (tenon.v1.GetOperationRunRequest) returns (tenon.v1.OperationRun)
    tenon.v1.OperationService/ListOperationRuns (tenon.v1.ListOperationRunsRequest) returns (tenon.v1.ListOperationRunsResponse)
    tenon.v1.OperationService/StartOperationRun (tenon.v1.StartOperationRunRequest) returns (tenon.v1.OperationRun)
    tenon.v1.ProviderService/GetProvider (tenon.v1.GetProviderRequest) returns (tenon.v1.Provider)
    tenon.v1.ProviderService/ListProviders (tenon.v1.ListProvidersRequest) returns (tenon.v1.ListProvidersResponse)
    tenon.v1.ProviderService/UpsertProvider (tenon.v1.UpsertProviderRequest) returns (tenon.v1.Provider)
    tenon.v1.TenancyService/CreateTenant (tenon.v1.CreateTenantRequest) returns (tenon.v1.Tenant)
    tenon.v1.TenancyService/CreateWorkspace (tenon.v1.CreateWorkspaceRequest) returns (tenon.v1.Workspace)
    tenon.v1.TenancyService/DeleteTenant (tenon.v1.DeleteTenantRequest) returns (google.protobuf.Empty)
    tenon.v1.TenancyService/DeleteWorkspace (tenon.v1.DeleteWorkspaceRequest) returns (google.protobuf.Empty)
    tenon.v1.TenancyService/GetTenant (tenon.v1.GetTenantRequest) returns (tenon.v1.Tenant)
    tenon.v1.TenancyService/GetWorkspace (tenon.v1.GetWorkspaceRequest) returns (tenon.v1.Workspace)
    tenon.v1.TenancyService/GrantTenantMembership (tenon.v1.GrantTenantMembershipRequest) returns (tenon.v1.Membership)
    tenon.v1.TenancyService/GrantWorkspaceMembership (tenon.v1.GrantWorkspaceMembershipRequest) returns (tenon.v1.Membership)
    tenon.v1.TenancyService/ListMemberships (tenon.v1.ListMembershipsRequest) returns (tenon.v1.ListMembershipsResponse)
    tenon.v1.TenancyService/ListTenants (tenon.v1.ListTenantsRequest) returns (tenon.v1.ListTenantsResponse)
    tenon.v1.TenancyService/ListWorkspaces (tenon.v1.ListWorkspacesRequest) returns (tenon.v1.ListWorkspacesResponse)
    tenon.v1.TenancyService/RevokeTenantMembership (tenon.v1.RevokeTenantMembershipRequest) returns (google.protobuf.Empty)
    tenon.v1.TenancyService/RevokeWorkspaceMembership (tenon.v1.RevokeWorkspaceMembershipRequest) returns (google.protobuf.Empty)
    """
