-- A connection after a partial update; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: connections_pkey, tenant_memberships_actor_idx.
-- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in, $5 set display_name, $6 display_name, $7 set scopes, $8 scopes, $9 set metadata, $10 metadata,
-- $11 fields given
WITH entitled AS MATERIALIZED (
    SELECT c.id, c.workspace_id, c.tenant_id, m.role = ANY ($3::text[]) AS can
    FROM connections c
    JOIN tenant_memberships m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
    WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
    FOR KEY SHARE OF m
), updated AS (
    UPDATE connections c SET
        display_name = CASE WHEN $5::boolean THEN $6::text ELSE c.display_name END,
        scopes = CASE WHEN $7::boolean THEN $8::text[] ELSE c.scopes END,
        metadata = CASE WHEN $9::boolean THEN $10::text::jsonb ELSE c.metadata END,
        updated_at = now()
    FROM entitled e
    WHERE c.id = e.id AND e.can
    RETURNING c.id, c.workspace_id, c.tenant_id, c.display_name,
        ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
            c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
            c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
            c.token_generation, c.created_at, c.updated_at) AS connection
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', u.workspace_id, u.tenant_id, 'connection', u.id::text,
        jsonb_strip_nulls(jsonb_build_object('fields', $11::text[], 'display_name', CASE WHEN $5::boolean THEN u.display_name END))
    FROM updated u
    UNION ALL
    SELECT 'denied', e.workspace_id, e.tenant_id, 'connection', e.id::text, '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
    ON CONFLICT DO NOTHING
)
SELECT CASE
        WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND'
        WHEN NOT e.can THEN 'CAPABILITY_MISSING'
        WHEN u.id IS NULL THEN 'CONNECTION_NOT_FOUND'
        ELSE 'OK' END AS verdict,
    u.connection
FROM (VALUES (1)) one
LEFT JOIN entitled e ON true
LEFT JOIN updated u ON true
