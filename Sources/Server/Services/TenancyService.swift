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

    var getWorkspace: Handler<GetWorkspaceRequest, Workspace> { .notServed }

    var listWorkspaces: Handler<ListWorkspacesRequest, ListWorkspacesResponse> { .notServed }

    var deleteWorkspace: Handler<DeleteWorkspaceRequest, Empty> { .notServed }

    var createTenant: Handler<CreateTenantRequest, Tenant> {
        .workspace { request, authority, call in
            let workspaceID = try Check.uuid(request.workspaceID, "workspace_id")
            let name = try Check.name(request.name, "name")
            return Tenant(try await storage.createTenant(authority, workspaceID: workspaceID, name: name, deadline: call.deadline))
        }
    }

    var getTenant: Handler<GetTenantRequest, Tenant> { .notServed }

    var listTenants: Handler<ListTenantsRequest, ListTenantsResponse> { .notServed }

    var deleteTenant: Handler<DeleteTenantRequest, Empty> {
        .workspace { request, authority, call in
            try await storage.deleteTenant(authority, id: try Check.uuid(request.id, "id"), deadline: call.deadline)
            return Empty()
        }
    }

    var grantWorkspaceMembership: Handler<GrantWorkspaceMembershipRequest, Membership> {
        .workspace { request, authority, call in
            let record = try await storage.grantWorkspaceMembership(
                authority, workspaceID: try Check.uuid(request.workspaceID, "workspace_id"),
                grantee: try Check.actor(request.actor, "actor"),
                role: try Check.choice(request.role, "role"), deadline: call.deadline)
            return Membership(record)
        }
    }

    var revokeWorkspaceMembership: Handler<RevokeWorkspaceMembershipRequest, Empty> { .notServed }

    var grantTenantMembership: Handler<GrantTenantMembershipRequest, Membership> {
        .workspace { request, authority, call in
            let tenantID = try Check.uuid(request.tenantID, "tenant_id")
            let grantee = try Check.actor(request.actor, "actor")
            let role: TenantRole = try Check.choice(request.role, "role")
            guard role.canBeHeld(by: grantee) else { throw Refusal.field("role", "service is for service: actors only") }
            return Membership(
                try await storage.grantTenantMembership(
                    authority, tenantID: tenantID, grantee: grantee, role: role, deadline: call.deadline))
        }
    }

    var revokeTenantMembership: Handler<RevokeTenantMembershipRequest, Empty> { .notServed }

    var listMemberships: Handler<ListMembershipsRequest, ListMembershipsResponse> { .notServed }
}
