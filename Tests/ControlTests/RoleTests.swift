import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Roles of one's own` {
    /// Three administrators, and a second security administrator who decides on what the first proposes.
    private func withStaff(
        _ engine: Engine, _ body: (Control, `People and their roles`.Staff, Principal) async throws -> Void
    ) async throws {
        try await withControl(engine) { control, _ in
            let staff = try await `People and their roles`.staff(control)
            try await control.addUser(
                login: "second", name: "second", organisation: OrganisationID(1),
                roles: [.securityAdministrator], password: "long enough 1", secondFactor: nil)
            try await body(control, staff, try #require(try await control.principal(login: "second")))
        }
    }

    /// A user of the first station with these roles.
    private func user(
        _ login: String, _ roles: [String], _ control: Control, _ staff: `People and their roles`.Staff
    )
        async throws -> UserID
    {
        let made = try await control.createUser(
            login: login, name: login, organisation: OrganisationID(2), by: staff.system)
        try await `People and their roles`.grant(
            made.user, roles, by: staff.security, agreed: staff.system, control)
        return made.user
    }

    @Test(arguments: TestEngines.all)
    func `never join what two administrators have, in one role, in one person, or by a later change`(
        engine: Engine
    ) async throws {
        try await withStaff(engine) { control, staff, _ in
            // Not only the three that make them administrators: all that is one's alone.
            for pair: [Permission] in [
                ["control.calendar", "control.tokens"], ["control.audit", "control.codes"],
                ["control.roles", "control.schedules"],
            ] {
                await #expect(throws: PeopleRefusal.self, "\(pair)") {
                    _ = try await control.addRole(
                        name: "全能", organisation: OrganisationID(2), permissions: pair, by: staff.security)
                }
            }
            let calendar = try await control.addRole(
                name: "日历维护", organisation: OrganisationID(2), permissions: ["control.calendar"],
                by: staff.security)
            let tokens = try await control.addRole(
                name: "令牌维护", organisation: OrganisationID(2), permissions: ["control.tokens"],
                by: staff.security)
            let plain = try await control.addRole(
                name: "值守", organisation: OrganisationID(2), permissions: ["control.board"],
                by: staff.security)
            await #expect(
                throws: PeopleRefusal.permissionsConflict(one: "control.tokens", other: "control.calendar")
            ) {
                _ = try await user("both", [calendar, tokens], control, staff)
            }
            // Somebody carries one and a plain role: the plain one may not become the other's, not by approval either.
            _ = try await user("li", [calendar, plain], control, staff)
            await #expect(throws: PeopleRefusal.self) {
                let proposal = try await control.propose(
                    ControlCommands.changeRole,
                    ControlCommands.ChangeRole(
                        role: plain, permissions: ["control.board", "control.tokens"]),
                    reason: "a rota", by: staff.security)
                _ = try await control.approve(proposal.id, hash: proposal.hashText, by: staff.system)
            }
            #expect(try await control.role(plain, by: staff.audit).permissions == ["control.board"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `are widened by two where people carry them, narrowed by one, and nobody widens their own`(
        engine: Engine
    ) async throws {
        try await withStaff(engine) { control, staff, second in
            let role = try await control.addRole(
                name: "夜班值守", organisation: OrganisationID(2), permissions: ["control.board"],
                by: staff.security)
            // Nobody carries it yet.
            try await control.setPermissions(
                role, ["control.board", "control.jobs"], before: ["control.board"], by: staff.security)
            let li = try await user("li", [role], control, staff)
            let wider: [Permission] = ["control.board", "control.jobs", "control.months"]
            await #expect(throws: ApprovalRefusal.approvalNeeded(command: ControlCommands.changeRole)) {
                try await control.setPermissions(
                    role, wider, before: ["control.board", "control.jobs"], by: staff.security)
            }
            let order = ControlCommands.ChangeRole(role: role, permissions: wider.map(\.code))
            let proposal = try await control.propose(
                ControlCommands.changeRole, order, reason: "夜间关账", by: staff.security)
            #expect(proposal.picture.involved == [li])
            await #expect(throws: ApprovalRefusal.ownProposal) {
                _ = try await control.approve(proposal.id, hash: proposal.hashText, by: staff.security)
            }
            #expect(try await control.principal(login: "li")?.may("control.months") == false)
            _ = try await control.approve(proposal.id, hash: proposal.hashText, by: second)
            #expect(try await control.principal(login: "li")?.may("control.months") == true)
            try await control.setPermissions(role, ["control.board"], before: wider, by: staff.security)
            #expect(try await control.principal(login: "li")?.permissions == ["control.board"])
            await #expect(throws: PeopleRefusal.notToOneself) {
                _ = try await control.propose(
                    ControlCommands.changeRole,
                    ControlCommands.ChangeRole(
                        role: "securityAdministrator", permissions: ["control.roles", "control.jobs"]),
                    reason: "more", by: staff.security)
            }
            #expect(try await control.house.database.read { try AuditChain.verify(in: $0).broken } == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `are kept apart by an organisation's own rule from then on, until two have ended it`(engine: Engine)
        async throws
    {
        try await withStaff(engine) { control, staff, second in
            let roles = ["billingClerk", "meterReader"]
            _ = try await user("early", roles, control, staff)
            let id = try await control.addDutyConflict(
                .person, "meterReader", "billingClerk", at: OrganisationID(2), clause: "所务会 2026-11",
                by: staff.security)
            await #expect(throws: ControlRefusal.self) {
                try await control.addDutyConflict(
                    .person, "billingClerk", "meterReader", at: OrganisationID(2), clause: "again",
                    by: staff.security)
            }
            let rule = try #require(
                try await control.dutyConflicts(by: staff.audit).first { $0.id == id })
            #expect(try await control.carriers(of: rule, by: staff.audit) == 1)
            await #expect(
                throws: PeopleRefusal.dutiesConflict(
                    one: "billingClerk", other: "meterReader", clause: "所务会 2026-11")
            ) {
                _ = try await user("late", roles, control, staff)
            }
            // The other station's people are not under it, and its head does not see it.
            #expect(try await control.conflicts(of: roles, at: OrganisationPath("/1/3/")).isEmpty)
            await #expect(throws: ControlRefusal.forbidden("control.roles")) {
                try await control.addDutyConflict(
                    .person, "collector", "counterClerk", at: OrganisationID(2), clause: "x", by: staff.head)
            }
            let proposal = try await control.propose(
                ControlCommands.endDutyConflict, ControlCommands.EndDutyConflict(conflict: id),
                reason: "人手不足", by: staff.security)
            await #expect(throws: PeopleRefusal.self) { _ = try await user("still", roles, control, staff) }
            _ = try await control.approve(proposal.id, hash: proposal.hashText, by: second)
            _ = try await user("after", roles, control, staff)
            #expect(try await control.dutyConflicts(by: staff.audit).allSatisfy { $0.id == nil })
        }
    }

    @Test(arguments: TestEngines.all)
    func `are renamed by one, retired where nobody carries them, and else with what comes in their place`(
        engine: Engine
    ) async throws {
        try await withStaff(engine) { control, staff, second in
            let night = try await control.addRole(
                name: "夜班", organisation: OrganisationID(2), permissions: ["control.board"],
                by: staff.security)
            let day = try await control.addRole(
                name: "白班", organisation: OrganisationID(2), permissions: ["control.jobs"],
                by: staff.security)
            try await control.renameRole(night, "夜间值守", before: "夜班", by: staff.security)
            #expect(try await control.role(night, by: staff.audit).name == "夜间值守")
            await #expect(throws: ControlRefusal.changedMeanwhile(night)) {
                try await control.renameRole(night, "晚班", before: "夜班", by: staff.security)
            }
            await #expect(throws: ControlRefusal.nameTaken(kind: "role", name: "白班")) {
                try await control.renameRole(night, "白班", before: "夜间值守", by: staff.security)
            }
            await #expect(throws: PeopleRefusal.templateStays) {
                try await control.retireRole("collector", by: staff.security)
            }
            let li = try await user("li", [night], control, staff)
            try await control.addPosition("夜班岗", at: OrganisationID(2), role: night, by: staff.system)
            try await control.addDutyConflict(
                .person, night, "meterReader", at: OrganisationID(2), clause: "所务会", by: staff.security)
            await #expect(throws: PeopleRefusal.roleHeld(names: "li", count: 1)) {
                try await control.retireRole(night, by: staff.security)
            }
            // What would come in its place must not conflict with what they have besides.
            await #expect(throws: ControlRefusal.roleUnknown("own.none")) {
                _ = try await control.propose(
                    ControlCommands.retireRole,
                    ControlCommands.RetireRole(role: night, replacement: "own.none"), reason: "合并",
                    by: staff.security)
            }
            let proposal = try await control.propose(
                ControlCommands.retireRole, ControlCommands.RetireRole(role: night, replacement: day),
                reason: "两班合并", by: staff.security)
            #expect(proposal.picture.involved == [li])
            #expect(try await control.principal(login: "li")?.may("control.board") == true)
            _ = try await control.approve(proposal.id, hash: proposal.hashText, by: second)
            let after = try #require(try await control.principal(login: "li"))
            #expect(after.permissions == ["control.jobs"])
            await #expect(throws: ControlRefusal.roleUnknown(night)) {
                _ = try await control.role(night, by: staff.audit)
            }
            #expect(try await control.positions(by: staff.audit).map(\.role) == [day])
            #expect(try await control.dutyConflicts(by: staff.audit).allSatisfy { $0.id == nil })
            await #expect(throws: ControlRefusal.roleUnknown(night)) {
                _ = try await user("wang", [night], control, staff)
            }
            // Its name is free again, and one that nobody carries goes at once.
            let again = try await control.addRole(
                name: "夜间值守", organisation: OrganisationID(2), permissions: [], by: staff.security)
            try await control.retireRole(again, by: staff.security)
            #expect(try await control.roles(by: staff.audit).allSatisfy { $0.code != again })
        }
    }
}
