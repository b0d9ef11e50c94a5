-- Connections with their verdicts; no row: absent, or of a tenant the actor is not entitled to. Index: connections_pkey, tenant_memberships_actor_idx.
-- OFFSET 0: one look-up for each row found, never all tenants of the actor, whatever the planner knows of the tables when it plans.
-- $1 actor, $2 ids, $3 roles, $4 the only tenant it may be in
SELECT CASE WHEN m.role = ANY ($3::text[]) THEN 'OK' ELSE 'CAPABILITY_MISSING' END AS verdict,
    ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
        c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
        c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
        c.token_generation, c.created_at, c.updated_at) AS connection,
    c.id
FROM connections c
CROSS JOIN LATERAL (SELECT m.role FROM my_tenants m WHERE m.tenant_id = c.tenant_id AND m.actor = $1::text OFFSET 0) m
WHERE c.id = ANY ($2::uuid[]) AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
