// Written by protoc-gen-tenon from tenon/v1/connections.proto: change that and run `make generate`.
internal import CMessages

extension Draft<Connection> {
    /// UUID, lower case.
    package func set(id text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.id)
    }

    /// Workspace of the tenant.
    package func set(workspaceID text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.workspace_id)
    }

    /// Tenant that owns the connection.
    package func set(tenantID text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.tenant_id)
    }

    /// Provider, by slug.
    package func set(providerSlug text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.provider_slug)
    }

    /// The account at the provider: workspace, installation, user or organisation id; 1 to 255 bytes without control characters. Of `microsoft` the
    /// Entra tenant id: a GUID, kept in lower case.
    package func set(externalID text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.external_id)
    }

    /// Name for people, at most 200 characters.
    package func set(displayName text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.display_name)
    }

    /// `active`, `revoked` or `error`.
    package func set(status text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.status)
    }

    /// Granted scopes, at most 256 of at most 256 bytes.
    package func append(scopes text: RawSpan) {
        unsafe arena.pointee.append(text, to: &fields.pointee.scopes, count: &fields.pointee.n_scopes)
    }

    /// When the access token expires; absent: unknown, not never.
    package func set(expiresAt value: Timestamp?) {
        unsafe arena.pointee.place(value, at: &fields.pointee.expires_at)
    }

    /// Provider-specific details, a JSON object of at most 64 KiB; empty: none.
    package func set(metadataJSON text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.metadata_json)
    }

    /// Whether this is the tenant's default connection of its provider.
    package func set(isDefault value: Bool) {
        unsafe fields.pointee.is_default = value ? 1 : 0
    }

    /// `unknown`, `healthy`, `degraded` or `failing`.
    package func set(healthStatus text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.health_status)
    }

    /// When the health check began that found this health; absent: never checked.
    package func set(lastHealthCheckAt value: Timestamp?) {
        unsafe arena.pointee.place(value, at: &fields.pointee.last_health_check_at)
    }

    /// Why the last run failed, or what its health check found wrong: a reason code as at `OperationRun.reason_code`. Empty: nothing, or a later health
    /// check found it healthy, or a later run of the same kind succeeded.
    package func set(lastErrorReasonCode text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.last_error_reason_code)
    }

    /// Sanitised message of the last failed run, at most 512 characters.
    package func set(lastErrorMessage text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.last_error_message)
    }

    /// Whether a sealed access token is stored.
    package func set(hasAccessToken value: Bool) {
        unsafe fields.pointee.has_access_token = value ? 1 : 0
    }

    /// Whether a sealed refresh token is stored.
    package func set(hasRefreshToken value: Bool) {
        unsafe fields.pointee.has_refresh_token = value ? 1 : 0
    }

    /// 1 at creation; grows by one whenever token bytes change, and only then.
    package func set(tokenGeneration value: Int64) {
        unsafe fields.pointee.token_generation = value
    }

    /// When the connection was made.
    package func set(createdAt value: Timestamp?) {
        unsafe arena.pointee.place(value, at: &fields.pointee.created_at)
    }

    /// When the connection last changed.
    package func set(updatedAt value: Timestamp?) {
        unsafe arena.pointee.place(value, at: &fields.pointee.updated_at)
    }
}

extension Draft<ListConnectionsResponse> {
    /// One page, possibly short.
    package func append(connections fill: (borrowing Draft<Connection>) throws -> Void) throws {
        let element = unsafe try filled(fill)
        unsafe arena.pointee.append(element, to: &fields.pointee.connections, count: &fields.pointee.n_connections)
    }

    /// Token of the next page; empty: this was the last one.
    package func set(nextPageToken text: RawSpan) {
        unsafe arena.pointee.place(text, at: &fields.pointee.next_page_token)
    }
}
