internal import Postgres

/// Many connections over many tenants, made inside PostgreSQL: a million of them in the time it takes to read this twice.
///
/// Nine providers, one of them rare; statuses and health mostly good; rows of a tenant far apart on disk, as they come when tenants grow side
/// by side; two of a tenant's connections often share their `created_at`. One tenant in a hundred has some thousand more than the others.
package struct LoadedTenancy: Sendable, Hashable {
    package let connectionCount: Int
    /// At least 100.
    package let tenantCount: Int

    /// The providers many connections have, and the one that few have: one connection in 5 000.
    package static let rareProvider = "microsoft"

    /// Who is entitled to how much, besides ten members of each tenant that nobody asks for.
    package enum Actor: String, Sendable, CaseIterable {
        /// Manager of one of the large tenants.
        case one = "user:one"
        /// Manager of the tenant whose id sorts last.
        case last = "user:last"
        /// Manager of a hundred tenants.
        case hundred = "user:hundred"
        /// Manager of all of them.
        case all = "user:all"
        /// A service of the same hundred tenants as `hundred`.
        case service = "service:hundred"
    }

    package init(connectionCount: Int = 1_000_000, tenantCount: Int = 10_000) {
        self.connectionCount = connectionCount
        self.tenantCount = tenantCount
    }

    /// Fills an empty database that has the tables and the catalog. A superuser's session: the tables' owner sees no row of them.
    package func load(into superuserURL: String) throws {
        let session = try PlainSession(superuserURL)
        // Foreign keys are not asked for each row: what is loaded keeps them.
        try session.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '256MB'")
        try session.execute(tenancySQL)
        // The indexes are filled after the rows, sorted: a fifth of the time that row by row takes.
        try session.execute("UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = 'connections'::regclass")
        try session.execute(connectionsSQL)
        try session.execute("REINDEX TABLE connections")
        try session.execute("VACUUM ANALYZE")
    }

    /// Tenants are numbered in the order of their ids, from 0.
    private var tenancySQL: String {
        """
        INSERT INTO workspaces (id, name) SELECT md5('workspace ' || n)::uuid, 'Workspace ' || n FROM generate_series(0, \(tenantCount / 100)) n;
        CREATE TEMPORARY TABLE numbered (n, id, workspace_id) AS
            SELECT row_number() OVER (ORDER BY t.id) - 1, t.id, md5('workspace ' || t.w)::uuid
            FROM (SELECT md5('tenant ' || n)::uuid AS id, n % \(tenantCount / 100 + 1) AS w FROM generate_series(1, \(tenantCount)) n) t;
        CREATE UNIQUE INDEX ON numbered (n);
        ANALYZE numbered;
        INSERT INTO tenants (id, workspace_id, name) SELECT t.id, t.workspace_id, 'Tenant ' || t.n FROM numbered t;
        INSERT INTO tenant_memberships (tenant_id, actor, workspace_id, role)
            SELECT t.id, '\(Actor.all.rawValue)', t.workspace_id, 'manager' FROM numbered t
            UNION ALL
            SELECT t.id, a.actor, t.workspace_id, a.role
            FROM numbered t, (VALUES ('\(Actor.hundred.rawValue)', 'manager'), ('\(Actor.service.rawValue)', 'service')) a (actor, role)
            WHERE t.n % \(tenantCount / 100) = \(tenantCount / 200)
            UNION ALL
            SELECT t.id, '\(Actor.one.rawValue)', t.workspace_id, 'manager' FROM numbered t WHERE t.n = \(tenantCount / 200 * 100 + 1)
            UNION ALL
            SELECT t.id, '\(Actor.last.rawValue)', t.workspace_id, 'manager' FROM numbered t WHERE t.n = \(tenantCount - 1)
            UNION ALL
            SELECT t.id, 'user:member-' || (t.n * 7 + k * 13) % \(tenantCount * 2), t.workspace_id, (ARRAY['owner', 'viewer', 'operator'])[1 + k % 3]
            FROM numbered t, generate_series(1, 10) k;
        INSERT INTO workspace_memberships (workspace_id, actor, role)
            SELECT DISTINCT m.workspace_id, m.actor, 'member' FROM tenant_memberships m
            UNION ALL
            SELECT w.id, 'user:owner', 'owner' FROM workspaces w
        """
    }

    /// Every tenth connection goes to one of the large tenants, the others to any, by a hash of their number.
    private var connectionsSQL: String {
        """
        INSERT INTO connections (id, tenant_id, workspace_id, provider_slug, external_id, display_name, status, health_status, scopes,
            access_token_ciphertext, expires_at, metadata, created_at)
        SELECT md5('connection ' || c.n)::uuid, t.id, t.workspace_id,
            CASE WHEN c.n % 5000 = 0 THEN '\(Self.rareProvider)' ELSE (ARRAY['github', 'github', 'github', 'slack', 'slack', 'gmail',
                'google_calendar', 'google_drive', 'jira', 'zoho_cliq', 'zoho_mail'])[1 + c.n % 11] END,
            CASE WHEN c.n % 5000 = 0 THEN md5('account ' || c.n)::uuid::text ELSE 'account:' || c.n END, 'Account ' || c.n,
            CASE WHEN c.n % 1009 = 0 THEN 'revoked' WHEN c.n % 503 = 0 THEN 'error' ELSE 'active' END,
            CASE WHEN c.n % 1013 = 0 THEN 'failing' WHEN c.n % 101 = 0 THEN 'degraded' WHEN c.n % 13 = 0 THEN 'unknown' ELSE 'healthy' END,
            '{read,write}', decode(repeat(md5(c.n::text), 2), 'hex'), '2026-01-01'::timestamptz + c.n * interval '1 minute',
            CASE WHEN c.n % 4 = 0 THEN '{"plan": "team"}'::jsonb END,
            '2025-01-01'::timestamptz + c.n / \(tenantCount * 4) * interval '1 hour'
        FROM generate_series(0, \(connectionCount - 1)) c (n)
        JOIN numbered t ON t.n = CASE
            WHEN c.n % 10 = 0 THEN abs(hashint4(c.n)) % \(tenantCount / 100) * 100 + 1
            ELSE abs(hashint4(c.n)) % \(tenantCount) END
        """
    }
}
