-- A page of the memberships of one workspace, by actor; at least one row with a verdict. Index: workspaces_pkey, workspace_memberships_pkey.
-- $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 actor to resume after, $6 rows
WITH seen AS MATERIALIZED (
    SELECT w.id, $4::boolean OR m.role = ANY ($3::text[]) AS can
    FROM workspaces w
    LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
    WHERE w.id = $2::uuid AND ($4::boolean OR m.role IS NOT NULL)
)
SELECT CASE WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
    m.workspace_id, NULL::uuid AS tenant_id, m.actor, m.role, m.created_at, m.updated_at
FROM (VALUES (1)) one
LEFT JOIN seen s ON true
LEFT JOIN LATERAL (
    SELECT m.workspace_id, m.actor, m.role, m.created_at, m.updated_at
    FROM workspace_memberships m
    WHERE s.can AND m.workspace_id = s.id AND m.actor > $5::text
    ORDER BY m.actor
    LIMIT $6::integer
) m ON true
ORDER BY m.actor
