internal import FoundationEssentials
internal import TenonClient

extension Value {
    /// A time as RFC 3339 in UTC with microseconds; none if absent.
    static func time(_ timestamp: Timestamp?) -> Value {
        guard let timestamp else { return .none }
        let date = Date(timeIntervalSince1970: Double(timestamp.seconds))
        let seconds = date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt)).dropLast()
        let micros = String(timestamp.nanos / 1_000)
        return .text("\(seconds).\(String(repeating: "0", count: max(0, 6 - micros.count)))\(micros)Z")
    }
}

extension Record {
    init(_ provider: Provider) {
        self.init([
            "slug": .text(provider.slug), "display_name": .text(provider.displayName), "auth_type": .text(provider.authType),
            "external_id_kind": .text(provider.externalIDKind), "metadata_keys": .list(provider.metadataKeys),
            "refresh_token_rotation": .text(provider.refreshTokenRotation), "created_at": .time(provider.createdAt),
            "updated_at": .time(provider.updatedAt),
        ])
    }

    init(_ connection: Connection) {
        self.init([
            "id": .text(connection.id), "workspace_id": .text(connection.workspaceID), "tenant_id": .text(connection.tenantID),
            "provider_slug": .text(connection.providerSlug), "external_id": .text(connection.externalID),
            "display_name": .text(connection.displayName), "status": .badge("connection_status", connection.status),
            "scopes": .list(connection.scopes),
            "expires_at": .time(connection.expiresAt), "metadata_json": .text(connection.metadataJSON),
            "is_default": .flag(connection.isDefault), "health_status": .badge("connection_health", connection.healthStatus),
            "last_health_check_at": .time(connection.lastHealthCheckAt),
            "last_error_reason_code": .badge("reason_code", connection.lastErrorReasonCode),
            "last_error_message": .text(connection.lastErrorMessage),
            "has_access_token": .flag(connection.hasAccessToken), "has_refresh_token": .flag(connection.hasRefreshToken),
            "token_generation": .number(connection.tokenGeneration), "created_at": .time(connection.createdAt),
            "updated_at": .time(connection.updatedAt),
        ])
    }

    init(_ run: OperationRun) {
        self.init([
            "id": .text(run.id), "workspace_id": .text(run.workspaceID), "tenant_id": .text(run.tenantID),
            "connection_id": .text(run.connectionID), "kind": .text(run.kind), "outcome": .badge("run_outcome", run.outcome),
            "reason_code": .badge("reason_code", run.reasonCode), "message": .text(run.message),
            "health_status": .badge("connection_health", run.healthStatus),
            "actor": .text(run.actor), "link": .text(run.link), "started_at": .time(run.startedAt), "finished_at": .time(run.finishedAt),
        ])
    }

    init(_ workspace: Workspace) {
        self.init([
            "id": .text(workspace.id), "name": .text(workspace.name), "created_at": .time(workspace.createdAt),
            "updated_at": .time(workspace.updatedAt),
        ])
    }

    init(_ tenant: Tenant) {
        self.init([
            "id": .text(tenant.id), "workspace_id": .text(tenant.workspaceID), "name": .text(tenant.name),
            "created_at": .time(tenant.createdAt), "updated_at": .time(tenant.updatedAt),
        ])
    }

    init(_ membership: Membership) {
        self.init([
            "workspace_id": .text(membership.workspaceID), "tenant_id": .text(membership.tenantID), "actor": .text(membership.actor),
            "role": .text(membership.role), "created_at": .time(membership.createdAt), "updated_at": .time(membership.updatedAt),
        ])
    }

    init(_ event: AuditEvent) {
        self.init([
            "id": .text(event.id), "at": .time(event.at), "action": .text(event.action), "outcome": .text(event.outcome),
            "actor": .text(event.actor), "caller": .text(event.caller), "caller_uid": .number(Int64(event.callerUID)),
            "caller_pid": .number(Int64(event.callerPID)), "workspace_id": .text(event.workspaceID), "tenant_id": .text(event.tenantID),
            "target_type": .text(event.targetType), "target_id": .text(event.targetID), "payload_json": .text(event.payloadJSON),
            "request_id": .text(event.requestID),
        ])
    }

    init(_ badge: Badge) {
        self.init([
            "domain": .text(badge.domain), "value": .text(badge.value), "label": .text(badge.label), "color": .text(badge.color),
            "permanent": .flag(badge.permanent), "meaning": .text(badge.meaning),
        ])
    }

    init(_ reply: WhoAmIResponse) {
        self.init([
            "caller": .text(reply.caller), "caller_uid": .number(Int64(reply.callerUID)), "admin": .flag(reply.admin),
            "actor": .text(reply.actor), "may_act_as": .list(reply.mayActAs),
        ])
    }
}
