internal import ArgumentParser
internal import FoundationEssentials
internal import TenonClient

struct Connections: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Connections and their tokens.",
        discussion: """
            --tenant names the tenant; without it, by-id commands and list see all tenants the actor is entitled to.

            Example:
              tenon connections list --tenant 5f1e…
            """,
        subcommands: [
            Create.self, Get.self, Find.self, List.self, Update.self, UpdateTokens.self, Tokens.self, SetDefault.self, GetDefault.self,
            ClearDefault.self, Delete.self,
        ])

    struct Create: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stores a new connection of the tenant named by --tenant.",
            discussion: """
                Examples:
                  tenon connections create --tenant 5f1e… --provider github \\
                      --external-id org:42 --display-name "Acme on GitHub"
                  seal < token | tenon connections create --tenant 5f1e… \\
                      --provider slack --external-id T024BE7LD --access-token -
                """)
        @Option(help: "The provider's slug.") var provider: String
        @Option(help: "The account at the provider.") var externalID: String
        @Option(help: "Name for people; only services may leave it out, and get one made of provider and account.")
        var displayName: String = ""
        @Option(help: "active, revoked or error (default: active).") var status: String = ""
        @Option(help: "A granted scope; may be repeated.") var scope: [String] = []
        @Option(help: "Sealed access token: @FILE or - for standard input.") var accessToken: TokenArgument?
        @Option(help: "Sealed refresh token: @FILE or - for standard input.") var refreshToken: TokenArgument?
        @Option(help: "When the access token expires, such as 2027-01-31T12:00:00Z.") var expiresAt: TimeArgument?
        @Option(help: "Provider-specific details, a JSON object.") var metadata: String = ""
        @Flag(help: "Make it the default of its tenant and provider.") var `default` = false
        @OptionGroup var global: GlobalOptions

        func validate() throws { try TokenArgument.check(access: accessToken, refresh: refreshToken) }

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = CreateConnectionRequest(
                providerSlug: provider, externalID: externalID, displayName: displayName, status: status, scopes: scope,
                accessTokenCiphertext: try accessToken?.read() ?? [], refreshTokenCiphertext: try refreshToken?.read() ?? [],
                expiresAt: expiresAt?.timestamp, metadataJSON: metadata, isDefault: `default`)
            try await printer.record(Record(client.connections.createConnection(request)))
        }
    }

    struct Get: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one connection.", discussion: "Example:\n  tenon connections get 9c2d… --output json")
        @Argument(help: "Id of the connection.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await printer.record(Record(client.connections.getConnection(GetConnectionRequest(id: id))))
        }
    }

    struct Find: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the connection of a tenant for one external account.",
            discussion: "Example:\n  tenon connections find github org:42 --tenant 5f1e…")
        @Argument(help: "The provider's slug.") var provider: String
        @Argument(help: "The account at the provider.") var externalID: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = FindConnectionRequest(providerSlug: provider, externalID: externalID)
            try await printer.record(Record(client.connections.findConnection(request)))
        }
    }

    struct List: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists connections, a page or all of them.",
            discussion:
                """
                \(PageOptions.documentsNote)

                Examples:
                  tenon connections list --provider github --all
                  tenon connections list --expires-before 1h --status active --output json
                """)
        @Option(help: "Only this provider.") var provider: String = ""
        @Option(help: "Only this status: active, revoked or error.") var status: String = ""
        @Option(help: "Only this health: unknown, healthy, degraded or failing.") var health: String = ""
        @Option(help: "Only those that expire before this time, soonest first in each tenant: 1h from now, or 2027-01-31T12:00:00Z.")
        var expiresBefore: FutureTimeArgument?
        @OptionGroup var page: PageOptions
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            var request = ListConnectionsRequest(
                providerSlug: provider, status: status, healthStatus: health, expiresBefore: expiresBefore?.timestamp,
                pageSize: page.pageSize)
            try await page.show(
                "connections", columns: ["id", "tenant_id", "provider_slug", "external_id", "display_name", "status", "health_status"],
                on: printer
            ) { token in
                request.pageToken = token
                let reply = try await client.connections.listConnections(request)
                return (reply.connections.map(Record.init), reply.nextPageToken)
            }
        }
    }

    struct Update: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes display name, scopes or metadata.",
            discussion: """
                Examples:
                  tenon connections update 9c2d… --display-name "Acme production"
                  tenon connections update 9c2d… --clear scopes --metadata '{"team_id":"T1"}'
                """)
        @Argument(help: "Id of the connection.") var id: String
        @Option(help: "New name for people.") var displayName: String?
        @Option(help: "A new scope; may be repeated; replaces all.") var scope: [String] = []
        @Option(help: "New details, a JSON object; replaces all.") var metadata: String?
        @Option(help: "Empty a field: scopes or metadata_json; may be repeated.") var clear: [String] = []
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            var paths = clear
            if displayName != nil { paths.append("display_name") }
            if !scope.isEmpty { paths.append("scopes") }
            if metadata != nil { paths.append("metadata_json") }
            let request = UpdateConnectionRequest(
                id: id, displayName: displayName ?? "", scopes: scope, metadataJSON: metadata ?? "", updateMask: FieldMask(paths: paths))
            try await printer.record(Record(client.connections.updateConnection(request)))
        }
    }

    struct UpdateTokens: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replaces or clears tokens, expiry or status.",
            discussion: """
                Tokens come from a file or standard input, never from the command line.

                Examples:
                  tenon connections update-tokens 9c2d… --access-token @new.sealed
                  seal < token | tenon connections update-tokens 9c2d… \\
                      --access-token - --expected-generation 3
                  tenon connections update-tokens 9c2d… --status revoked \\
                      --clear refresh_token_ciphertext
                """)
        @Argument(help: "Id of the connection.") var id: String
        @Option(help: "New sealed access token: @FILE or - for standard input.") var accessToken: TokenArgument?
        @Option(help: "New sealed refresh token: @FILE or - for standard input.") var refreshToken: TokenArgument?
        @Option(help: "New status: active, revoked or error.") var status: String?
        @Option(help: "New expiry, such as 2027-01-31T12:00:00Z.") var expiresAt: TimeArgument?
        @Option(help: "Write only if the stored generation is this one; 0: whatever it is.") var expectedGeneration: Int64 = 0
        @Option(help: "Empty a field: access_token_ciphertext, refresh_token_ciphertext or expires_at; may be repeated.")
        var clear: [String] = []
        @OptionGroup var global: GlobalOptions

        func validate() throws { try TokenArgument.check(access: accessToken, refresh: refreshToken) }

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            var paths = clear
            if accessToken != nil { paths.append("access_token_ciphertext") }
            if refreshToken != nil { paths.append("refresh_token_ciphertext") }
            if status != nil { paths.append("status") }
            if expiresAt != nil { paths.append("expires_at") }
            let request = UpdateTokensStatusRequest(
                id: id, accessTokenCiphertext: try accessToken?.read() ?? [], refreshTokenCiphertext: try refreshToken?.read() ?? [],
                status: status ?? "", expiresAt: expiresAt?.timestamp, expectedTokenGeneration: expectedGeneration,
                updateMask: FieldMask(paths: paths))
            try await printer.record(Record(client.connections.updateTokensStatus(request)))
        }
    }

    struct Tokens: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a sealed token to a file or a pipe.",
            discussion: """
                The bytes are written as they were stored, never to a terminal. A file is created readable by you alone.

                Examples:
                  tenon connections tokens 9c2d… --to access.sealed --actor service:billing
                  tenon connections tokens 9c2d… --refresh --actor service:billing | unseal
                """)
        @Argument(help: "Id of the connection.") var id: String
        @Flag(help: "The refresh token in place of the access token.") var refresh = false
        @Option(help: "File to write (default: standard output, if it is a file or a pipe).") var to: String?
        @OptionGroup var global: GlobalOptions

        func validate() throws {
            guard to != nil || !FileHandleOutput.standardOutput.isTerminal else {
                throw ValidationError("standard output is a terminal; redirect it or use --to FILE")
            }
        }

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let tokens = try await client.connections.getConnectionTokens(GetConnectionTokensRequest(id: id))
            let bytes = refresh ? tokens.refreshTokenCiphertext : tokens.accessTokenCiphertext
            guard !bytes.isEmpty else {
                writeToStandardError("tenon: the connection has no \(refresh ? "refresh" : "access") token\n")
                throw ExitCode(1)
            }
            if let to {
                try PrivateFile.write(bytes, to: to)
                writeToStandardError("wrote \(bytes.count) bytes of generation \(tokens.tokenGeneration) to \(to)\n")
            } else {
                try FileHandleOutput.standardOutput.write(bytes)
            }
        }
    }

    struct SetDefault: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a connection the default of its tenant and provider, in place of any other.",
            discussion: "Example:\n  tenon connections set-default 9c2d…")
        @Argument(help: "Id of the connection.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            try await printer.record(Record(client.connections.setDefaultConnection(SetDefaultConnectionRequest(id: id))))
        }
    }

    struct GetDefault: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the default connection of a tenant and provider.",
            discussion: "Example:\n  tenon connections get-default github --tenant 5f1e…")
        @Argument(help: "The provider's slug.") var provider: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            let request = GetDefaultConnectionRequest(providerSlug: provider)
            try await printer.record(Record(client.connections.getDefaultConnection(request)))
        }
    }

    struct ClearDefault: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Leaves a tenant without a default connection of a provider.",
            discussion: "Example:\n  tenon connections clear-default github --tenant 5f1e…")
        @Argument(help: "The provider's slug.") var provider: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            _ = try await client.connections.clearDefaultConnection(ClearDefaultConnectionRequest(providerSlug: provider))
            try printer.done("no connection is the default of \(provider)")
        }
    }

    struct Delete: CallCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes a connection with its tokens and runs.", discussion: "Example:\n  tenon connections delete 9c2d…")
        @Argument(help: "Id of the connection.") var id: String
        @OptionGroup var global: GlobalOptions

        func call(_ client: TenonClient, _ printer: Printer) async throws {
            _ = try await client.connections.deleteConnection(DeleteConnectionRequest(id: id))
            try printer.done("deleted connection \(id)")
        }
    }
}
