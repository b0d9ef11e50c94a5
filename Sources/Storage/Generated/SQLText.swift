// Written by Scripts/generate from the .sql files of this room: change those and run `make generate`.

/// The text of every statement and migration, by the name of its file.
enum SQLText {
    /// Every migration, in the order in which they run.
    static let migrations: [(name: String, text: String)] = [
        (
            name: "0001_tables",
            text:
            #"""
            -- The tables. Foreign keys come in the order in which deletes shall lock: tenant, workspace membership, tenant membership, connection, run.

            CREATE TABLE workspaces (
                id UUID CONSTRAINT workspaces_pkey PRIMARY KEY,
                name TEXT NOT NULL CONSTRAINT workspaces_name_check CHECK (char_length(name) BETWEEN 1 AND 200),
                created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
            );

            CREATE TABLE tenants (
                id UUID CONSTRAINT tenants_pkey PRIMARY KEY,
                workspace_id UUID NOT NULL CONSTRAINT tenants_workspace_fkey REFERENCES workspaces (id) ON DELETE RESTRICT,
                name TEXT NOT NULL CONSTRAINT tenants_name_check CHECK (char_length(name) BETWEEN 1 AND 200),
                created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                CONSTRAINT tenants_workspace_id_id_key UNIQUE (workspace_id, id)
            );

            CREATE TABLE workspace_memberships (
                workspace_id UUID NOT NULL CONSTRAINT workspace_memberships_workspace_fkey REFERENCES workspaces (id) ON DELETE CASCADE,
                actor TEXT NOT NULL CONSTRAINT workspace_memberships_actor_check CHECK (actor ~ '^(user|service):.' AND octet_length(actor) <= 200),
                role TEXT NOT NULL CONSTRAINT workspace_memberships_role_check CHECK (role IN ('member', 'owner')),
                created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                CONSTRAINT workspace_memberships_pkey PRIMARY KEY (workspace_id, actor)
            );
            CREATE INDEX workspace_memberships_actor_idx ON workspace_memberships (actor, workspace_id);

            -- A tenant membership hangs on the membership of the tenant's workspace: one row here says that the actor is entitled.
            CREATE TABLE tenant_memberships (
                tenant_id UUID NOT NULL,
                actor TEXT NOT NULL,
                workspace_id UUID NOT NULL,
                role TEXT NOT NULL CONSTRAINT tenant_memberships_role_check CHECK (role IN ('viewer', 'operator', 'service', 'manager', 'owner')),
                created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                CONSTRAINT tenant_memberships_pkey PRIMARY KEY (tenant_id, actor),
                CONSTRAINT tenant_memberships_service_check CHECK (role <> 'service' OR actor LIKE 'service:%'),
                CONSTRAINT tenant_memberships_workspace_membership_fkey
                    FOREIGN KEY (workspace_id, actor) REFERENCES workspace_memberships (workspace_id, actor) ON DELETE CASCADE,
                CONSTRAINT tenant_memberships_tenant_fkey
                    FOREIGN KEY (workspace_id, tenant_id) REFERENCES tenants (workspace_id, id) ON DELETE CASCADE
            );
            CREATE INDEX tenant_memberships_actor_idx ON tenant_memberships (actor, tenant_id) INCLUDE (role);
            CREATE INDEX tenant_memberships_workspace_idx ON tenant_memberships (workspace_id, actor);

            CREATE TABLE providers (
                slug TEXT CONSTRAINT providers_pkey PRIMARY KEY CONSTRAINT providers_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]{0,62}$'),
                display_name TEXT NOT NULL CONSTRAINT providers_display_name_check CHECK (char_length(display_name) BETWEEN 1 AND 200),
                auth_type TEXT NOT NULL CONSTRAINT providers_auth_type_check CHECK (auth_type IN ('oauth2', 'webhook-only')),
                created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
            );

            -- Token updates touch no indexed column; the free space in each page keeps them there. Lists weigh their rows without reading what is large:
            -- metadata by the size of its text, which jsonb may write out longer than it came in, and scopes by pg_column_size.
            CREATE TABLE connections (
                id UUID NOT NULL CONSTRAINT connections_pkey PRIMARY KEY,
                tenant_id UUID NOT NULL CONSTRAINT connections_tenant_fkey REFERENCES tenants (id) ON DELETE CASCADE,
                provider_slug TEXT NOT NULL CONSTRAINT connections_provider_fkey REFERENCES providers (slug) ON DELETE RESTRICT,
                external_id TEXT NOT NULL CONSTRAINT connections_external_id_check CHECK (octet_length(external_id) BETWEEN 1 AND 255),
                status TEXT NOT NULL DEFAULT 'active' CONSTRAINT connections_status_check CHECK (status IN ('active', 'revoked', 'error')),
                scopes TEXT[] NULL,
                access_token_ciphertext BYTEA NULL,
                refresh_token_ciphertext BYTEA NULL,
                expires_at TIMESTAMPTZ NULL,
                metadata JSONB NULL,
                created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                workspace_id UUID NOT NULL,
                display_name TEXT NOT NULL DEFAULT '' CONSTRAINT connections_display_name_check CHECK (char_length(display_name) <= 200),
                is_default BOOLEAN NOT NULL DEFAULT false,
                health_status TEXT NOT NULL DEFAULT 'unknown'
                    CONSTRAINT connections_health_status_check CHECK (health_status IN ('unknown', 'healthy', 'degraded', 'failing')),
                last_health_check_at TIMESTAMPTZ NULL,
                last_error_reason_code TEXT NULL,
                last_error_message TEXT NULL CONSTRAINT connections_last_error_message_check CHECK (char_length(last_error_message) <= 512),
                token_generation BIGINT NOT NULL DEFAULT 1 CONSTRAINT connections_token_generation_check CHECK (token_generation >= 1),
                metadata_byte_count INTEGER NULL GENERATED ALWAYS AS (octet_length(metadata::text)) STORED,
                CONSTRAINT connections_metadata_check CHECK (jsonb_typeof(metadata) = 'object' AND metadata_byte_count <= 262144),
                CONSTRAINT connections_tuple_key UNIQUE (tenant_id, provider_slug, external_id),
                CONSTRAINT connections_tenant_id_id_key UNIQUE (tenant_id, id),
                CONSTRAINT connections_workspace_fkey FOREIGN KEY (workspace_id, tenant_id) REFERENCES tenants (workspace_id, id) ON DELETE CASCADE
            ) WITH (fillfactor = 85);
            -- Not compressed: the stored size of scopes is then the true one, and sealed tokens do not shrink.
            ALTER TABLE connections
                ALTER COLUMN scopes SET STORAGE EXTERNAL,
                ALTER COLUMN access_token_ciphertext SET STORAGE EXTERNAL,
                ALTER COLUMN refresh_token_ciphertext SET STORAGE EXTERNAL;
            CREATE INDEX connections_tenant_id_idx ON connections (tenant_id);
            CREATE INDEX connections_page_idx ON connections (tenant_id, created_at, id);
            CREATE INDEX connections_provider_page_idx ON connections (tenant_id, provider_slug, created_at, id);
            CREATE UNIQUE INDEX connections_default_key ON connections (tenant_id, provider_slug) WHERE is_default;

            CREATE TABLE operation_runs (
                id UUID CONSTRAINT operation_runs_pkey PRIMARY KEY,
                workspace_id UUID NOT NULL,
                tenant_id UUID NOT NULL,
                connection_id UUID NOT NULL,
                kind TEXT NOT NULL CONSTRAINT operation_runs_kind_check CHECK (kind IN ('health_check', 'token_refresh', 'sync')),
                outcome TEXT NOT NULL DEFAULT 'running'
                    CONSTRAINT operation_runs_outcome_check CHECK (outcome IN ('running', 'succeeded', 'failed', 'cancelled', 'expired')),
                reason_code TEXT NULL,
                message TEXT NULL CONSTRAINT operation_runs_message_check CHECK (char_length(message) <= 512),
                health_status TEXT NULL CONSTRAINT operation_runs_health_status_check CHECK (health_status IN ('unknown', 'healthy', 'degraded', 'failing')),
                actor TEXT NOT NULL,
                started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                finished_at TIMESTAMPTZ NULL,
                CONSTRAINT operation_runs_connection_fkey
                    FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
            );
            CREATE INDEX operation_runs_page_idx ON operation_runs (tenant_id, started_at, id);
            CREATE INDEX operation_runs_connection_page_idx ON operation_runs (tenant_id, connection_id, started_at, id);

            -- No foreign keys: a deleted tenant keeps its trail.
            CREATE TABLE audit_log (
                id UUID CONSTRAINT audit_log_pkey PRIMARY KEY,
                at TIMESTAMPTZ NOT NULL DEFAULT now(),
                action TEXT NOT NULL,
                outcome TEXT NOT NULL CONSTRAINT audit_log_outcome_check CHECK (outcome IN ('done', 'denied')),
                actor TEXT NOT NULL,
                caller TEXT NOT NULL,
                caller_uid BIGINT NOT NULL,
                caller_pid BIGINT NOT NULL,
                workspace_id UUID NULL,
                tenant_id UUID NULL,
                target_type TEXT NOT NULL,
                target_id TEXT NOT NULL,
                payload JSONB NULL,
                request_id TEXT NULL
            );
            CREATE INDEX audit_log_tenant_page_idx ON audit_log (tenant_id, at, id);
            CREATE INDEX audit_log_workspace_page_idx ON audit_log (workspace_id, at, id);
            """#
        ),
        (
            name: "0002_grants",
            text:
            #"""
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
            """#
        ),
        (
            name: "0003_walls_and_trail",
            text:
            #"""
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
            """#
        ),
        (
            name: "0004_runs_and_expiry",
            text:
            #"""
            -- Runs say through whom they were started and until when they are believed to be running.
            ALTER TABLE operation_runs
                ADD COLUMN caller TEXT NOT NULL DEFAULT '',
                ADD COLUMN expires_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                ADD CONSTRAINT operation_runs_finished_check CHECK ((outcome = 'running') = (finished_at IS NULL)),
                ADD CONSTRAINT operation_runs_reason_check CHECK (outcome <> 'failed' OR reason_code IS NOT NULL);
            -- Who is read from the segment a run is started in, as the trail does.
            ALTER TABLE operation_runs
                ALTER COLUMN actor SET DEFAULT current_setting('tenon.actor'),
                ALTER COLUMN caller SET DEFAULT current_setting('tenon.caller'),
                ALTER COLUMN expires_at DROP DEFAULT;

            -- What kind of run left the last error: only a success of the same kind takes it back.
            ALTER TABLE connections
                ADD COLUMN last_error_kind TEXT NULL
                    CONSTRAINT connections_last_error_kind_check CHECK (last_error_kind IN ('health_check', 'token_refresh', 'sync'));

            -- The list of those that expire before a moment.
            CREATE INDEX connections_expiry_page_idx ON connections (tenant_id, expires_at, id) WHERE expires_at IS NOT NULL;
            """#
        ),
        (
            name: "0005_memberships_by_actor",
            text:
            #"""
            -- The actor's own memberships say whose they are: a statement that names its actor asks them in place of the table, whose policy asks for the owners of
            -- workspaces and tenants as well, row by row.
            CREATE OR REPLACE VIEW my_tenants AS
                SELECT m.tenant_id, m.workspace_id, m.role, m.actor
                FROM tenant_memberships m
                WHERE m.actor = nullif(current_setting('tenon.actor', true), '');
            """#
        ),
    ]

    enum Audit {
        /// A page of the whole trail, for admin callers, newest first; at least one row. The last row looked at comes with it when there may be more behind it.
        /// Index: audit_log_pkey.
        /// $1 at and $2 id to resume behind, $3 rows looked at, $4 rows given at most, $5 after, $6 before, $7 by actor, $8 action,
        /// $9 target (NULL: any)
        static let listAuditEvents =
            #"""
            -- A page of the whole trail, for admin callers, newest first; at least one row. The last row looked at comes with it when there may be more behind it.
            -- Index: audit_log_pkey.
            -- $1 at and $2 id to resume behind, $3 rows looked at, $4 rows given at most, $5 after, $6 before, $7 by actor, $8 action,
            -- $9 target (NULL: any)
            WITH looked_at AS MATERIALIZED (
                SELECT a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
                    a.payload, a.request_id
                FROM audit_log a
                WHERE (a.at, a.id) < ($1::timestamptz, $2::uuid)
                    AND a.at > $5::timestamptz AND a.at < $6::timestamptz
                ORDER BY a.at DESC, a.id DESC
                LIMIT $3::integer
            ), last AS MATERIALIZED (
                SELECT l.at, l.id
                FROM looked_at l
                ORDER BY l.at DESC, l.id DESC
                OFFSET $3::integer - 1 LIMIT 1
            ), matching AS MATERIALIZED (
                SELECT l.id, l.at, l.action, l.outcome, l.actor, l.caller, l.caller_uid, l.caller_pid, l.workspace_id, l.tenant_id, l.target_type, l.target_id,
                    l.payload, l.request_id
                FROM looked_at l
                WHERE ($7::text IS NULL OR l.actor = $7::text) AND ($8::text IS NULL OR l.action = $8::text)
                    AND ($9::text IS NULL OR l.target_id = $9::text)
                ORDER BY l.at DESC, l.id DESC
                LIMIT $4::integer + 1
            )
            SELECT 'OK' AS verdict, z.at, z.id,
                a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
                a.payload, a.request_id
            FROM (VALUES (1)) one
            LEFT JOIN last z ON true
            LEFT JOIN matching a ON true
            ORDER BY a.at DESC, a.id DESC
            """#

        /// A page of the trail of one tenant, newest first; at least one row with a verdict. The last row looked at comes with it when there may be more behind it.
        /// Index: tenant_memberships_pkey, audit_log_tenant_page_idx.
        /// $1 actor, $2 tenant, $3 tenant roles, $4 at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
        /// $8 after, $9 before, $10 by actor, $11 action, $12 target (NULL: any)
        static let listTenantAuditEvents =
            #"""
            -- A page of the trail of one tenant, newest first; at least one row with a verdict. The last row looked at comes with it when there may be more behind it.
            -- Index: tenant_memberships_pkey, audit_log_tenant_page_idx.
            -- $1 actor, $2 tenant, $3 tenant roles, $4 at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
            -- $8 after, $9 before, $10 by actor, $11 action, $12 target (NULL: any)
            WITH seen AS MATERIALIZED (
                SELECT m.tenant_id AS id, m.role = ANY ($3::text[]) AS can
                FROM tenant_memberships m
                WHERE m.tenant_id = $2::uuid AND m.actor = $1::text
            ), looked_at AS MATERIALIZED (
                SELECT a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
                    a.payload, a.request_id
                FROM audit_log a
                WHERE (SELECT s.can FROM seen s) AND a.tenant_id = $2::uuid
                    AND (a.at, a.id) < ($4::timestamptz, $5::uuid)
                    AND a.at > $8::timestamptz AND a.at < $9::timestamptz
                ORDER BY a.at DESC, a.id DESC
                LIMIT $6::integer
            ), last AS MATERIALIZED (
                SELECT l.at, l.id
                FROM looked_at l
                ORDER BY l.at DESC, l.id DESC
                OFFSET $6::integer - 1 LIMIT 1
            ), matching AS MATERIALIZED (
                SELECT l.id, l.at, l.action, l.outcome, l.actor, l.caller, l.caller_uid, l.caller_pid, l.workspace_id, l.tenant_id, l.target_type, l.target_id,
                    l.payload, l.request_id
                FROM looked_at l
                WHERE ($10::text IS NULL OR l.actor = $10::text) AND ($11::text IS NULL OR l.action = $11::text)
                    AND ($12::text IS NULL OR l.target_id = $12::text)
                ORDER BY l.at DESC, l.id DESC
                LIMIT $7::integer + 1
            )
            SELECT CASE WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict, z.at, z.id,
                a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
                a.payload, a.request_id
            FROM (VALUES (1)) one
            LEFT JOIN seen s ON true
            LEFT JOIN last z ON true
            LEFT JOIN matching a ON true
            ORDER BY a.at DESC, a.id DESC
            """#

        /// A page of the trail of one workspace and its tenants, the deleted ones included, newest first; at least one row with a verdict. The last row looked
        /// at comes with it when there may be more behind it. Index: workspaces_pkey, workspace_memberships_pkey, audit_log_workspace_page_idx.
        /// $1 actor, $2 workspace, $3 workspace roles, $4 at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
        /// $8 after, $9 before, $10 by actor, $11 action, $12 target, $13 tenant (NULL: any), $14 admin caller
        static let listWorkspaceAuditEvents =
            #"""
            -- A page of the trail of one workspace and its tenants, the deleted ones included, newest first; at least one row with a verdict. The last row looked
            -- at comes with it when there may be more behind it. Index: workspaces_pkey, workspace_memberships_pkey, audit_log_workspace_page_idx.
            -- $1 actor, $2 workspace, $3 workspace roles, $4 at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
            -- $8 after, $9 before, $10 by actor, $11 action, $12 target, $13 tenant (NULL: any), $14 admin caller
            WITH seen AS MATERIALIZED (
                SELECT w.id, $14::boolean OR m.role = ANY ($3::text[]) AS can
                FROM workspaces w
                LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
                WHERE w.id = $2::uuid AND ($14::boolean OR m.role IS NOT NULL)
            ), looked_at AS MATERIALIZED (
                SELECT a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
                    a.payload, a.request_id
                FROM audit_log a
                WHERE (SELECT s.can FROM seen s) AND a.workspace_id = $2::uuid
                    AND (a.at, a.id) < ($4::timestamptz, $5::uuid)
                    AND a.at > $8::timestamptz AND a.at < $9::timestamptz
                ORDER BY a.at DESC, a.id DESC
                LIMIT $6::integer
            ), last AS MATERIALIZED (
                SELECT l.at, l.id
                FROM looked_at l
                ORDER BY l.at DESC, l.id DESC
                OFFSET $6::integer - 1 LIMIT 1
            ), matching AS MATERIALIZED (
                SELECT l.id, l.at, l.action, l.outcome, l.actor, l.caller, l.caller_uid, l.caller_pid, l.workspace_id, l.tenant_id, l.target_type, l.target_id,
                    l.payload, l.request_id
                FROM looked_at l
                WHERE ($10::text IS NULL OR l.actor = $10::text) AND ($11::text IS NULL OR l.action = $11::text)
                    AND ($12::text IS NULL OR l.target_id = $12::text) AND ($13::uuid IS NULL OR l.tenant_id = $13::uuid)
                ORDER BY l.at DESC, l.id DESC
                LIMIT $7::integer + 1
            )
            SELECT CASE WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict, z.at, z.id,
                a.id, a.at, a.action, a.outcome, a.actor, a.caller, a.caller_uid, a.caller_pid, a.workspace_id, a.tenant_id, a.target_type, a.target_id,
                a.payload, a.request_id
            FROM (VALUES (1)) one
            LEFT JOIN seen s ON true
            LEFT JOIN last z ON true
            LEFT JOIN matching a ON true
            ORDER BY a.at DESC, a.id DESC
            """#
    }

    enum Connections {
        /// Leaves a tenant without a default connection of a provider, if there is one; always one row with a verdict, and a row of the trail unless the tenant is
        /// not to be seen or there was nothing to clear. Index: tenant_memberships_actor_idx, providers_pkey, connections_default_key.
        /// $1 actor, $2 tenant, $3 roles, $4 provider_slug
        static let clearDefaultConnection =
            #"""
            -- Leaves a tenant without a default connection of a provider, if there is one; always one row with a verdict, and a row of the trail unless the tenant is
            -- not to be seen or there was nothing to clear. Index: tenant_memberships_actor_idx, providers_pkey, connections_default_key.
            -- $1 actor, $2 tenant, $3 roles, $4 provider_slug
            WITH entitled AS MATERIALIZED (
                SELECT m.tenant_id, m.workspace_id, m.role = ANY ($3::text[]) AS can
                FROM tenant_memberships m
                WHERE m.tenant_id = $2::uuid AND m.actor = $1::text
                FOR KEY SHARE OF m
            ), provider AS MATERIALIZED (
                SELECT p.slug FROM providers p WHERE p.slug = $4::text
            ), cleared AS (
                UPDATE connections c SET is_default = false, updated_at = now()
                FROM entitled e
                JOIN provider p ON true
                WHERE e.can AND c.tenant_id = e.tenant_id AND c.provider_slug = p.slug AND c.is_default
                RETURNING c.id, c.workspace_id, c.tenant_id, c.provider_slug
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', c.workspace_id, c.tenant_id, 'connection', c.id::text, jsonb_build_object('provider_slug', c.provider_slug) FROM cleared c
                UNION ALL
                SELECT 'denied', e.workspace_id, e.tenant_id, 'connection', '', '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
                ON CONFLICT DO NOTHING
            )
            SELECT CASE
                WHEN e.tenant_id IS NULL THEN 'TENANT_NOT_FOUND'
                WHEN NOT e.can THEN 'CAPABILITY_MISSING'
                WHEN p.slug IS NULL THEN 'UNKNOWN_PROVIDER'
                ELSE 'OK' END AS verdict
            FROM (VALUES (1)) one
            LEFT JOIN entitled e ON true
            LEFT JOIN provider p ON true
            """#

        /// A new connection, never the default; always one row with a verdict, and a row of the trail unless the tenant is
        /// not to be seen. Index: tenants_pkey, tenant_memberships_actor_idx, providers_pkey, connections_tuple_key.
        /// $1 actor, $2 tenant, $3 roles, $4 id, $5 provider_slug, $6 external_id, $7 display_name ('': made of the provider's and the
        /// account), $8 status, $9 scopes, $10 access token, $11 refresh token, $12 expires_at, $13 metadata, $14 will be the default, $15 fields given
        static let createConnection =
            #"""
            -- A new connection, never the default; always one row with a verdict, and a row of the trail unless the tenant is
            -- not to be seen. Index: tenants_pkey, tenant_memberships_actor_idx, providers_pkey, connections_tuple_key.
            -- $1 actor, $2 tenant, $3 roles, $4 id, $5 provider_slug, $6 external_id, $7 display_name ('': made of the provider's and the
            -- account), $8 status, $9 scopes, $10 access token, $11 refresh token, $12 expires_at, $13 metadata, $14 will be the default, $15 fields given
            WITH entitled AS MATERIALIZED (
                SELECT t.id, t.workspace_id, m.role = ANY ($3::text[]) AS can
                FROM tenants t
                JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
                WHERE t.id = $2::uuid
                FOR KEY SHARE OF t, m
            ), provider AS MATERIALIZED (
                SELECT p.slug, p.display_name FROM providers p WHERE p.slug = $5::text
            ), created AS (
                INSERT INTO connections AS c (
                    id, tenant_id, workspace_id, provider_slug, external_id, display_name, status, scopes, access_token_ciphertext, refresh_token_ciphertext,
                    expires_at, metadata)
                SELECT $4::uuid, e.id, e.workspace_id, p.slug, $6::text, coalesce(nullif($7::text, ''), left(p.display_name || ' ' || $6::text, 200)), $8::text, $9::text[], $10::bytea, $11::bytea, $12::timestamptz, $13::text::jsonb
                FROM entitled e
                JOIN provider p ON true
                WHERE e.can
                ON CONFLICT (tenant_id, provider_slug, external_id) DO NOTHING
                RETURNING c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status,
                    ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                        c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                        c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
                        c.token_generation, c.created_at, c.updated_at) AS connection
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', c.workspace_id, c.tenant_id, 'connection', c.id::text, jsonb_build_object(
                    'provider_slug', c.provider_slug, 'external_id', c.external_id, 'display_name', c.display_name, 'status', c.status,
                    'is_default', $14::boolean, 'fields', $15::text[])
                FROM created c
                UNION ALL
                SELECT 'denied', e.workspace_id, e.id, 'connection', '', '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
                ON CONFLICT DO NOTHING
            )
            SELECT CASE
                    WHEN e.id IS NULL THEN 'TENANT_NOT_FOUND'
                    WHEN NOT e.can THEN 'CAPABILITY_MISSING'
                    WHEN p.slug IS NULL THEN 'UNKNOWN_PROVIDER'
                    WHEN c.id IS NULL THEN 'CONNECTION_EXISTS'
                    ELSE 'OK' END AS verdict,
                c.connection
            FROM (VALUES (1)) one
            LEFT JOIN entitled e ON true
            LEFT JOIN provider p ON true
            LEFT JOIN created c ON true
            """#

        /// Deletes a connection and its runs; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: connections_pkey, tenant_memberships_actor_idx.
        /// $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
        static let deleteConnection =
            #"""
            -- Deletes a connection and its runs; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: connections_pkey, tenant_memberships_actor_idx.
            -- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
            WITH entitled AS MATERIALIZED (
                SELECT c.id, c.workspace_id, c.tenant_id, m.role = ANY ($3::text[]) AS can
                FROM connections c
                JOIN tenant_memberships m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
                WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
                FOR KEY SHARE OF m
            ), deleted AS (
                DELETE FROM connections c USING entitled e WHERE c.id = e.id AND e.can
                RETURNING c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', d.workspace_id, d.tenant_id, 'connection', d.id::text,
                    jsonb_build_object('provider_slug', d.provider_slug, 'external_id', d.external_id)
                FROM deleted d
                UNION ALL
                SELECT 'denied', e.workspace_id, e.tenant_id, 'connection', e.id::text, '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
                ON CONFLICT DO NOTHING
            )
            SELECT CASE
                WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND'
                WHEN NOT e.can THEN 'CAPABILITY_MISSING'
                WHEN d.id IS NULL THEN 'CONNECTION_NOT_FOUND'
                ELSE 'OK' END AS verdict
            FROM (VALUES (1)) one
            LEFT JOIN entitled e ON true
            LEFT JOIN deleted d ON true
            """#

        /// A tenant's connection to one external account; always one row with a verdict. Index: tenant_memberships_actor_idx, connections_tuple_key.
        /// $1 actor, $2 tenant, $3 roles, $4 provider_slug, $5 external_id
        static let findConnection =
            #"""
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
            """#

        /// Connections with their verdicts; no row: absent, or of a tenant the actor is not entitled to. Index: connections_pkey, tenant_memberships_actor_idx.
        /// OFFSET 0: one look-up for each row found, never all tenants of the actor, whatever the planner knows of the tables when it plans.
        /// $1 actor, $2 ids, $3 roles, $4 the only tenant it may be in
        static let getConnection =
            #"""
            -- Connections with their verdicts; no row: absent, or of a tenant the actor is not entitled to. Index: connections_pkey, tenant_memberships_actor_idx.
            -- OFFSET 0: one look-up for each row found, never all tenants of the actor, whatever the planner knows of the tables when it plans.
            -- $1 actor, $2 ids, $3 roles, $4 the only tenant it may be in
            SELECT CASE WHEN m.role = ANY ($3::text[]) THEN 'OK' ELSE 'CAPABILITY_MISSING' END AS verdict,
                ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                    c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                    c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
                    c.token_generation, c.created_at, c.updated_at) AS connection,
                c.id
            FROM connections c
            CROSS JOIN LATERAL (SELECT m.role FROM my_tenants m WHERE m.tenant_id = c.tenant_id AND m.actor = $1::text OFFSET 0) m
            WHERE c.id = ANY ($2::uuid[]) AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
            """#

        /// The sealed tokens with their verdicts; no row: absent, or not entitled. Index: connections_pkey, tenant_memberships_actor_idx.
        /// OFFSET 0: one look-up for each row found, never all tenants of the actor, whatever the planner knows of the tables when it plans.
        /// $1 actor, $2 ids, $3 roles, $4 the only tenant it may be in
        static let getConnectionTokens =
            #"""
            -- The sealed tokens with their verdicts; no row: absent, or not entitled. Index: connections_pkey, tenant_memberships_actor_idx.
            -- OFFSET 0: one look-up for each row found, never all tenants of the actor, whatever the planner knows of the tables when it plans.
            -- $1 actor, $2 ids, $3 roles, $4 the only tenant it may be in
            SELECT CASE WHEN NOT m.role = ANY ($3::text[]) THEN 'CAPABILITY_MISSING' WHEN c.status = 'revoked' THEN 'CONNECTION_REVOKED' ELSE 'OK' END AS verdict,
                c.id, c.tenant_id, c.access_token_ciphertext, c.refresh_token_ciphertext, c.expires_at, c.token_generation, c.status
            FROM connections c
            CROSS JOIN LATERAL (SELECT m.role FROM my_tenants m WHERE m.tenant_id = c.tenant_id AND m.actor = $1::text OFFSET 0) m
            WHERE c.id = ANY ($2::uuid[]) AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
            """#

        /// A tenant's default connection of a provider; always one row with a verdict. Index: tenant_memberships_actor_idx, connections_default_key.
        /// $1 actor, $2 tenant, $3 roles, $4 provider_slug
        static let getDefaultConnection =
            #"""
            -- A tenant's default connection of a provider; always one row with a verdict. Index: tenant_memberships_actor_idx, connections_default_key.
            -- $1 actor, $2 tenant, $3 roles, $4 provider_slug
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
            LEFT JOIN connections c ON c.tenant_id = m.tenant_id AND c.provider_slug = $4::text AND c.is_default
            """#

        /// A page of the connections in all tenants the actor is entitled to, in the order tenant_id, created_at, id; at least one row. Where to go
        /// on comes with it when there may be more: the last row looked at, or the end of the last tenant.
        /// Index: tenant_memberships_actor_idx, connections_page_idx, then connections_pkey.
        /// The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
        /// the actor; it ends after 1000 tenants, because most may have nothing to give.
        /// The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
        /// $1 actor, $2 roles, $3 tenant to resume in, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
        /// $8 status, $9 health_status (NULL: any)
        static let listConnections =
            #"""
            -- A page of the connections in all tenants the actor is entitled to, in the order tenant_id, created_at, id; at least one row. Where to go
            -- on comes with it when there may be more: the last row looked at, or the end of the last tenant.
            -- Index: tenant_memberships_actor_idx, connections_page_idx, then connections_pkey.
            -- The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
            -- the actor; it ends after 1000 tenants, because most may have nothing to give.
            -- The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
            -- $1 actor, $2 roles, $3 tenant to resume in, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
            -- $8 status, $9 health_status (NULL: any)
            WITH RECURSIVE walk AS (
                SELECT 0 AS tenant_count, $3::uuid AS tenant_id, 0 AS row_count, 0 AS row_count_here
                UNION ALL
                SELECT w.tenant_count + 1, m.tenant_id, w.row_count + c.row_count, c.row_count
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
                    FROM my_tenants m
                    WHERE m.actor = $1::text AND m.tenant_id >= w.tenant_id AND (w.tenant_count = 0 OR m.tenant_id > w.tenant_id)
                    ORDER BY m.tenant_id
                    LIMIT 1
                ) m
                CROSS JOIN LATERAL (
                    SELECT count(c.id)::integer AS row_count
                    FROM (
                        SELECT c.id
                        FROM connections c
                        WHERE m.can AND c.tenant_id = m.tenant_id AND (c.created_at, c.id) > (
                            CASE WHEN m.tenant_id = $3::uuid THEN $4::timestamptz ELSE '-infinity' END,
                            CASE WHEN m.tenant_id = $3::uuid THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
                        ORDER BY c.created_at, c.id
                        LIMIT $6::integer - w.row_count
                    ) c
                ) c
                WHERE w.row_count < $6::integer AND w.tenant_count < 1000
            ), looked_at AS MATERIALIZED (
                SELECT c.id, c.tenant_id, c.created_at, c.status, c.health_status, c.weight
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT c.id, c.tenant_id, c.created_at, c.status, c.health_status,
                        256 + octet_length(c.external_id) + octet_length(c.display_name) + coalesce(octet_length(c.last_error_message), 0)
                        + coalesce(c.metadata_byte_count, 0) + coalesce(pg_column_size(c.scopes), 0) AS weight
                    FROM connections c
                    WHERE c.tenant_id = w.tenant_id AND (c.created_at, c.id) > (
                        CASE WHEN w.tenant_id = $3::uuid THEN $4::timestamptz ELSE '-infinity' END,
                        CASE WHEN w.tenant_id = $3::uuid THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
                    ORDER BY c.created_at, c.id
                    LIMIT w.row_count_here
                ) c
                WHERE w.row_count_here > 0
            ), last AS MATERIALIZED (
                (
                    SELECT l.tenant_id, l.created_at, l.id
                    FROM looked_at l
                    ORDER BY l.tenant_id, l.created_at, l.id
                    OFFSET $6::integer - 1 LIMIT 1
                )
                UNION ALL
                SELECT w.tenant_id, '9999-12-31', 'ffffffff-ffff-ffff-ffff-ffffffffffff'
                FROM walk w
                WHERE w.tenant_count = 1000 AND w.row_count < $6::integer
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
            SELECT 'OK' AS verdict,
                (SELECT count(m.id) FROM matching m) > (SELECT count(g.id) FROM given g) AS is_cut,
                l.tenant_id, l.created_at, l.id,
                c.connection
            FROM (VALUES (1)) one
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
            """#

        /// A page of one provider's connections in all tenants the actor is entitled to, in the order tenant_id, created_at, id; at least one row. Where to go
        /// on comes with it when there may be more: the last row looked at, or the end of the last tenant.
        /// Index: tenant_memberships_actor_idx, connections_provider_page_idx, then connections_pkey.
        /// The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
        /// the actor; it ends after 1000 tenants, because most may have nothing to give.
        /// The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
        /// $1 actor, $2 roles, $3 tenant to resume in, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
        /// $8 status, $9 health_status (NULL: any), $10 provider_slug
        static let listConnectionsOfProvider =
            #"""
            -- A page of one provider's connections in all tenants the actor is entitled to, in the order tenant_id, created_at, id; at least one row. Where to go
            -- on comes with it when there may be more: the last row looked at, or the end of the last tenant.
            -- Index: tenant_memberships_actor_idx, connections_provider_page_idx, then connections_pkey.
            -- The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
            -- the actor; it ends after 1000 tenants, because most may have nothing to give.
            -- The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
            -- $1 actor, $2 roles, $3 tenant to resume in, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
            -- $8 status, $9 health_status (NULL: any), $10 provider_slug
            WITH RECURSIVE walk AS (
                SELECT 0 AS tenant_count, $3::uuid AS tenant_id, 0 AS row_count, 0 AS row_count_here
                UNION ALL
                SELECT w.tenant_count + 1, m.tenant_id, w.row_count + c.row_count, c.row_count
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
                    FROM my_tenants m
                    WHERE m.actor = $1::text AND m.tenant_id >= w.tenant_id AND (w.tenant_count = 0 OR m.tenant_id > w.tenant_id)
                    ORDER BY m.tenant_id
                    LIMIT 1
                ) m
                CROSS JOIN LATERAL (
                    SELECT count(c.id)::integer AS row_count
                    FROM (
                        SELECT c.id
                        FROM connections c
                        WHERE m.can AND c.tenant_id = m.tenant_id AND c.provider_slug = $10::text AND (c.created_at, c.id) > (
                            CASE WHEN m.tenant_id = $3::uuid THEN $4::timestamptz ELSE '-infinity' END,
                            CASE WHEN m.tenant_id = $3::uuid THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
                        ORDER BY c.created_at, c.id
                        LIMIT $6::integer - w.row_count
                    ) c
                ) c
                WHERE w.row_count < $6::integer AND w.tenant_count < 1000
            ), looked_at AS MATERIALIZED (
                SELECT c.id, c.tenant_id, c.created_at, c.status, c.health_status, c.weight
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT c.id, c.tenant_id, c.created_at, c.status, c.health_status,
                        256 + octet_length(c.external_id) + octet_length(c.display_name) + coalesce(octet_length(c.last_error_message), 0)
                        + coalesce(c.metadata_byte_count, 0) + coalesce(pg_column_size(c.scopes), 0) AS weight
                    FROM connections c
                    WHERE c.tenant_id = w.tenant_id AND c.provider_slug = $10::text AND (c.created_at, c.id) > (
                        CASE WHEN w.tenant_id = $3::uuid THEN $4::timestamptz ELSE '-infinity' END,
                        CASE WHEN w.tenant_id = $3::uuid THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
                    ORDER BY c.created_at, c.id
                    LIMIT w.row_count_here
                ) c
                WHERE w.row_count_here > 0
            ), last AS MATERIALIZED (
                (
                    SELECT l.tenant_id, l.created_at, l.id
                    FROM looked_at l
                    ORDER BY l.tenant_id, l.created_at, l.id
                    OFFSET $6::integer - 1 LIMIT 1
                )
                UNION ALL
                SELECT w.tenant_id, '9999-12-31', 'ffffffff-ffff-ffff-ffff-ffffffffffff'
                FROM walk w
                WHERE w.tenant_count = 1000 AND w.row_count < $6::integer
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
            SELECT 'OK' AS verdict,
                (SELECT count(m.id) FROM matching m) > (SELECT count(g.id) FROM given g) AS is_cut,
                l.tenant_id, l.created_at, l.id,
                c.connection
            FROM (VALUES (1)) one
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
            """#

        /// A page of the connections that expire before a moment, in all tenants the actor is entitled to, in the order tenant_id, expires_at, id; at least one row.
        /// Where to go on comes with it when there may be more: the last row looked at, or the end of the last tenant.
        /// Index: tenant_memberships_actor_idx, connections_expiry_page_idx, then connections_pkey.
        /// The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
        /// the actor; it ends after 1000 tenants, because most may have nothing to give.
        /// The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
        /// $1 actor, $2 roles, $3 tenant to resume in, $4 expires_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
        /// $8 status, $9 health_status, $10 provider_slug (NULL: any), $11 expires before
        static let listExpiringConnections =
            #"""
            -- A page of the connections that expire before a moment, in all tenants the actor is entitled to, in the order tenant_id, expires_at, id; at least one row.
            -- Where to go on comes with it when there may be more: the last row looked at, or the end of the last tenant.
            -- Index: tenant_memberships_actor_idx, connections_expiry_page_idx, then connections_pkey.
            -- The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
            -- the actor; it ends after 1000 tenants, because most may have nothing to give.
            -- The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
            -- $1 actor, $2 roles, $3 tenant to resume in, $4 expires_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
            -- $8 status, $9 health_status, $10 provider_slug (NULL: any), $11 expires before
            WITH RECURSIVE walk AS (
                SELECT 0 AS tenant_count, $3::uuid AS tenant_id, 0 AS row_count, 0 AS row_count_here
                UNION ALL
                SELECT w.tenant_count + 1, m.tenant_id, w.row_count + c.row_count, c.row_count
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
                    FROM my_tenants m
                    WHERE m.actor = $1::text AND m.tenant_id >= w.tenant_id AND (w.tenant_count = 0 OR m.tenant_id > w.tenant_id)
                    ORDER BY m.tenant_id
                    LIMIT 1
                ) m
                CROSS JOIN LATERAL (
                    SELECT count(c.id)::integer AS row_count
                    FROM (
                        SELECT c.id
                        FROM connections c
                        WHERE m.can AND c.tenant_id = m.tenant_id AND c.expires_at < $11::timestamptz AND (c.expires_at, c.id) > (
                            CASE WHEN m.tenant_id = $3::uuid THEN $4::timestamptz ELSE '-infinity' END,
                            CASE WHEN m.tenant_id = $3::uuid THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
                        ORDER BY c.expires_at, c.id
                        LIMIT $6::integer - w.row_count
                    ) c
                ) c
                WHERE w.row_count < $6::integer AND w.tenant_count < 1000
            ), looked_at AS MATERIALIZED (
                SELECT c.id, c.tenant_id, c.expires_at, c.status, c.health_status, c.provider_slug, c.weight
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT c.id, c.tenant_id, c.expires_at, c.status, c.health_status, c.provider_slug,
                        256 + octet_length(c.external_id) + octet_length(c.display_name) + coalesce(octet_length(c.last_error_message), 0)
                        + coalesce(c.metadata_byte_count, 0) + coalesce(pg_column_size(c.scopes), 0) AS weight
                    FROM connections c
                    WHERE c.tenant_id = w.tenant_id AND c.expires_at < $11::timestamptz AND (c.expires_at, c.id) > (
                        CASE WHEN w.tenant_id = $3::uuid THEN $4::timestamptz ELSE '-infinity' END,
                        CASE WHEN w.tenant_id = $3::uuid THEN $5::uuid ELSE '00000000-0000-0000-0000-000000000000' END)
                    ORDER BY c.expires_at, c.id
                    LIMIT w.row_count_here
                ) c
                WHERE w.row_count_here > 0
            ), last AS MATERIALIZED (
                (
                    SELECT l.tenant_id, l.expires_at, l.id
                    FROM looked_at l
                    ORDER BY l.tenant_id, l.expires_at, l.id
                    OFFSET $6::integer - 1 LIMIT 1
                )
                UNION ALL
                SELECT w.tenant_id, '9999-12-31 23:59:59.999999+00', 'ffffffff-ffff-ffff-ffff-ffffffffffff'
                FROM walk w
                WHERE w.tenant_count = 1000 AND w.row_count < $6::integer
            ), matching AS MATERIALIZED (
                SELECT l.id, l.weight, sum(l.weight) OVER (ORDER BY l.tenant_id, l.expires_at, l.id) AS weight_so_far
                FROM looked_at l
                WHERE ($8::text IS NULL OR l.status = $8::text) AND ($9::text IS NULL OR l.health_status = $9::text)
                    AND ($10::text IS NULL OR l.provider_slug = $10::text)
                ORDER BY l.tenant_id, l.expires_at, l.id
                LIMIT $7::integer + 1
            ), given AS MATERIALIZED (
                SELECT m.id
                FROM matching m
                WHERE m.weight_so_far <= 1048576 OR m.weight_so_far = m.weight
                ORDER BY m.weight_so_far
                LIMIT $7::integer
            )
            SELECT 'OK' AS verdict,
                (SELECT count(m.id) FROM matching m) > (SELECT count(g.id) FROM given g) AS is_cut,
                l.tenant_id, l.expires_at, l.id,
                c.connection
            FROM (VALUES (1)) one
            LEFT JOIN last l ON true
            LEFT JOIN (
                given k
                CROSS JOIN LATERAL (
                    SELECT c.tenant_id, c.expires_at, c.id,
                        ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                            c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                            c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
                            c.token_generation, c.created_at, c.updated_at) AS connection
                    FROM connections c
                    WHERE c.id = k.id
                    OFFSET 0
                ) c
            ) ON true
            ORDER BY c.tenant_id, c.expires_at, c.id
            """#

        /// A page of the connections in one tenant that expire before a moment, in the order expires_at, id; at least one row with a verdict. The last row looked at
        /// comes with it when there may be more behind it. Index: tenant_memberships_actor_idx, connections_expiry_page_idx, then connections_pkey.
        /// The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
        /// $1 actor, $2 roles, $3 tenant, $4 expires_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
        /// $8 status, $9 health_status, $10 provider_slug (NULL: any), $11 expires before
        static let listExpiringTenantConnections =
            #"""
            -- A page of the connections in one tenant that expire before a moment, in the order expires_at, id; at least one row with a verdict. The last row looked at
            -- comes with it when there may be more behind it. Index: tenant_memberships_actor_idx, connections_expiry_page_idx, then connections_pkey.
            -- The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
            -- $1 actor, $2 roles, $3 tenant, $4 expires_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
            -- $8 status, $9 health_status, $10 provider_slug (NULL: any), $11 expires before
            WITH entitled AS MATERIALIZED (
                SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
                FROM my_tenants m
                WHERE m.tenant_id = $3::uuid AND m.actor = $1::text
            ), looked_at AS MATERIALIZED (
                SELECT c.id, c.tenant_id, c.expires_at, c.status, c.health_status, c.provider_slug,
                    256 + octet_length(c.external_id) + octet_length(c.display_name) + coalesce(octet_length(c.last_error_message), 0)
                    + coalesce(c.metadata_byte_count, 0) + coalesce(pg_column_size(c.scopes), 0) AS weight
                FROM connections c
                WHERE (SELECT e.can FROM entitled e) AND c.tenant_id = $3::uuid
                    AND c.expires_at < $11::timestamptz AND (c.expires_at, c.id) > ($4::timestamptz, $5::uuid)
                ORDER BY c.expires_at, c.id
                LIMIT $6::integer
            ), last AS MATERIALIZED (
                SELECT l.tenant_id, l.expires_at, l.id
                FROM looked_at l
                ORDER BY l.tenant_id, l.expires_at, l.id
                OFFSET $6::integer - 1 LIMIT 1
            ), matching AS MATERIALIZED (
                SELECT l.id, l.weight, sum(l.weight) OVER (ORDER BY l.tenant_id, l.expires_at, l.id) AS weight_so_far
                FROM looked_at l
                WHERE ($8::text IS NULL OR l.status = $8::text) AND ($9::text IS NULL OR l.health_status = $9::text)
                    AND ($10::text IS NULL OR l.provider_slug = $10::text)
                ORDER BY l.tenant_id, l.expires_at, l.id
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
                l.tenant_id, l.expires_at, l.id,
                c.connection
            FROM (VALUES (1)) one
            LEFT JOIN entitled e ON true
            LEFT JOIN last l ON true
            LEFT JOIN (
                given k
                CROSS JOIN LATERAL (
                    SELECT c.tenant_id, c.expires_at, c.id,
                        ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                            c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                            c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
                            c.token_generation, c.created_at, c.updated_at) AS connection
                    FROM connections c
                    WHERE c.id = k.id
                    OFFSET 0
                ) c
            ) ON true
            ORDER BY c.tenant_id, c.expires_at, c.id
            """#

        /// A page of the connections in one tenant, in the order created_at, id; at least one row with a verdict. The last row looked at comes with it
        /// when there may be more behind it. Index: tenant_memberships_actor_idx, connections_page_idx, then connections_pkey.
        /// The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
        /// $1 actor, $2 roles, $3 tenant, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
        /// $8 status, $9 health_status (NULL: any)
        static let listTenantConnections =
            #"""
            -- A page of the connections in one tenant, in the order created_at, id; at least one row with a verdict. The last row looked at comes with it
            -- when there may be more behind it. Index: tenant_memberships_actor_idx, connections_page_idx, then connections_pkey.
            -- The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
            -- $1 actor, $2 roles, $3 tenant, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
            -- $8 status, $9 health_status (NULL: any)
            WITH entitled AS MATERIALIZED (
                SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
                FROM my_tenants m
                WHERE m.tenant_id = $3::uuid AND m.actor = $1::text
            ), looked_at AS MATERIALIZED (
                SELECT c.id, c.tenant_id, c.created_at, c.status, c.health_status,
                    256 + octet_length(c.external_id) + octet_length(c.display_name) + coalesce(octet_length(c.last_error_message), 0)
                    + coalesce(c.metadata_byte_count, 0) + coalesce(pg_column_size(c.scopes), 0) AS weight
                FROM connections c
                WHERE (SELECT e.can FROM entitled e) AND c.tenant_id = $3::uuid
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
            """#

        /// A page of one provider's connections in one tenant, in the order created_at, id; at least one row with a verdict. The last row looked at comes with it
        /// when there may be more behind it. Index: tenant_memberships_actor_idx, connections_provider_page_idx, then connections_pkey.
        /// The page ends before the row with which it would weigh more than 1 MiB, but holds one; is_cut: there are more rows behind the last one given.
        /// $1 actor, $2 roles, $3 tenant, $4 created_at and $5 id to resume after, $6 rows looked at, $7 rows given at most,
        /// $8 status, $9 health_status (NULL: any), $10 provider_slug
        static let listTenantConnectionsOfProvider =
            #"""
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
            """#

        /// Makes a connection that this segment created the default of its tenant and provider; always one row with a verdict. Index: connections_pkey,
        /// connections_default_key. Who created it may do this: the actor is not asked for again. The tenant is locked already; the old default is taken back before
        /// the new one is set.
        /// $1 id
        static let setCreatedDefault =
            #"""
            -- Makes a connection that this segment created the default of its tenant and provider; always one row with a verdict. Index: connections_pkey,
            -- connections_default_key. Who created it may do this: the actor is not asked for again. The tenant is locked already; the old default is taken back before
            -- the new one is set.
            -- $1 id
            WITH chosen AS MATERIALIZED (
                SELECT c.id, c.tenant_id, c.provider_slug
                FROM connections c
                WHERE c.id = $1::uuid
            ), unset AS (
                UPDATE connections c SET is_default = false, updated_at = now()
                FROM chosen n
                WHERE c.tenant_id = n.tenant_id AND c.provider_slug = n.provider_slug AND c.is_default AND c.id <> n.id
                RETURNING c.id
            ), done AS MATERIALIZED (
                SELECT count(u.id) AS unset_count FROM unset u
            ), updated AS (
                UPDATE connections c SET is_default = true
                FROM chosen n
                JOIN done d ON d.unset_count >= 0
                WHERE c.id = n.id
                RETURNING c.id,
                    ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                        c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                        c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
                        c.token_generation, c.created_at, c.updated_at) AS connection
            )
            SELECT CASE WHEN u.id IS NULL THEN 'CONNECTION_NOT_FOUND' ELSE 'OK' END AS verdict,
                u.connection
            FROM (VALUES (1)) one
            LEFT JOIN updated u ON true
            """#

        /// A connection as the default of its tenant and provider, in place of any other; always one row with a verdict, and a row of the trail unless it is not to
        /// be seen or was the default already. Index: connections_pkey, tenant_memberships_actor_idx, connections_default_key.
        /// The tenant is locked already; the old default is taken back before the new one is set.
        /// $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
        static let setDefaultConnection =
            #"""
            -- A connection as the default of its tenant and provider, in place of any other; always one row with a verdict, and a row of the trail unless it is not to
            -- be seen or was the default already. Index: connections_pkey, tenant_memberships_actor_idx, connections_default_key.
            -- The tenant is locked already; the old default is taken back before the new one is set.
            -- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
            WITH entitled AS MATERIALIZED (
                SELECT c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.is_default, c.status, m.role = ANY ($3::text[]) AS can
                FROM tenant_memberships m
                JOIN connections c ON c.tenant_id = m.tenant_id
                WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid) AND m.actor = $1::text
                FOR KEY SHARE OF m
                FOR NO KEY UPDATE OF c
            ), verdict AS MATERIALIZED (
                SELECT e.id, e.workspace_id, e.tenant_id, e.provider_slug, e.is_default,
                    CASE WHEN NOT e.can THEN 'CAPABILITY_MISSING' WHEN e.status = 'revoked' THEN 'CONNECTION_REVOKED' ELSE 'OK' END AS reason
                FROM entitled e
            ), unset AS (
                UPDATE connections c SET is_default = false, updated_at = now()
                FROM verdict v
                WHERE v.reason = 'OK' AND c.tenant_id = v.tenant_id AND c.provider_slug = v.provider_slug AND c.is_default AND c.id <> v.id
                RETURNING c.id
            ), done AS MATERIALIZED (
                SELECT count(u.id) AS unset_count, min(u.id::text) AS replaced FROM unset u
            ), updated AS (
                UPDATE connections c SET is_default = true, updated_at = CASE WHEN v.is_default THEN c.updated_at ELSE now() END
                FROM verdict v
                JOIN done d ON d.unset_count >= 0
                WHERE c.id = v.id AND v.reason = 'OK'
                RETURNING ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                    c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                    c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
                    c.token_generation, c.created_at, c.updated_at) AS connection
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', v.workspace_id, v.tenant_id, 'connection', v.id::text, jsonb_strip_nulls(jsonb_build_object(
                    'provider_slug', v.provider_slug, 'replaced', d.replaced))
                FROM verdict v
                JOIN done d ON true
                JOIN updated u ON true
                WHERE NOT v.is_default
                UNION ALL
                SELECT 'denied', v.workspace_id, v.tenant_id, 'connection', v.id::text, jsonb_build_object('reason', v.reason)
                FROM verdict v WHERE v.reason <> 'OK'
                ON CONFLICT DO NOTHING
            )
            SELECT coalesce(v.reason, 'CONNECTION_NOT_FOUND') AS verdict,
                u.connection
            FROM (VALUES (1)) one
            LEFT JOIN verdict v ON true
            LEFT JOIN updated u ON true
            """#

        /// A connection after a partial update; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: connections_pkey, tenant_memberships_actor_idx.
        /// $1 actor, $2 id, $3 roles, $4 the only tenant it may be in, $5 set display_name, $6 display_name, $7 set scopes, $8 scopes, $9 set metadata, $10 metadata,
        /// $11 fields given
        static let updateConnection =
            #"""
            -- A connection after a partial update; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: connections_pkey, tenant_memberships_actor_idx.
            -- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in, $5 set display_name, $6 display_name, $7 set scopes, $8 scopes, $9 set metadata, $10 metadata,
            -- $11 fields given
            WITH entitled AS MATERIALIZED (
                SELECT c.id, c.workspace_id, c.tenant_id, m.role = ANY ($3::text[]) AS can
                FROM connections c
                JOIN tenant_memberships m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
                WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid)
                FOR KEY SHARE OF m
            ), updated AS (
                UPDATE connections c SET
                    display_name = CASE WHEN $5::boolean THEN $6::text ELSE c.display_name END,
                    scopes = CASE WHEN $7::boolean THEN $8::text[] ELSE c.scopes END,
                    metadata = CASE WHEN $9::boolean THEN $10::text::jsonb ELSE c.metadata END,
                    updated_at = now()
                FROM entitled e
                WHERE c.id = e.id AND e.can
                RETURNING c.id, c.workspace_id, c.tenant_id, c.display_name,
                    ROW(c.id, c.workspace_id, c.tenant_id, c.provider_slug, c.external_id, c.display_name, c.status, c.scopes, c.expires_at, c.metadata,
                        c.is_default, c.health_status, c.last_health_check_at, c.last_error_reason_code, c.last_error_message,
                        c.access_token_ciphertext IS NOT NULL, c.refresh_token_ciphertext IS NOT NULL,
                        c.token_generation, c.created_at, c.updated_at) AS connection
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', u.workspace_id, u.tenant_id, 'connection', u.id::text,
                    jsonb_strip_nulls(jsonb_build_object('fields', $11::text[], 'display_name', CASE WHEN $5::boolean THEN u.display_name END))
                FROM updated u
                UNION ALL
                SELECT 'denied', e.workspace_id, e.tenant_id, 'connection', e.id::text, '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
                ON CONFLICT DO NOTHING
            )
            SELECT CASE
                    WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND'
                    WHEN NOT e.can THEN 'CAPABILITY_MISSING'
                    WHEN u.id IS NULL THEN 'CONNECTION_NOT_FOUND'
                    ELSE 'OK' END AS verdict,
                u.connection
            FROM (VALUES (1)) one
            LEFT JOIN entitled e ON true
            LEFT JOIN updated u ON true
            """#

        /// A connection after new tokens or status, if nobody stored other tokens meanwhile; always one row with a verdict, and the present generation where that is
        /// the reason; a row of the trail unless it is not to be seen or the generation moved. Index: connections_pkey, tenant_memberships_actor_idx.
        /// The row is locked first and the generation compared then: who loses is told what won. What is revoked is nobody's default any more.
        /// $1 actor, $2 id, $3 roles, $4 the only tenant it may be in, $5 expected generation (0: any), $6 set access token, $7 access token, $8 set refresh token,
        /// $9 refresh token, $10 status (NULL: keep), $11 statuses it may be reached from, $12 set expires_at, $13 expires_at,
        /// $14 fields given
        static let updateTokensStatus =
            #"""
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
            """#
    }

    enum Operations {
        /// A run after it has ended, with what it means for its connection; always one row with a verdict, and a row of the trail unless the run is not to be seen
        /// or ended the same way before. Index: operation_runs_pkey, tenant_memberships_actor_idx, connections_tenant_id_id_key.
        /// Membership, connection and run are locked in this order, as a deletion of the connection does. A health check that started before the one the
        /// connection speaks of says nothing about it any more; only a success of the same kind takes an error back.
        /// $1 actor, $2 id, $3 roles, $4 the only tenant it may be in, $5 outcome, $6 health_status of a health check (NULL: as the outcome says), $7 reason code,
        /// $8 message
        static let finishOperationRun =
            #"""
            -- A run after it has ended, with what it means for its connection; always one row with a verdict, and a row of the trail unless the run is not to be seen
            -- or ended the same way before. Index: operation_runs_pkey, tenant_memberships_actor_idx, connections_tenant_id_id_key.
            -- Membership, connection and run are locked in this order, as a deletion of the connection does. A health check that started before the one the
            -- connection speaks of says nothing about it any more; only a success of the same kind takes an error back.
            -- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in, $5 outcome, $6 health_status of a health check (NULL: as the outcome says), $7 reason code,
            -- $8 message
            WITH named AS MATERIALIZED (
                SELECT r.tenant_id, r.connection_id
                FROM operation_runs r
                WHERE r.id = $2::uuid AND ($4::uuid IS NULL OR r.tenant_id = $4::uuid)
            ), entitled AS MATERIALIZED (
                SELECT c.id, c.workspace_id, c.tenant_id, c.last_health_check_at, c.last_error_kind, m.role = ANY ($3::text[]) AS can
                FROM named n
                JOIN tenant_memberships m ON m.tenant_id = n.tenant_id AND m.actor = $1::text
                JOIN connections c ON c.tenant_id = n.tenant_id AND c.id = n.connection_id
                FOR KEY SHARE OF m
                FOR NO KEY UPDATE OF c
            ), run AS MATERIALIZED (
                SELECT e.id AS connection_id, e.workspace_id, e.tenant_id, e.last_health_check_at, e.last_error_kind, e.can,
                    r.id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.started_at,
                    CASE WHEN r.kind = 'health_check' AND $5::text <> 'cancelled'
                        THEN coalesce($6::text, CASE $5::text WHEN 'succeeded' THEN 'healthy' ELSE 'failing' END) END AS found
                FROM entitled e
                JOIN operation_runs r ON r.id = $2::uuid
                FOR NO KEY UPDATE OF r
            ), verdict AS MATERIALIZED (
                SELECT r.id, r.connection_id, r.workspace_id, r.tenant_id, r.kind, r.started_at, r.found, r.outcome = 'running' AS ends_now,
                    CASE
                        WHEN NOT r.can THEN 'CAPABILITY_MISSING'
                        WHEN $6::text IS NOT NULL AND r.kind <> 'health_check' THEN 'HEALTH_STATUS_UNEXPECTED'
                        WHEN r.outcome <> 'running' AND (r.outcome, r.reason_code, r.message, r.health_status)
                            IS DISTINCT FROM ($5::text, $7::text, $8::text, r.found) THEN 'RUN_ALREADY_FINISHED'
                        ELSE 'OK' END AS reason,
                    CASE
                        WHEN r.kind = 'health_check' THEN r.found IS NOT NULL AND (r.last_health_check_at IS NULL OR r.started_at >= r.last_health_check_at)
                        ELSE $5::text = 'failed' OR ($5::text = 'succeeded' AND r.last_error_kind = r.kind) END AS counts
                FROM run r
            ), finished AS (
                UPDATE operation_runs r SET outcome = $5::text, reason_code = $7::text, message = $8::text, health_status = v.found,
                    finished_at = coalesce(r.finished_at, now())
                FROM verdict v
                WHERE r.id = v.id AND v.reason = 'OK'
                RETURNING r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
                    r.started_at, r.finished_at
            ), told AS (
                UPDATE connections c SET
                    health_status = coalesce(v.found, c.health_status),
                    last_health_check_at = CASE WHEN v.kind = 'health_check' THEN v.started_at ELSE c.last_health_check_at END,
                    last_error_kind = CASE WHEN $7::text IS NOT NULL THEN v.kind END,
                    last_error_reason_code = $7::text,
                    last_error_message = CASE WHEN $7::text IS NOT NULL THEN $8::text END,
                    updated_at = now()
                FROM verdict v
                WHERE c.id = v.connection_id AND v.reason = 'OK' AND v.ends_now AND v.counts
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', f.workspace_id, f.tenant_id, 'run', f.id::text, jsonb_strip_nulls(jsonb_build_object(
                    'connection_id', f.connection_id, 'kind', f.kind, 'outcome', f.outcome, 'reason_code', f.reason_code, 'health_status', f.health_status))
                FROM finished f
                JOIN verdict v ON v.ends_now
                UNION ALL
                SELECT 'denied', v.workspace_id, v.tenant_id, 'run', v.id::text, jsonb_build_object('reason', v.reason)
                FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'RUN_ALREADY_FINISHED')
                ON CONFLICT DO NOTHING
            )
            SELECT coalesce(v.reason, 'RUN_NOT_FOUND') AS verdict,
                f.id, f.workspace_id, f.tenant_id, f.connection_id, f.kind, f.outcome, f.reason_code, f.message, f.health_status, f.actor,
                f.started_at, f.finished_at
            FROM (VALUES (1)) one
            LEFT JOIN verdict v ON true
            LEFT JOIN finished f ON true
            """#

        /// One run with its verdict; no row: it is absent, or of a tenant the actor is not entitled to. Index: operation_runs_pkey, tenant_memberships_actor_idx.
        /// $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
        static let getOperationRun =
            #"""
            -- One run with its verdict; no row: it is absent, or of a tenant the actor is not entitled to. Index: operation_runs_pkey, tenant_memberships_actor_idx.
            -- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
            SELECT CASE WHEN m.role = ANY ($3::text[]) THEN 'OK' ELSE 'CAPABILITY_MISSING' END AS verdict,
                r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind,
                CASE WHEN r.outcome = 'running' AND r.expires_at <= now() THEN 'expired' ELSE r.outcome END AS outcome,
                r.reason_code, r.message, r.health_status, r.actor, r.started_at, r.finished_at
            FROM operation_runs r
            JOIN my_tenants m ON m.tenant_id = r.tenant_id AND m.actor = $1::text
            WHERE r.id = $2::uuid AND ($4::uuid IS NULL OR r.tenant_id = $4::uuid)
            """#

        /// A page of the runs on one connection, newest first; at least one row with a verdict. The last row looked at comes with it when there may be more behind
        /// it. Index: connections_pkey, tenant_memberships_actor_idx, operation_runs_connection_page_idx.
        /// $1 actor, $2 roles, $3 the only tenant it may be in (NULL: any), $4 started_at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
        /// $8 kind, $9 outcome (NULL: any), $10 connection
        static let listConnectionOperationRuns =
            #"""
            -- A page of the runs on one connection, newest first; at least one row with a verdict. The last row looked at comes with it when there may be more behind
            -- it. Index: connections_pkey, tenant_memberships_actor_idx, operation_runs_connection_page_idx.
            -- $1 actor, $2 roles, $3 the only tenant it may be in (NULL: any), $4 started_at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
            -- $8 kind, $9 outcome (NULL: any), $10 connection
            WITH entitled AS MATERIALIZED (
                SELECT c.id, c.tenant_id, m.role = ANY ($2::text[]) AS can
                FROM connections c
                JOIN my_tenants m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
                WHERE c.id = $10::uuid AND ($3::uuid IS NULL OR c.tenant_id = $3::uuid)
            ), looked_at AS MATERIALIZED (
                SELECT r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind,
                    CASE WHEN r.outcome = 'running' AND r.expires_at <= now() THEN 'expired' ELSE r.outcome END AS outcome,
                    r.reason_code, r.message, r.health_status, r.actor, r.started_at, r.finished_at
                FROM operation_runs r
                WHERE (SELECT e.can FROM entitled e) AND r.tenant_id = (SELECT e.tenant_id FROM entitled e) AND r.connection_id = $10::uuid
                    AND (r.started_at, r.id) < ($4::timestamptz, $5::uuid)
                ORDER BY r.started_at DESC, r.id DESC
                LIMIT $6::integer
            ), last AS MATERIALIZED (
                SELECT l.tenant_id, l.started_at, l.id
                FROM looked_at l
                ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
                OFFSET $6::integer - 1 LIMIT 1
            ), matching AS MATERIALIZED (
                SELECT l.id, l.workspace_id, l.tenant_id, l.connection_id, l.kind, l.outcome, l.reason_code, l.message, l.health_status, l.actor,
                    l.started_at, l.finished_at
                FROM looked_at l
                WHERE ($8::text IS NULL OR l.kind = $8::text) AND ($9::text IS NULL OR l.outcome = $9::text)
                ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
                LIMIT $7::integer + 1
            )
            SELECT CASE WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND' WHEN NOT e.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict, z.tenant_id, z.started_at, z.id,
                r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
                r.started_at, r.finished_at
            FROM (VALUES (1)) one
            LEFT JOIN entitled e ON true
            LEFT JOIN last z ON true
            LEFT JOIN matching r ON true
            ORDER BY r.tenant_id, r.started_at DESC, r.id DESC
            """#

        /// A page of the runs in all tenants the actor is entitled to, by tenant_id and in each tenant newest first; at least one row. Where to go on comes with it
        /// when there may be more: the last row looked at, or the end of the last tenant.
        /// Index: tenant_memberships_actor_idx, operation_runs_page_idx.
        /// The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
        /// the actor; it ends after 1000 tenants, because most may have nothing to give.
        /// $1 actor, $2 roles, $3 tenant to resume in, $4 started_at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
        /// $8 kind, $9 outcome (NULL: any)
        static let listOperationRuns =
            #"""
            -- A page of the runs in all tenants the actor is entitled to, by tenant_id and in each tenant newest first; at least one row. Where to go on comes with it
            -- when there may be more: the last row looked at, or the end of the last tenant.
            -- Index: tenant_memberships_actor_idx, operation_runs_page_idx.
            -- The walk goes from tenant to tenant and counts, so that each tenant is asked for as many rows as the page lacks, whatever the planner knows of
            -- the actor; it ends after 1000 tenants, because most may have nothing to give.
            -- $1 actor, $2 roles, $3 tenant to resume in, $4 started_at and $5 id to resume behind, $6 rows looked at, $7 rows given at most,
            -- $8 kind, $9 outcome (NULL: any)
            WITH RECURSIVE walk AS (
                SELECT 0 AS tenant_count, $3::uuid AS tenant_id, 0 AS row_count, 0 AS row_count_here
                UNION ALL
                SELECT w.tenant_count + 1, m.tenant_id, w.row_count + r.row_count, r.row_count
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
                    FROM my_tenants m
                    WHERE m.actor = $1::text AND m.tenant_id >= w.tenant_id AND (w.tenant_count = 0 OR m.tenant_id > w.tenant_id)
                    ORDER BY m.tenant_id
                    LIMIT 1
                ) m
                CROSS JOIN LATERAL (
                    SELECT count(r.id)::integer AS row_count
                    FROM (
                        SELECT r.id
                        FROM operation_runs r
                        WHERE m.can AND r.tenant_id = m.tenant_id AND (r.started_at, r.id) < (
                            CASE WHEN m.tenant_id = $3::uuid THEN $4::timestamptz ELSE 'infinity' END,
                            CASE WHEN m.tenant_id = $3::uuid THEN $5::uuid ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff' END)
                        ORDER BY r.started_at DESC, r.id DESC
                        LIMIT $6::integer - w.row_count
                    ) r
                ) r
                WHERE w.row_count < $6::integer AND w.tenant_count < 1000
            ), looked_at AS MATERIALIZED (
                SELECT r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
                    r.started_at, r.finished_at
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind,
                        CASE WHEN r.outcome = 'running' AND r.expires_at <= now() THEN 'expired' ELSE r.outcome END AS outcome,
                        r.reason_code, r.message, r.health_status, r.actor, r.started_at, r.finished_at
                    FROM operation_runs r
                    WHERE r.tenant_id = w.tenant_id AND (r.started_at, r.id) < (
                        CASE WHEN w.tenant_id = $3::uuid THEN $4::timestamptz ELSE 'infinity' END,
                        CASE WHEN w.tenant_id = $3::uuid THEN $5::uuid ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff' END)
                    ORDER BY r.started_at DESC, r.id DESC
                    LIMIT w.row_count_here
                ) r
                WHERE w.row_count_here > 0
            ), last AS MATERIALIZED (
                (
                    SELECT l.tenant_id, l.started_at, l.id
                    FROM looked_at l
                    ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
                    OFFSET $6::integer - 1 LIMIT 1
                )
                UNION ALL
                SELECT w.tenant_id, '1970-01-01', '00000000-0000-0000-0000-000000000000'
                FROM walk w
                WHERE w.tenant_count = 1000 AND w.row_count < $6::integer
            ), matching AS MATERIALIZED (
                SELECT l.id, l.workspace_id, l.tenant_id, l.connection_id, l.kind, l.outcome, l.reason_code, l.message, l.health_status, l.actor,
                    l.started_at, l.finished_at
                FROM looked_at l
                WHERE ($8::text IS NULL OR l.kind = $8::text) AND ($9::text IS NULL OR l.outcome = $9::text)
                ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
                LIMIT $7::integer + 1
            )
            SELECT 'OK' AS verdict, z.tenant_id, z.started_at, z.id,
                r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
                r.started_at, r.finished_at
            FROM (VALUES (1)) one
            LEFT JOIN last z ON true
            LEFT JOIN matching r ON true
            ORDER BY r.tenant_id, r.started_at DESC, r.id DESC
            """#

        /// A page of the runs in one tenant, newest first; at least one row with a verdict. The last row looked at comes with it when there may be more behind it.
        /// Index: tenant_memberships_actor_idx, operation_runs_page_idx.
        /// $1 actor, $2 roles, $3 tenant, $4 started_at and $5 id to resume behind, $6 rows looked at, $7 rows given at most, $8 kind, $9 outcome (NULL: any)
        static let listTenantOperationRuns =
            #"""
            -- A page of the runs in one tenant, newest first; at least one row with a verdict. The last row looked at comes with it when there may be more behind it.
            -- Index: tenant_memberships_actor_idx, operation_runs_page_idx.
            -- $1 actor, $2 roles, $3 tenant, $4 started_at and $5 id to resume behind, $6 rows looked at, $7 rows given at most, $8 kind, $9 outcome (NULL: any)
            WITH entitled AS MATERIALIZED (
                SELECT m.tenant_id, m.role = ANY ($2::text[]) AS can
                FROM my_tenants m
                WHERE m.tenant_id = $3::uuid AND m.actor = $1::text
            ), looked_at AS MATERIALIZED (
                SELECT r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind,
                    CASE WHEN r.outcome = 'running' AND r.expires_at <= now() THEN 'expired' ELSE r.outcome END AS outcome,
                    r.reason_code, r.message, r.health_status, r.actor, r.started_at, r.finished_at
                FROM operation_runs r
                WHERE (SELECT e.can FROM entitled e) AND r.tenant_id = $3::uuid AND (r.started_at, r.id) < ($4::timestamptz, $5::uuid)
                ORDER BY r.started_at DESC, r.id DESC
                LIMIT $6::integer
            ), last AS MATERIALIZED (
                SELECT l.tenant_id, l.started_at, l.id
                FROM looked_at l
                ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
                OFFSET $6::integer - 1 LIMIT 1
            ), matching AS MATERIALIZED (
                SELECT l.id, l.workspace_id, l.tenant_id, l.connection_id, l.kind, l.outcome, l.reason_code, l.message, l.health_status, l.actor,
                    l.started_at, l.finished_at
                FROM looked_at l
                WHERE ($8::text IS NULL OR l.kind = $8::text) AND ($9::text IS NULL OR l.outcome = $9::text)
                ORDER BY l.tenant_id, l.started_at DESC, l.id DESC
                LIMIT $7::integer + 1
            )
            SELECT CASE WHEN e.tenant_id IS NULL THEN 'TENANT_NOT_FOUND' WHEN NOT e.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict, z.tenant_id, z.started_at, z.id,
                r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
                r.started_at, r.finished_at
            FROM (VALUES (1)) one
            LEFT JOIN entitled e ON true
            LEFT JOIN last z ON true
            LEFT JOIN matching r ON true
            ORDER BY r.tenant_id, r.started_at DESC, r.id DESC
            """#

        /// A new run on a connection; always one row with a verdict, and a row of the trail unless the connection is not to be seen.
        /// Index: connections_pkey, tenant_memberships_actor_idx.
        /// $1 actor, $2 connection, $3 roles, $4 the only tenant it may be in, $5 id, $6 kind, $7 seconds it may take
        static let startOperationRun =
            #"""
            -- A new run on a connection; always one row with a verdict, and a row of the trail unless the connection is not to be seen.
            -- Index: connections_pkey, tenant_memberships_actor_idx.
            -- $1 actor, $2 connection, $3 roles, $4 the only tenant it may be in, $5 id, $6 kind, $7 seconds it may take
            WITH entitled AS MATERIALIZED (
                SELECT c.id, c.workspace_id, c.tenant_id, m.role = ANY ($3::text[]) AS can
                FROM tenant_memberships m
                JOIN connections c ON c.tenant_id = m.tenant_id
                WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid) AND m.actor = $1::text
                FOR KEY SHARE OF m, c
            ), started AS (
                INSERT INTO operation_runs AS r (id, workspace_id, tenant_id, connection_id, kind, expires_at)
                SELECT $5::uuid, e.workspace_id, e.tenant_id, e.id, $6::text, now() + make_interval(secs => $7::bigint)
                FROM entitled e
                WHERE e.can
                RETURNING r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
                    r.started_at, r.finished_at
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', r.workspace_id, r.tenant_id, 'run', r.id::text, jsonb_build_object('connection_id', r.connection_id, 'kind', r.kind)
                FROM started r
                UNION ALL
                SELECT 'denied', e.workspace_id, e.tenant_id, 'connection', e.id::text, '{"reason": "CAPABILITY_MISSING"}' FROM entitled e WHERE NOT e.can
                ON CONFLICT DO NOTHING
            )
            SELECT CASE WHEN e.id IS NULL THEN 'CONNECTION_NOT_FOUND' WHEN NOT e.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
                r.id, r.workspace_id, r.tenant_id, r.connection_id, r.kind, r.outcome, r.reason_code, r.message, r.health_status, r.actor,
                r.started_at, r.finished_at
            FROM (VALUES (1)) one
            LEFT JOIN entitled e ON true
            LEFT JOIN started r ON true
            """#
    }

    enum Providers {
        /// One provider; no row: there is none. Index: providers_pkey.
        /// $1 slug
        static let getProvider =
            #"""
            -- One provider; no row: there is none. Index: providers_pkey.
            -- $1 slug
            SELECT p.slug, p.display_name, p.auth_type, p.created_at, p.updated_at
            FROM providers p
            WHERE p.slug = $1::text
            """#

        /// The catalog, some dozen rows. Slugs are ASCII: by bytes, the order is the same in every database.
        static let listProviders =
            #"""
            -- The catalog, some dozen rows. Slugs are ASCII: by bytes, the order is the same in every database.
            SELECT p.slug, p.display_name, p.auth_type, p.created_at, p.updated_at
            FROM providers p
            ORDER BY p.slug COLLATE "C"
            """#

        /// A provider as it is after the call; a row of the trail. Index: providers_pkey.
        /// $1 slug, $2 display_name, $3 auth_type
        static let upsertProvider =
            #"""
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
            """#
    }

    enum Segments {
        /// The first statement of every segment that changes something: on whose behalf the rest of it runs, and what the trail says of it. Forgotten when
        /// the segment ends.
        /// $1 actor, $2 action, $3 caller, $4 caller's user id, $5 its process id, $6 request id ('': none)
        static let beginChange =
            #"""
            -- The first statement of every segment that changes something: on whose behalf the rest of it runs, and what the trail says of it. Forgotten when
            -- the segment ends.
            -- $1 actor, $2 action, $3 caller, $4 caller's user id, $5 its process id, $6 request id ('': none)
            SELECT set_config('tenon.actor', $1::text, true), set_config('tenon.action', $2::text, true), set_config('tenon.caller', $3::text, true),
                set_config('tenon.caller_uid', $4::text, true), set_config('tenon.caller_pid', $5::text, true), set_config('tenon.request_id', $6::text, true)
            """#

        /// Serialises what touches the defaults of the tenant that owns a connection; locks nothing for an actor that may not. What waits here sees in its next
        /// statement what was committed meanwhile. Index: connections_pkey, tenant_memberships_actor_idx, tenants_pkey.
        /// $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
        static let lockTenantOfConnection =
            #"""
            -- Serialises what touches the defaults of the tenant that owns a connection; locks nothing for an actor that may not. What waits here sees in its next
            -- statement what was committed meanwhile. Index: connections_pkey, tenant_memberships_actor_idx, tenants_pkey.
            -- $1 actor, $2 id, $3 roles, $4 the only tenant it may be in
            SELECT 1
            FROM connections c
            JOIN tenant_memberships m ON m.tenant_id = c.tenant_id AND m.actor = $1::text
            JOIN tenants t ON t.id = c.tenant_id
            WHERE c.id = $2::uuid AND ($4::uuid IS NULL OR c.tenant_id = $4::uuid) AND m.role = ANY ($3::text[])
            FOR NO KEY UPDATE OF t
            """#

        /// Serialises what touches the defaults of the tenant in which this segment created a connection; locks nothing if it created none.
        /// Index: connections_pkey, tenants_pkey.
        /// $1 id of the connection
        static let lockTenantOfCreated =
            #"""
            -- Serialises what touches the defaults of the tenant in which this segment created a connection; locks nothing if it created none.
            -- Index: connections_pkey, tenants_pkey.
            -- $1 id of the connection
            SELECT 1
            FROM connections c
            JOIN tenants t ON t.id = c.tenant_id
            WHERE c.id = $1::uuid
            FOR NO KEY UPDATE OF t
            """#

        /// The first statement of every segment: on whose behalf the rest of it runs. Forgotten when the segment ends.
        /// $1 actor
        static let setActor =
            #"""
            -- The first statement of every segment: on whose behalf the rest of it runs. Forgotten when the segment ends.
            -- $1 actor
            SELECT set_config('tenon.actor', $1::text, true)
            """#
    }

    enum Tenancy {
        /// A new tenant, with an actor that owns the workspace as its owner; always one row with a verdict, and a row of the trail unless
        /// the workspace is not to be seen. Index: workspaces_pkey, workspace_memberships_pkey.
        /// $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 id, $6 name
        static let createTenant =
            #"""
            -- A new tenant, with an actor that owns the workspace as its owner; always one row with a verdict, and a row of the trail unless
            -- the workspace is not to be seen. Index: workspaces_pkey, workspace_memberships_pkey.
            -- $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 id, $6 name
            WITH membership AS MATERIALIZED (
                SELECT m.workspace_id, m.role
                FROM workspace_memberships m
                WHERE m.workspace_id = $2::uuid AND m.actor = $1::text
                FOR KEY SHARE OF m
            ), seen AS MATERIALIZED (
                SELECT w.id, $4::boolean OR m.role = ANY ($3::text[]) AS can
                FROM workspaces w
                LEFT JOIN membership m ON true
                WHERE w.id = $2::uuid AND ($4::boolean OR m.role IS NOT NULL)
            ), created AS (
                INSERT INTO tenants (id, workspace_id, name)
                SELECT $5::uuid, s.id, $6::text FROM seen s WHERE s.can
                RETURNING id, workspace_id, name, created_at, updated_at
            ), owner AS (
                INSERT INTO tenant_memberships (tenant_id, actor, workspace_id, role)
                SELECT t.id, $1::text, t.workspace_id, 'owner' FROM created t JOIN membership m ON m.role = 'owner'
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', t.workspace_id, t.id, 'tenant', t.id::text, jsonb_build_object('name', t.name) FROM created t
                UNION ALL
                SELECT 'denied', s.id, NULL, 'tenant', '', '{"reason": "CAPABILITY_MISSING"}' FROM seen s WHERE NOT s.can
                ON CONFLICT DO NOTHING
            )
            SELECT CASE WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
                t.id, t.workspace_id, t.name, t.created_at, t.updated_at
            FROM (VALUES (1)) one
            LEFT JOIN seen s ON true
            LEFT JOIN created t ON true
            """#

        /// A new workspace, and with an owner that actor's membership; a row of the trail.
        /// $1 id, $2 name, $3 owner (NULL: nobody yet)
        static let createWorkspace =
            #"""
            -- A new workspace, and with an owner that actor's membership; a row of the trail.
            -- $1 id, $2 name, $3 owner (NULL: nobody yet)
            WITH created AS (
                INSERT INTO workspaces (id, name)
                VALUES ($1::uuid, $2::text)
                RETURNING id, name, created_at, updated_at
            ), membership AS (
                INSERT INTO workspace_memberships (workspace_id, actor, role)
                SELECT w.id, $3::text, 'owner' FROM created w WHERE $3::text IS NOT NULL
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, target_type, target_id, payload)
                SELECT 'done', w.id, 'workspace', w.id::text, jsonb_strip_nulls(jsonb_build_object('name', w.name, 'owner', $3::text)) FROM created w
            )
            SELECT w.id, w.name, w.created_at, w.updated_at
            FROM created w
            """#

        /// Deletes a tenant with all that hangs on it but its trail; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
        /// $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 the only tenant it may be
        static let deleteTenant =
            #"""
            -- Deletes a tenant with all that hangs on it but its trail; always one row with a verdict, and a row of the trail unless it is not to be seen. Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
            -- $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 the only tenant it may be
            WITH seen AS MATERIALIZED (
                SELECT t.id, t.workspace_id, $4::boolean OR coalesce(w.role = ANY ($3::text[]), false) AS can
                FROM tenants t
                LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
                LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
                WHERE t.id = $2::uuid AND ($5::uuid IS NULL OR t.id = $5::uuid) AND ($4::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
            ), deleted AS (
                DELETE FROM tenants t USING seen s WHERE t.id = s.id AND s.can
                RETURNING t.id, t.workspace_id, t.name
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', d.workspace_id, d.id, 'tenant', d.id::text, jsonb_build_object('name', d.name) FROM deleted d
                UNION ALL
                SELECT 'denied', s.workspace_id, s.id, 'tenant', s.id::text, '{"reason": "CAPABILITY_MISSING"}' FROM seen s WHERE NOT s.can
                ON CONFLICT DO NOTHING
            )
            SELECT CASE
                WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND'
                WHEN NOT s.can THEN 'CAPABILITY_MISSING'
                WHEN d.id IS NULL THEN 'TENANT_NOT_FOUND'
                ELSE 'OK' END AS verdict
            FROM (VALUES (1)) one
            LEFT JOIN seen s ON true
            LEFT JOIN deleted d ON true
            """#

        /// Deletes a workspace without tenants, and its memberships; for admin callers. Always one row with a verdict, and a row of the trail unless it is
        /// absent. A tenant made at the same moment keeps the workspace by its foreign key. Index: workspaces_pkey, tenants_workspace_id_id_key.
        /// $1 workspace
        static let deleteWorkspace =
            #"""
            -- Deletes a workspace without tenants, and its memberships; for admin callers. Always one row with a verdict, and a row of the trail unless it is
            -- absent. A tenant made at the same moment keeps the workspace by its foreign key. Index: workspaces_pkey, tenants_workspace_id_id_key.
            -- $1 workspace
            WITH seen AS MATERIALIZED (
                SELECT w.id, EXISTS (SELECT 1 FROM tenants t WHERE t.workspace_id = w.id) AS has_tenants
                FROM workspaces w
                WHERE w.id = $1::uuid
            ), deleted AS (
                DELETE FROM workspaces w USING seen s WHERE w.id = s.id AND NOT s.has_tenants
                RETURNING w.id, w.name
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, target_type, target_id, payload)
                SELECT 'done', d.id, 'workspace', d.id::text, jsonb_build_object('name', d.name) FROM deleted d
                UNION ALL
                SELECT 'denied', s.id, 'workspace', s.id::text, '{"reason": "WORKSPACE_NOT_EMPTY"}' FROM seen s WHERE s.has_tenants
                ON CONFLICT DO NOTHING
            )
            SELECT CASE
                WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND'
                WHEN s.has_tenants THEN 'WORKSPACE_NOT_EMPTY'
                WHEN d.id IS NULL THEN 'WORKSPACE_NOT_FOUND'
                ELSE 'OK' END AS verdict
            FROM (VALUES (1)) one
            LEFT JOIN seen s ON true
            LEFT JOIN deleted d ON true
            """#

        /// One tenant; no row: absent, or the actor is neither entitled nor an owner of its workspace. Index: tenants_pkey, workspace_memberships_pkey,
        /// tenant_memberships_pkey.
        /// $1 actor, $2 tenant, $3 admin caller, $4 the only tenant it may be
        static let getTenant =
            #"""
            -- One tenant; no row: absent, or the actor is neither entitled nor an owner of its workspace. Index: tenants_pkey, workspace_memberships_pkey,
            -- tenant_memberships_pkey.
            -- $1 actor, $2 tenant, $3 admin caller, $4 the only tenant it may be
            SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at
            FROM tenants t
            LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
            LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
            WHERE t.id = $2::uuid AND ($4::uuid IS NULL OR t.id = $4::uuid) AND ($3::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
            """#

        /// One workspace; no row: absent, or the actor is no member. Index: workspaces_pkey, workspace_memberships_pkey.
        /// $1 actor, $2 workspace, $3 admin caller
        static let getWorkspace =
            #"""
            -- One workspace; no row: absent, or the actor is no member. Index: workspaces_pkey, workspace_memberships_pkey.
            -- $1 actor, $2 workspace, $3 admin caller
            SELECT w.id, w.name, w.created_at, w.updated_at
            FROM workspaces w
            LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
            WHERE w.id = $2::uuid AND ($3::boolean OR m.role IS NOT NULL)
            """#

        /// A membership of a tenant as it is after the call; always one row with a verdict, and a row of the trail unless the tenant is not to be seen.
        /// Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
        /// Tenant, the actor's workspace membership and the grantee's are locked in this order: a revocation acknowledged before is seen.
        /// $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 the only tenant it may be, $7 grantee, $8 role
        static let grantTenantMembership =
            #"""
            -- A membership of a tenant as it is after the call; always one row with a verdict, and a row of the trail unless the tenant is not to be seen.
            -- Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
            -- Tenant, the actor's workspace membership and the grantee's are locked in this order: a revocation acknowledged before is seen.
            -- $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 the only tenant it may be, $7 grantee, $8 role
            WITH seen AS MATERIALIZED (
                SELECT t.id, t.workspace_id, $4::boolean OR coalesce(w.role = ANY ($3::text[]), false) OR coalesce(m.role = ANY ($5::text[]), false) AS can
                FROM tenants t
                LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
                LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
                WHERE t.id = $2::uuid AND ($6::uuid IS NULL OR t.id = $6::uuid) AND ($4::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
                FOR KEY SHARE OF t
            ), actor AS MATERIALIZED (
                SELECT w.actor
                FROM seen s
                JOIN workspace_memberships w ON w.workspace_id = s.workspace_id AND w.actor = $1::text
                WHERE s.can
                FOR KEY SHARE OF w
            ), grantee AS MATERIALIZED (
                SELECT w.actor, s.id AS tenant_id, s.workspace_id
                FROM seen s
                LEFT JOIN actor a ON true
                JOIN workspace_memberships w ON w.workspace_id = s.workspace_id AND w.actor = $7::text
                WHERE s.can AND ($4::boolean OR a.actor IS NOT NULL)
                FOR KEY SHARE OF w
            ), verdict AS MATERIALIZED (
                SELECT s.id, s.workspace_id,
                    CASE
                        WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND'
                        WHEN NOT s.can THEN 'CAPABILITY_MISSING'
                        WHEN NOT $4::boolean AND a.actor IS NULL THEN 'TENANT_NOT_FOUND'
                        WHEN e.actor IS NULL THEN 'WORKSPACE_MEMBERSHIP_MISSING'
                        ELSE 'OK' END AS reason
                FROM (VALUES (1)) one
                LEFT JOIN seen s ON true
                LEFT JOIN actor a ON true
                LEFT JOIN grantee e ON true
            ), granted AS (
                INSERT INTO tenant_memberships AS m (tenant_id, actor, workspace_id, role)
                SELECT g.tenant_id, g.actor, g.workspace_id, $8::text FROM grantee g
                ON CONFLICT (tenant_id, actor) DO UPDATE SET role = excluded.role, updated_at = now()
                RETURNING m.workspace_id, m.tenant_id, m.actor, m.role, m.created_at, m.updated_at
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', g.workspace_id, g.tenant_id, 'membership', g.actor, jsonb_build_object('role', g.role) FROM granted g
                UNION ALL
                SELECT 'denied', v.workspace_id, v.id, 'membership', $7::text, jsonb_build_object('reason', v.reason, 'role', $8::text)
                FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'WORKSPACE_MEMBERSHIP_MISSING')
                ON CONFLICT DO NOTHING
            )
            SELECT v.reason AS verdict, g.workspace_id, g.tenant_id, g.actor, g.role, g.created_at, g.updated_at
            FROM verdict v
            LEFT JOIN granted g ON true
            """#

        /// A membership of a workspace as it is after the call; always one row with a verdict, and a row of the trail unless it is
        /// not to be seen. Index: workspaces_pkey, workspace_memberships_pkey.
        /// Locks every owner in one order and decides from who is still there: two owners can not demote each other. Not FOR UPDATE: grants of tenant
        /// memberships hold memberships FOR KEY SHARE, in another order.
        /// $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 grantee, $6 role
        static let grantWorkspaceMembership =
            #"""
            -- A membership of a workspace as it is after the call; always one row with a verdict, and a row of the trail unless it is
            -- not to be seen. Index: workspaces_pkey, workspace_memberships_pkey.
            -- Locks every owner in one order and decides from who is still there: two owners can not demote each other. Not FOR UPDATE: grants of tenant
            -- memberships hold memberships FOR KEY SHARE, in another order.
            -- $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 grantee, $6 role
            WITH seen AS MATERIALIZED (
                SELECT w.id, $4::boolean OR m.role = ANY ($3::text[]) AS can
                FROM workspaces w
                LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
                WHERE w.id = $2::uuid AND ($4::boolean OR m.role IS NOT NULL)
            ), owners AS MATERIALIZED (
                SELECT m.actor
                FROM workspace_memberships m
                WHERE m.workspace_id = (SELECT s.id FROM seen s WHERE s.can) AND m.role = 'owner'
                ORDER BY m.actor
                FOR NO KEY UPDATE OF m
            ), verdict AS MATERIALIZED (
                SELECT CASE
                    WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND'
                    WHEN NOT s.can THEN 'CAPABILITY_MISSING'
                    WHEN NOT $4::boolean AND NOT EXISTS (SELECT 1 FROM owners o WHERE o.actor = $1::text) THEN 'WORKSPACE_NOT_FOUND'
                    WHEN $6::text <> 'owner' AND (SELECT count(o.actor) = 1 AND bool_and(o.actor = $5::text) FROM owners o) THEN 'LAST_OWNER'
                    ELSE 'OK' END AS reason
                FROM (VALUES (1)) one
                LEFT JOIN seen s ON true
            ), granted AS (
                INSERT INTO workspace_memberships AS m (workspace_id, actor, role)
                SELECT $2::uuid, $5::text, $6::text FROM verdict v WHERE v.reason = 'OK'
                ON CONFLICT (workspace_id, actor) DO UPDATE SET role = excluded.role, updated_at = now()
                RETURNING m.workspace_id, m.actor, m.role, m.created_at, m.updated_at
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, target_type, target_id, payload)
                SELECT 'done', g.workspace_id, 'membership', g.actor, jsonb_build_object('role', g.role) FROM granted g
                UNION ALL
                SELECT 'denied', $2::uuid, 'membership', $5::text, jsonb_build_object('reason', v.reason, 'role', $6::text)
                FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'LAST_OWNER')
                ON CONFLICT DO NOTHING
            )
            SELECT v.reason AS verdict, g.workspace_id, NULL::uuid AS tenant_id, g.actor, g.role, g.created_at, g.updated_at
            FROM verdict v
            LEFT JOIN granted g ON true
            """#

        /// A page of all tenants, for admin callers, by id. Index: tenants_pkey.
        /// $1 id to resume after, $2 rows
        static let listAllTenants =
            #"""
            -- A page of all tenants, for admin callers, by id. Index: tenants_pkey.
            -- $1 id to resume after, $2 rows
            SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at
            FROM tenants t
            WHERE t.id > $1::uuid
            ORDER BY t.id
            LIMIT $2::integer
            """#

        /// A page of all workspaces, for admin callers, in the order created_at, id. Index: workspaces_page_idx.
        /// $1 created_at and $2 id to resume after, $3 rows
        static let listAllWorkspaces =
            #"""
            -- A page of all workspaces, for admin callers, in the order created_at, id. Index: workspaces_page_idx.
            -- $1 created_at and $2 id to resume after, $3 rows
            SELECT w.id, w.name, w.created_at, w.updated_at
            FROM workspaces w
            WHERE (w.created_at, w.id) > ($1::timestamptz, $2::uuid)
            ORDER BY w.created_at, w.id
            LIMIT $3::integer
            """#

        /// A page of the memberships of one tenant, by actor; at least one row with a verdict. Index: tenants_pkey, workspace_memberships_pkey,
        /// tenant_memberships_pkey.
        /// $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 actor to resume after, $7 rows
        static let listTenantMemberships =
            #"""
            -- A page of the memberships of one tenant, by actor; at least one row with a verdict. Index: tenants_pkey, workspace_memberships_pkey,
            -- tenant_memberships_pkey.
            -- $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 actor to resume after, $7 rows
            WITH seen AS MATERIALIZED (
                SELECT t.id, $4::boolean OR coalesce(w.role = ANY ($3::text[]), false) OR coalesce(m.role = ANY ($5::text[]), false) AS can
                FROM tenants t
                LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
                LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
                WHERE t.id = $2::uuid AND ($4::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
            )
            SELECT CASE WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
                m.workspace_id, m.tenant_id, m.actor, m.role, m.created_at, m.updated_at
            FROM (VALUES (1)) one
            LEFT JOIN seen s ON true
            LEFT JOIN LATERAL (
                SELECT m.workspace_id, m.tenant_id, m.actor, m.role, m.created_at, m.updated_at
                FROM tenant_memberships m
                WHERE s.can AND m.tenant_id = s.id AND m.actor > $6::text
                ORDER BY m.actor
                LIMIT $7::integer
            ) m ON true
            ORDER BY m.actor
            """#

        /// A page of the tenants the actor is entitled to or whose workspace it owns, by id. Index: tenant_memberships_actor_idx,
        /// workspace_memberships_actor_idx, tenants_workspace_id_id_key, then tenants_pkey.
        /// $1 actor, $2 id to resume after, $3 rows
        static let listTenants =
            #"""
            -- A page of the tenants the actor is entitled to or whose workspace it owns, by id. Index: tenant_memberships_actor_idx,
            -- workspace_memberships_actor_idx, tenants_workspace_id_id_key, then tenants_pkey.
            -- $1 actor, $2 id to resume after, $3 rows
            WITH entitled AS (
                SELECT m.tenant_id AS id
                FROM tenant_memberships m
                WHERE m.actor = $1::text AND m.tenant_id > $2::uuid
                ORDER BY m.tenant_id
                LIMIT $3::integer
            ), owned AS (
                SELECT t.id
                FROM workspace_memberships w
                CROSS JOIN LATERAL (
                    SELECT t.id
                    FROM tenants t
                    WHERE t.workspace_id = w.workspace_id AND t.id > $2::uuid
                    ORDER BY t.id
                    LIMIT $3::integer
                ) t
                WHERE w.actor = $1::text AND w.role = 'owner'
            ), page AS MATERIALIZED (
                SELECT e.id FROM entitled e UNION SELECT o.id FROM owned o ORDER BY id LIMIT $3::integer
            )
            SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at
            FROM page p
            CROSS JOIN LATERAL (SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at FROM tenants t WHERE t.id = p.id OFFSET 0) t
            ORDER BY t.id
            """#

        /// A page of the memberships of one workspace, by actor; at least one row with a verdict. Index: workspaces_pkey, workspace_memberships_pkey.
        /// $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 actor to resume after, $6 rows
        static let listWorkspaceMemberships =
            #"""
            -- A page of the memberships of one workspace, by actor; at least one row with a verdict. Index: workspaces_pkey, workspace_memberships_pkey.
            -- $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 actor to resume after, $6 rows
            WITH seen AS MATERIALIZED (
                SELECT w.id, $4::boolean OR m.role = ANY ($3::text[]) AS can
                FROM workspaces w
                LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
                WHERE w.id = $2::uuid AND ($4::boolean OR m.role IS NOT NULL)
            )
            SELECT CASE WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND' WHEN NOT s.can THEN 'CAPABILITY_MISSING' ELSE 'OK' END AS verdict,
                m.workspace_id, NULL::uuid AS tenant_id, m.actor, m.role, m.created_at, m.updated_at
            FROM (VALUES (1)) one
            LEFT JOIN seen s ON true
            LEFT JOIN LATERAL (
                SELECT m.workspace_id, m.actor, m.role, m.created_at, m.updated_at
                FROM workspace_memberships m
                WHERE s.can AND m.workspace_id = s.id AND m.actor > $5::text
                ORDER BY m.actor
                LIMIT $6::integer
            ) m ON true
            ORDER BY m.actor
            """#

        /// A page of the tenants of one workspace, by id: all for its owners and admin callers, those it is entitled to for a member. At least one row with a
        /// verdict. Index: workspaces_pkey, workspace_memberships_pkey, tenants_workspace_id_id_key, tenant_memberships_actor_idx, then tenants_pkey.
        /// $1 actor, $2 workspace, $3 admin caller, $4 id to resume after, $5 rows
        static let listWorkspaceTenants =
            #"""
            -- A page of the tenants of one workspace, by id: all for its owners and admin callers, those it is entitled to for a member. At least one row with a
            -- verdict. Index: workspaces_pkey, workspace_memberships_pkey, tenants_workspace_id_id_key, tenant_memberships_actor_idx, then tenants_pkey.
            -- $1 actor, $2 workspace, $3 admin caller, $4 id to resume after, $5 rows
            WITH seen AS MATERIALIZED (
                SELECT w.id, $3::boolean OR m.role = 'owner' AS sees_all
                FROM workspaces w
                LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
                WHERE w.id = $2::uuid AND ($3::boolean OR m.role IS NOT NULL)
            ), everything AS (
                SELECT t.id
                FROM tenants t
                WHERE (SELECT s.sees_all FROM seen s) AND t.workspace_id = $2::uuid AND t.id > $4::uuid
                ORDER BY t.id
                LIMIT $5::integer
            ), entitled AS (
                SELECT m.tenant_id AS id
                FROM tenant_memberships m
                WHERE NOT (SELECT s.sees_all FROM seen s) AND m.workspace_id = $2::uuid AND m.actor = $1::text
                    AND m.tenant_id > $4::uuid
                ORDER BY m.tenant_id
                LIMIT $5::integer
            ), page AS MATERIALIZED (
                SELECT a.id FROM everything a UNION ALL SELECT e.id FROM entitled e
            )
            SELECT CASE WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND' ELSE 'OK' END AS verdict, t.id, t.workspace_id, t.name, t.created_at, t.updated_at
            FROM (VALUES (1)) one
            LEFT JOIN seen s ON true
            LEFT JOIN (
                page p
                CROSS JOIN LATERAL (SELECT t.id, t.workspace_id, t.name, t.created_at, t.updated_at FROM tenants t WHERE t.id = p.id OFFSET 0) t
            ) ON true
            ORDER BY t.id
            """#

        /// A page of the workspaces the actor is a member of, in the order created_at, id. Sorts as many rows as the actor has workspaces.
        /// Index: workspace_memberships_actor_idx, workspaces_pkey.
        /// $1 actor, $2 created_at and $3 id to resume after, $4 rows
        static let listWorkspaces =
            #"""
            -- A page of the workspaces the actor is a member of, in the order created_at, id. Sorts as many rows as the actor has workspaces.
            -- Index: workspace_memberships_actor_idx, workspaces_pkey.
            -- $1 actor, $2 created_at and $3 id to resume after, $4 rows
            SELECT w.id, w.name, w.created_at, w.updated_at
            FROM workspace_memberships m
            JOIN workspaces w ON w.id = m.workspace_id
            WHERE m.actor = $1::text
                AND (w.created_at, w.id) > ($2::timestamptz, $3::uuid)
            ORDER BY w.created_at, w.id
            LIMIT $4::integer
            """#

        /// Ends a membership of a tenant, if there is one; always one row with a verdict, and a row of the trail unless the tenant is not to be seen or there was
        /// nothing to end. Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
        /// The tenant and the actor's workspace membership are locked in this order: a revocation acknowledged before is seen.
        /// $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 the only tenant it may be, $7 whose membership ends
        static let revokeTenantMembership =
            #"""
            -- Ends a membership of a tenant, if there is one; always one row with a verdict, and a row of the trail unless the tenant is not to be seen or there was
            -- nothing to end. Index: tenants_pkey, workspace_memberships_pkey, tenant_memberships_pkey.
            -- The tenant and the actor's workspace membership are locked in this order: a revocation acknowledged before is seen.
            -- $1 actor, $2 tenant, $3 workspace roles, $4 admin caller, $5 tenant roles, $6 the only tenant it may be, $7 whose membership ends
            WITH seen AS MATERIALIZED (
                SELECT t.id, t.workspace_id, $4::boolean OR coalesce(w.role = ANY ($3::text[]), false) OR coalesce(m.role = ANY ($5::text[]), false) AS can
                FROM tenants t
                LEFT JOIN workspace_memberships w ON w.workspace_id = t.workspace_id AND w.actor = $1::text
                LEFT JOIN tenant_memberships m ON m.tenant_id = t.id AND m.actor = $1::text
                WHERE t.id = $2::uuid AND ($6::uuid IS NULL OR t.id = $6::uuid) AND ($4::boolean OR w.role = 'owner' OR m.role IS NOT NULL)
                FOR KEY SHARE OF t
            ), actor AS MATERIALIZED (
                SELECT w.actor
                FROM seen s
                JOIN workspace_memberships w ON w.workspace_id = s.workspace_id AND w.actor = $1::text
                WHERE s.can
                FOR KEY SHARE OF w
            ), verdict AS MATERIALIZED (
                SELECT s.id, s.workspace_id,
                    CASE
                        WHEN s.id IS NULL THEN 'TENANT_NOT_FOUND'
                        WHEN NOT s.can THEN 'CAPABILITY_MISSING'
                        WHEN NOT $4::boolean AND a.actor IS NULL THEN 'TENANT_NOT_FOUND'
                        ELSE 'OK' END AS reason
                FROM (VALUES (1)) one
                LEFT JOIN seen s ON true
                LEFT JOIN actor a ON true
            ), revoked AS (
                DELETE FROM tenant_memberships m USING verdict v
                WHERE v.reason = 'OK' AND m.tenant_id = v.id AND m.actor = $7::text
                RETURNING m.workspace_id, m.tenant_id, m.actor, m.role
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, tenant_id, target_type, target_id, payload)
                SELECT 'done', r.workspace_id, r.tenant_id, 'membership', r.actor, jsonb_build_object('role', r.role) FROM revoked r
                UNION ALL
                SELECT 'denied', v.workspace_id, v.id, 'membership', $7::text, jsonb_build_object('reason', v.reason)
                FROM verdict v WHERE v.reason = 'CAPABILITY_MISSING'
                ON CONFLICT DO NOTHING
            )
            SELECT v.reason AS verdict
            FROM verdict v
            """#

        /// Ends a membership of a workspace, if there is one, and with it those of its tenants; always one row with a verdict, and a row of the trail unless
        /// the workspace is not to be seen or there was nothing to end. Index: workspaces_pkey, workspace_memberships_pkey.
        /// Locks every owner in one order and decides from who is still there: two owners can not revoke each other.
        /// $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 whose membership ends
        static let revokeWorkspaceMembership =
            #"""
            -- Ends a membership of a workspace, if there is one, and with it those of its tenants; always one row with a verdict, and a row of the trail unless
            -- the workspace is not to be seen or there was nothing to end. Index: workspaces_pkey, workspace_memberships_pkey.
            -- Locks every owner in one order and decides from who is still there: two owners can not revoke each other.
            -- $1 actor, $2 workspace, $3 workspace roles, $4 admin caller, $5 whose membership ends
            WITH seen AS MATERIALIZED (
                SELECT w.id, $4::boolean OR m.role = ANY ($3::text[]) AS can
                FROM workspaces w
                LEFT JOIN workspace_memberships m ON m.workspace_id = w.id AND m.actor = $1::text
                WHERE w.id = $2::uuid AND ($4::boolean OR m.role IS NOT NULL)
            ), owners AS MATERIALIZED (
                SELECT m.actor
                FROM workspace_memberships m
                WHERE m.workspace_id = (SELECT s.id FROM seen s WHERE s.can) AND m.role = 'owner'
                ORDER BY m.actor
                FOR NO KEY UPDATE OF m
            ), verdict AS MATERIALIZED (
                SELECT CASE
                    WHEN s.id IS NULL THEN 'WORKSPACE_NOT_FOUND'
                    WHEN NOT s.can THEN 'CAPABILITY_MISSING'
                    WHEN NOT $4::boolean AND NOT EXISTS (SELECT 1 FROM owners o WHERE o.actor = $1::text) THEN 'WORKSPACE_NOT_FOUND'
                    WHEN (SELECT count(o.actor) = 1 AND bool_and(o.actor = $5::text) FROM owners o) THEN 'LAST_OWNER'
                    ELSE 'OK' END AS reason
                FROM (VALUES (1)) one
                LEFT JOIN seen s ON true
            ), revoked AS (
                DELETE FROM workspace_memberships m USING verdict v
                WHERE v.reason = 'OK' AND m.workspace_id = $2::uuid AND m.actor = $5::text
                RETURNING m.workspace_id, m.actor, m.role
            ), recorded AS (
                INSERT INTO audit_log (outcome, workspace_id, target_type, target_id, payload)
                SELECT 'done', r.workspace_id, 'membership', r.actor, jsonb_build_object('role', r.role) FROM revoked r
                UNION ALL
                SELECT 'denied', $2::uuid, 'membership', $5::text, jsonb_build_object('reason', v.reason)
                FROM verdict v WHERE v.reason IN ('CAPABILITY_MISSING', 'LAST_OWNER')
                ON CONFLICT DO NOTHING
            )
            SELECT v.reason AS verdict
            FROM verdict v
            """#
    }
}
