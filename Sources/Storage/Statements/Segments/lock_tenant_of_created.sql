-- Serialises what touches the defaults of the tenant in which this segment created a connection; locks nothing if it created none.
-- Index: connections_pkey, tenants_pkey.
-- $1 id of the connection
SELECT 1
FROM connections c
JOIN tenants t ON t.id = c.tenant_id
WHERE c.id = $1::uuid
FOR NO KEY UPDATE OF t
