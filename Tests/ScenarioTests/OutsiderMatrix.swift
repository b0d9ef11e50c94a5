import Messages
import TenonClient
import Testing

/// Who asks: the columns of the matrix, in their order.
enum Outsider: Int, CaseIterable, Sendable {
    /// A process whose user is in no entry of the callers file.
    case unknownUser
    /// A caller that may speak for its own service alone, and speaks for an actor that may do everything.
    case notAllowedToSpeak
    /// An actor that is a member of nothing.
    case stranger
    /// A member of the workspace and of none of its tenants.
    case workspaceMember
    /// Owned the tenant until its membership of the workspace was revoked, right before the call.
    case formerWorkspaceMember
    /// Owned the tenant until its membership of it was revoked, right before the call; still a member of the workspace.
    case formerTenantMember
    case viewer, `operator`, service, manager, owner
    /// An owner of the workspace that is no member of the tenant.
    case workspaceOwner
    /// An owner of another workspace and its tenant.
    case foreignOwner
    /// The same in the context of its own tenant, naming what is foreign.
    case forgedBody
    /// The same in the context of the foreign tenant, which it names nowhere else.
    case forgedContext
    /// The same in the context of the foreign tenant, naming what is its own.
    case misplacedContext
    /// An admin caller, for an actor that is a member of nothing.
    case adminCaller
}

/// What a cell expects.
enum Answer: Character, Sendable {
    case done = "."
    /// Done, and the reply speaks of the place.
    case shown = "+"
    /// Done, and the reply does not speak of the place.
    case silent = "-"
    case callerUnknown = "U"
    case actorNotAllowed = "A"
    case adminOnly = "O"
    case capabilityMissing = "D"
    case workspaceNotFound = "W"
    case tenantNotFound = "T"
    case connectionNotFound = "C"
    case runNotFound = "R"

    /// The code and the reason; nil: it is no refusal.
    var refusal: (code: TenonStatusCode, reason: String)? {
        switch self {
        case .done, .shown, .silent: nil
        case .callerUnknown: (.unauthenticated, "CALLER_UNKNOWN")
        case .actorNotAllowed: (.permissionDenied, "ACTOR_NOT_ALLOWED")
        case .adminOnly: (.permissionDenied, "ADMIN_ONLY")
        case .capabilityMissing: (.permissionDenied, "CAPABILITY_MISSING")
        case .workspaceNotFound: (.notFound, "WORKSPACE_NOT_FOUND")
        case .tenantNotFound: (.notFound, "TENANT_NOT_FOUND")
        case .connectionNotFound: (.notFound, "CONNECTION_NOT_FOUND")
        case .runNotFound: (.notFound, "RUN_NOT_FOUND")
        }
    }
}

/// What one way of asking an RPC is answered, caller by caller.
struct Row: Sendable {
    let cells: String
    let extent: Extent

    /// - Parameter cells: one letter for each case of `Outsider`.
    init(_ cells: String, _ extent: Extent = .asItIs) {
        self.cells = cells
        self.extent = extent
    }

    /// What a kind of caller is answered; throws when the row has not one letter for each of them.
    func answer(to outsider: Outsider) throws -> Answer {
        let answers = cells.split(separator: " ").compactMap { $0.count == 1 ? $0.first.flatMap(Answer.init) : nil }
        try #require(answers.count == Outsider.allCases.count, "\(cells)")
        return answers[outsider.rawValue]
    }
}

/// What a request that may name a tenant, a workspace or a connection names.
enum Extent: Sendable {
    case asItIs, ofTenant, ofWorkspace, ofConnection, everything
}

/// Every RPC × every kind of caller.
enum OutsiderMatrix {
    /// Everything one kind of caller is answered.
    static func answers(to outsider: Outsider) throws -> [Answer] {
        try Method.allCases.flatMap { try rows(of: $0).map { try $0.answer(to: outsider) } }
    }

    // unknown user
    // │ not allowed to speak
    // │ │ stranger
    // │ │ │ workspace member
    // │ │ │ │ former workspace member
    // │ │ │ │ │ former tenant member
    // │ │ │ │ │ │ viewer
    // │ │ │ │ │ │ │ operator
    // │ │ │ │ │ │ │ │ service
    // │ │ │ │ │ │ │ │ │ manager
    // │ │ │ │ │ │ │ │ │ │ owner
    // │ │ │ │ │ │ │ │ │ │ │ workspace owner
    // │ │ │ │ │ │ │ │ │ │ │ │ foreign owner
    // │ │ │ │ │ │ │ │ │ │ │ │ │ forged body
    // │ │ │ │ │ │ │ │ │ │ │ │ │ │ forged context
    // │ │ │ │ │ │ │ │ │ │ │ │ │ │ │ misplaced context
    // │ │ │ │ │ │ │ │ │ │ │ │ │ │ │ │ admin caller
    static func rows(of method: Method) -> [Row] {
        switch method {
        case .healthCheck:
            [Row("U . . . . . . . . . . . . . . . .")]
        case .badgeServiceGetBadgeCatalog, .daemonServiceDescribe, .daemonServiceWhoAmI, .providerServiceGetProvider,
            .providerServiceListProviders:
            [Row("U A . . . . . . . . . . . . . . .")]
        case .daemonServiceGetStats, .providerServiceUpsertProvider, .tenancyServiceCreateWorkspace, .tenancyServiceDeleteWorkspace:
            [Row("U A O O O O O O O O O O O O O O .")]

        case .connectionServiceCreateConnection, .connectionServiceClearDefaultConnection:
            [Row("U A T T T T D D D . . T T T T . T")]
        case .connectionServiceGetConnection:
            [Row("U A C C C C . . . . . C C C C C C")]
        case .connectionServiceFindConnection, .connectionServiceGetDefaultConnection:
            [Row("U A T T T T . . . . . T T T T . T")]
        case .connectionServiceListConnections:
            [
                Row("U A T T T T + + + + + T T T T - T", .ofTenant),
                Row("U A - - - - + + + + + - - - T T -", .everything),
            ]
        case .connectionServiceUpdateConnection, .connectionServiceSetDefaultConnection, .connectionServiceDeleteConnection:
            [Row("U A C C C C D D D . . C C C C C C")]
        case .connectionServiceUpdateTokensStatus:
            [Row("U A C C C C D D . . . C C C C C C")]
        case .connectionServiceGetConnectionTokens:
            [Row("U A C C C C D D . D D C C C C C C")]

        case .operationServiceStartOperationRun:
            [Row("U A C C C C D . . . . C C C C C C")]
        case .operationServiceFinishOperationRun:
            [Row("U A R R R R D . . . . R R R R R R")]
        case .operationServiceGetOperationRun:
            [Row("U A R R R R . . . . . R R R R R R")]
        case .operationServiceListOperationRuns:
            [
                Row("U A T T T T + + + + + T T T T - T", .ofTenant),
                Row("U A C C C C + + + + + C C C C C C", .ofConnection),
                Row("U A - - - - + + + + + - - - T T -", .everything),
            ]

        case .tenancyServiceGetWorkspace:
            [Row("U A W . W . . . . . . . W W W . .")]
        case .tenancyServiceListWorkspaces:
            [Row("U A - + - + + + + + + + - - - - +")]
        case .tenancyServiceCreateTenant:
            [Row("U A W D W D D D D D D . W W W . .")]
        case .tenancyServiceGetTenant:
            [Row("U A T T T T . . . . . . T T T T .")]
        case .tenancyServiceListTenants:
            [
                Row("U A W - W - + + + + + + W T T T +", .ofWorkspace),
                Row("U A - - - - + + + + + + - - T T +", .everything),
            ]
        case .tenancyServiceDeleteTenant:
            [Row("U A T T T T D D D D D . T T T T .")]
        case .tenancyServiceGrantWorkspaceMembership, .tenancyServiceRevokeWorkspaceMembership:
            [Row("U A W D W D D D D D D . W W W . .")]
        case .tenancyServiceGrantTenantMembership, .tenancyServiceRevokeTenantMembership:
            [Row("U A T T T T D D D D . . T T T T .")]
        case .tenancyServiceListMemberships:
            [
                Row("U A T T T T D D D D + + T T T - +", .ofTenant),
                Row("U A W D W D D D D D D + W W W - +", .ofWorkspace),
            ]

        case .auditServiceListAuditEvents:
            [
                Row("U A T T T T D D D D + T T T T - T", .ofTenant),
                Row("U A W D W D D D D D D + W W W - +", .ofWorkspace),
                Row("U A O O O O O O O O O O O - T T +", .everything),
            ]
        }
    }
}
