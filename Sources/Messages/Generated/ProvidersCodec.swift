// Written by protoc-gen-tenon from tenon/v1/providers.proto: change that and run `make generate`.
internal import CMessages

extension Provider: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__provider__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__Provider>) {
        unsafe self.init(
            slug: readText(source.pointee.slug),
            displayName: readText(source.pointee.display_name),
            authType: readText(source.pointee.auth_type),
            createdAt: readMessage(source.pointee.created_at),
            updatedAt: readMessage(source.pointee.updated_at),
            metadataKeys: readTexts(source.pointee.metadata_keys, count: source.pointee.n_metadata_keys),
            refreshTokenRotation: readText(source.pointee.refresh_token_rotation),
            externalIDKind: readText(source.pointee.external_id_kind))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__Provider>, in arena: inout Arena) {
        unsafe arena.place(slug, at: &target.pointee.slug)
        unsafe arena.place(displayName, at: &target.pointee.display_name)
        unsafe arena.place(authType, at: &target.pointee.auth_type)
        unsafe arena.place(createdAt, at: &target.pointee.created_at)
        unsafe arena.place(updatedAt, at: &target.pointee.updated_at)
        unsafe arena.place(metadataKeys, at: &target.pointee.metadata_keys, count: &target.pointee.n_metadata_keys)
        unsafe arena.place(refreshTokenRotation, at: &target.pointee.refresh_token_rotation)
        unsafe arena.place(externalIDKind, at: &target.pointee.external_id_kind)
    }
}

extension GetProviderRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_provider_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetProviderRequest>) {
        unsafe self.init(
            slug: readText(source.pointee.slug))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetProviderRequest>, in arena: inout Arena) {
        unsafe arena.place(slug, at: &target.pointee.slug)
    }
}

extension ListProvidersRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_providers_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListProvidersRequest>) {
        self.init()
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListProvidersRequest>, in arena: inout Arena) {}
}

extension ListProvidersResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_providers_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListProvidersResponse>) {
        unsafe self.init(
            providers: readMessages(source.pointee.providers, count: source.pointee.n_providers))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListProvidersResponse>, in arena: inout Arena) {
        unsafe arena.place(providers, at: &target.pointee.providers, count: &target.pointee.n_providers)
    }
}

extension UpsertProviderRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__upsert_provider_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__UpsertProviderRequest>) {
        unsafe self.init(
            slug: readText(source.pointee.slug),
            displayName: readText(source.pointee.display_name),
            authType: readText(source.pointee.auth_type))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__UpsertProviderRequest>, in arena: inout Arena) {
        unsafe arena.place(slug, at: &target.pointee.slug)
        unsafe arena.place(displayName, at: &target.pointee.display_name)
        unsafe arena.place(authType, at: &target.pointee.auth_type)
    }
}
