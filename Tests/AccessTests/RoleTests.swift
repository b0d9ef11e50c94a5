import Testing

@testable import Access

@Suite struct `Roles and capabilities` {
    /// The closed table: who may do what in a tenant.
    private static let table: [TenantRole: Set<Capability>] = [
        .viewer: [.connectionView],
        .operator: [.connectionView, .connectionRun],
        .service: [.connectionView, .connectionRun, .tokensRead, .tokensWrite],
        .manager: [.connectionView, .connectionRun, .connectionManage, .tokensWrite],
        .owner: [.connectionView, .connectionRun, .connectionManage, .tokensWrite, .auditView, .membershipManage],
    ]

    @Test(arguments: TenantRole.allCases, Capability.allCases)
    func `a tenant role allows exactly what its line in the table says`(role: TenantRole, capability: Capability) throws {
        let allowed = try #require(Self.table[role]).contains(capability)
        #expect(role.capabilities.contains(capability) == allowed)
        #expect(capability.tenantRoles.contains(role.rawValue) == allowed)
    }

    @Test(arguments: Capability.allCases)
    func `a workspace membership alone allows nothing on connections`(capability: Capability) {
        let governs: Set<Capability> = [.tenantManage, .membershipManage, .auditView]
        #expect(WorkspaceRole.member.capabilities.isEmpty)
        #expect(WorkspaceRole.owner.capabilities.contains(capability) == governs.contains(capability))
        #expect(capability.workspaceRoles == (governs.contains(capability) ? ["owner"] : []))
    }

    @Test func `only the role service reads tokens`() {
        #expect(Capability.tokensRead.tenantRoles == ["service"])
    }

    @Test func `owners govern tenants of a workspace by their role there, memberships also by one in the tenant`() {
        #expect(Capability.tenantManage.workspaceRoles == ["owner"] && Capability.tenantManage.tenantRoles.isEmpty)
        #expect(Capability.membershipManage.workspaceRoles == ["owner"] && Capability.membershipManage.tenantRoles == ["owner"])
    }

    @Test(arguments: TenantRole.allCases)
    func `the role service is for services only, every other role for anybody`(role: TenantRole) throws {
        #expect(role.canBeHeld(by: try ActorID("user:alice")) == (role != .service))
        #expect(role.canBeHeld(by: try ActorID("service:mailer")))
    }
}
