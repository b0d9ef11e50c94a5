internal import ArgumentParser
internal import TenonClient

struct Memberships: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who is a member of what.",
        discussion: "Examples:\n  tenon memberships grant user:bob member --workspace 0b7c…\n  tenon memberships list --of-tenant 5f1e…",
        subcommands: [Grant.self, Revoke.self, List.self])

    /// What the membership is of.
    struct Place: ParsableArguments {
        @Option(help: "Id of the workspace.") var workspace: String?
        @Option(help: "Id of the tenant.") var ofTenant: String?

        func validate() throws {
            guard (workspace == nil) != (ofTenant == nil) else { throw ValidationError("give one of --workspace and --of-tenant") }
        }
    }

    struct Grant: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an actor a member, or changes its role.",
            discussion: """
                On a workspace the role is member or owner; on a tenant viewer, operator, service, manager or owner. The actor of a tenant
                membership must be a member of the tenant's workspace first.

                Examples:
                  tenon memberships grant user:bob member --workspace 0b7c…
                  tenon memberships grant service:billing service --of-tenant 5f1e…
                """)
        @Argument(help: "The actor, user:… or service:….") var member: String
        @Argument(help: "The role.") var role: String
        @OptionGroup var place: Place
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let membership =
                if let workspace = place.workspace {
                    try await client.tenancy.grantWorkspaceMembership(
                        GrantWorkspaceMembershipRequest(workspaceID: workspace, actor: member, role: role))
                } else {
                    try await client.tenancy.grantTenantMembership(
                        GrantTenantMembershipRequest(tenantID: place.ofTenant ?? "", actor: member, role: role))
                }
            try printer.record(Record(membership))
        }
    }

    struct Revoke: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a membership; of a workspace, with those of its tenants.",
            discussion: """
                Takes effect on the actor's next call. Where there is no such membership, nothing happens.

                Examples:
                  tenon memberships revoke user:bob --workspace 0b7c…
                  tenon memberships revoke service:billing --of-tenant 5f1e…
                """)
        @Argument(help: "The actor, user:… or service:….") var member: String
        @OptionGroup var place: Place
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            if let workspace = place.workspace {
                _ = try await client.tenancy.revokeWorkspaceMembership(
                    RevokeWorkspaceMembershipRequest(workspaceID: workspace, actor: member))
                try printer.done("\(visible(member)) is no member of workspace \(workspace)")
            } else {
                let tenant = place.ofTenant ?? ""
                _ = try await client.tenancy.revokeTenantMembership(RevokeTenantMembershipRequest(tenantID: tenant, actor: member))
                try printer.done("\(visible(member)) is no member of tenant \(tenant)")
            }
        }
    }

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the members of a workspace or a tenant.",
            discussion: "Examples:\n  tenon memberships list --workspace 0b7c…\n  tenon memberships list --of-tenant 5f1e… --all")
        @OptionGroup var place: Place
        @OptionGroup var paging: PagingOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await paging.print("memberships", columns: ["actor", "role", "created_at", "updated_at"], printer) { pageToken in
                let reply = try await client.tenancy.listMemberships(
                    ListMembershipsRequest(
                        workspaceID: place.workspace ?? "", tenantID: place.ofTenant ?? "", pageSize: paging.pageSize, pageToken: pageToken)
                )
                return (reply.memberships.map(Record.init), reply.nextPageToken)
            }
        }
    }
}
