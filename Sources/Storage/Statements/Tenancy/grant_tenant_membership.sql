-- A membership of a tenant as it is after the call; always one row with a verdict, and a row of the trail unless the tenant is not to be seen.
-- Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
-- Tenant, the actor's workspace membership and the grantee's are locked in this order: a revocation acknowledged before is seen.
-- $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 the only tenant it may be, $7 grantee, $8 role
WITH seen AS MATERIALIZED (
    SELECT t.id, t.workspace_id, $4::boolean OR coalesce(w.role = ANY ($3::text[]), false) OR coalesce(m.role = ANY ($5::text[]), false) AS can
    FROM tenants t
    LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
    LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
    WHERE t.id = $2::uuid AND ($6::uuid IS NULL OR t.id = $6::uuid) AND ($4::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
    FOR KEY SHARE OF t
), actor AS MATERIALIZED (
    SELECT w.actor
    FROM seen s
    JOIN workspace_memberships w ON w.workspace_id = s.workspace_id AND w.actor = $1::text
    WHERE s.can
    FOR KEY SHARE OF w
), grantee AS MATERIALIZED (
    SELECT w.actor, s.id AS tenant_id, s.workspace_id
    FROM seen s
    LEFT JOIN actor a ON true
    JOIN workspace_memberships w ON w.workspace_id = s.workspace_id AND w.actor = $7::text
    WHERE s.can AND ($4::boolean OR a.actor IS NOT NULL)
    FOR KEY SHARE OF w
), verdict AS MATERIALIZED (
    SELECT s.id, s.workspace_id,
        CASE
            WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND'
            WHEN NOT s.can THEN 'CAPABILITY_MISSING'
            WHEN NOT $4::boolean AND a.actor IS NULL THEN 'TENANT_NOT_FOUND'
            WHEN e.actor IS NULL THEN 'WORKSPACE_MEMBERSHIP_MISSING'
            ELSE 'OK' END AS reason
    FROM (VALUES (1)) one
    LEFT JOIN seen s ON true
    LEFT JOIN actor a ON true
    LEFT JOIN grantee e ON true
), granted AS (
    INSERT INTO tenant_memberships AS m (tenant_id, actor, workspace_id, role)
    SELECT g.tenant_id, g.actor, g.workspace_id, $8::text FROM grantee g
    ON CONFLICT (tenant_id, actor) DO UPDATE SET role = excluded.role, updated_at = now()
    RETURNING m.workspace_id, m.tenant_id, m.actor, m.role, m.created_at, m.updated_at
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', g.workspace_id, g.tenant_id, 'membership', g.actor, jsonb_build_object('role', g.role) FROM granted g
    UNION ALL
    SELECT 'denied', v.workspace_id, v.id, 'membership', $7::text, jsonb_build_object('reason', v.reason, 'role', $8::text)
    FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'WORKSPACE_MEMBERSHIP_MISSING')
    ON CONFLICT DO NOTHING
)
SELECT v.reason AS verdict, g.workspace_id, g.tenant_id, g.actor, g.role, g.created_at, g.updated_at
FROM verdict v
LEFT JOIN granted g ON true
