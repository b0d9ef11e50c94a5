import FoundationEssentials
import Testing

@testable import Access

@Suite struct `Callers and scopes` {
    private static let admin = Caller(name: "local", uid: 0, mayActAs: [ActorPattern("*")], isAdmin: true)
    private static let web = Caller(name: "web", uid: 1001, mayActAs: [ActorPattern("user:*"), ActorPattern("service:web-batch")])

    @Test func `without a callers file the daemon's own user and root are the admin caller local, and nobody else gets in`() throws {
        let directory = CallerDirectory.local(daemonUID: 990)
        for uid: UInt32 in [0, 990] {
            let caller = try #require(directory.caller(uid: uid))
            #expect(caller.name == "local" && caller.isAdmin && caller.uid == uid)
            #expect(try caller.actor(named: "user:anybody").text == "user:anybody")
            #expect(try caller.actor(named: nil).text == "service:local")
        }
        #expect(directory.caller(uid: 1) == nil)
        #expect(CallerDirectory.local(daemonUID: 0).caller(uid: 0)?.isAdmin == true)
    }

    @Test func `two entries with one name or one user id are refused`() {
        let others = [Caller(name: "web", uid: 7, mayActAs: []), Caller(name: "other", uid: 1001, mayActAs: [])]
        #expect(throws: CallerConflict.name("web")) { try CallerDirectory([Self.web, others[0]]) }
        #expect(throws: CallerConflict.uid(caller: others[1], other: "web")) { try CallerDirectory([Self.web, others[1]]) }
    }

    @Test(
        arguments: [
            (nil, "service:web"), ("service:web", "service:web"), ("user:alice", "user:alice"), ("service:web-batch", "service:web-batch"),
        ] as [(String?, String)])
    func `a call is made for the actor it names, else for the caller's own service`(named: String?, actor: String) throws {
        #expect(try CallContext(caller: Self.web, processID: 7, groupID: 8, actor: named, tenantContext: nil).actor.text == actor)
    }

    @Test(arguments: [
        ("service:mailer", AccessDenial.actorNotAllowed), ("service:we", .actorNotAllowed), ("service:web-", .actorNotAllowed),
        ("", .actorInvalid(.kindUnknown)),
        ("user:", .actorInvalid(.nameEmpty)),
    ])
    func `an actor the caller may not speak for is refused`(named: String, denial: AccessDenial) {
        #expect(throws: denial) { try CallContext(caller: Self.web, processID: 7, groupID: 8, actor: named, tenantContext: nil) }
    }

    @Test(arguments: [
        "", "all", "0", "00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-0000000000001",
        "{00000000-0000-0000-0000-000000000000}",
    ])
    func `a tenant context that is no UUID is refused, never read as all`(text: String) {
        #expect(throws: AccessDenial.tenantContextInvalid) {
            try CallContext(caller: Self.web, processID: 7, groupID: 8, actor: nil, tenantContext: text)
        }
    }

    @Test func `a tenant context is taken in any case`() throws {
        let id = UUID()
        for text in [id.uuidString, id.uuidString.lowercased()] {
            #expect(try CallContext(caller: Self.web, processID: 7, groupID: 8, actor: nil, tenantContext: text).tenantContext == id)
        }
    }

    private static let explicit = UUID(), active = UUID()

    @Test(
        arguments: [
            (explicit, active, explicit), (explicit, nil, explicit), (nil, active, active), (nil, nil, nil),
        ] as [(UUID?, UUID?, UUID?)])
    func `an explicit tenant wins over the context, which wins over all`(explicit: UUID?, context: UUID?, expected: UUID?) throws {
        let call = try CallContext(caller: Self.web, processID: 7, groupID: 8, actor: "user:alice", tenantContext: context?.uuidString)
        #expect(call.scope(for: .connectionView, tenant: explicit).tenant == expected)
        #expect(call.scope(for: .connectionView).tenant == context)
        #expect(call.workspaceAuthority(for: .tenantManage).tenantContext == context)
        if let expected {
            #expect(try call.singleTenantScope(for: .connectionManage, tenant: explicit).tenant == expected)
        } else {
            #expect(throws: AccessDenial.tenantMissing) { try call.singleTenantScope(for: .connectionManage, tenant: explicit) }
        }
    }

    @Test(arguments: Capability.allCases)
    func `a scope carries the needed capability`(capability: Capability) throws {
        let call = try CallContext(caller: Self.web, processID: 7, groupID: 8, actor: "user:alice", tenantContext: nil)
        #expect(call.scope(for: capability).capability == capability)
        #expect(Capability.allCases[capability.place] == capability)
        #expect(call.scope(for: capability).actor.text == "user:alice")
    }

    @Test(arguments: Capability.allCases)
    func `a caller's ceiling takes a capability from every actor it speaks for`(capability: Capability) throws {
        let reader = Caller(name: "r", uid: 7, mayActAs: [ActorPattern("*")], ceiling: [.connectionView])
        let call = try CallContext(caller: reader, processID: 7, groupID: 8, actor: "service:a", tenantContext: nil)
        let granted = capability == .connectionView ? capability : nil
        #expect(call.scope(for: capability).capability == granted)
        #expect(try call.singleTenantScope(for: capability, tenant: UUID()).capability == granted)
        #expect(call.workspaceAuthority(for: capability).capability == granted)
    }

    @Test func `only an admin caller administers, whomever it speaks for`() throws {
        let admin = try CallContext(caller: Self.admin, processID: 7, groupID: 8, actor: "user:alice", tenantContext: nil)
        #expect(try admin.adminAuthority().actor.text == "user:alice")
        #expect(admin.workspaceAuthority(for: .tenantManage).isAdminCaller)

        let web = try CallContext(caller: Self.web, processID: 7, groupID: 8, actor: "user:alice", tenantContext: nil)
        #expect(throws: AccessDenial.adminOnly) { try web.adminAuthority() }
        #expect(!web.workspaceAuthority(for: .tenantManage).isAdminCaller)
        #expect(web.workspaceAuthority(for: .tenantManage).capability == .tenantManage)
    }

    @Test func `being an admin caller gives no way to connection data`() throws {
        let admin = try CallContext(caller: Self.admin, processID: 7, groupID: 8, actor: nil, tenantContext: nil)
        let web = try CallContext(caller: Self.web, processID: 7, groupID: 8, actor: nil, tenantContext: nil)
        #expect(admin.scope(for: .tokensRead).capability == web.scope(for: .tokensRead).capability)
    }
}
