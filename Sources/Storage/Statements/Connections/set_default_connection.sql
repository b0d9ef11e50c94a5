-- A connection as the default of its tenant and provider, in place of any other; always one row with a verdict, and a row of the trail unless it is not to
-- be seen or was the default already. Index: connections_pkey, tenant_memberships_actor_idx, connections_default_key.
-- The tenant is locked already; the old default is taken back before the new one is set.
-- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
WITH entitled AS MATERIALIZED (
    SELECT c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.is_default, c.status, m.role = ANY ($3::text[]) AS can
    FROM tenant_memberships m
    JOIN connections c ON c.tenant_id = m.tenant_id
    WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid) AND m.actor = $1::text
    FOR KEY SHARE OF m
    FOR NO KEY UPDATE OF c
), verdict AS MATERIALIZED (
    SELECT e.id, e.workspace_id, e.tenant_id, e.provider_slug, e.is_default,
        CASE WHEN NOT e.can THEN 'CAPABILITY_MISSING' WHEN e.status = 'revoked' THEN 'CONNECTION_REVOKED' ELSE 'OK' END AS reason
    FROM entitled e
), unset AS (
    UPDATE connections c SET is_default = false, updated_at = now()
    FROM verdict v
    WHERE v.reason = 'OK' AND c.tenant_id = v.tenant_id AND c.provider_slug = v.provider_slug AND c.is_default AND c.id <> v.id
    RETURNING c.id
), done AS MATERIALIZED (
    SELECT count(u.id) AS unset_count, min(u.id::text) AS replaced FROM unset u
), updated AS (
    UPDATE connections c SET is_default = true, updated_at = CASE WHEN v.is_default THEN c.updated_at ELSE now() END
    FROM verdict v
    JOIN done d ON d.unset_count >= 0
    WHERE c.id = v.id AND v.reason = 'OK'
    RETURNING ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
        c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
        c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
        c.token_generation, c.created_at, c.updated_at) AS connection
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', v.workspace_id, v.tenant_id, 'connection', v.id::text, jsonb_strip_nulls(jsonb_build_object(
        'provider_slug', v.provider_slug, 'replaced', d.replaced))
    FROM verdict v
    JOIN done d ON true
    JOIN updated u ON true
    WHERE NOT v.is_default
    UNION ALL
    SELECT 'denied', v.workspace_id, v.tenant_id, 'connection', v.id::text, jsonb_build_object('reason', v.reason)
    FROM verdict v WHERE v.reason <> 'OK'
    ON CONFLICT DO NOTHING
)
SELECT coalesce(v.reason, 'CONNECTION_NOT_FOUND') AS verdict,
    u.connection
FROM (VALUES (1)) one
LEFT JOIN verdict v ON true
LEFT JOIN updated u ON true
