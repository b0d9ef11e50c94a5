internal import ArgumentParser
internal import TenonClient

struct Workspaces: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Workspaces, the outermost boundary.", discussion: "Example:\n  tenon workspaces create Acme --owner user:ada",
        subcommands: [Create.self])

    struct Create: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a workspace (admin callers).", discussion: "Example:\n  tenon workspaces create Acme --owner user:ada")
        @Argument(help: "Name for people.") var name: String
        @Option(help: "Actor that becomes its owner.") var owner: String = ""
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = CreateWorkspaceRequest(name: name, owner: owner)
            try printer.record(Record(try await client.tenancy.createWorkspace(request)))
        }
    }
}

struct Tenants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tenants of a workspace.", discussion: "Example:\n  tenon tenants create \"Acme Berlin\" --workspace 0b7c…",
        subcommands: [Create.self, Delete.self])

    struct Create: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a tenant; a workspace owner becomes its owner.",
            discussion: "Example:\n  tenon tenants create \"Acme Berlin\" --workspace 0b7c… --actor user:ada")
        @Argument(help: "Name for people.") var name: String
        @Option(help: "Id of the workspace.") var workspace: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = CreateTenantRequest(workspaceID: workspace, name: name)
            try printer.record(Record(try await client.tenancy.createTenant(request)))
        }
    }

    struct Delete: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes a tenant with its memberships, connections, tokens and runs.",
            discussion: "Example:\n  tenon tenants delete 5f1e…")
        @Argument(help: "Id of the tenant.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            _ = try await client.tenancy.deleteTenant(DeleteTenantRequest(id: id))
            try printer.done("deleted tenant \(id)")
        }
    }
}

struct Memberships: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who is a member of what.", discussion: "Example:\n  tenon memberships grant user:bob member --workspace 0b7c…",
        subcommands: [Grant.self])

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
        @Option(help: "Id of the workspace.") var workspace: String?
        @Option(help: "Id of the tenant.") var ofTenant: String?
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            guard (workspace == nil) != (ofTenant == nil) else { throw ValidationError("give one of --workspace and --of-tenant") }
        }

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let membership =
                if let workspace {
                    try await client.tenancy.grantWorkspaceMembership(
                        GrantWorkspaceMembershipRequest(workspaceID: workspace, actor: member, role: role))
                } else {
                    try await client.tenancy.grantTenantMembership(
                        GrantTenantMembershipRequest(tenantID: ofTenant ?? "", actor: member, role: role))
                }
            try printer.record(Record(membership))
        }
    }
}
