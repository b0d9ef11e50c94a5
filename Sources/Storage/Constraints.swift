import Postgres

extension StorageError {
    /// What the client is told when a constraint refused a segment: races that the statements' own checks can not see, and values only the database can judge.
    init(_ fault: StorageFault) {
        if case .rejected(let rejection) = fault, let verdict = Verdict(rejection) {
            self = .refused(verdict)
        } else {
            self = .fault(fault)
        }
    }
}

extension Verdict {
    /// By the name of the constraint; nil: the refusal is a bug of ours.
    init?(_ rejection: SQLRejection) {
        switch (rejection.sqlState, rejection.constraint) {
        case (uniqueViolation, "connections_tuple_key"): self = .connectionExists
        case (foreignKeyViolation, "connections_provider_fkey"): self = .unknownProvider
        case (foreignKeyViolation, "connections_tenant_fkey"), (foreignKeyViolation, "connections_workspace_fkey"): self = .tenantNotFound
        case (foreignKeyViolation, "tenants_workspace_fkey") where rejection.statementName == Statement.deleteWorkspace.name:
            self = .workspaceNotEmpty
        case (foreignKeyViolation, "tenants_workspace_fkey"), (foreignKeyViolation, "workspace_memberships_workspace_fkey"):
            self = .workspaceNotFound
        case (foreignKeyViolation, "tenant_memberships_tenant_fkey"): self = .tenantNotFound
        case (foreignKeyViolation, "tenant_memberships_workspace_membership_fkey"): self = .workspaceMembershipMissing
        case (checkViolation, "connections_metadata_check"): self = .metadataInvalid
        case (let state, nil) where unkeepableJSON.contains(state) && takesJSON.contains(rejection.statementName): self = .metadataInvalid
        default: return nil
        }
    }
}

private let uniqueViolation = "23505"
private let foreignKeyViolation = "23503"
private let checkViolation = "23514"

/// Malformed text, an escaped NUL, a number out of range, nesting beyond the server's stack, a string or object beyond its limits.
private let unkeepableJSON: Set<String> = ["22P02", "22P05", "22003", "54001", "54000"]
private let takesJSON: Set<String?> = [Statement.createConnection.name, Statement.updateConnection.name]
