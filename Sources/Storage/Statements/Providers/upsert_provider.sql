-- A provider as it is after the call; a row of the trail. Index: providers_pkey.
-- $1 slug, $2 display_name, $3 auth_type
WITH upserted AS (
    INSERT INTO providers AS p (slug, display_name, auth_type)
    VALUES ($1::text, $2::text, $3::text)
    ON CONFLICT (slug) DO UPDATE SET display_name = excluded.display_name, auth_type = excluded.auth_type, updated_at = now()
    RETURNING p.slug, p.display_name, p.auth_type, p.created_at, p.updated_at
), recorded AS (
    INSERT INTO audit_log (outcome, target_type, target_id, payload)
    SELECT 'done', 'provider', p.slug, jsonb_build_object('display_name', p.display_name, 'auth_type', p.auth_type) FROM upserted p
)
SELECT p.slug, p.display_name, p.auth_type, p.created_at, p.updated_at
FROM upserted p
