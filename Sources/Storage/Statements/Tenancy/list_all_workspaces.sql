-- A page of all workspaces, for admin callers, in the order created_at, id. Index: workspaces_page_idx.
-- $1 created_at and $2 id to resume after (NULL: from the start), $3 rows
SELECT w.id, w.name, w.created_at, w.updated_at
FROM workspaces w
WHERE (w.created_at, w.id) > (coalesce($1::timestamptz, '-infinity'), coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
ORDER BY w.created_at, w.id
LIMIT $3::integer
