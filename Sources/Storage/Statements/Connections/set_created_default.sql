-- Makes a connection that this segment created the default of its tenant and provider; always one row with a verdict. Index: connections_pkey,
-- connections_default_key. Who created it may do this: the actor is not asked for again. The tenant is locked already; the old default is taken back before
-- the new one is set.
-- $1 id
WITH chosen AS MATERIALIZED (
    SELECT c.id, c.tenant_id, c.provider_slug
    FROM connections c
    WHERE c.id = $1::uuid
), unset AS (
    UPDATE connections c SET is_default = false, updated_at = now()
    FROM chosen n
    WHERE c.tenant_id = n.tenant_id AND c.provider_slug = n.provider_slug AND c.is_default AND c.id <> n.id
    RETURNING c.id
), done AS MATERIALIZED (
    SELECT count(u.id) AS unset_count FROM unset u
), updated AS (
    UPDATE connections c SET is_default = true
    FROM chosen n
    JOIN done d ON d.unset_count >= 0
    WHERE c.id = n.id
    RETURNING c.id,
        ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
            c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
            c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
            c.token_generation, c.created_at, c.updated_at) AS connection
)
SELECT CASE WHEN u.id IS NULL THEN 'CONNECTION_NOT_FOUND' ELSE 'OK' END AS verdict,
    u.connection
FROM (VALUES (1)) one
LEFT JOIN updated u ON true
