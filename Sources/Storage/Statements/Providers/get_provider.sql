-- One provider; no row: there is none. Index: providers_pkey.
-- $1 slug
SELECT p.slug, p.display_name, p.auth_type, p.created_at, p.updated_at
FROM providers p
WHERE p.slug = $1::text
