-- A new connection, never the default; always one row with a verdict, and a row of the trail unless the tenant is
-- not to be seen. Index: tenants_pkey, tenant_memberships_actor_idx, providers_pkey, connections_tuple_key.
-- $1 actor, $2 tenant, $3 roles, $4 id, $5 provider_slug, $6 external_id, $7 display_name ('': made of the provider's and the
-- account), $8 status, $9 scopes, $10 access token, $11 refresh token, $12 expires_at, $13 metadata, $14 will be the default, $15 fields given
WITH entitled AS MATERIALIZED (
    SELECT t.id, t.workspace_id, m.role = ANY ($3::text[]) AS can
    FROM tenants t
    JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
    WHERE t.id = $2::uuid
    FOR KEY SHARE OF t, m
), provider AS MATERIALIZED (
    SELECT p.slug, p.display_name FROM providers p WHERE p.slug = $5::text
), created AS (
    INSERT INTO connections AS c (
        id, tenant_id, workspace_id, provider_slug, external_id, display_name, status, scopes, access_token_ciphertext, refresh_token_ciphertext,
        expires_at, metadata)
    SELECT $4::uuid, e.id, e.workspace_id, p.slug, $6::text, coalesce(nullif($7::text, ''), left(p.display_name || ' ' || $6::text, 200)), $8::text, $9::text[], $10::bytea, $11::bytea, $12::timestamptz, $13::text::jsonb
    FROM entitled e
    JOIN provider p ON true
    WHERE e.can
    ON CONFLICT (tenant_id, provider_slug, external_id) DO NOTHING
    RETURNING c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status,
        ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
            c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
            c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
            c.token_generation, c.created_at, c.updated_at) AS connection
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', c.workspace_id, c.tenant_id, 'connection', c.id::text, jsonb_build_object(
        'provider_slug', c.provider_slug, 'external_id', c.external_id, 'display_name', c.display_name, 'status', c.status,
        'is_default', $14::boolean, 'fields', $15::text[])
    FROM created c
    UNION ALL
    SELECT 'denied', e.workspace_id, e.id, 'connection', '', '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
    ON CONFLICT DO NOTHING
)
SELECT CASE
        WHEN e.id IS NULL THEN 'TENANT_NOT_FOUND'
        WHEN NOT e.can THEN 'CAPABILITY_MISSING'
        WHEN p.slug IS NULL THEN 'UNKNOWN_PROVIDER'
        WHEN c.id IS NULL THEN 'CONNECTION_EXISTS'
        ELSE 'OK' END AS verdict,
    c.connection
FROM (VALUES (1)) one
LEFT JOIN entitled e ON true
LEFT JOIN provider p ON true
LEFT JOIN created c ON true
