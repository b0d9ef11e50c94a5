// Written by protoc-gen-tenon from tenon/v1/connections.proto: change that and run `make generate`.
internal import CMessages

extension Connection: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__connection__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__Connection>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            workspaceID: readText(source.pointee.workspace_id),
            tenantID: readText(source.pointee.tenant_id),
            providerSlug: readText(source.pointee.provider_slug),
            externalID: readText(source.pointee.external_id),
            displayName: readText(source.pointee.display_name),
            status: readText(source.pointee.status),
            scopes: readTexts(source.pointee.scopes, count: source.pointee.n_scopes),
            expiresAt: readMessage(source.pointee.expires_at),
            metadataJSON: readText(source.pointee.metadata_json),
            isDefault: source.pointee.is_default != 0,
            healthStatus: readText(source.pointee.health_status),
            lastHealthCheckAt: readMessage(source.pointee.last_health_check_at),
            lastErrorReasonCode: readText(source.pointee.last_error_reason_code),
            lastErrorMessage: readText(source.pointee.last_error_message),
            hasAccessToken: source.pointee.has_access_token != 0,
            hasRefreshToken: source.pointee.has_refresh_token != 0,
            tokenGeneration: source.pointee.token_generation,
            createdAt: readMessage(source.pointee.created_at),
            updatedAt: readMessage(source.pointee.updated_at))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__Connection>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(workspaceID, at: &target.pointee.workspace_id)
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(providerSlug, at: &target.pointee.provider_slug)
        unsafe arena.place(externalID, at: &target.pointee.external_id)
        unsafe arena.place(displayName, at: &target.pointee.display_name)
        unsafe arena.place(status, at: &target.pointee.status)
        unsafe arena.place(scopes, at: &target.pointee.scopes, count: &target.pointee.n_scopes)
        unsafe arena.place(expiresAt, at: &target.pointee.expires_at)
        unsafe arena.place(metadataJSON, at: &target.pointee.metadata_json)
        unsafe target.pointee.is_default = isDefault ? 1 : 0
        unsafe arena.place(healthStatus, at: &target.pointee.health_status)
        unsafe arena.place(lastHealthCheckAt, at: &target.pointee.last_health_check_at)
        unsafe arena.place(lastErrorReasonCode, at: &target.pointee.last_error_reason_code)
        unsafe arena.place(lastErrorMessage, at: &target.pointee.last_error_message)
        unsafe target.pointee.has_access_token = hasAccessToken ? 1 : 0
        unsafe target.pointee.has_refresh_token = hasRefreshToken ? 1 : 0
        unsafe target.pointee.token_generation = tokenGeneration
        unsafe arena.place(createdAt, at: &target.pointee.created_at)
        unsafe arena.place(updatedAt, at: &target.pointee.updated_at)
    }
}

extension ConnectionTokens: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__connection_tokens__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ConnectionTokens>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            accessTokenCiphertext: readBytes(source.pointee.access_token_ciphertext),
            refreshTokenCiphertext: readBytes(source.pointee.refresh_token_ciphertext),
            expiresAt: readMessage(source.pointee.expires_at),
            tokenGeneration: source.pointee.token_generation,
            status: readText(source.pointee.status))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ConnectionTokens>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(accessTokenCiphertext, at: &target.pointee.access_token_ciphertext)
        unsafe arena.place(refreshTokenCiphertext, at: &target.pointee.refresh_token_ciphertext)
        unsafe arena.place(expiresAt, at: &target.pointee.expires_at)
        unsafe target.pointee.token_generation = tokenGeneration
        unsafe arena.place(status, at: &target.pointee.status)
    }
}

extension CreateConnectionRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__create_connection_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__CreateConnectionRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            providerSlug: readText(source.pointee.provider_slug),
            externalID: readText(source.pointee.external_id),
            displayName: readText(source.pointee.display_name),
            status: readText(source.pointee.status),
            scopes: readTexts(source.pointee.scopes, count: source.pointee.n_scopes),
            accessTokenCiphertext: readBytes(source.pointee.access_token_ciphertext),
            refreshTokenCiphertext: readBytes(source.pointee.refresh_token_ciphertext),
            expiresAt: readMessage(source.pointee.expires_at),
            metadataJSON: readText(source.pointee.metadata_json),
            isDefault: source.pointee.is_default != 0)
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__CreateConnectionRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(providerSlug, at: &target.pointee.provider_slug)
        unsafe arena.place(externalID, at: &target.pointee.external_id)
        unsafe arena.place(displayName, at: &target.pointee.display_name)
        unsafe arena.place(status, at: &target.pointee.status)
        unsafe arena.place(scopes, at: &target.pointee.scopes, count: &target.pointee.n_scopes)
        unsafe arena.place(accessTokenCiphertext, at: &target.pointee.access_token_ciphertext)
        unsafe arena.place(refreshTokenCiphertext, at: &target.pointee.refresh_token_ciphertext)
        unsafe arena.place(expiresAt, at: &target.pointee.expires_at)
        unsafe arena.place(metadataJSON, at: &target.pointee.metadata_json)
        unsafe target.pointee.is_default = isDefault ? 1 : 0
    }
}

extension GetConnectionRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_connection_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetConnectionRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetConnectionRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}

extension FindConnectionRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__find_connection_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__FindConnectionRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            providerSlug: readText(source.pointee.provider_slug),
            externalID: readText(source.pointee.external_id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__FindConnectionRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(providerSlug, at: &target.pointee.provider_slug)
        unsafe arena.place(externalID, at: &target.pointee.external_id)
    }
}

extension ListConnectionsRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_connections_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListConnectionsRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            providerSlug: readText(source.pointee.provider_slug),
            status: readText(source.pointee.status),
            healthStatus: readText(source.pointee.health_status),
            expiresBefore: readMessage(source.pointee.expires_before),
            pageSize: source.pointee.page_size,
            pageToken: readText(source.pointee.page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListConnectionsRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(providerSlug, at: &target.pointee.provider_slug)
        unsafe arena.place(status, at: &target.pointee.status)
        unsafe arena.place(healthStatus, at: &target.pointee.health_status)
        unsafe arena.place(expiresBefore, at: &target.pointee.expires_before)
        unsafe target.pointee.page_size = pageSize
        unsafe arena.place(pageToken, at: &target.pointee.page_token)
    }
}

extension ListConnectionsResponse: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__list_connections_response__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ListConnectionsResponse>) {
        unsafe self.init(
            connections: readMessages(source.pointee.connections, count: source.pointee.n_connections),
            nextPageToken: readText(source.pointee.next_page_token))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ListConnectionsResponse>, in arena: inout Arena) {
        unsafe arena.place(connections, at: &target.pointee.connections, count: &target.pointee.n_connections)
        unsafe arena.place(nextPageToken, at: &target.pointee.next_page_token)
    }
}

extension UpdateConnectionRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__update_connection_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__UpdateConnectionRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            displayName: readText(source.pointee.display_name),
            scopes: readTexts(source.pointee.scopes, count: source.pointee.n_scopes),
            metadataJSON: readText(source.pointee.metadata_json),
            updateMask: readMessage(source.pointee.update_mask))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__UpdateConnectionRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(displayName, at: &target.pointee.display_name)
        unsafe arena.place(scopes, at: &target.pointee.scopes, count: &target.pointee.n_scopes)
        unsafe arena.place(metadataJSON, at: &target.pointee.metadata_json)
        unsafe arena.place(updateMask, at: &target.pointee.update_mask)
    }
}

extension UpdateTokensStatusRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__update_tokens_status_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__UpdateTokensStatusRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id),
            accessTokenCiphertext: readBytes(source.pointee.access_token_ciphertext),
            refreshTokenCiphertext: readBytes(source.pointee.refresh_token_ciphertext),
            status: readText(source.pointee.status),
            expiresAt: readMessage(source.pointee.expires_at),
            expectedTokenGeneration: source.pointee.expected_token_generation,
            updateMask: readMessage(source.pointee.update_mask))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__UpdateTokensStatusRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
        unsafe arena.place(accessTokenCiphertext, at: &target.pointee.access_token_ciphertext)
        unsafe arena.place(refreshTokenCiphertext, at: &target.pointee.refresh_token_ciphertext)
        unsafe arena.place(status, at: &target.pointee.status)
        unsafe arena.place(expiresAt, at: &target.pointee.expires_at)
        unsafe target.pointee.expected_token_generation = expectedTokenGeneration
        unsafe arena.place(updateMask, at: &target.pointee.update_mask)
    }
}

extension GetConnectionTokensRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_connection_tokens_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetConnectionTokensRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetConnectionTokensRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}

extension SetDefaultConnectionRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__set_default_connection_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__SetDefaultConnectionRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__SetDefaultConnectionRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}

extension ClearDefaultConnectionRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__clear_default_connection_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__ClearDefaultConnectionRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            providerSlug: readText(source.pointee.provider_slug))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__ClearDefaultConnectionRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(providerSlug, at: &target.pointee.provider_slug)
    }
}

extension GetDefaultConnectionRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__get_default_connection_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__GetDefaultConnectionRequest>) {
        unsafe self.init(
            tenantID: readText(source.pointee.tenant_id),
            providerSlug: readText(source.pointee.provider_slug))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__GetDefaultConnectionRequest>, in arena: inout Arena) {
        unsafe arena.place(tenantID, at: &target.pointee.tenant_id)
        unsafe arena.place(providerSlug, at: &target.pointee.provider_slug)
    }
}

extension DeleteConnectionRequest: @unsafe ProtobufMessage {
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { unsafe tenon__v1__delete_connection_request__descriptor_pointer() }

    init(reading source: UnsafePointer<Tenon__V1__DeleteConnectionRequest>) {
        unsafe self.init(
            id: readText(source.pointee.id))
    }

    func fill(_ target: UnsafeMutablePointer<Tenon__V1__DeleteConnectionRequest>, in arena: inout Arena) {
        unsafe arena.place(id, at: &target.pointee.id)
    }
}
