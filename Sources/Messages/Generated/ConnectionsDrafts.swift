// Written by protoc-gen-tenon from tenon/v1/connections.proto: change that and run `make generate`.

extension Draft<Connection> {
    /// UUID, lower case.
    package func set(id text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 1 << 3 | 2)
    }

    /// Workspace of the tenant.
    package func set(workspaceID text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 2 << 3 | 2)
    }

    /// Tenant that owns the connection.
    package func set(tenantID text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 3 << 3 | 2)
    }

    /// Provider, by slug.
    package func set(providerSlug text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 4 << 3 | 2)
    }

    /// The account at the provider: workspace, installation, user or organisation id; 1 to 255 bytes without control characters. Of `microsoft` the
    /// Entra tenant id: a GUID, kept in lower case.
    package func set(externalID text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 5 << 3 | 2)
    }

    /// Name for people, at most 200 characters.
    package func set(displayName text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 6 << 3 | 2)
    }

    /// `active`, `revoked` or `error`.
    package func set(status text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 7 << 3 | 2)
    }

    /// Granted scopes, at most 256 of at most 256 bytes.
    package func append(scopes text: RawSpan) {
        unsafe writer.pointee.appendElement(text, tag: 8 << 3 | 2)
    }

    /// When the access token expires; absent: unknown, not never.
    package func set(expiresAt value: Timestamp?) {
        unsafe writer.pointee.append(value, tag: 9 << 3 | 2)
    }

    /// Provider-specific details, a JSON object of at most 64 KiB; empty: none.
    package func set(metadataJSON text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 10 << 3 | 2)
    }

    /// Whether this is the tenant's default connection of its provider.
    package func set(isDefault value: Bool) {
        unsafe writer.pointee.append(value, tag: 11 << 3 | 0)
    }

    /// `unknown`, `healthy`, `degraded` or `failing`.
    package func set(healthStatus text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 12 << 3 | 2)
    }

    /// When the health check began that found this health; absent: never checked.
    package func set(lastHealthCheckAt value: Timestamp?) {
        unsafe writer.pointee.append(value, tag: 13 << 3 | 2)
    }

    /// Why the last run failed, or what its health check found wrong: a reason code as at `OperationRun.reason_code`. Empty: nothing, or a later health
    /// check found it healthy, or a later run of the same kind succeeded.
    package func set(lastErrorReasonCode text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 14 << 3 | 2)
    }

    /// Sanitised message of the last failed run, at most 512 characters.
    package func set(lastErrorMessage text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 15 << 3 | 2)
    }

    /// Whether a sealed access token is stored.
    package func set(hasAccessToken value: Bool) {
        unsafe writer.pointee.append(value, tag: 16 << 3 | 0)
    }

    /// Whether a sealed refresh token is stored.
    package func set(hasRefreshToken value: Bool) {
        unsafe writer.pointee.append(value, tag: 17 << 3 | 0)
    }

    /// 1 at creation; grows by one whenever token bytes change, and only then.
    package func set(tokenGeneration value: Int64) {
        unsafe writer.pointee.append(value, tag: 18 << 3 | 0)
    }

    /// When the connection was made.
    package func set(createdAt value: Timestamp?) {
        unsafe writer.pointee.append(value, tag: 19 << 3 | 2)
    }

    /// When the connection last changed.
    package func set(updatedAt value: Timestamp?) {
        unsafe writer.pointee.append(value, tag: 20 << 3 | 2)
    }
}

extension Draft<ListConnectionsResponse> {
    /// One page, possibly short.
    package func append(connections fill: (borrowing Draft<Connection>) throws -> Void) throws {
        try append(tag: 1 << 3 | 2, fill)
    }

    /// Token of the next page; empty: this was the last one.
    package func set(nextPageToken text: RawSpan) {
        unsafe writer.pointee.append(text, tag: 2 << 3 | 2)
    }
}
