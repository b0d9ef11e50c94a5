-- The second wall: what a session of the daemon may see and change whatever its statement says. The first wall is in every statement.

-- What the actor of the segment is a member of. The views belong to a role that reads all memberships and that nobody works as: a policy on
-- memberships that asked memberships with its own eyes would ask itself.
CREATE VIEW my_workspaces AS
    SELECT m.workspace_id, m.role FROM workspace_memberships m WHERE m.actor = nullif(current_setting('tenon.actor', true), '');
CREATE VIEW my_tenants AS
    SELECT m.tenant_id, m.workspace_id, m.role FROM tenant_memberships m WHERE m.actor = nullif(current_setting('tenon.actor', true), '');
GRANT SELECT ON my_workspaces, my_tenants TO tenon_app;
GRANT SELECT ON workspace_memberships, tenant_memberships TO tenon_gate;
CREATE POLICY gate ON workspace_memberships FOR SELECT TO tenon_gate USING (true);
CREATE POLICY gate ON tenant_memberships FOR SELECT TO tenon_gate USING (true);
-- Only who may create in a schema may own something there.
DO $$
DECLARE
    may_create CONSTANT boolean := has_schema_privilege('tenon_gate', 'public', 'CREATE');
BEGIN
    IF NOT may_create THEN GRANT CREATE ON SCHEMA public TO tenon_gate; END IF;
    ALTER VIEW my_workspaces OWNER TO tenon_gate;
    ALTER VIEW my_tenants OWNER TO tenon_gate;
    IF NOT may_create THEN REVOKE CREATE ON SCHEMA public FROM tenon_gate; END IF;
END $$;

-- OFFSET 0 keeps each question one look-up per row: without it the planner may gather all tenants of whichever actor it planned for first.
CREATE POLICY app ON connections TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = connections.tenant_id OFFSET 0));
CREATE POLICY app ON operation_runs TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = operation_runs.tenant_id OFFSET 0));

CREATE POLICY app_reads ON audit_log FOR SELECT TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = audit_log.tenant_id OFFSET 0)
        OR EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = audit_log.workspace_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_writes ON audit_log FOR INSERT TO tenon_app
    WITH CHECK (actor = nullif(current_setting('tenon.actor', true), ''));

CREATE POLICY app ON workspaces TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = workspaces.id OFFSET 0));

-- Whoever sees a tenant may lock it, which is an update; only owners of its workspace may make or delete it.
CREATE POLICY app_reads ON tenants FOR SELECT TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = tenants.id OFFSET 0)
        OR EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenants.workspace_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_locks ON tenants FOR UPDATE TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = tenants.id OFFSET 0)
        OR EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenants.workspace_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_makes ON tenants FOR INSERT TO tenon_app
    WITH CHECK (EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenants.workspace_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_deletes ON tenants FOR DELETE TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenants.workspace_id AND e.role = 'owner' OFFSET 0));

-- A tenant owner finds and locks the workspace membership of whom it grants something; only workspace owners change one.
CREATE POLICY app_reads ON workspace_memberships FOR SELECT TO tenon_app
    USING (actor = nullif(current_setting('tenon.actor', true), '')
        OR EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = workspace_memberships.workspace_id OFFSET 0));
CREATE POLICY app_changes ON workspace_memberships FOR UPDATE TO tenon_app
    USING (actor = nullif(current_setting('tenon.actor', true), '')
        OR EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = workspace_memberships.workspace_id OFFSET 0))
    WITH CHECK (EXISTS (SELECT 1 FROM my_workspaces e
        WHERE e.workspace_id = workspace_memberships.workspace_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_grants ON workspace_memberships FOR INSERT TO tenon_app
    WITH CHECK (EXISTS (SELECT 1 FROM my_workspaces e
        WHERE e.workspace_id = workspace_memberships.workspace_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_revokes ON workspace_memberships FOR DELETE TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_workspaces e
        WHERE e.workspace_id = workspace_memberships.workspace_id AND e.role = 'owner' OFFSET 0));

-- The actor's own row comes first: most statements ask for nothing else, and what follows an OR that holds is not asked.
CREATE POLICY app_reads ON tenant_memberships FOR SELECT TO tenon_app
    USING (actor = nullif(current_setting('tenon.actor', true), '')
        OR EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenant_memberships.workspace_id AND e.role = 'owner' OFFSET 0)
        OR EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = tenant_memberships.tenant_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_changes ON tenant_memberships FOR UPDATE TO tenon_app
    USING (actor = nullif(current_setting('tenon.actor', true), '')
        OR EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenant_memberships.workspace_id AND e.role = 'owner' OFFSET 0)
        OR EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = tenant_memberships.tenant_id AND e.role = 'owner' OFFSET 0))
    WITH CHECK (EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenant_memberships.workspace_id AND e.role = 'owner' OFFSET 0)
        OR EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = tenant_memberships.tenant_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_grants ON tenant_memberships FOR INSERT TO tenon_app
    WITH CHECK (EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenant_memberships.workspace_id AND e.role = 'owner' OFFSET 0)
        OR EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = tenant_memberships.tenant_id AND e.role = 'owner' OFFSET 0));
CREATE POLICY app_revokes ON tenant_memberships FOR DELETE TO tenon_app
    USING (EXISTS (SELECT 1 FROM my_workspaces e WHERE e.workspace_id = tenant_memberships.workspace_id AND e.role = 'owner' OFFSET 0)
        OR EXISTS (SELECT 1 FROM my_tenants e WHERE e.tenant_id = tenant_memberships.tenant_id AND e.role = 'owner' OFFSET 0));

-- Admin callers: every workspace, tenant and membership, and the trail; on connections and runs the role has no privilege at all.
CREATE POLICY admin ON workspaces TO tenon_admin USING (true);
CREATE POLICY admin ON tenants TO tenon_admin USING (true);
CREATE POLICY admin ON workspace_memberships TO tenon_admin USING (true);
CREATE POLICY admin ON tenant_memberships TO tenon_admin USING (true);
CREATE POLICY admin_reads ON audit_log FOR SELECT TO tenon_admin USING (true);
CREATE POLICY admin_writes ON audit_log FOR INSERT TO tenon_admin
    WITH CHECK (actor = nullif(current_setting('tenon.actor', true), ''));

ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE workspace_memberships ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant_memberships ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE connections ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE operation_runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- The trail. Who and what is read from the segment it is written in, so that no statement can say otherwise, or forget it.
ALTER TABLE audit_log
    ALTER COLUMN id SET DEFAULT gen_random_uuid(),
    ALTER COLUMN action SET DEFAULT current_setting('tenon.action'),
    ALTER COLUMN actor SET DEFAULT current_setting('tenon.actor'),
    ALTER COLUMN caller SET DEFAULT current_setting('tenon.caller'),
    ALTER COLUMN caller_uid SET DEFAULT current_setting('tenon.caller_uid')::bigint,
    ALTER COLUMN caller_pid SET DEFAULT current_setting('tenon.caller_pid')::bigint,
    ALTER COLUMN request_id SET DEFAULT nullif(current_setting('tenon.request_id', true), ''),
    -- In this order it serves the list of everything, too.
    DROP CONSTRAINT audit_log_pkey,
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (at, id);
-- An actor that is refused again and again fills no disk: one row a second for each action.
CREATE UNIQUE INDEX audit_log_denied_key ON audit_log (actor, action, date_trunc('second', at AT TIME ZONE 'UTC')) WHERE outcome = 'denied';

-- The list of all workspaces.
CREATE INDEX workspaces_page_idx ON workspaces (created_at, id);
