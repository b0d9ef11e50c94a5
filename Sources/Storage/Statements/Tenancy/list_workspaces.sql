-- A page of the workspaces the actor is a member of, in the order created_at, id. Sorts as many rows as the actor has workspaces.
-- Index: workspace_memberships_actor_idx, workspaces_pkey.
-- $1 actor, $2 created_at and $3 id to resume after, $4 rows
SELECT w.id, w.name, w.created_at, w.updated_at
FROM workspace_memberships m
JOIN workspaces w ON w.id = m.workspace_id
WHERE m.actor = $1::text
    AND (w.created_at, w.id) > ($2::timestamptz, $3::uuid)
ORDER BY w.created_at, w.id
LIMIT $4::integer
