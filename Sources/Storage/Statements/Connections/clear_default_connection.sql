-- Leaves a tenant without a default connection of a provider, if there is one; always one row with a verdict, and a row of the trail unless the tenant is
-- not to be seen or there was nothing to clear. Index: tenant_memberships_actor_idx, providers_pkey, connections_default_key.
-- $1 actor, $2 tenant, $3 roles, $4 provider_slug
WITH entitled AS MATERIALIZED (
    SELECT m.tenant_id, m.workspace_id, m.role = ANY ($3::text[]) AS can
    FROM tenant_memberships m
    WHERE m.tenant_id = $2::uuid AND m.actor = $1::text
    FOR KEY SHARE OF m
), provider AS MATERIALIZED (
    SELECT p.slug FROM providers p WHERE p.slug = $4::text
), cleared AS (
    UPDATE connections c SET is_default = false, updated_at = now()
    FROM entitled e
    JOIN provider p ON true
    WHERE e.can AND c.tenant_id = e.tenant_id AND c.provider_slug = p.slug AND c.is_default
    RETURNING c.id, c.workspace_id, c.tenant_id, c.provider_slug
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', c.workspace_id, c.tenant_id, 'connection', c.id::text, jsonb_build_object('provider_slug', c.provider_slug) FROM cleared c
    UNION ALL
    SELECT 'denied', e.workspace_id, e.tenant_id, 'connection', '', '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
    ON CONFLICT DO NOTHING
)
SELECT CASE
    WHEN e.tenant_id IS NULL THEN 'TENANT_NOT_FOUND'
    WHEN NOT e.can THEN 'CAPABILITY_MISSING'
    WHEN p.slug IS NULL THEN 'UNKNOWN_PROVIDER'
    ELSE 'OK' END AS verdict
FROM (VALUES (1)) one
LEFT JOIN entitled e ON true
LEFT JOIN provider p ON true
