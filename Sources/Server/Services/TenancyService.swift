internal import Access
internal import Messages
internal import Storage

/// Workspaces, tenants and memberships.
struct TenancyService: TenancyServiceHandlers {
    let storage: Storage

    var createWorkspace: Handler<CreateWorkspaceRequest, Workspace> {
        .admin { request, admin, call in
            let name = try Check.name(request.name, "name")
            let owner = request.owner.isEmpty ? nil : try Check.actor(request.owner, "owner")
            return Workspace(try await storage.createWorkspace(admin, name: name, owner: owner, deadline: call.deadline))
        }
    }

    var getWorkspace: Handler<GetWorkspaceRequest, Workspace> {
        .member { request, member, call in
            Workspace(try await storage.getWorkspace(member, id: try Check.uuid(request.id, "id"), deadline: call.deadline))
        }
    }

    var listWorkspaces: Handler<ListWorkspacesRequest, ListWorkspacesResponse> {
        .member { request, member, call in
            let page = try await storage.listWorkspaces(
                member, pageSize: try Check.pageSize(request.pageSize), pageToken: request.pageToken, deadline: call.deadline)
            return ListWorkspacesResponse(workspaces: page.records.map(Workspace.init), nextPageToken: page.nextPageToken)
        }
    }

    var deleteWorkspace: Handler<DeleteWorkspaceRequest, Empty> {
        .admin { request, admin, call in
            try await storage.deleteWorkspace(admin, id: try Check.uuid(request.id, "id"), deadline: call.deadline)
            return Empty()
        }
    }

    var createTenant: Handler<CreateTenantRequest, Tenant> {
        .workspace(.tenantManage) { request, authority, call in
            let workspaceID = try Check.uuid(request.workspaceID, "workspace_id")
            let name = try Check.name(request.name, "name")
            return Tenant(try await storage.createTenant(authority, workspaceID: workspaceID, name: name, deadline: call.deadline))
        }
    }

    var getTenant: Handler<GetTenantRequest, Tenant> {
        .member { request, member, call in
            Tenant(try await storage.getTenant(member, id: try Check.uuid(request.id, "id"), deadline: call.deadline))
        }
    }

    var listTenants: Handler<ListTenantsRequest, ListTenantsResponse> {
        .member { request, member, call in
            let page = try await storage.listTenants(
                member, workspaceID: try Check.optionalUUID(request.workspaceID, "workspace_id"),
                pageSize: try Check.pageSize(request.pageSize), pageToken: request.pageToken, deadline: call.deadline)
            return ListTenantsResponse(tenants: page.records.map(Tenant.init), nextPageToken: page.nextPageToken)
        }
    }

    var deleteTenant: Handler<DeleteTenantRequest, Empty> {
        .workspace(.tenantManage) { request, authority, call in
            try await storage.deleteTenant(authority, id: try Check.uuid(request.id, "id"), deadline: call.deadline)
            return Empty()
        }
    }

    var grantWorkspaceMembership: Handler<GrantWorkspaceMembershipRequest, Membership> {
        .workspace(.tenantManage) { request, authority, call in
            let record = try await storage.grantWorkspaceMembership(
                authority, workspaceID: try Check.uuid(request.workspaceID, "workspace_id"),
                grantee: try Check.actor(request.actor, "actor"), role: try Check.choice(request.role, "role"), deadline: call.deadline)
            return Membership(record)
        }
    }

    var revokeWorkspaceMembership: Handler<RevokeWorkspaceMembershipRequest, Empty> {
        .workspace(.tenantManage) { request, authority, call in
            try await storage.revokeWorkspaceMembership(
                authority, workspaceID: try Check.uuid(request.workspaceID, "workspace_id"),
                member: try Check.actor(request.actor, "actor"), deadline: call.deadline)
            return Empty()
        }
    }

    var grantTenantMembership: Handler<GrantTenantMembershipRequest, Membership> {
        .workspace(.membershipManage) { request, authority, call in
            let tenantID = try Check.uuid(request.tenantID, "tenant_id")
            let grantee = try Check.actor(request.actor, "actor")
            let role: TenantRole = try Check.choice(request.role, "role")
            guard role.canBeHeld(by: grantee) else { throw Refusal.field("role", "service is for service: actors only") }
            return Membership(
                try await storage.grantTenantMembership(
                    authority, tenantID: tenantID, grantee: grantee, role: role, deadline: call.deadline))
        }
    }

    var revokeTenantMembership: Handler<RevokeTenantMembershipRequest, Empty> {
        .workspace(.membershipManage) { request, authority, call in
            try await storage.revokeTenantMembership(
                authority, tenantID: try Check.uuid(request.tenantID, "tenant_id"), member: try Check.actor(request.actor, "actor"),
                deadline: call.deadline)
            return Empty()
        }
    }

    var listMemberships: Handler<ListMembershipsRequest, ListMembershipsResponse> {
        .workspace(.membershipManage) { request, authority, call in
            let workspace = try Check.optionalUUID(request.workspaceID, "workspace_id")
            let tenant = try Check.optionalUUID(request.tenantID, "tenant_id") ?? (workspace == nil ? authority.tenantContext : nil)
            let pageSize = try Check.pageSize(request.pageSize)
            let page: Page<MembershipRecord>
            if let tenant {
                page = try await storage.listMemberships(
                    authority, tenantID: tenant, pageSize: pageSize, pageToken: request.pageToken, deadline: call.deadline)
            } else if let workspace {
                page = try await storage.listMemberships(
                    authority, workspaceID: workspace, pageSize: pageSize, pageToken: request.pageToken, deadline: call.deadline)
            } else {
                throw Refusal.field("workspace_id", "is empty, and so is tenant_id: name one")
            }
            return ListMembershipsResponse(memberships: page.records.map(Membership.init), nextPageToken: page.nextPageToken)
        }
    }
}
