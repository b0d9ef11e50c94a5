internal import Messages
internal import Storage

/// The provider catalog: read by every known caller, changed by admin callers.
struct ProviderService: ProviderServiceHandlers {
    let storage: Storage

    var getProvider: Handler<GetProviderRequest, Provider> {
        .catalog { request, caller, call in
            let slug = try Check.slug(request.slug, "slug")
            return Provider(try await storage.getProvider(caller, slug: slug, deadline: call.deadline))
        }
    }

    var listProviders: Handler<ListProvidersRequest, ListProvidersResponse> {
        .catalog { _, caller, call in
            ListProvidersResponse(providers: try await storage.listProviders(caller, deadline: call.deadline).map(Provider.init))
        }
    }

    var upsertProvider: Handler<UpsertProviderRequest, Provider> {
        .admin { request, admin, call in
            let record = try await storage.upsertProvider(
                admin, slug: try Check.slug(request.slug, "slug"), displayName: try Check.name(request.displayName, "display_name"),
                authType: try Check.choice(request.authType, "auth_type"), deadline: call.deadline)
            return Provider(record)
        }
    }
}
