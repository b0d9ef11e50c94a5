-- Deletes a connection and its runs; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: connections_pkey, tenant_memberships_actor_idx.
-- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
WITH entitled AS MATERIALIZED (
    SELECT c.id, c.workspace_id, c.tenant_id, m.role = ANY ($3::text[]) AS can
    FROM connections c
    JOIN tenant_memberships m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
    WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
    FOR KEY SHARE OF m
), deleted AS (
    DELETE FROM connections c USING entitled e WHERE c.id = e.id AND e.can
    RETURNING c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', d.workspace_id, d.tenant_id, 'connection', d.id::text,
        jsonb_build_object('provider_slug', d.provider_slug, 'external_id', d.external_id)
    FROM deleted d
    UNION ALL
    SELECT 'denied', e.workspace_id, e.tenant_id, 'connection', e.id::text, '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
    ON CONFLICT DO NOTHING
)
SELECT CASE
    WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND'
    WHEN NOT e.can THEN 'CAPABILITY_MISSING'
    WHEN d.id IS NULL THEN 'CONNECTION_NOT_FOUND'
    ELSE 'OK' END AS verdict
FROM (VALUES (1)) one
LEFT JOIN entitled e ON true
LEFT JOIN deleted d ON true
