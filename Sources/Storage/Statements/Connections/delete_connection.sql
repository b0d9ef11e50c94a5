-- Deletes a connection and its runs; always one row with a verdict. Index: connections_pkey, tenant_memberships_actor_idx.
-- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
WITH entitled AS MATERIALIZED (
    SELECT c.id, m.role = ANY ($3::text[]) AS can
    FROM connections c
    JOIN tenant_memberships m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
    WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
    FOR KEY SHARE OF m
), deleted AS (
    DELETE FROM connections c USING entitled e WHERE c.id = e.id AND e.can
    RETURNING c.id
)
SELECT CASE
    WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND'
    WHEN NOT e.can THEN 'CAPABILITY_MISSING'
    WHEN d.id IS NULL THEN 'CONNECTION_NOT_FOUND'
    ELSE 'OK' END AS verdict
FROM (VALUES (1)) one
LEFT JOIN entitled e ON true
LEFT JOIN deleted d ON true
