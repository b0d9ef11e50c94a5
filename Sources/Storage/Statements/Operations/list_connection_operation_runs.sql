-- A page of the runs on one connection, newest first; at least one row with a verdict. The last row looked at comes with it when there may be more behind
-- it. Index: connections_pkey, tenant_memberships_actor_idx, operation_runs_connection_page_idx.
-- $1 actor, $2 roles, $3 the only tenant it may be in (NULL: any), $4 started_at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
-- $8 kind, $9 outcome (NULL: any), $10 connection
WITH entitled AS MATERIALIZED (
    SELECT c.id, c.tenant_id, m.role = ANY ($2::text[]) AS can
    FROM connections c
    JOIN my_tenants m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
    WHERE c.id = $10::uuid AND ($3::uuid IS NULL OR c.tenant_id = $3::uuid)
), looked_at AS MATERIALIZED (
    SELECT r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind,
        CASE WHEN r.outcome = 'running' AND r.expires_at <= now() THEN 'expired' ELSE r.outcome END AS outcome,
        r.reason_code, r.message, r.health_status, r.actor, r.started_at, r.finished_at
    FROM operation_runs r
    WHERE (SELECT e.can FROM entitled e) AND r.tenant_id = (SELECT e.tenant_id FROM entitled e) AND r.connection_id = $10::uuid
        AND (r.started_at, r.id) < ($4::timestamptz, $5::uuid)
    ORDER BY r.started_at DESC, r.id DESC
    LIMIT $6::integer
), last AS MATERIALIZED (
    SELECT l.tenant_id, l.started_at, l.id
    FROM looked_at l
    ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
    OFFSET $6::integer - 1 LIMIT 1
), matching AS MATERIALIZED (
    SELECT l.id, l.workspace_id, l.tenant_id, l.connection_id, l.kind, l.outcome, l.reason_code, l.message, l.health_status, l.actor,
        l.started_at, l.finished_at
    FROM looked_at l
    WHERE ($8::text IS NULL OR l.kind = $8::text) AND ($9::text IS NULL OR l.outcome = $9::text)
    ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
    LIMIT $7::integer + 1
)
SELECT CASE WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND' WHEN NOT e.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict, z.tenant_id, z.started_at, z.id,
    r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
    r.started_at, r.finished_at
FROM (VALUES (1)) one
LEFT JOIN entitled e ON true
LEFT JOIN last z ON true
LEFT JOIN matching r ON true
ORDER BY r.tenant_id, r.started_at DESC, r.id DESC
