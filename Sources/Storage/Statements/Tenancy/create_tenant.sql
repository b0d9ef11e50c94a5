-- A new tenant, with an actor that owns the workspace as its owner; always one row with a verdict, and a row of the trail unless
-- the workspace is not to be seen. Index: workspaces_pkey, workspace_memberships_pkey.
-- $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 id, $6 name
WITH membership AS MATERIALIZED (
    SELECT m.workspace_id, m.role
    FROM workspace_memberships m
    WHERE m.workspace_id = $2::uuid AND m.actor = $1::text
    FOR KEY SHARE OF m
), seen AS MATERIALIZED (
    SELECT w.id, $4::boolean OR m.role = ANY ($3::text[]) AS can
    FROM workspaces w
    LEFT JOIN membership m ON true
    WHERE w.id = $2::uuid AND ($4::boolean OR m.role IS NOT NULL)
), created AS (
    INSERT INTO tenants (id, workspace_id, name)
    SELECT $5::uuid, s.id, $6::text FROM seen s WHERE s.can
    RETURNING id, workspace_id, name, created_at, updated_at
), owner AS (
    INSERT INTO tenant_memberships (tenant_id, actor, workspace_id, role)
    SELECT t.id, $1::text, t.workspace_id, 'owner' FROM created t JOIN membership m ON m.role = 'owner'
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', t.workspace_id, t.id, 'tenant', t.id::text, jsonb_build_object('name', t.name) FROM created t
    UNION ALL
    SELECT 'denied', s.id, NULL, 'tenant', '', '{"reason": "CAPABILITY_MISSING"}' FROM seen s WHERE NOT s.can
    ON CONFLICT DO NOTHING
)
SELECT CASE WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
    t.id, t.workspace_id, t.name, t.created_at, t.updated_at
FROM (VALUES (1)) one
LEFT JOIN seen s ON true
LEFT JOIN created t ON true
