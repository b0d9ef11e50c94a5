-- A page of the tenants of one workspace, by id: all for its owners and admin callers, those it is entitled to for a member. At least one row with a
-- verdict. Index: workspaces_pkey, workspace_memberships_pkey, tenants_workspace_id_id_key, tenant_memberships_actor_idx, then tenants_pkey.
-- $1 actor, $2 workspace, $3 admin caller, $4 id to resume after, $5 rows
WITH seen AS MATERIALIZED (
    SELECT w.id, $3::boolean OR m.role = 'owner' AS sees_all
    FROM workspaces w
    LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
    WHERE w.id = $2::uuid AND ($3::boolean OR m.role IS NOT NULL)
), everything AS (
    SELECT t.id
    FROM tenants t
    WHERE (SELECT s.sees_all FROM seen s) AND t.workspace_id = $2::uuid AND t.id > $4::uuid
    ORDER BY t.id
    LIMIT $5::integer
), entitled AS (
    SELECT m.tenant_id AS id
    FROM tenant_memberships m
    WHERE NOT (SELECT s.sees_all FROM seen s) AND m.workspace_id = $2::uuid AND m.actor = $1::text
        AND m.tenant_id > $4::uuid
    ORDER BY m.tenant_id
    LIMIT $5::integer
), page AS MATERIALIZED (
    SELECT a.id FROM everything a UNION ALL SELECT e.id FROM entitled e
)
SELECT CASE WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND' ELSE 'OK' END AS verdict, t.id, t.workspace_id, t.name, t.created_at, t.updated_at
FROM (VALUES (1)) one
LEFT JOIN seen s ON true
LEFT JOIN (
    page p
    CROSS JOIN LATERAL (SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at FROM tenants t WHERE t.id = p.id OFFSET 0) t
) ON true
ORDER BY t.id
