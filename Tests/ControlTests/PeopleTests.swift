import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `People and their roles` {
    /// The three administrators of the company, and one of the first station.
    struct Staff {
        let system: Principal
        let security: Principal
        let audit: Principal
        let head: Principal
    }

    static func staff(_ control: Control) async throws -> Staff {
        func one(_ login: String, _ role: RoleCode, _ place: Int64) async throws -> Principal {
            try await control.addUser(
                login: login, name: login, organisation: OrganisationID(place), roles: [role],
                password: "long enough 1", secondFactor: nil)
            return try #require(try await control.principal(login: login))
        }
        return Staff(
            system: try await one("admin", .systemAdministrator, 1),
            security: try await one("secadmin", .securityAdministrator, 1),
            audit: try await one("auditor", .auditAdministrator, 1),
            head: try await one("head", .stationHead, 2))
    }

    /// Gives roles as people do: one administrator proposes, another agrees.
    static func grant(
        _ user: UserID, _ roles: [String], by proposer: Principal, agreed approver: Principal,
        _ control: Control
    ) async throws {
        let proposal = try await control.propose(
            "control.grantRoles", ControlCommands.GrantRoles(user: user, roles: roles), reason: "a rota",
            by: proposer)
        _ = try await control.approve(proposal.id, hash: proposal.hashText, by: approver)
    }

    @Test(arguments: TestEngines.all)
    func `one makes users, another grants roles, the third only looks`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let staff = try await Self.staff(control)
            let made = try await control.createUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), by: staff.system)
            var li = try await control.user(made.user, by: staff.audit)
            #expect(
                li.roles.isEmpty && li.mustChangePassword && li.isActive && li.organisationName == "老城供电所")
            await #expect(throws: ControlRefusal.forbidden("control.roles")) {
                try await Self.grant(
                    li.id, ["counterClerk"], by: staff.system, agreed: staff.security, control)
            }
            await #expect(throws: ControlRefusal.forbidden("control.users")) {
                _ = try await control.createUser(
                    login: "x", name: "x", organisation: OrganisationID(2), by: staff.security)
            }
            await #expect(throws: ControlRefusal.forbidden("control.users")) {
                try await control.disableUser(made.user, by: staff.audit)
            }
            let late = try await control.propose(
                "control.grantRoles", ControlCommands.GrantRoles(user: li.id, roles: ["collector"]),
                reason: "a rota", by: staff.security)
            try await Self.grant(
                li.id, ["counterClerk"], by: staff.security, agreed: staff.system, control)
            await #expect(throws: ApprovalRefusal.stale(late.id)) {
                _ = try await control.approve(late.id, hash: late.hashText, by: staff.system)
            }
            li = try await control.user(made.user, by: staff.audit)
            #expect(li.roles == ["counterClerk"])
            await #expect(throws: PeopleRefusal.notToOneself) {
                try await Self.grant(
                    staff.security.user, ["stationHead"], by: staff.security, agreed: staff.system, control)
            }
            await #expect(throws: ControlRefusal.nameTaken(kind: "control.login", name: "li")) {
                _ = try await control.createUser(
                    login: "li", name: "x", organisation: OrganisationID(2), by: staff.system)
            }
            #expect(try await control.house.database.read { try AuditChain.verify(in: $0).broken } == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `duties that one person may not have are refused when made and when granted`(engine: Engine)
        async throws
    {
        try await withControl(engine) { control, _ in
            let staff = try await Self.staff(control)
            let pairs: [(RoleCode, RoleCode)] = [
                (.systemAdministrator, .securityAdministrator), (.securityAdministrator, .auditAdministrator),
                (.systemAdministrator, .auditAdministrator), (.verifier, .verificationChecker),
                (.receiptKeeper, .counterClerk), (.receiptKeeper, .collector), (.meterReader, .collector),
            ]
            let made = try await control.createUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), by: staff.system)
            for (one, other) in pairs {
                await #expect(throws: PeopleRefusal.self, "\(one) \(other)") {
                    try await Self.grant(
                        made.user, [one.rawValue, other.rawValue], by: staff.security, agreed: staff.system,
                        control)
                }
                await #expect(throws: PeopleRefusal.self) {
                    try await control.addUser(
                        login: "two", name: "二", organisation: OrganisationID(2), roles: [one, other],
                        password: "long enough 1", secondFactor: nil)
                }
            }
            #expect(try await control.user(made.user, by: staff.audit).roles.isEmpty)
            #expect(try await control.principal(login: "two") == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a reader collects only where the station allows it`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let staff = try await Self.staff(control)
            try await control.setParameter(
                "control.readerCollects", organisation: OrganisationPath("/1/2/"),
                from: Day(yyyymmdd: 2026_01_01)!, value: "YES", clause: "所务会", by: control.systemPrincipal())
            let roles = ["collector", "meterReader"]
            #expect(try await control.conflicts(of: roles, at: OrganisationPath("/1/2/")).isEmpty)
            #expect(try await control.conflicts(of: roles, at: OrganisationPath("/1/3/")).count == 1)
            let made = try await control.createUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), by: staff.system)
            var li = try await control.user(made.user, by: staff.audit)
            try await Self.grant(li.id, roles, by: staff.security, agreed: staff.system, control)
            li = try await control.user(made.user, by: staff.audit)
            #expect(li.roles == roles)
            await #expect(throws: PeopleRefusal.self) {
                try await control.editUser(
                    li.id, version: li.version, name: li.name, organisation: OrganisationID(3), position: nil,
                    by: staff.system)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `one person never does both duties on a matter, and may do both on two`(engine: Engine) async throws
    {
        try await withControl(engine) { control, _ in
            let staff = try await Self.staff(control)
            func perform(_ duty: Duty, _ subject: String, _ who: Principal) async throws {
                try await control.record(as: who) { act in
                    try act.perform(duty, on: subject, at: OrganisationPath("/1/2/"))
                    try act.audit(bucket: who.organisation.bucket, action: "test.duty", subject: subject)
                }
            }
            try await perform(.read, "reading 7 202610", staff.head)
            try await perform(.read, "reading 7 202610", staff.head)
            await #expect(throws: PeopleRefusal.self) {
                try await perform(.check, "reading 7 202610", staff.head)
            }
            try await perform(.check, "reading 8 202610", staff.head)
            try await perform(.check, "reading 7 202610", staff.audit)
            await #expect(throws: PeopleRefusal.self) {
                try await perform(.approveRefund, "reading 7 202610", staff.audit)
            }
            try await perform(.approveRefund, "reading 7 202610", staff.security)
            let done = try await control.house.database.read {
                try control.duties(on: "reading 7 202610", in: $0)
            }
            #expect(Set(done.map(\.duty)) == [.read, .check, .approveRefund] && done.count == 3)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a station's own rule of a matter binds whoever acts on what lies there, also from headquarters`(
        engine: Engine
    ) async throws {
        try await withControl(engine) { control, _ in
            let staff = try await Self.staff(control)
            try await control.addDutyConflict(
                .matter, "READ", "VERIFY", at: OrganisationID(2), clause: "所务会", by: staff.security)
            func perform(_ duty: Duty, _ subject: String, at place: String) async throws {
                try await control.record(as: staff.system) { act in
                    try act.perform(duty, on: subject, at: OrganisationPath(place))
                    try act.audit(
                        bucket: staff.system.organisation.bucket, action: "test.duty", subject: subject)
                }
            }
            for (subject, place) in [("reading 7 202610", "/1/2/"), ("reading 9 202610", "/1/3/")] {
                try await perform(.read, subject, at: place)
            }
            await #expect(throws: PeopleRefusal.self) {
                try await perform(.verify, "reading 7 202610", at: "/1/2/")
            }
            try await perform(.verify, "reading 9 202610", at: "/1/3/")
        }
    }

    @Test(arguments: TestEngines.all)
    func `what was taken from a template stays away, and own roles are given where they belong`(
        engine: Engine
    )
        async throws
    {
        try await withControl(engine) { control, _ in
            let staff = try await Self.staff(control)
            let before = try await control.role("stationHead", by: staff.audit).permissions
            #expect(before.contains("control.jobs"))
            try await control.setPermissions(
                "stationHead", before.filter { $0 != "control.jobs" }, before: before, by: staff.security)
            try await control.installRoles()
            #expect(
                try await !control.role("stationHead", by: staff.audit).permissions.contains("control.jobs"))
            #expect(try await control.principal(login: "head")?.may("control.jobs") == false)
            await #expect(
                throws: PeopleRefusal.permissionsConflict(one: "control.users", other: "control.audit")
            ) {
                _ = try await control.addRole(
                    name: "全能", organisation: OrganisationID(2),
                    permissions: ["control.users", "control.audit"],
                    by: staff.security)
            }
            await #expect(throws: PeopleRefusal.permissionNeeded("control.users")) {
                try await control.setPermissions(
                    "systemAdministrator", [],
                    before: try await control.role("systemAdministrator", by: staff.audit).permissions,
                    by: staff.security)
            }
            let code = try await control.addRole(
                name: "夜班值守", organisation: OrganisationID(2), permissions: ["control.board"],
                by: staff.security)
            for (place, fits) in [(Int64(2), true), (3, false)] {
                let made = try await control.createUser(
                    login: "p\(place)", name: "人", organisation: OrganisationID(place), by: staff.system)
                if fits {
                    try await Self.grant(
                        made.user, [code], by: staff.security, agreed: staff.system, control)
                    #expect(try await control.principal(login: "p2")?.permissions == ["control.board"])
                } else {
                    await #expect(throws: ControlRefusal.roleUnknown(code)) {
                        try await Self.grant(
                            made.user, [code], by: staff.security, agreed: staff.system, control)
                    }
                }
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a disabled user's sessions end at once, and a reset password is new`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let staff = try await Self.staff(control)
            let made = try await control.createUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), by: staff.system)
            let door = SignIn(control: control)
            let first = try await door.signIn(login: "li", password: made.text, code: "", address: "a")
            let reset = try await control.resetPassword(made.user, by: staff.system)
            #expect(reset.text != made.text)
            #expect(try await door.session(token: first.token, address: "a") == nil)
            await #expect(throws: ControlRefusal.signInFailed) {
                _ = try await door.signIn(login: "li", password: made.text, code: "", address: "a")
            }
            let second = try await door.signIn(login: "li", password: reset.text, code: "", address: "a")
            try await control.disableUser(made.user, by: staff.system)
            #expect(try await door.session(token: second.token, address: "a") == nil)
            try await control.enableUser(made.user, by: staff.system)
            #expect(try await door.session(token: second.token, address: "a") == nil)
            _ = try await door.signIn(login: "li", password: reset.text, code: "", address: "a")
            await #expect(throws: PeopleRefusal.notToOneself) {
                try await control.disableUser(staff.system.user, by: staff.system)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a station's people are not there for another's`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let staff = try await Self.staff(control)
            let here = try await control.createUser(
                login: "here", name: "甲%", organisation: OrganisationID(2), by: staff.system)
            let there = try await control.createUser(
                login: "there", name: "乙", organisation: OrganisationID(3), by: staff.system)
            let seen = try await control.users(UserFilter(), by: staff.head)
            #expect(seen.map(\.login) == ["head", "here"])
            #expect(try await control.user(here.user, by: staff.head).login == "here")
            await #expect(throws: PeopleRefusal.userUnknown) {
                _ = try await control.user(there.user, by: staff.head)
            }
            await #expect(throws: ControlRefusal.organisationUnknown("3")) {
                _ = try await control.users(UserFilter(organisation: OrganisationID(3)), by: staff.head)
            }
            #expect(try await control.places(by: staff.head).map(\.organisation.id) == [OrganisationID(2)])
            #expect(try await control.users(UserFilter(text: "%"), by: staff.audit).map(\.login) == ["here"])
            #expect(
                try await control.users(UserFilter(role: "stationHead"), by: staff.audit).map(\.login) == [
                    "head"
                ])
            let page = try await control.users(UserFilter(limit: 2), by: staff.audit)
            let next = try await control.users(
                UserFilter(after: page.last?.login, limit: 10), by: staff.audit)
            #expect((page + next).map(\.login) == ["admin", "auditor", "head", "here", "secadmin", "there"])
        }
    }
}
