internal import ArgumentParser
internal import TenonClient

struct Workspaces: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Workspaces, the outermost boundary.",
        discussion: "Examples:\n  tenon workspaces create Acme --owner user:ada\n  tenon workspaces list --actor user:ada",
        subcommands: [Create.self, Get.self, List.self, Delete.self])

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

    struct Get: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a workspace to its members.", discussion: "Example:\n  tenon workspaces get 0b7c…")
        @Argument(help: "Id of the workspace.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try printer.record(Record(try await client.tenancy.getWorkspace(GetWorkspaceRequest(id: id))))
        }
    }

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the workspaces the actor is a member of; all of them for admin callers.",
            discussion: "Example:\n  tenon workspaces list --all")
        @OptionGroup var paging: PagingOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await paging.print("workspaces", columns: ["id", "name", "created_at"], printer) { pageToken in
                let reply = try await client.tenancy.listWorkspaces(
                    ListWorkspacesRequest(pageSize: paging.pageSize, pageToken: pageToken))
                return (reply.workspaces.map(Record.init), reply.nextPageToken)
            }
        }
    }

    struct Delete: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes a workspace without tenants, and its memberships (admin callers).",
            discussion: "Example:\n  tenon workspaces delete 0b7c…")
        @Argument(help: "Id of the workspace.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            _ = try await client.tenancy.deleteWorkspace(DeleteWorkspaceRequest(id: id))
            try printer.done("deleted workspace \(id)")
        }
    }
}

struct Tenants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tenants of a workspace.",
        discussion: "Examples:\n  tenon tenants create \"Acme Berlin\" --workspace 0b7c…\n  tenon tenants list --workspace 0b7c…",
        subcommands: [Create.self, Get.self, List.self, Delete.self])

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

    struct Get: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a tenant to its members and to owners of its workspace.", discussion: "Example:\n  tenon tenants get 5f1e…")
        @Argument(help: "Id of the tenant.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try printer.record(Record(try await client.tenancy.getTenant(GetTenantRequest(id: id))))
        }
    }

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the tenants the actor may see; all of them for admin callers.",
            discussion: "Examples:\n  tenon tenants list\n  tenon tenants list --workspace 0b7c… --all")
        @Option(help: "Only the tenants of this workspace.") var workspace: String = ""
        @OptionGroup var paging: PagingOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await paging.print("tenants", columns: ["id", "workspace_id", "name", "created_at"], printer) { pageToken in
                let reply = try await client.tenancy.listTenants(
                    ListTenantsRequest(workspaceID: workspace, pageSize: paging.pageSize, pageToken: pageToken))
                return (reply.tenants.map(Record.init), reply.nextPageToken)
            }
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
