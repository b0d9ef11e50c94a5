-- A new run on a connection; always one row with a verdict, and a row of the trail unless the connection is not to be seen.
-- Index: connections_pkey, tenant_memberships_actor_idx.
-- $1 actor, $2 connection, $3 roles, $4 the only tenant it may be in, $5 id, $6 kind, $7 seconds it may take
WITH entitled AS MATERIALIZED (
    SELECT c.id, c.workspace_id, c.tenant_id, m.role = ANY ($3::text[]) AS can
    FROM tenant_memberships m
    JOIN connections c ON c.tenant_id = m.tenant_id
    WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid) AND m.actor = $1::text
    FOR KEY SHARE OF m, c
), started AS (
    INSERT INTO operation_runs AS r (id, workspace_id, tenant_id, connection_id, kind, expires_at)
    SELECT $5::uuid, e.workspace_id, e.tenant_id, e.id, $6::text, now() + make_interval(secs => $7::bigint)
    FROM entitled e
    WHERE e.can
    RETURNING r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
        r.started_at, r.finished_at
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', r.workspace_id, r.tenant_id, 'run', r.id::text, jsonb_build_object('connection_id', r.connection_id, 'kind', r.kind)
    FROM started r
    UNION ALL
    SELECT 'denied', e.workspace_id, e.tenant_id, 'connection', e.id::text, '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
    ON CONFLICT DO NOTHING
)
SELECT CASE WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND' WHEN NOT e.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
    r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
    r.started_at, r.finished_at
FROM (VALUES (1)) one
LEFT JOIN entitled e ON true
LEFT JOIN started r ON true
