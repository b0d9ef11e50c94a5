-- A connection after new tokens or status, if nobody stored other tokens meanwhile; always one row with a verdict, and the present generation where that is
-- the reason; a row of the trail unless it is not to be seen or the generation moved. Index: connections_pkey, tenant_memberships_actor_idx.
-- The row is locked first and the generation compared then: who loses is told what won. What is revoked is nobody's default any more.
-- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in, $5 expected generation (0: any), $6 set access token, $7 access token, $8 set refresh token,
-- $9 refresh token, $10 status (NULL: keep), $11 statuses it may be reached from, $12 set expires_at, $13 expires_at,
-- $14 fields given
WITH entitled AS MATERIALIZED (
    SELECT c.id, c.workspace_id, c.tenant_id, c.status, c.token_generation, m.role = ANY ($3::text[]) AS can,
        $6::boolean AND c.access_token_ciphertext IS DISTINCT FROM $7::bytea AS moves_access,
        $8::boolean AND c.refresh_token_ciphertext IS DISTINCT FROM $9::bytea AS moves_refresh
    FROM tenant_memberships m
    JOIN connections c ON c.tenant_id = m.tenant_id
    WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid) AND m.actor = $1::text
    FOR KEY SHARE OF m
    FOR NO KEY UPDATE OF c
), verdict AS MATERIALIZED (
    SELECT e.id, e.workspace_id, e.tenant_id, e.token_generation, e.moves_access OR e.moves_refresh AS moves,
        CASE
            WHEN NOT e.can THEN 'CAPABILITY_MISSING'
            WHEN $5::bigint <> 0 AND e.token_generation <> $5::bigint THEN 'TOKEN_GENERATION_MISMATCH'
            WHEN NOT e.status = ANY ($11::text[]) THEN 'STATUS_TRANSITION'
            WHEN e.status = 'revoked' AND $10::text = 'active'
                AND NOT (e.moves_access AND $7::bytea IS NOT NULL) THEN 'STATUS_TRANSITION'
            ELSE 'OK' END AS reason
    FROM entitled e
), updated AS (
    UPDATE connections c SET
        access_token_ciphertext = CASE WHEN $6::boolean THEN $7::bytea ELSE c.access_token_ciphertext END,
        refresh_token_ciphertext = CASE WHEN $8::boolean THEN $9::bytea ELSE c.refresh_token_ciphertext END,
        status = coalesce($10::text, c.status),
        is_default = c.is_default AND $10::text IS DISTINCT FROM 'revoked',
        expires_at = CASE WHEN $12::boolean THEN $13::timestamptz ELSE c.expires_at END,
        token_generation = c.token_generation + CASE WHEN v.moves THEN 1 ELSE 0 END,
        updated_at = now()
    FROM verdict v
    WHERE c.id = v.id AND v.reason = 'OK'
    RETURNING c.id, c.workspace_id, c.tenant_id, c.status, c.token_generation,
        ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
            c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
            c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
            c.token_generation, c.created_at, c.updated_at) AS connection
), recorded AS (
    INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
    SELECT 'done', u.workspace_id, u.tenant_id, 'connection', u.id::text,
        jsonb_build_object('fields', $14::text[], 'status', u.status, 'token_generation', u.token_generation)
    FROM updated u
    UNION ALL
    SELECT 'denied', v.workspace_id, v.tenant_id, 'connection', v.id::text, jsonb_build_object('reason', v.reason)
    FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'STATUS_TRANSITION')
    ON CONFLICT DO NOTHING
)
SELECT coalesce(v.reason, 'CONNECTION_NOT_FOUND') AS verdict,
    u.connection,
    CASE WHEN v.reason = 'TOKEN_GENERATION_MISMATCH' THEN v.token_generation END AS present_token_generation
FROM (VALUES (1)) one
LEFT JOIN verdict v ON true
LEFT JOIN updated u ON true
