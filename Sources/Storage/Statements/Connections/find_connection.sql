-- A tenant's connection to one external account; always one row with a verdict. Index: tenant_memberships_actor_idx, connections_tuple_key.
-- $1 actor, $2 tenant, $3 roles, $4 provider_slug, $5 external_id
SELECT CASE
        WHEN m.tenant_id IS NULL THEN 'TENANT_NOT_FOUND'
        WHEN NOT m.role = ANY ($3::text[]) THEN 'CAPABILITY_MISSING'
        WHEN c.id IS NULL THEN 'CONNECTION_NOT_FOUND'
        ELSE 'OK' END AS verdict,
    ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
        c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
        c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
        c.token_generation, c.created_at, c.updated_at) AS connection
FROM (VALUES (1)) one
LEFT JOIN my_tenants m ON m.tenant_id = $2::uuid AND m.actor = $1::text
LEFT JOIN connections c ON c.tenant_id = m.tenant_id AND c.provider_slug = $4::text AND c.external_id = $5::text
