import Control
import Kernel
import Store
import TestSupport
import Testing

/// Leave cover reaches decisions too.
@Suite struct `Decisions for who is away` {
    @Test(arguments: TestEngines.all)
    func `who does the work of one on leave decides for them, and the trail names both`(engine: Engine)
        async throws
    {
        try await withVault(engine) { vault in
            let control = vault.control
            func person(_ login: String, _ place: Int64, _ role: RoleCode) async throws -> Principal {
                try await control.addUser(
                    login: login, name: login, organisation: OrganisationID(place), roles: [role],
                    password: "long enough pass", secondFactor: nil)
                return try #require(try await control.principal(login: login))
            }
            let security = try await person("security", 1, .securityAdministrator)
            var stand = try await person("stand", 1, .counterClerk)
            let other = try await person("other", 1, .counterClerk)
            let boss = try await person("boss", 1, .stationHead)
            func change(_ value: String, by principal: Principal) async throws -> Proposal {
                try await control.propose(
                    "control.setParameter",
                    ControlCommands.SetParameter(
                        key: "control.quietFrom", organisation: OrganisationPath("/1/"), from: vault.today,
                        value: value, clause: "公司决议"), reason: "夏令时间", by: principal)
            }
            let keeper = try await person("keeper", 1, .systemAdministrator)
            let first = try await change("1300", by: keeper)
            await #expect(throws: ApprovalRefusal.proposalUnknown) {
                try await control.approve(first.id, hash: first.hashText, by: stand)
            }
            _ = try await control.approveCover(
                of: security.user, by: stand.user, from: vault.today, to: vault.today, reason: "休假", as: boss)
            stand = try #require(try await control.principal(login: "stand"))
            #expect(try await control.proposals(.mine, by: stand).map(\.id) == [first.id])
            #expect(try await control.proposals(.mine, by: other).isEmpty)
            let done = try await control.approve(first.id, hash: first.hashText, by: stand)
            #expect(done.decision?.decider == stand.user && done.decision?.absent == security.user)
            #expect(done.decision?.absentName == "security")
            let written = try await control.house.database.read { transaction in
                try transaction.all(
                    "SELECT after_values FROM control_audit WHERE action = 'control.decide' /*scatter: a test looks*/"
                ) { try $0.text(0) }
            }
            #expect(written.count == 1 && written[0].contains("\"for\":\"\(security.user)\""))
            // In their own right nobody is stood in for, and nobody decides on what they asked for themselves.
            let second = try await change("1301", by: keeper)
            let own = try await control.approve(second.id, hash: second.hashText, by: security)
            #expect(own.decision?.absent == nil)
            // The cover ends with its last day.
            vault.clock.move(seconds: 86_400)
            let third = try await change("1302", by: keeper)
            stand = try #require(try await control.principal(login: "stand"))
            await #expect(throws: ApprovalRefusal.proposalUnknown) {
                try await control.approve(third.id, hash: third.hashText, by: stand)
            }
        }
    }

    @Test func `a stand-in decides neither on what they ask for nor on what the one on leave asks for`()
        async throws
    {
        try await withVault(.sqlite) { vault in
            /// Asked for by 11, of which 14 has a part.
            let proposal = try await vault.propose(100)
            func stand(_ id: Int64, for absent: Int64) -> Principal {
                Principal(
                    user: UserID(id), login: "p", name: "代", organisation: OrganisationID(2),
                    organisationName: "", scope: OrganisationPath("/1/2/"), roles: [], permissions: [],
                    address: "test",
                    standsInFor: [
                        .init(
                            user: UserID(absent), name: "人员\(absent)", scope: OrganisationPath("/1/"),
                            permissions: ["vault.approve"])
                    ])
            }
            #expect(proposal.mayDecide(stand(20, for: 12)))
            #expect(proposal.absentDecider(stand(20, for: 12))?.user == UserID(12))
            for (id, absent) in [(11, 12), (14, 12), (20, 11), (20, 14)] as [(Int64, Int64)] {
                #expect(!proposal.mayDecide(stand(id, for: absent)), "\(id) for \(absent)")
            }
        }
    }
}
