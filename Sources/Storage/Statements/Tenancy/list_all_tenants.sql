-- A page of all tenants, for admin callers, by id. Index: tenants_pkey.
-- $1 id to resume after, $2 rows
SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at
FROM tenants t
WHERE t.id > $1::uuid
ORDER BY t.id
LIMIT $2::integer
