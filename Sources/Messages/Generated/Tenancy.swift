// Written by protoc-gen-tenon from tenon/v1/tenancy.proto: change that and run `make generate`.

/// The outermost isolation boundary.
public struct Workspace: Sendable, Hashable {
    /// UUID, lower case.
    public var id: String

    /// Name for people, 1 to 200 characters.
    public var name: String

    /// When it was made.
    public var createdAt: Timestamp?

    /// When it last changed.
    public var updatedAt: Timestamp?

    /// What is left out is empty, which is: not sent.
    public init(id: String = "", name: String = "", createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A managed tenant, inside exactly one workspace.
public struct Tenant: Sendable, Hashable {
    /// UUID, lower case.
    public var id: String

    /// Workspace it belongs to.
    public var workspaceID: String

    /// Name for people, 1 to 200 characters.
    public var name: String

    /// When it was made.
    public var createdAt: Timestamp?

    /// When it last changed.
    public var updatedAt: Timestamp?

    /// What is left out is empty, which is: not sent.
    public init(
        id: String = "", workspaceID: String = "", name: String = "", createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.workspaceID = workspaceID
        self.name = name
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// An actor's membership of a workspace or of a tenant.
public struct Membership: Sendable, Hashable {
    /// Workspace, also of a tenant membership.
    public var workspaceID: String

    /// Tenant; empty: this is a workspace membership.
    public var tenantID: String

    /// `user:…` or `service:…`, at most 200 bytes.
    public var actor: String

    /// On a workspace `member` or `owner`; on a tenant `viewer`, `operator`, `service`, `manager` or `owner`.
    public var role: String

    /// When it was granted.
    public var createdAt: Timestamp?

    /// When the role last changed.
    public var updatedAt: Timestamp?

    /// What is left out is empty, which is: not sent.
    public init(
        workspaceID: String = "", tenantID: String = "", actor: String = "", role: String = "", createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.workspaceID = workspaceID
        self.tenantID = tenantID
        self.actor = actor
        self.role = role
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

public struct CreateWorkspaceRequest: Sendable, Hashable {
    /// Name for people, 1 to 200 characters.
    public var name: String

    /// Actor that becomes owner; empty: nobody yet.
    public var owner: String

    /// What is left out is empty, which is: not sent.
    public init(name: String = "", owner: String = "") {
        self.name = name
        self.owner = owner
    }
}

public struct GetWorkspaceRequest: Sendable, Hashable {
    /// UUID of the workspace.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

public struct ListWorkspacesRequest: Sendable, Hashable {
    /// Most workspaces to return: 0 means 50, above 1000 means 1000.
    public var pageSize: Int32

    /// `next_page_token` of the page before; empty: the first page.
    public var pageToken: String

    /// What is left out is empty, which is: not sent.
    public init(pageSize: Int32 = 0, pageToken: String = "") {
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

public struct ListWorkspacesResponse: Sendable, Hashable {
    /// One page, ordered by creation time and id.
    public var workspaces: [Workspace]

    /// Token of the next page; empty: this was the last one.
    public var nextPageToken: String

    /// What is left out is empty, which is: not sent.
    public init(workspaces: [Workspace] = [], nextPageToken: String = "") {
        self.workspaces = workspaces
        self.nextPageToken = nextPageToken
    }
}

public struct DeleteWorkspaceRequest: Sendable, Hashable {
    /// UUID of the workspace.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

public struct CreateTenantRequest: Sendable, Hashable {
    /// Workspace the tenant shall belong to.
    public var workspaceID: String

    /// Name for people, 1 to 200 characters.
    public var name: String

    /// What is left out is empty, which is: not sent.
    public init(workspaceID: String = "", name: String = "") {
        self.workspaceID = workspaceID
        self.name = name
    }
}

public struct GetTenantRequest: Sendable, Hashable {
    /// UUID of the tenant.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

public struct ListTenantsRequest: Sendable, Hashable {
    /// Only this workspace; empty: all.
    public var workspaceID: String

    /// Most tenants to return: 0 means 50, above 1000 means 1000.
    public var pageSize: Int32

    /// `next_page_token` of the page before; empty: the first page.
    public var pageToken: String

    /// What is left out is empty, which is: not sent.
    public init(workspaceID: String = "", pageSize: Int32 = 0, pageToken: String = "") {
        self.workspaceID = workspaceID
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

public struct ListTenantsResponse: Sendable, Hashable {
    /// One page, ordered by id.
    public var tenants: [Tenant]

    /// Token of the next page; empty: this was the last one.
    public var nextPageToken: String

    /// What is left out is empty, which is: not sent.
    public init(tenants: [Tenant] = [], nextPageToken: String = "") {
        self.tenants = tenants
        self.nextPageToken = nextPageToken
    }
}

public struct DeleteTenantRequest: Sendable, Hashable {
    /// UUID of the tenant.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

public struct GrantWorkspaceMembershipRequest: Sendable, Hashable {
    /// UUID of the workspace.
    public var workspaceID: String

    /// Actor to make a member, `user:…` or `service:…`.
    public var actor: String

    /// `member` or `owner`.
    public var role: String

    /// What is left out is empty, which is: not sent.
    public init(workspaceID: String = "", actor: String = "", role: String = "") {
        self.workspaceID = workspaceID
        self.actor = actor
        self.role = role
    }
}

public struct RevokeWorkspaceMembershipRequest: Sendable, Hashable {
    /// UUID of the workspace.
    public var workspaceID: String

    /// Actor whose membership ends.
    public var actor: String

    /// What is left out is empty, which is: not sent.
    public init(workspaceID: String = "", actor: String = "") {
        self.workspaceID = workspaceID
        self.actor = actor
    }
}

public struct GrantTenantMembershipRequest: Sendable, Hashable {
    /// UUID of the tenant.
    public var tenantID: String

    /// Actor to make a member; it must be a member of the workspace.
    public var actor: String

    /// `viewer`, `operator`, `service` (for `service:` actors only), `manager` or `owner`.
    public var role: String

    /// What is left out is empty, which is: not sent.
    public init(tenantID: String = "", actor: String = "", role: String = "") {
        self.tenantID = tenantID
        self.actor = actor
        self.role = role
    }
}

public struct RevokeTenantMembershipRequest: Sendable, Hashable {
    /// UUID of the tenant.
    public var tenantID: String

    /// Actor whose membership ends.
    public var actor: String

    /// What is left out is empty, which is: not sent.
    public init(tenantID: String = "", actor: String = "") {
        self.tenantID = tenantID
        self.actor = actor
    }
}

public struct ListMembershipsRequest: Sendable, Hashable {
    /// Memberships of this workspace, if `tenant_id` is empty.
    public var workspaceID: String

    /// Memberships of this tenant; if both are empty: of the tenant context.
    public var tenantID: String

    /// Most memberships to return: 0 means 50, above 1000 means 1000.
    public var pageSize: Int32

    /// `next_page_token` of the page before; empty: the first page.
    public var pageToken: String

    /// What is left out is empty, which is: not sent.
    public init(workspaceID: String = "", tenantID: String = "", pageSize: Int32 = 0, pageToken: String = "") {
        self.workspaceID = workspaceID
        self.tenantID = tenantID
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

public struct ListMembershipsResponse: Sendable, Hashable {
    /// One page, ordered by actor.
    public var memberships: [Membership]

    /// Token of the next page; empty: this was the last one.
    public var nextPageToken: String

    /// What is left out is empty, which is: not sent.
    public init(memberships: [Membership] = [], nextPageToken: String = "") {
        self.memberships = memberships
        self.nextPageToken = nextPageToken
    }
}
