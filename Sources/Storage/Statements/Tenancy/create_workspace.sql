-- A new workspace, and with an owner that actor's membership; a row of the trail.
-- $1 id, $2 name, $3 owner (NULL: nobody yet)
WITH created AS (
    INSERT INTO workspaces (id, name)
    VALUES ($1::uuid, $2::text)
    RETURNING id, name, created_at, updated_at
), membership AS (
    INSERT INTO workspace_memberships (workspace_id, actor, role)
    SELECT w.id, $3::text, 'owner' FROM created w WHERE $3::text IS NOT NULL
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, target_type, target_id, payload)
    SELECT 'done', w.id, 'workspace', w.id::text, jsonb_strip_nulls(jsonb_build_object('name', w.name, 'owner', $3::text)) FROM created w
)
SELECT w.id, w.name, w.created_at, w.updated_at
FROM created w
