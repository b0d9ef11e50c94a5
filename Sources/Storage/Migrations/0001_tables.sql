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
