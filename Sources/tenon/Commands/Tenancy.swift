internal import ArgumentParser
internal import TenonClient

struct Workspaces: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Workspaces, the outermost boundary.", discussion: "Example:\n  tenon workspaces create Acme --owner user:ada",
        subcommands: [Create.self, Get.self, List.self, Delete.self])

    struct Create: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a workspace (admin callers).", discussion: "Example:\n  tenon workspaces create Acme --owner user:ada")
        @Argument(help: "Name for people.") var name: String
        @Option(help: "Actor that becomes its owner.") var owner: String = ""
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = CreateWorkspaceRequest(name: name, owner: owner)
            try await printer.record(Record(client.tenancy.createWorkspace(request)))
        }
    }

    struct Get: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one workspace.", discussion: "Example:\n  tenon workspaces get 0b7c… --actor user:ada")
        @Argument(help: "Id of the workspace.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await printer.record(Record(client.tenancy.getWorkspace(GetWorkspaceRequest(id: id))))
        }
    }

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the actor's workspaces; for admin callers all of them.",
            discussion: "\(PageOptions.documentsNote)\n\nExample:\n  tenon workspaces list --actor user:ada")
        @OptionGroup var page: PageOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await page.show("workspaces", columns: ["id", "name", "created_at"], on: printer) { token in
                let reply = try await client.tenancy.listWorkspaces(ListWorkspacesRequest(pageSize: page.pageSize, pageToken: token))
                return (reply.workspaces.map(Record.init), reply.nextPageToken)
            }
        }
    }

    struct Delete: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes a workspace that has no tenants any more (admin callers).",
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
        abstract: "Tenants of a workspace.", discussion: "Example:\n  tenon tenants create \"Acme Berlin\" --workspace 0b7c…",
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
            try await printer.record(Record(client.tenancy.createTenant(request)))
        }
    }

    struct Get: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one tenant.", discussion: "Example:\n  tenon tenants get 5f1e… --actor user:ada")
        @Argument(help: "Id of the tenant.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await printer.record(Record(client.tenancy.getTenant(GetTenantRequest(id: id))))
        }
    }

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the tenants the actor may see, a page or all of them.",
            discussion: "\(PageOptions.documentsNote)\n\nExample:\n  tenon tenants list --workspace 0b7c… --all --actor user:ada")
        @Option(help: "Only this workspace.") var workspace: String = ""
        @OptionGroup var page: PageOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await page.show("tenants", columns: ["id", "workspace_id", "name", "created_at"], on: printer) { token in
                let request = ListTenantsRequest(workspaceID: workspace, pageSize: page.pageSize, pageToken: token)
                let reply = try await client.tenancy.listTenants(request)
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
