-- A page of one provider's connections in one tenant, in the order created_at, id; at least one row with a verdict. The last row looked at comes with it
-- when there may be more behind it. Index: tenant_memberships_actor_idx, connections_provider_page_idx, then connections_pkey.
-- The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
-- $1 actor, $2 roles, $3 tenant, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
-- $8 status, $9 health_status (NULL: any), $10 provider_slug
WITH entitled AS MATERIALIZED (
    SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
    FROM my_tenants m
    WHERE m.tenant_id = $3::uuid AND m.actor = $1::text
), looked_at AS MATERIALIZED (
    SELECT c.id, c.tenant_id, c.created_at, c.status, c.health_status,
        256 + octet_length(c.external_id) + octet_length(c.display_name) + coalesce(octet_length(c.last_error_message), 0)
        + coalesce(c.metadata_byte_count, 0) + coalesce(pg_column_size(c.scopes), 0) AS weight
    FROM connections c
    WHERE (SELECT e.can FROM entitled e) AND c.tenant_id = $3::uuid AND c.provider_slug = $10::text
        AND (c.created_at, c.id) > ($4::timestamptz, $5::uuid)
    ORDER BY c.created_at, c.id
    LIMIT $6::integer
), last AS MATERIALIZED (
    SELECT l.tenant_id, l.created_at, l.id
    FROM looked_at l
    ORDER BY l.tenant_id, l.created_at, l.id
    OFFSET $6::integer - 1 LIMIT 1
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
SELECT CASE WHEN e.tenant_id IS NULL THEN 'TENANT_NOT_FOUND' WHEN NOT e.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
    (SELECT count(m.id) FROM matching m) > (SELECT count(g.id) FROM given g) AS is_cut,
    l.tenant_id, l.created_at, l.id,
    c.connection
FROM (VALUES (1)) one
LEFT JOIN entitled e ON true
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
