// Written by protoc-gen-tenon from tenon/v1/tenancy.proto: change that and run `make generate`.
internal import CMessages

extension Workspace: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__workspace__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__Workspace>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            name: readText(source.pointee.name),
            createdAt: readMessage(source.pointee.created_at),
            updatedAt: readMessage(source.pointee.updated_at))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__Workspace>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(name, at: &target.pointee.name)
        unsafe arena.place(createdAt, at: &target.pointee.created_at)
        unsafe arena.place(updatedAt, at: &target.pointee.updated_at)
    }
}

extension Tenant: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__tenant__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__Tenant>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            workspaceID: readText(source.pointee.workspace_id),
            name: readText(source.pointee.name),
            createdAt: readMessage(source.pointee.created_at),
            updatedAt: readMessage(source.pointee.updated_at))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__Tenant>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(name, at: &target.pointee.name)
        unsafe arena.place(createdAt, at: &target.pointee.created_at)
        unsafe arena.place(updatedAt, at: &target.pointee.updated_at)
    }
}

extension Membership: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__membership__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__Membership>) {
        unsafe self.init(
            workspaceID: readText(source.pointee.workspace_id),
            tenantID: readText(source.pointee.tenant_id),
            actor: readText(source.pointee.actor),
            role: readText(source.pointee.role),
            createdAt: readMessage(source.pointee.created_at),
            updatedAt: readMessage(source.pointee.updated_at))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__Membership>, in arena: inout Arena) {
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(actor, at: &target.pointee.actor)
        unsafe arena.place(role, at: &target.pointee.role)
        unsafe arena.place(createdAt, at: &target.pointee.created_at)
        unsafe arena.place(updatedAt, at: &target.pointee.updated_at)
    }
}

extension CreateWorkspaceRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__create_workspace_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__CreateWorkspaceRequest>) {
        unsafe self.init(
            name: readText(source.pointee.name),
            owner: readText(source.pointee.owner))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__CreateWorkspaceRequest>, in arena: inout Arena) {
        unsafe arena.place(name, at: &target.pointee.name)
        unsafe arena.place(owner, at: &target.pointee.owner)
    }
}

extension GetWorkspaceRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_workspace_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetWorkspaceRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetWorkspaceRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}

extension ListWorkspacesRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_workspaces_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListWorkspacesRequest>) {
        unsafe self.init(
            pageSize: source.pointee.page_size,
            pageToken: readText(source.pointee.page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListWorkspacesRequest>, in arena: inout Arena) {
        unsafe target.pointee.page_size = pageSize
        unsafe arena.place(pageToken, at: &target.pointee.page_token)
    }
}

extension ListWorkspacesResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_workspaces_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListWorkspacesResponse>) {
        unsafe self.init(
            workspaces: readMessages(source.pointee.workspaces, count: source.pointee.n_workspaces),
            nextPageToken: readText(source.pointee.next_page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListWorkspacesResponse>, in arena: inout Arena) {
        unsafe arena.place(workspaces, at: &target.pointee.workspaces, count: &target.pointee.n_workspaces)
        unsafe arena.place(nextPageToken, at: &target.pointee.next_page_token)
    }
}

extension DeleteWorkspaceRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__delete_workspace_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__DeleteWorkspaceRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__DeleteWorkspaceRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}

extension CreateTenantRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__create_tenant_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__CreateTenantRequest>) {
        unsafe self.init(
            workspaceID: readText(source.pointee.workspace_id),
            name: readText(source.pointee.name))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__CreateTenantRequest>, in arena: inout Arena) {
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(name, at: &target.pointee.name)
    }
}

extension GetTenantRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_tenant_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetTenantRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetTenantRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}

extension ListTenantsRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_tenants_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListTenantsRequest>) {
        unsafe self.init(
            workspaceID: readText(source.pointee.workspace_id),
            pageSize: source.pointee.page_size,
            pageToken: readText(source.pointee.page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListTenantsRequest>, in arena: inout Arena) {
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe target.pointee.page_size = pageSize
        unsafe arena.place(pageToken, at: &target.pointee.page_token)
    }
}

extension ListTenantsResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_tenants_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListTenantsResponse>) {
        unsafe self.init(
            tenants: readMessages(source.pointee.tenants, count: source.pointee.n_tenants),
            nextPageToken: readText(source.pointee.next_page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListTenantsResponse>, in arena: inout Arena) {
        unsafe arena.place(tenants, at: &target.pointee.tenants, count: &target.pointee.n_tenants)
        unsafe arena.place(nextPageToken, at: &target.pointee.next_page_token)
    }
}

extension DeleteTenantRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__delete_tenant_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__DeleteTenantRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__DeleteTenantRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}

extension GrantWorkspaceMembershipRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__grant_workspace_membership_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GrantWorkspaceMembershipRequest>) {
        unsafe self.init(
            workspaceID: readText(source.pointee.workspace_id),
            actor: readText(source.pointee.actor),
            role: readText(source.pointee.role))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GrantWorkspaceMembershipRequest>, in arena: inout Arena) {
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(actor, at: &target.pointee.actor)
        unsafe arena.place(role, at: &target.pointee.role)
    }
}

extension RevokeWorkspaceMembershipRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__revoke_workspace_membership_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__RevokeWorkspaceMembershipRequest>) {
        unsafe self.init(
            workspaceID: readText(source.pointee.workspace_id),
            actor: readText(source.pointee.actor))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__RevokeWorkspaceMembershipRequest>, in arena: inout Arena) {
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(actor, at: &target.pointee.actor)
    }
}

extension GrantTenantMembershipRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__grant_tenant_membership_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GrantTenantMembershipRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            actor: readText(source.pointee.actor),
            role: readText(source.pointee.role))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GrantTenantMembershipRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(actor, at: &target.pointee.actor)
        unsafe arena.place(role, at: &target.pointee.role)
    }
}

extension RevokeTenantMembershipRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__revoke_tenant_membership_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__RevokeTenantMembershipRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            actor: readText(source.pointee.actor))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__RevokeTenantMembershipRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(actor, at: &target.pointee.actor)
    }
}

extension ListMembershipsRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_memberships_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListMembershipsRequest>) {
        unsafe self.init(
            workspaceID: readText(source.pointee.workspace_id),
            tenantID: readText(source.pointee.tenant_id),
            pageSize: source.pointee.page_size,
            pageToken: readText(source.pointee.page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListMembershipsRequest>, in arena: inout Arena) {
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe target.pointee.page_size = pageSize
        unsafe arena.place(pageToken, at: &target.pointee.page_token)
    }
}

extension ListMembershipsResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_memberships_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListMembershipsResponse>) {
        unsafe self.init(
            memberships: readMessages(source.pointee.memberships, count: source.pointee.n_memberships),
            nextPageToken: readText(source.pointee.next_page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListMembershipsResponse>, in arena: inout Arena) {
        unsafe arena.place(memberships, at: &target.pointee.memberships, count: &target.pointee.n_memberships)
        unsafe arena.place(nextPageToken, at: &target.pointee.next_page_token)
    }
}
