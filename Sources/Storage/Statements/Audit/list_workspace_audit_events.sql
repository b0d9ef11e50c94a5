-- A page of the trail of one workspace and its tenants, the deleted ones included, newest first; at least one row with a verdict. The last row looked
-- at comes with it when there may be more behind it. Index: workspaces_pkey, workspace_memberships_pkey, audit_log_workspace_page_idx.
-- $1 actor, $2 workspace, $3 workspace roles, $4 at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
-- $8 after, $9 before, $10 by actor, $11 action, $12 target, $13 tenant (NULL: any), $14 admin caller
WITH seen AS MATERIALIZED (
    SELECT w.id, $14::boolean OR m.role = ANY ($3::text[]) AS can
    FROM workspaces w
    LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
    WHERE w.id = $2::uuid AND ($14::boolean OR m.role IS NOT NULL)
), looked_at AS MATERIALIZED (
    SELECT a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
        a.payload, a.request_id
    FROM audit_log a
    WHERE (SELECT s.can FROM seen s) AND a.workspace_id = $2::uuid
        AND (a.at, a.id) < ($4::timestamptz, $5::uuid)
        AND a.at > $8::timestamptz AND a.at < $9::timestamptz
    ORDER BY a.at DESC, a.id DESC
    LIMIT $6::integer
), last AS MATERIALIZED (
    SELECT l.at, l.id
    FROM looked_at l
    ORDER BY l.at DESC, l.id DESC
    OFFSET $6::integer - 1 LIMIT 1
), matching AS MATERIALIZED (
    SELECT l.id, l.at, l.action, l.outcome, l.actor, l.caller, l.caller_uid, l.caller_pid, l.workspace_id, l.tenant_id, l.target_type, l.target_id,
        l.payload, l.request_id
    FROM looked_at l
    WHERE ($10::text IS NULL OR l.actor = $10::text) AND ($11::text IS NULL OR l.action = $11::text)
        AND ($12::text IS NULL OR l.target_id = $12::text) AND ($13::uuid IS NULL OR l.tenant_id = $13::uuid)
    ORDER BY l.at DESC, l.id DESC
    LIMIT $7::integer + 1
)
SELECT CASE WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict, z.at, z.id,
    a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
    a.payload, a.request_id
FROM (VALUES (1)) one
LEFT JOIN seen s ON true
LEFT JOIN last z ON true
LEFT JOIN matching a ON true
ORDER BY a.at DESC, a.id DESC
