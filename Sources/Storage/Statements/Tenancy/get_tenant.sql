-- One tenant; no row: absent, or the actor is neither entitled nor an owner of its workspace. Index: tenants_pkey, workspace_memberships_pkey,
-- tenant_memberships_pkey.
-- $1 actor, $2 tenant, $3 admin caller, $4 the only tenant it may be
SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at
FROM tenants t
LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
WHERE t.id = $2::uuid AND ($4::uuid IS NULL OR t.id = $4::uuid) AND ($3::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
