internal import ArgumentParser
internal import TenonClient

struct Providers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The catalog of providers.", discussion: "Example:\n  tenon providers list",
        subcommands: [List.self, Get.self, Upsert.self])

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the catalog.", discussion: "Example:\n  tenon providers list --field slug")
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let reply = try await client.providers.listProviders(ListProvidersRequest())
            try await printer.page("providers", reply.providers.map(Record.init), columns: ["slug", "display_name", "auth_type"])
        }
    }

    struct Get: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one provider.", discussion: "Example:\n  tenon providers get github")
        @Argument(help: "The provider's slug.") var slug: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await printer.record(Record(client.providers.getProvider(GetProviderRequest(slug: slug))))
        }
    }

    struct Upsert: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a provider or changes one (admin callers).",
            discussion: "Example:\n  tenon providers upsert linear --display-name Linear --auth-type oauth2")
        @Argument(help: "The provider's slug.") var slug: String
        @Option(help: "Name for people.") var displayName: String
        @Option(help: "oauth2 or webhook-only.") var authType: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = UpsertProviderRequest(slug: slug, displayName: displayName, authType: authType)
            try await printer.record(Record(client.providers.upsertProvider(request)))
        }
    }
}
