// Written by protoc-gen-tenon from tenon/v1/audit.proto: change that and run `make generate`.

/// One state change, or one that was refused although the actor may see what it was about: because its role lacks the capability or because of the
/// state of things. Refusals are recorded once a second at most for each actor and action. Reads, bad input, lost races, and attempts on what the actor may not
/// see are not recorded.
public struct AuditEvent: Sendable, Hashable {
    /// UUID, lower case.
    public var id: String

    /// When it happened.
    public var at: Timestamp?

    /// Stable id of the action, such as `connection.create`.
    public var action: String

    /// `done` or `denied`.
    public var outcome: String

    /// On whose behalf.
    public var actor: String

    /// Name of the caller entry.
    public var caller: String

    /// User id of the calling process.
    public var callerUID: UInt32

    /// Process id of the calling process.
    public var callerPID: UInt32

    /// Workspace it happened in; empty: none.
    public var workspaceID: String

    /// Tenant it happened in; empty: none.
    public var tenantID: String

    /// `connection`, `tenant`, `workspace`, `membership`, `provider` or `operation_run`.
    public var targetType: String

    /// Id of the target.
    public var targetID: String

    /// Changed field names and non-secret values, a JSON object.
    public var payloadJSON: String

    /// Request id the caller gave.
    public var requestID: String

    /// What is left out is empty, which is: not sent.
    public init(
        id: String = "", at: Timestamp? = nil, action: String = "", outcome: String = "", actor: String = "", caller: String = "",
        callerUID: UInt32 = 0, callerPID: UInt32 = 0, workspaceID: String = "", tenantID: String = "", targetType: String = "",
        targetID: String = "", payloadJSON: String = "", requestID: String = ""
    ) {
        self.id = id
        self.at = at
        self.action = action
        self.outcome = outcome
        self.actor = actor
        self.caller = caller
        self.callerUID = callerUID
        self.callerPID = callerPID
        self.workspaceID = workspaceID
        self.tenantID = tenantID
        self.targetType = targetType
        self.targetID = targetID
        self.payloadJSON = payloadJSON
        self.requestID = requestID
    }
}

public struct ListAuditEventsRequest: Sendable, Hashable {
    /// Only this tenant; empty: the tenant context, else see `workspace_id`.
    public var tenantID: String

    /// Only this workspace; both empty: everything, admin callers only.
    public var workspaceID: String

    /// Only this actor; empty: all.
    public var actor: String

    /// Only this action; empty: all.
    public var action: String

    /// Only this target; empty: all.
    public var targetID: String

    /// Only events after this time.
    public var after: Timestamp?

    /// Only events before this time.
    public var before: Timestamp?

    /// Most events to return: 0 means 50, above 1000 means 1000.
    public var pageSize: Int32

    /// `next_page_token` of the page before; empty: the first page.
    public var pageToken: String

    /// What is left out is empty, which is: not sent.
    public init(
        tenantID: String = "", workspaceID: String = "", actor: String = "", action: String = "", targetID: String = "",
        after: Timestamp? = nil, before: Timestamp? = nil, pageSize: Int32 = 0, pageToken: String = ""
    ) {
        self.tenantID = tenantID
        self.workspaceID = workspaceID
        self.actor = actor
        self.action = action
        self.targetID = targetID
        self.after = after
        self.before = before
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

public struct ListAuditEventsResponse: Sendable, Hashable {
    /// One page, newest first.
    public var auditEvents: [AuditEvent]

    /// Token of the next page; empty: this was the last one.
    public var nextPageToken: String

    /// What is left out is empty, which is: not sent.
    public init(auditEvents: [AuditEvent] = [], nextPageToken: String = "") {
        self.auditEvents = auditEvents
        self.nextPageToken = nextPageToken
    }
}
