-- A page of the runs in all tenants the actor is entitled to, by tenant_id and in each tenant newest first; at least one row. Where to go on comes with it
-- when there may be more: the last row looked at, or the end of the last tenant.
-- Index: tenant_memberships_actor_idx, operation_runs_page_idx.
-- The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
-- the actor; it ends after 1000 tenants, because most may have nothing to give.
-- $1 actor, $2 roles, $3 tenant to resume in, $4 started_at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
-- $8 kind, $9 outcome (NULL: any)
WITH RECURSIVE walk AS (
    SELECT 0 AS tenant_count, $3::uuid AS tenant_id, 0 AS row_count, 0 AS row_count_here
    UNION ALL
    SELECT w.tenant_count + 1, m.tenant_id, w.row_count + r.row_count, r.row_count
    FROM walk w
    CROSS JOIN LATERAL (
        SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
        FROM my_tenants m
        WHERE m.actor = $1::text AND m.tenant_id >= w.tenant_id AND (w.tenant_count = 0 OR m.tenant_id > w.tenant_id)
        ORDER BY m.tenant_id
        LIMIT 1
    ) m
    CROSS JOIN LATERAL (
        SELECT count(r.id)::integer AS row_count
        FROM (
            SELECT r.id
            FROM operation_runs r
            WHERE m.can AND r.tenant_id = m.tenant_id AND (r.started_at, r.id) < (
                CASE WHEN m.tenant_id = $3::uuid THEN $4::timestamptz ELSE 'infinity' END,
                CASE WHEN m.tenant_id = $3::uuid THEN $5::uuid ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff' END)
            ORDER BY r.started_at DESC, r.id DESC
            LIMIT $6::integer - w.row_count
        ) r
    ) r
    WHERE w.row_count < $6::integer AND w.tenant_count < 1000
), looked_at AS MATERIALIZED (
    SELECT r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
        r.started_at, r.finished_at
    FROM walk w
    CROSS JOIN LATERAL (
        SELECT r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind,
            CASE WHEN r.outcome = 'running' AND r.expires_at <= now() THEN 'expired' ELSE r.outcome END AS outcome,
            r.reason_code, r.message, r.health_status, r.actor, r.started_at, r.finished_at
        FROM operation_runs r
        WHERE r.tenant_id = w.tenant_id AND (r.started_at, r.id) < (
            CASE WHEN w.tenant_id = $3::uuid THEN $4::timestamptz ELSE 'infinity' END,
            CASE WHEN w.tenant_id = $3::uuid THEN $5::uuid ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff' END)
        ORDER BY r.started_at DESC, r.id DESC
        LIMIT w.row_count_here
    ) r
    WHERE w.row_count_here > 0
), last AS MATERIALIZED (
    (
        SELECT l.tenant_id, l.started_at, l.id
        FROM looked_at l
        ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
        OFFSET $6::integer - 1 LIMIT 1
    )
    UNION ALL
    SELECT w.tenant_id, '1970-01-01', '00000000-0000-0000-0000-000000000000'
    FROM walk w
    WHERE w.tenant_count = 1000 AND w.row_count < $6::integer
), matching AS MATERIALIZED (
    SELECT l.id, l.workspace_id, l.tenant_id, l.connection_id, l.kind, l.outcome, l.reason_code, l.message, l.health_status, l.actor,
        l.started_at, l.finished_at
    FROM looked_at l
    WHERE ($8::text IS NULL OR l.kind = $8::text) AND ($9::text IS NULL OR l.outcome = $9::text)
    ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
    LIMIT $7::integer + 1
)
SELECT 'OK' AS verdict, z.tenant_id, z.started_at, z.id,
    r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
    r.started_at, r.finished_at
FROM (VALUES (1)) one
LEFT JOIN last z ON true
LEFT JOIN matching r ON true
ORDER BY r.tenant_id, r.started_at DESC, r.id DESC
