-- The actor's own memberships say whose they are: a statement that names its actor asks them in place of the table, whose policy asks for the owners of
-- workspaces and tenants as well, row by row.
CREATE OR REPLACE VIEW my_tenants AS
    SELECT m.tenant_id, m.workspace_id, m.role, m.actor
    FROM tenant_memberships m
    WHERE m.actor = nullif(current_setting('tenon.actor', true), '');
