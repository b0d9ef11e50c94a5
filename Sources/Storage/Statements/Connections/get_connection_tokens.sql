-- The sealed tokens with their verdicts; no row: absent, or not entitled. Index: connections_pkey, tenant_memberships_actor_idx.
-- OFFSET 0: one look-up for each row found, never all tenants of the actor, whatever the planner knows of the tables when it plans.
-- $1 actor, $2 ids, $3 roles, $4 the only tenant it may be in
SELECT CASE WHEN NOT m.role = ANY ($3::text[]) THEN 'CAPABILITY_MISSING' WHEN c.status = 'revoked' THEN 'CONNECTION_REVOKED' ELSE 'OK' END AS verdict,
    c.id, c.tenant_id, c.access_token_ciphertext, c.refresh_token_ciphertext, c.expires_at, c.token_generation, c.status
FROM connections c
CROSS JOIN LATERAL (SELECT m.role FROM my_tenants m WHERE m.tenant_id = c.tenant_id AND m.actor = $1::text OFFSET 0) m
WHERE c.id = ANY ($2::uuid[]) AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
