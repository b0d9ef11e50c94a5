-- Serialises what touches the defaults of the tenant that owns a connection; locks nothing for an actor that may not. What waits here sees in its next
-- statement what was committed meanwhile. Index: connections_pkey, tenant_memberships_actor_idx, tenants_pkey.
-- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
SELECT 1
FROM connections c
JOIN tenant_memberships m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
JOIN tenants t ON t.id = c.tenant_id
WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid) AND m.role = ANY ($3::text[])
FOR NO KEY UPDATE OF t
