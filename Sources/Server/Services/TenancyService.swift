internal import Access
internal import Messages
internal import Storage

/// Workspaces, tenants and memberships.
struct TenancyService: TenancyServiceHandlers {
    let storage: Storage

    var createWorkspace: Handler<CreateWorkspaceRequest, Workspace> {
        .admin { request, admin in
            let name = try Check.name(request.name, "name")
            let owner = request.owner.isEmpty ? nil : try Check.actor(request.owner, "owner")
            return storage.createWorkspace(admin, name: name, owner: owner).reply(Workspace.init)
        }
    }

    var getWorkspace: Handler<GetWorkspaceRequest, Workspace> {
        .member { request, member in
            storage.getWorkspace(member, id: try Check.uuid(request.id, "id")).reply(Workspace.init)
        }
    }

    var listWorkspaces: Handler<ListWorkspacesRequest, ListWorkspacesResponse> {
        .member { request, member in
            try storage.listWorkspaces(member, pageSize: Check.pageSize(request.pageSize), pageToken: request.pageToken)
                .reply { ListWorkspacesResponse(workspaces: $0.records.map(Workspace.init), nextPageToken: $0.nextPageToken) }
        }
    }

    var deleteWorkspace: Handler<DeleteWorkspaceRequest, Empty> {
        .admin { request, admin in
            storage.deleteWorkspace(admin, id: try Check.uuid(request.id, "id")).reply(Empty.init)
        }
    }

    var createTenant: Handler<CreateTenantRequest, Tenant> {
        .workspace(.tenantManage) { request, authority in
            let workspaceID = try Check.uuid(request.workspaceID, "workspace_id")
            return storage.createTenant(authority, workspaceID: workspaceID, name: try Check.name(request.name, "name")).reply(Tenant.init)
        }
    }

    var getTenant: Handler<GetTenantRequest, Tenant> {
        .member { request, member in
            storage.getTenant(member, id: try Check.uuid(request.id, "id")).reply(Tenant.init)
        }
    }

    var listTenants: Handler<ListTenantsRequest, ListTenantsResponse> {
        .member { request, member in
            try storage.listTenants(
                member, workspaceID: Check.optionalUUID(request.workspaceID, "workspace_id"), pageSize: Check.pageSize(request.pageSize),
                pageToken: request.pageToken
            ).reply { ListTenantsResponse(tenants: $0.records.map(Tenant.init), nextPageToken: $0.nextPageToken) }
        }
    }

    var deleteTenant: Handler<DeleteTenantRequest, Empty> {
        .workspace(.tenantManage) { request, authority in
            storage.deleteTenant(authority, id: try Check.uuid(request.id, "id")).reply(Empty.init)
        }
    }

    var grantWorkspaceMembership: Handler<GrantWorkspaceMembershipRequest, Membership> {
        .workspace(.tenantManage) { request, authority in
            try storage.grantWorkspaceMembership(
                authority, workspaceID: Check.uuid(request.workspaceID, "workspace_id"), grantee: Check.actor(request.actor, "actor"),
                role: Check.choice(request.role, "role")
            ).reply(Membership.init)
        }
    }

    var revokeWorkspaceMembership: Handler<RevokeWorkspaceMembershipRequest, Empty> {
        .workspace(.tenantManage) { request, authority in
            try storage.revokeWorkspaceMembership(
                authority, workspaceID: Check.uuid(request.workspaceID, "workspace_id"), member: Check.actor(request.actor, "actor")
            ).reply(Empty.init)
        }
    }

    var grantTenantMembership: Handler<GrantTenantMembershipRequest, Membership> {
        .workspace(.membershipManage) { request, authority in
            let tenantID = try Check.uuid(request.tenantID, "tenant_id")
            let grantee = try Check.actor(request.actor, "actor")
            let role: TenantRole = try Check.choice(request.role, "role")
            guard role.canBeHeld(by: grantee) else { throw Refusal.field("role", "service is for service: actors only") }
            return storage.grantTenantMembership(authority, tenantID: tenantID, grantee: grantee, role: role).reply(Membership.init)
        }
    }

    var revokeTenantMembership: Handler<RevokeTenantMembershipRequest, Empty> {
        .workspace(.membershipManage) { request, authority in
            try storage.revokeTenantMembership(
                authority, tenantID: Check.uuid(request.tenantID, "tenant_id"), member: Check.actor(request.actor, "actor")
            ).reply(Empty.init)
        }
    }

    var listMemberships: Handler<ListMembershipsRequest, ListMembershipsResponse> {
        .workspace(.membershipManage) { request, authority in
            let workspace = try Check.optionalUUID(request.workspaceID, "workspace_id")
            let tenant = try Check.optionalUUID(request.tenantID, "tenant_id") ?? (workspace == nil ? authority.tenantContext : nil)
            let pageSize = try Check.pageSize(request.pageSize)
            let page: Query<Page<MembershipRecord>>
            if let tenant {
                page = try storage.listMemberships(authority, tenantID: tenant, pageSize: pageSize, pageToken: request.pageToken)
            } else if let workspace {
                page = try storage.listMemberships(authority, workspaceID: workspace, pageSize: pageSize, pageToken: request.pageToken)
            } else {
                throw Refusal.field("workspace_id", "is empty, and so is tenant_id: name one")
            }
            return page.reply { ListMembershipsResponse(memberships: $0.records.map(Membership.init), nextPageToken: $0.nextPageToken) }
        }
    }
}
