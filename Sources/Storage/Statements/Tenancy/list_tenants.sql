-- A page of the tenants the actor is entitled to or whose workspace it owns, by id. Index: tenant_memberships_actor_idx,
-- workspace_memberships_actor_idx, tenants_workspace_id_id_key, then tenants_pkey.
-- $1 actor, $2 id to resume after, $3 rows
WITH entitled AS (
    SELECT m.tenant_id AS id
    FROM tenant_memberships m
    WHERE m.actor = $1::text AND m.tenant_id > $2::uuid
    ORDER BY m.tenant_id
    LIMIT $3::integer
), owned AS (
    SELECT t.id
    FROM workspace_memberships w
    CROSS JOIN LATERAL (
        SELECT t.id
        FROM tenants t
        WHERE t.workspace_id = w.workspace_id AND t.id > $2::uuid
        ORDER BY t.id
        LIMIT $3::integer
    ) t
    WHERE w.actor = $1::text AND w.role = 'owner'
), page AS MATERIALIZED (
    SELECT e.id FROM entitled e UNION SELECT o.id FROM owned o ORDER BY id LIMIT $3::integer
)
SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at
FROM page p
CROSS JOIN LATERAL (SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at FROM tenants t WHERE t.id = p.id OFFSET 0) t
ORDER BY t.id
