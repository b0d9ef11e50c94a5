-- What the two session roles may do. A row lock needs UPDATE on one column at least: that is all some tables give.

GRANT SELECT ON providers, workspaces, tenants, workspace_memberships, tenant_memberships TO tenon_app, tenon_admin;

GRANT SELECT, INSERT, UPDATE, DELETE ON connections, operation_runs TO tenon_app;
GRANT INSERT, DELETE, UPDATE (updated_at) ON tenants TO tenon_app;
GRANT INSERT, DELETE, UPDATE (role, updated_at) ON workspace_memberships, tenant_memberships TO tenon_app;
GRANT SELECT, INSERT ON audit_log TO tenon_app;

-- An admin caller has no way to connections, runs and tokens.
GRANT INSERT, UPDATE ON providers TO tenon_admin;
GRANT INSERT, UPDATE, DELETE ON workspaces, tenants TO tenon_admin;
GRANT INSERT, DELETE, UPDATE (role, updated_at) ON workspace_memberships, tenant_memberships TO tenon_admin;
GRANT SELECT, INSERT ON audit_log TO tenon_admin;
