-- A run after it has ended, with what it means for its connection; always one row with a verdict, and a row of the trail unless the run is not to be seen
-- or ended the same way before. Index: operation_runs_pkey, tenant_memberships_actor_idx, connections_tenant_id_id_key.
-- Membership, connection and run are locked in this order, as a deletion of the connection does. A health check that started before the one the
-- connection speaks of says nothing about it any more; only a success of the same kind takes an error back.
-- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in, $5 outcome, $6 health_status of a health check (NULL: as the outcome says), $7 reason code,
-- $8 message
WITH named AS MATERIALIZED (
    SELECT r.tenant_id, r.connection_id
    FROM operation_runs r
    WHERE r.id = $2::uuid AND ($4::uuid IS NULL OR r.tenant_id = $4::uuid)
), entitled AS MATERIALIZED (
    SELECT c.id, c.workspace_id, c.tenant_id, c.last_health_check_at, c.last_error_kind, m.role = ANY ($3::text[]) AS can
    FROM named n
    JOIN tenant_memberships m ON m.tenant_id = n.tenant_id AND m.actor = $1::text
    JOIN connections c ON c.tenant_id = n.tenant_id AND c.id = n.connection_id
    FOR KEY SHARE OF m
    FOR NO KEY UPDATE OF c
), run AS MATERIALIZED (
    SELECT e.id AS connection_id, e.workspace_id, e.tenant_id, e.last_health_check_at, e.last_error_kind, e.can,
        r.id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.started_at,
        CASE WHEN r.kind = 'health_check' AND $5::text <> 'cancelled'
            THEN coalesce($6::text, CASE $5::text WHEN 'succeeded' THEN 'healthy' ELSE 'failing' END) END AS found
    FROM entitled e
    JOIN operation_runs r ON r.id = $2::uuid
    FOR NO KEY UPDATE OF r
), verdict AS MATERIALIZED (
    SELECT r.id, r.connection_id, r.workspace_id, r.tenant_id, r.kind, r.started_at, r.found, r.outcome = 'running' AS ends_now,
        CASE
            WHEN NOT r.can THEN 'CAPABILITY_MISSING'
            WHEN $6::text IS NOT NULL AND r.kind <> 'health_check' THEN 'HEALTH_STATUS_UNEXPECTED'
            WHEN r.outcome <> 'running' AND (r.outcome, r.reason_code, r.message, r.health_status)
                IS DISTINCT FROM ($5::text, $7::text, $8::text, r.found) THEN 'RUN_ALREADY_FINISHED'
            ELSE 'OK' END AS reason,
        CASE
            WHEN r.kind = 'health_check' THEN r.found IS NOT NULL AND (r.last_health_check_at IS NULL OR r.started_at >= r.last_health_check_at)
            ELSE $5::text = 'failed' OR ($5::text = 'succeeded' AND r.last_error_kind = r.kind) END AS counts
    FROM run r
), finished AS (
    UPDATE operation_runs r SET outcome = $5::text, reason_code = $7::text, message = $8::text, health_status = v.found,
        finished_at = coalesce(r.finished_at, now())
    FROM verdict v
    WHERE r.id = v.id AND v.reason = 'OK'
    RETURNING r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
        r.started_at, r.finished_at
), told AS (
    UPDATE connections c SET
        health_status = coalesce(v.found, c.health_status),
        last_health_check_at = CASE WHEN v.kind = 'health_check' THEN v.started_at ELSE c.last_health_check_at END,
        last_error_kind = CASE WHEN $7::text IS NOT NULL THEN v.kind END,
        last_error_reason_code = $7::text,
        last_error_message = CASE WHEN $7::text IS NOT NULL THEN $8::text END,
        updated_at = now()
    FROM verdict v
    WHERE c.id = v.connection_id AND v.reason = 'OK' AND v.ends_now AND v.counts
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', f.workspace_id, f.tenant_id, 'run', f.id::text, jsonb_strip_nulls(jsonb_build_object(
        'connection_id', f.connection_id, 'kind', f.kind, 'outcome', f.outcome, 'reason_code', f.reason_code, 'health_status', f.health_status))
    FROM finished f
    JOIN verdict v ON v.ends_now
    UNION ALL
    SELECT 'denied', v.workspace_id, v.tenant_id, 'run', v.id::text, jsonb_build_object('reason', v.reason)
    FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'RUN_ALREADY_FINISHED')
    ON CONFLICT DO NOTHING
)
SELECT coalesce(v.reason, 'RUN_NOT_FOUND') AS verdict,
    f.id, f.workspace_id, f.tenant_id, f.connection_id, f.kind, f.outcome, f.reason_code, f.message, f.health_status, f.actor,
    f.started_at, f.finished_at
FROM (VALUES (1)) one
LEFT JOIN verdict v ON true
LEFT JOIN finished f ON true
