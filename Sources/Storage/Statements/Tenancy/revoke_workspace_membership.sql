-- Ends a membership of a workspace, if there is one, and with it those of its tenants; always one row with a verdict, and a row of the trail unless
-- the workspace is not to be seen or there was nothing to end. Index: workspaces_pkey, workspace_memberships_pkey.
-- Locks every owner in one order and decides from who is still there: two owners can not revoke each other.
-- $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 whose membership ends
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
        WHEN (SELECT count(o.actor) = 1 AND bool_and(o.actor = $5::text) FROM owners o) THEN 'LAST_OWNER'
        ELSE 'OK' END AS reason
    FROM (VALUES (1)) one
    LEFT JOIN seen s ON true
), revoked AS (
    DELETE FROM workspace_memberships m USING verdict v
    WHERE v.reason = 'OK' AND m.workspace_id = $2::uuid AND m.actor = $5::text
    RETURNING m.workspace_id, m.actor, m.role
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, target_type, target_id, payload)
    SELECT 'done', r.workspace_id, 'membership', r.actor, jsonb_build_object('role', r.role) FROM revoked r
    UNION ALL
    SELECT 'denied', $2::uuid, 'membership', $5::text, jsonb_build_object('reason', v.reason)
    FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'LAST_OWNER')
    ON CONFLICT DO NOTHING
)
SELECT v.reason AS verdict
FROM verdict v
