-- A membership of a workspace as it is after the call; always one row with a verdict, and a row of the trail unless it is
-- not to be seen. Index: workspaces_pkey, workspace_memberships_pkey.
-- Locks every owner in one order and decides from who is still there: two owners can not demote each other. Not FOR UPDATE: grants of tenant
-- memberships hold memberships FOR KEY SHARE, in another order.
-- $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 grantee, $6 role
WITH seen AS MATERIALIZED (
    SELECT w.id, $4::boolean OR m.role = ANY ($3::text[]) AS can
    FROM workspaces w
    LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
    WHERE w.id = $2::uuid AND ($4::boolean OR m.role IS NOT NULL)
), owners AS MATERIALIZED (
    SELECT m.actor
    FROM workspace_memberships m
    WHERE m.workspace_id = (SELECT s.id FROM seen s WHERE s.can) AND m.role = 'owner'
    ORDER BY m.actor
    FOR NO KEY UPDATE OF m
), verdict AS MATERIALIZED (
    SELECT CASE
        WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND'
        WHEN NOT s.can THEN 'CAPABILITY_MISSING'
        WHEN NOT $4::boolean AND NOT EXISTS (SELECT 1 FROM owners o WHERE o.actor = $1::text) THEN 'WORKSPACE_NOT_FOUND'
        WHEN $6::text <> 'owner' AND (SELECT count(o.actor) = 1 AND bool_and(o.actor = $5::text) FROM owners o) THEN 'LAST_OWNER'
        ELSE 'OK' END AS reason
    FROM (VALUES (1)) one
    LEFT JOIN seen s ON true
), granted AS (
    INSERT INTO workspace_memberships AS m (workspace_id, actor, role)
    SELECT $2::uuid, $5::text, $6::text FROM verdict v WHERE v.reason = 'OK'
    ON CONFLICT (workspace_id, actor) DO UPDATE SET role = excluded.role, updated_at = now()
    RETURNING m.workspace_id, m.actor, m.role, m.created_at, m.updated_at
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, target_type, target_id, payload)
    SELECT 'done', g.workspace_id, 'membership', g.actor, jsonb_build_object('role', g.role) FROM granted g
    UNION ALL
    SELECT 'denied', $2::uuid, 'membership', $5::text, jsonb_build_object('reason', v.reason, 'role', $6::text)
    FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'LAST_OWNER')
    ON CONFLICT DO NOTHING
)
SELECT v.reason AS verdict, g.workspace_id, NULL::uuid AS tenant_id, g.actor, g.role, g.created_at, g.updated_at
FROM verdict v
LEFT JOIN granted g ON true
