-- The catalog, some dozen rows. Slugs are ASCII: by bytes, the order is the same in every database.
SELECT p.slug, p.display_name, p.auth_type, p.created_at, p.updated_at
FROM providers p
ORDER BY p.slug COLLATE "C"
