-- One workspace; no row: absent, or the actor is no member. Index: workspaces_pkey, workspace_memberships_pkey.
-- $1 actor, $2 workspace, $3 admin caller
SELECT w.id, w.name, w.created_at, w.updated_at
FROM workspaces w
LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
WHERE w.id = $2::uuid AND ($3::boolean OR m.role IS NOT NULL)
