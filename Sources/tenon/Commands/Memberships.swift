internal import ArgumentParser
internal import TenonClient

struct Memberships: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who is a member of what.", discussion: "Example:\n  tenon memberships grant user:bob member --workspace 0b7c…",
        subcommands: [Grant.self, List.self, Revoke.self])

    struct Grant: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an actor a member, or changes its role.",
            discussion: """
                On a workspace the role is member or owner; on a tenant viewer, operator, service, manager or owner. The actor of a tenant \
                membership must be a member of the tenant's workspace first.

                Examples:
                  tenon memberships grant user:bob member --workspace 0b7c…
                  tenon memberships grant service:billing service --of-tenant 5f1e…
                """)
        @Argument(help: "The actor, user:… or service:….") var member: String
        @Argument(help: "The role.") var role: String
        @OptionGroup var place: MembershipPlace
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
            try await printer.record(Record(membership))
        }
    }

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the members of a workspace or of a tenant, ordered by actor.",
            discussion: """
                \(PageOptions.documentsNote)

                Examples:
                  tenon memberships list --workspace 0b7c… --all
                  tenon memberships list --of-tenant 5f1e… --actor user:ada
                """)
        @OptionGroup var place: MembershipPlace
        @OptionGroup var page: PageOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await page.show("memberships", columns: ["actor", "role", "created_at", "updated_at"], on: printer) { token in
                let request = ListMembershipsRequest(
                    workspaceID: place.workspace ?? "", tenantID: place.ofTenant ?? "", pageSize: page.pageSize, pageToken: token)
                let reply = try await client.tenancy.listMemberships(request)
                return (reply.memberships.map(Record.init), reply.nextPageToken)
            }
        }
    }

    struct Revoke: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a membership, from the next call on.",
            discussion: """
                Ending a workspace membership ends the tenant memberships below it. It is done, too, when the actor was no member.

                Examples:
                  tenon memberships revoke user:bob --workspace 0b7c…
                  tenon memberships revoke service:billing --of-tenant 5f1e…
                """)
        @Argument(help: "The actor, user:… or service:….") var member: String
        @OptionGroup var place: MembershipPlace
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            if let workspace = place.workspace {
                _ = try await client.tenancy.revokeWorkspaceMembership(
                    RevokeWorkspaceMembershipRequest(workspaceID: workspace, actor: member))
                try printer.done("revoked \(member) in workspace \(workspace)")
            } else {
                let tenant = place.ofTenant ?? ""
                _ = try await client.tenancy.revokeTenantMembership(RevokeTenantMembershipRequest(tenantID: tenant, actor: member))
                try printer.done("revoked \(member) in tenant \(tenant)")
            }
        }
    }
}

/// What a membership is of. The tenant has a flag of its own, because --tenant is the context of the call.
struct MembershipPlace: ParsableArguments {
    @Option(help: "Id of the workspace.") var workspace: String?
    @Option(help: "Id of the tenant.") var ofTenant: String?

    func validate() throws {
        guard (workspace == nil) != (ofTenant == nil) else { throw ValidationError("give one of --workspace and --of-tenant") }
    }
}
