-- Deletes a tenant with all that hangs on it but its trail; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
-- $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 the only tenant it may be
WITH seen AS MATERIALIZED (
    SELECT t.id, t.workspace_id, $4::boolean OR coalesce(w.role = ANY ($3::text[]), false) AS can
    FROM tenants t
    LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
    LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
    WHERE t.id = $2::uuid AND ($5::uuid IS NULL OR t.id = $5::uuid) AND ($4::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
), deleted AS (
    DELETE FROM tenants t USING seen s WHERE t.id = s.id AND s.can
    RETURNING t.id, t.workspace_id, t.name
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', d.workspace_id, d.id, 'tenant', d.id::text, jsonb_build_object('name', d.name) FROM deleted d
    UNION ALL
    SELECT 'denied', s.workspace_id, s.id, 'tenant', s.id::text, '{"reason": "CAPABILITY_MISSING"}' FROM seen s WHERE NOT s.can
    ON CONFLICT DO NOTHING
)
SELECT CASE
    WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND'
    WHEN NOT s.can THEN 'CAPABILITY_MISSING'
    WHEN d.id IS NULL THEN 'TENANT_NOT_FOUND'
    ELSE 'OK' END AS verdict
FROM (VALUES (1)) one
LEFT JOIN seen s ON true
LEFT JOIN deleted d ON true
