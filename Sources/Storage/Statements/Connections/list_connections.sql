-- A page of the connections in all tenants the actor is entitled to, in the order tenant_id, created_at, id; at least one row. Where to go
-- on comes with it when there may be more: the last row looked at, or the end of the last tenant.
-- Index: tenant_memberships_actor_idx, connections_page_idx, then connections_pkey.
-- The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
-- the actor; it ends after 1000 tenants, because most may have nothing to give.
-- The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
-- $1 actor, $2 roles, $3 tenant to resume in, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
-- $8 status, $9 health_status (NULL: any)
WITH RECURSIVE walk AS (
    SELECT 0 AS tenant_count, $3::uuid AS tenant_id, 0 AS row_count, 0 AS row_count_here
    UNION ALL
    SELECT w.tenant_count + 1, m.tenant_id, w.row_count + c.row_count, c.row_count
    FROM walk w
    CROSS JOIN LATERAL (
        SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
        FROM my_tenants m
        WHERE m.actor = $1::text AND m.tenant_id >= w.tenant_id AND (w.tenant_count = 0 OR m.tenant_id > w.tenant_id)
        ORDER BY m.tenant_id
        LIMIT 1
    ) m
    CROSS JOIN LATERAL (
        SELECT count(c.id)::integer AS row_count
        FROM (
            SELECT c.id
            FROM connections c
            WHERE m.can AND c.tenant_id = m.tenant_id AND (c.created_at, c.id) > (
                CASE WHEN m.tenant_id = $3::uuid THEN $4::timestamptz ELSE '-infinity' END,
                CASE WHEN m.tenant_id = $3::uuid THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
            ORDER BY c.created_at, c.id
            LIMIT $6::integer - w.row_count
        ) c
    ) c
    WHERE w.row_count < $6::integer AND w.tenant_count < 1000
), looked_at AS MATERIALIZED (
    SELECT c.id, c.tenant_id, c.created_at, c.status, c.health_status, c.weight
    FROM walk w
    CROSS JOIN LATERAL (
        SELECT c.id, c.tenant_id, c.created_at, c.status, c.health_status,
            256 + octet_length(c.external_id) + octet_length(c.display_name) + coalesce(octet_length(c.last_error_message), 0)
            + coalesce(c.metadata_byte_count, 0) + coalesce(pg_column_size(c.scopes), 0) AS weight
        FROM connections c
        WHERE c.tenant_id = w.tenant_id AND (c.created_at, c.id) > (
            CASE WHEN w.tenant_id = $3::uuid THEN $4::timestamptz ELSE '-infinity' END,
            CASE WHEN w.tenant_id = $3::uuid THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
        ORDER BY c.created_at, c.id
        LIMIT w.row_count_here
    ) c
    WHERE w.row_count_here > 0
), last AS MATERIALIZED (
    (
        SELECT l.tenant_id, l.created_at, l.id
        FROM looked_at l
        ORDER BY l.tenant_id, l.created_at, l.id
        OFFSET $6::integer - 1 LIMIT 1
    )
    UNION ALL
    SELECT w.tenant_id, '9999-12-31', 'ffffffff-ffff-ffff-ffff-ffffffffffff'
    FROM walk w
    WHERE w.tenant_count = 1000 AND w.row_count < $6::integer
), matching AS MATERIALIZED (
    SELECT l.id, l.weight, sum(l.weight) OVER (ORDER BY l.tenant_id, l.created_at, l.id) AS weight_so_far
    FROM looked_at l
    WHERE ($8::text IS NULL OR l.status = $8::text) AND ($9::text IS NULL OR l.health_status = $9::text)
    ORDER BY l.tenant_id, l.created_at, l.id
    LIMIT $7::integer + 1
), given AS MATERIALIZED (
    SELECT m.id
    FROM matching m
    WHERE m.weight_so_far <= 1048576 OR m.weight_so_far = m.weight
    ORDER BY m.weight_so_far
    LIMIT $7::integer
)
SELECT 'OK' AS verdict,
    (SELECT count(m.id) FROM matching m) > (SELECT count(g.id) FROM given g) AS is_cut,
    l.tenant_id, l.created_at, l.id,
    c.connection
FROM (VALUES (1)) one
LEFT JOIN last l ON true
LEFT JOIN (
    given k
    CROSS JOIN LATERAL (
        SELECT c.tenant_id, c.created_at, c.id,
            ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
                c.token_generation, c.created_at, c.updated_at) AS connection
        FROM connections c
        WHERE c.id = k.id
        OFFSET 0
    ) c
) ON true
ORDER BY c.tenant_id, c.created_at, c.id
