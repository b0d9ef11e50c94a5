-- Ends a membership of a tenant, if there is one; always one row with a verdict, and a row of the trail unless the tenant is not to be seen or there was
-- nothing to end. Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
-- The tenant and the actor's workspace membership are locked in this order: a revocation acknowledged before is seen.
-- $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 the only tenant it may be, $7 whose membership ends
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
), verdict AS MATERIALIZED (
    SELECT s.id, s.workspace_id,
        CASE
            WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND'
            WHEN NOT s.can THEN 'CAPABILITY_MISSING'
            WHEN NOT $4::boolean AND a.actor IS NULL THEN 'TENANT_NOT_FOUND'
            ELSE 'OK' END AS reason
    FROM (VALUES (1)) one
    LEFT JOIN seen s ON true
    LEFT JOIN actor a ON true
), revoked AS (
    DELETE FROM tenant_memberships m USING verdict v
    WHERE v.reason = 'OK' AND m.tenant_id = v.id AND m.actor = $7::text
    RETURNING m.workspace_id, m.tenant_id, m.actor, m.role
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', r.workspace_id, r.tenant_id, 'membership', r.actor, jsonb_build_object('role', r.role) FROM revoked r
    UNION ALL
    SELECT 'denied', v.workspace_id, v.id, 'membership', $7::text, jsonb_build_object('reason', v.reason)
    FROM verdict v WHERE v.reason = 'CAPABILITY_MISSING'
    ON CONFLICT DO NOTHING
)
SELECT v.reason AS verdict
FROM verdict v
