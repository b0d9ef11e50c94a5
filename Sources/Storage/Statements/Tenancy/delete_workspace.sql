-- Deletes a workspace without tenants, and its memberships; for admin callers. Always one row with a verdict, and a row of the trail unless it is
-- absent. A tenant made at the same moment keeps the workspace by its foreign key. Index: workspaces_pkey, tenants_workspace_id_id_key.
-- $1 workspace
WITH seen AS MATERIALIZED (
    SELECT w.id, EXISTS (SELECT 1 FROM tenants t WHERE t.workspace_id = w.id) AS has_tenants
    FROM workspaces w
    WHERE w.id = $1::uuid
), deleted AS (
    DELETE FROM workspaces w USING seen s WHERE w.id = s.id AND NOT s.has_tenants
    RETURNING w.id, w.name
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, target_type, target_id, payload)
    SELECT 'done', d.id, 'workspace', d.id::text, jsonb_build_object('name', d.name) FROM deleted d
    UNION ALL
    SELECT 'denied', s.id, 'workspace', s.id::text, '{"reason": "WORKSPACE_NOT_EMPTY"}' FROM seen s WHERE s.has_tenants
    ON CONFLICT DO NOTHING
)
SELECT CASE
    WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND'
    WHEN s.has_tenants THEN 'WORKSPACE_NOT_EMPTY'
    WHEN d.id IS NULL THEN 'WORKSPACE_NOT_FOUND'
    ELSE 'OK' END AS verdict
FROM (VALUES (1)) one
LEFT JOIN seen s ON true
LEFT JOIN deleted d ON true
