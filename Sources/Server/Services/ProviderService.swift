internal import Messages
internal import Storage

/// The provider catalog: read by every known caller, changed by admin callers.
struct ProviderService: ProviderServiceHandlers {
    let storage: Storage

    var getProvider: Handler<GetProviderRequest, Provider> {
        .catalog { request, caller in
            storage.getProvider(caller, slug: try Check.slug(request.slug, "slug")).reply(Provider.init)
        }
    }

    var listProviders: Handler<ListProvidersRequest, ListProvidersResponse> {
        .catalog { _, caller in
            storage.listProviders(caller).reply { ListProvidersResponse(providers: $0.map(Provider.init)) }
        }
    }

    var upsertProvider: Handler<UpsertProviderRequest, Provider> {
        .admin { request, admin in
            try storage.upsertProvider(
                admin, slug: Check.slug(request.slug, "slug"), displayName: Check.name(request.displayName, "display_name"),
                authType: Check.choice(request.authType, "auth_type")
            ).reply(Provider.init)
        }
    }
}
