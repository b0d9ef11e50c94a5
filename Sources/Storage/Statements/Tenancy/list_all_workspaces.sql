-- A page of all workspaces, for admin callers, in the order created_at, id. Index: workspaces_page_idx.
-- $1 created_at and $2 id to resume after, $3 rows
SELECT w.id, w.name, w.created_at, w.updated_at
FROM workspaces w
WHERE (w.created_at, w.id) > ($1::timestamptz, $2::uuid)
ORDER BY w.created_at, w.id
LIMIT $3::integer
