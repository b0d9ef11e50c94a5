// Written by protoc-gen-tenon from tenon/v1/operations.proto: change that and run `make generate`.

/// One run of an operation on a connection.
public struct OperationRun: Sendable, Hashable {
    /// UUID, lower case.
    public var id: String

    /// Workspace of the tenant.
    public var workspaceID: String

    /// Tenant that owns the connection.
    public var tenantID: String

    /// Connection it ran on.
    public var connectionID: String

    /// `health_check`, `token_refresh` or `sync`.
    public var kind: String

    /// `running`, `succeeded`, `failed`, `cancelled` or `expired`.
    public var outcome: String

    /// Why it failed; empty: it did not. One of a closed list, in which `permanent` says that trying again can not help before somebody has acted,
    /// and `transient` that it may:
    ///
    /// * `NO_REFRESH_TOKEN`, permanent: There is no refresh token to get a new access token with.
    /// * `INVALID_GRANT`, permanent: The provider does not accept the grant any more: it has expired or was revoked.
    /// * `INVALID_CLIENT`, permanent: The provider does not accept the client or its credentials.
    /// * `PERMISSION_MISSING`, permanent: The account has not granted a permission that the operation needs.
    /// * `PROVIDER_REFUSED`, permanent: The provider refused the operation and will refuse it again.
    /// * `RATE_LIMITED`, transient: The provider accepts no more requests for the time being.
    /// * `PROVIDER_UNAVAILABLE`, transient: The provider answered that it can not serve at the moment.
    /// * `NETWORK_ERROR`, transient: The provider could not be reached, or the exchange with it broke off.
    /// * `TIMEOUT`, transient: The provider did not answer in time.
    /// * `MALFORMED_RESPONSE`, transient: The provider answered something that can not be understood.
    /// * `INTERNAL_ERROR`, transient: The service that ran the operation failed itself.
    public var reasonCode: String

    /// Sanitised message, at most 512 characters.
    public var message: String

    /// What a health check found: `healthy`, `degraded`, `failing` or `unknown`; empty: no health check, or one that has found nothing.
    public var healthStatus: String

    /// Actor that started it.
    public var actor: String

    /// Canonical link to the run: a base that the daemon was configured with, a slash and the id; `tenon://runs/<id>` unless configured.
    public var link: String

    /// When it began.
    public var startedAt: Timestamp?

    /// When it ended; absent: it has not.
    public var finishedAt: Timestamp?

    /// What is left out is empty, which is: not sent.
    public init(
        id: String = "", workspaceID: String = "", tenantID: String = "", connectionID: String = "", kind: String = "",
        outcome: String = "", reasonCode: String = "", message: String = "", healthStatus: String = "", actor: String = "",
        link: String = "", startedAt: Timestamp? = nil, finishedAt: Timestamp? = nil
    ) {
        self.id = id
        self.workspaceID = workspaceID
        self.tenantID = tenantID
        self.connectionID = connectionID
        self.kind = kind
        self.outcome = outcome
        self.reasonCode = reasonCode
        self.message = message
        self.healthStatus = healthStatus
        self.actor = actor
        self.link = link
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }
}

public struct StartOperationRunRequest: Sendable, Hashable {
    /// Connection to run on.
    public var connectionID: String

    /// `health_check`, `token_refresh` or `sync`.
    public var kind: String

    /// What is left out is empty, which is: not sent.
    public init(connectionID: String = "", kind: String = "") {
        self.connectionID = connectionID
        self.kind = kind
    }
}

public struct FinishOperationRunRequest: Sendable, Hashable {
    /// UUID of the run.
    public var id: String

    /// `succeeded`, `failed` or `cancelled`.
    public var outcome: String

    /// What a health check found; empty: `healthy` if it succeeded, `failing` if it failed. Of other kinds and with `cancelled` it must be empty.
    public var healthStatus: String

    /// One of the reason codes listed at `OperationRun.reason_code`. Needed with `failed`; with `succeeded` only beside a `health_status` other than
    /// `healthy`.
    public var reasonCode: String

    /// Message for people, of any length that a request may have. Stored in one line, cut to 512 characters, and with a marker in place of what looks like
    /// a secret.
    public var message: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "", outcome: String = "", healthStatus: String = "", reasonCode: String = "", message: String = "") {
        self.id = id
        self.outcome = outcome
        self.healthStatus = healthStatus
        self.reasonCode = reasonCode
        self.message = message
    }
}

public struct GetOperationRunRequest: Sendable, Hashable {
    /// UUID of the run.
    public var id: String

    /// What is left out is empty, which is: not sent.
    public init(id: String = "") {
        self.id = id
    }
}

public struct ListOperationRunsRequest: Sendable, Hashable {
    /// Only this tenant; empty: the tenant context, else all the actor is entitled to.
    public var tenantID: String

    /// Only this connection; empty: all.
    public var connectionID: String

    /// Only this kind; empty: all.
    public var kind: String

    /// Only this outcome; empty: all.
    public var outcome: String

    /// Most runs to return: 0 means 50, above 1000 means 1000.
    public var pageSize: Int32

    /// `next_page_token` of the page before; empty: the first page.
    public var pageToken: String

    /// What is left out is empty, which is: not sent.
    public init(
        tenantID: String = "", connectionID: String = "", kind: String = "", outcome: String = "", pageSize: Int32 = 0,
        pageToken: String = ""
    ) {
        self.tenantID = tenantID
        self.connectionID = connectionID
        self.kind = kind
        self.outcome = outcome
        self.pageSize = pageSize
        self.pageToken = pageToken
    }
}

public struct ListOperationRunsResponse: Sendable, Hashable {
    /// One page.
    public var operationRuns: [OperationRun]

    /// Token of the next page; empty: this was the last one.
    public var nextPageToken: String

    /// What is left out is empty, which is: not sent.
    public init(operationRuns: [OperationRun] = [], nextPageToken: String = "") {
        self.operationRuns = operationRuns
        self.nextPageToken = nextPageToken
    }
}
