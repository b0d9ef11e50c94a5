-- One run with its verdict; no row: it is absent, or of a tenant the actor is not entitled to. Index: operation_runs_pkey, tenant_memberships_actor_idx.
-- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
SELECT CASE WHEN m.role = ANY ($3::text[]) THEN 'OK' ELSE 'CAPABILITY_MISSING' END AS verdict,
    r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind,
    CASE WHEN r.outcome = 'running' AND r.expires_at <= now() THEN 'expired' ELSE r.outcome END AS outcome,
    r.reason_code, r.message, r.health_status, r.actor, r.started_at, r.finished_at
FROM operation_runs r
JOIN my_tenants m ON m.tenant_id = r.tenant_id AND m.actor = $1::text
WHERE r.id = $2::uuid AND ($4::uuid IS NULL OR r.tenant_id = $4::uuid)
