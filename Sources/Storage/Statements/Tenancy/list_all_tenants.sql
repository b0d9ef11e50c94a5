-- A page of all tenants, for admin callers, by id. Index: tenants_pkey.
-- $1 id to resume after (NULL: from the start), $2 rows
SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at
FROM tenants t
WHERE t.id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
ORDER BY t.id
LIMIT $2::integer
