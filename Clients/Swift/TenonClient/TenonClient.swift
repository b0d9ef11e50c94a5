@_exported public import Messages
internal import Transport

#if canImport(Glibc)
    internal import Glibc
#endif

/// Calls Tenon over its Unix socket: one channel, opened on the first call and again after it was lost, shared by any number of
/// concurrent calls. A class: it owns the channel.
///
/// ```swift
/// let client = TenonClient(actor: "service:billing")
/// let connection = try await client.connections.getConnection(GetConnectionRequest(id: id))
/// await client.close()
/// ```
public final class TenonClient: Sendable {
    let core: ClientCore

    /// Makes a client; nothing is opened before the first call.
    /// - Parameters:
    ///   - socketPath: the daemon's socket.
    ///   - actor: on whose behalf calls are made, `user:…` or `service:…`; nil: `service:` and the caller's name.
    ///   - tenant: the active tenant context, a UUID; nil: none.
    ///   - timeout: how long a call may take, unless its options say otherwise; at most 60 seconds.
    ///   - serverUID: the user the daemon runs as, if it is neither this process's own nor root; no other server is talked to.
    public init(
        socketPath: String = TenonClient.defaultSocketPath, actor: String? = nil, tenant: String? = nil, timeout: Duration = .seconds(5),
        serverUID: UInt32? = nil
    ) {
        core = ClientCore(
            socketPath: socketPath, serverUID: serverUID, defaults: CallOptions(actor: actor, tenant: tenant, timeout: timeout))
    }

    /// Runs tasks on the thread of the client's channel: calls made there need no thread switch, and those of one turn leave together.
    package var executor: any TaskExecutor { core.transport.executor }

    /// Suspends a task that runs there, by that thread's own clock.
    package func pause(for duration: Duration) async { await core.transport.executor.pause(for: duration) }

    /// Fails the open calls and closes the channel. Later calls fail. A client that nobody has any more closes its channel by itself.
    public func close() async {
        await core.transport.close()
    }

    /// Where the daemon listens unless told otherwise: `TENON_SOCKET`, else `/run/tenon/tenon.sock` for root and
    /// `$XDG_RUNTIME_DIR/tenon.sock` or `/tmp/tenon-<uid>/tenon.sock` for others.
    public static var defaultSocketPath: String {
        SocketLocation.standard
    }
}

extension TenonClient {
    /// The catalog of providers.
    public var providers: ProviderServiceClient { ProviderServiceClient(core: core) }
    /// Connections and their tokens.
    public var connections: ConnectionServiceClient { ConnectionServiceClient(core: core) }
    /// Workspaces, tenants and memberships.
    public var tenancy: TenancyServiceClient { TenancyServiceClient(core: core) }
    /// Operation runs.
    public var operations: OperationServiceClient { OperationServiceClient(core: core) }
    /// How states are shown.
    public var badges: BadgeServiceClient { BadgeServiceClient(core: core) }
    /// The trail of state changes.
    public var audit: AuditServiceClient { AuditServiceClient(core: core) }
    /// The daemon itself.
    public var daemon: DaemonServiceClient { DaemonServiceClient(core: core) }
    /// gRPC's health check.
    public var health: HealthClient { HealthClient(core: core) }
}

/// What one call sets differently from its client. Nil: as the client says.
public struct CallOptions: Sendable, Hashable {
    /// On whose behalf: `user:…` or `service:…`.
    public var actor: String?
    /// The active tenant context, a UUID.
    public var tenant: String?
    /// How long the call may take, at most 60 seconds.
    public var timeout: Duration?
    /// At most 128 printable ASCII characters that the daemon writes beside what it logs of the call.
    public var requestID: String?

    /// Options of one call.
    public init(actor: String? = nil, tenant: String? = nil, timeout: Duration? = nil, requestID: String? = nil) {
        self.actor = actor
        self.tenant = tenant
        self.timeout = timeout
        self.requestID = requestID
    }
}
