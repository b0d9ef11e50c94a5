-- A page of the memberships of one tenant, by actor; at least one row with a verdict. Index: tenants_pkey, workspace_memberships_pkey,
-- tenant_memberships_pkey.
-- $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 actor to resume after, $7 rows
WITH seen AS MATERIALIZED (
    SELECT t.id, $4::boolean OR coalesce(w.role = ANY ($3::text[]), false) OR coalesce(m.role = ANY ($5::text[]), false) AS can
    FROM tenants t
    LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
    LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
    WHERE t.id = $2::uuid AND ($4::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
)
SELECT CASE WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
    m.workspace_id, m.tenant_id, m.actor, m.role, m.created_at, m.updated_at
FROM (VALUES (1)) one
LEFT JOIN seen s ON true
LEFT JOIN LATERAL (
    SELECT m.workspace_id, m.tenant_id, m.actor, m.role, m.created_at, m.updated_at
    FROM tenant_memberships m
    WHERE s.can AND m.tenant_id = s.id AND m.actor > $6::text
    ORDER BY m.actor
    LIMIT $7::integer
) m ON true
ORDER BY m.actor
