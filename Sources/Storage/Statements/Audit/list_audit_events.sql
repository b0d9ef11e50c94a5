-- A page of the whole trail, for admin callers, newest first; at least one row. The last row looked at comes with it when there may be more behind it.
-- Index: audit_log_pkey.
-- $1 at and $2 id to resume behind, $3 rows looked at, $4 rows given at most, $5 after, $6 before, $7 by actor, $8 action,
-- $9 target (NULL: any)
WITH looked_at AS MATERIALIZED (
    SELECT a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
        a.payload, a.request_id
    FROM audit_log a
    WHERE (a.at, a.id) < ($1::timestamptz, $2::uuid)
        AND a.at > $5::timestamptz AND a.at < $6::timestamptz
    ORDER BY a.at DESC, a.id DESC
    LIMIT $3::integer
), last AS MATERIALIZED (
    SELECT l.at, l.id
    FROM looked_at l
    ORDER BY l.at DESC, l.id DESC
    OFFSET $3::integer - 1 LIMIT 1
), matching AS MATERIALIZED (
    SELECT l.id, l.at, l.action, l.outcome, l.actor, l.caller, l.caller_uid, l.caller_pid, l.workspace_id, l.tenant_id, l.target_type, l.target_id,
        l.payload, l.request_id
    FROM looked_at l
    WHERE ($7::text IS NULL OR l.actor = $7::text) AND ($8::text IS NULL OR l.action = $8::text)
        AND ($9::text IS NULL OR l.target_id = $9::text)
    ORDER BY l.at DESC, l.id DESC
    LIMIT $4::integer + 1
)
SELECT 'OK' AS verdict, z.at, z.id,
    a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
    a.payload, a.request_id
FROM (VALUES (1)) one
LEFT JOIN last z ON true
LEFT JOIN matching a ON true
ORDER BY a.at DESC, a.id DESC
