import Control
import Kernel
import Store
import TestSupport
import Testing

/// Who administers or approves signs in with a second factor, and no machine does either.
@Suite struct `Administrators and approvers` {
    private static let password = "a long enough password"

    private static let trade = Room(
        name: "trade",
        permissions: [
            PermissionDefinition("trade.take", .counterClerk),
            PermissionDefinition("trade.agree", .accountant),
            PermissionDefinition("trade.agreeLarge", .collector),
        ],
        approvals: [
            ApprovalRule(
                command: "trade.refund", approver: "trade.agree", senior: "trade.agreeLarge", clause: "a rule"
            )
        ])

    private struct Staff {
        let security: Principal
        let second: Principal
        let system: Principal
    }

    private func withStaff(
        _ engine: Engine, _ body: (Control, SignIn, MovedClock, Staff) async throws -> Void
    ) async throws {
        try await withControl(engine, rooms: [Self.trade]) { control, clock in
            func one(_ login: String, _ role: RoleCode) async throws -> Principal {
                try await control.addUser(
                    login: login, name: login, organisation: OrganisationID(1), roles: [role],
                    password: Self.password, secondFactor: nil)
                return try #require(try await control.principal(login: login))
            }
            let staff = Staff(
                security: try await one("secadmin", .securityAdministrator),
                second: try await one("second", .securityAdministrator),
                system: try await one("admin", .systemAdministrator))
            try await body(control, SignIn(control: control), clock, staff)
        }
    }

    private func duty(_ login: String, _ door: SignIn) async throws -> SignInDuty? {
        try await door.signIn(login: login, password: Self.password, code: "", address: "a").duty
    }

    @Test(arguments: TestEngines.all)
    func `every template that may approve or administers must enrol, and no other`(engine: Engine)
        async throws
    {
        try await withStaff(engine) { control, door, _, _ in
            let approving: Set<Permission> = [
                "trade.agree", "trade.agreeLarge", "control.roles.approve", "control.parameters.approve",
                "control.workflows.approve", "control.users", "control.roles", "control.audit",
            ]
            var needing: Set<RoleCode> = []
            for role in RoleCode.allCases {
                let id = try await control.addUser(
                    login: "p.\(role.rawValue)", name: "人", organisation: OrganisationID(2), roles: [role],
                    password: Self.password, secondFactor: nil)
                let held = try #require(try await control.principal(login: "p.\(role.rawValue)")).permissions
                let needs = !held.isDisjoint(with: approving)
                if needs { needing.insert(role) }
                #expect(
                    try await duty("p.\(role.rawValue)", door) == (needs ? .enrolSecondFactor : nil),
                    "\(role) \(id)")
                #expect(control.needsSecondFactor(role) == needs)
            }
            #expect(
                needing == [
                    .systemAdministrator, .securityAdministrator, .auditAdministrator, .accountant,
                    .collector,
                ])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a company's own role must enrol once it may approve, unless two persons agree that it need not`(
        engine: Engine
    ) async throws {
        try await withStaff(engine) { control, door, _, staff in
            let role = try await control.addRole(
                name: "退费复核", organisation: OrganisationID(2), permissions: ["trade.take"],
                by: staff.security)
            try await control.addUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), roles: [.counterClerk],
                password: Self.password, secondFactor: nil)
            let li = try #require(try await control.principal(login: "li")).user
            try await `People and their roles`.grant(
                li, [role], by: staff.security, agreed: staff.system, control)
            #expect(try await duty("li", door) == nil)
            let wider = try await control.propose(
                ControlCommands.changeRole,
                ControlCommands.ChangeRole(role: role, permissions: ["trade.take", "trade.agree"]),
                reason: "a rota", by: staff.security)
            _ = try await control.approve(wider.id, hash: wider.hashText, by: staff.system)
            #expect(try await duty("li", door) == .enrolSecondFactor)

            let without = try await control.propose(
                ControlCommands.waiveSecondFactor, ControlCommands.WaiveSecondFactor(role: role),
                reason: "无手机", by: staff.security)
            #expect(try await duty("li", door) == .enrolSecondFactor)
            await #expect(throws: ApprovalRefusal.ownProposal) {
                _ = try await control.approve(without.id, hash: without.hashText, by: staff.security)
            }
            _ = try await control.approve(without.id, hash: without.hashText, by: staff.second)
            #expect(try await duty("li", door) == nil)
            // Asking for it again is one administrator's, and heard of.
            try await control.requireSecondFactor(of: role, by: staff.security)
            #expect(try await duty("li", door) == .enrolSecondFactor)
            #expect(try await topics(control).contains(ControlEvents.people))
            await #expect(throws: PeopleRefusal.notToOneself) {
                _ = try await control.propose(
                    ControlCommands.waiveSecondFactor,
                    ControlCommands.WaiveSecondFactor(role: "securityAdministrator"), reason: "me",
                    by: staff.security)
            }
        }
    }

    /// The topics of everything told so far.
    private func topics(_ control: Control) async throws -> Set<String> {
        Set(
            try await control.house.database.read {
                try $0.all("SELECT topic FROM control_event /*scatter: a test looks*/") { try $0.text(0) }
            })
    }

    private static func order(_ permissions: [Permission] = ["trade.take"]) -> NewToken {
        NewToken(
            kind: .machine, name: "银行代扣", organisation: OrganisationID(2), permissions: permissions, days: 30,
            eachMinute: 60)
    }

    @Test(arguments: TestEngines.all)
    func `a token takes two administrators, and only who asked for it sees its secret, once`(engine: Engine)
        async throws
    {
        try await withStaff(engine) { control, door, clock, staff in
            await #expect(throws: ApprovalRefusal.approvalNeeded(command: ControlCommands.issueToken)) {
                try await control.issueToken(Self.order(), by: staff.security)
            }
            func agree() async throws -> Int64 {
                let proposal = try await control.propose(
                    ControlCommands.issueToken, Self.order(), reason: "代扣协议", by: staff.security)
                await #expect(throws: ApprovalRefusal.ownProposal) {
                    _ = try await control.approve(proposal.id, hash: proposal.hashText, by: staff.security)
                }
                let agreed = try await control.approve(
                    proposal.id, hash: proposal.hashText, by: staff.second)
                let grants = try await control.tokenGrants(by: staff.security)
                let id = try #require(grants.last?.id)
                #expect(agreed.decision?.result == "{\"token\":\"\(id)\"}")
                #expect(grants.last?.agreedBy == staff.second.user && grants.last?.order == Self.order())
                return id
            }
            let id = try await agree()
            #expect(try await control.tokens(by: staff.security).isEmpty)
            #expect(try await control.tokenGrants(by: staff.second).isEmpty)
            // Who agreed may issue tokens too, and still does not see this one.
            await #expect(throws: SignInRefusal.tokenUnknown) {
                try await control.fetchToken(id, by: staff.second)
            }
            let (token, secret) = try await control.fetchToken(id, by: staff.security)
            #expect(token.id == id && token.issuedBy == staff.security.user)
            let session = try #require(try await door.session(token: secret, address: "a"))
            #expect(session.principal.permissions == ["trade.take"])
            await #expect(throws: SignInRefusal.tokenUnknown) {
                try await control.fetchToken(id, by: staff.security)
            }
            #expect(try await control.tokenGrants(by: staff.security).isEmpty)
            let late = try await agree()
            clock.move(seconds: TokenGrant.days * 86_400)
            await #expect(throws: SignInRefusal.tokenUnknown) {
                try await control.fetchToken(late, by: staff.security)
            }
            #expect(try await topics(control).contains(ControlEvents.tokens))
            #expect(try await control.house.database.read { try AuditChain.verify(in: $0).broken } == nil)
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `no token approves, neither a new one nor one from before`(engine: Engine) async throws {
        try await withStaff(engine) { control, door, _, staff in
            for permission: Permission in ["trade.agree", "trade.agreeLarge"] {
                await #expect(throws: SignInRefusal.tokenPermission(permission.code)) {
                    _ = try await control.propose(
                        ControlCommands.issueToken, Self.order(["trade.take", permission]), reason: "why",
                        by: staff.security)
                }
            }
            let (token, secret) = try await control.issueToken(Self.order(), by: control.systemPrincipal())
            try await control.house.database.write { transaction in
                try transaction.run(
                    """
                    /*scatter: a test has a token of an earlier release*/
                    UPDATE control_token SET permissions = 'trade.take trade.agree' WHERE id = \(token.id)
                    """)
            }
            let session = try #require(try await door.session(token: secret, address: "a"))
            #expect(session.principal.permissions == ["trade.take"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `an administrator ends a person's sessions and lifts a lock, and both are heard of`(engine: Engine)
        async throws
    {
        try await withStaff(engine) { control, door, _, staff in
            try await control.addUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), roles: [.counterClerk],
                password: Self.password, secondFactor: nil)
            let open = try await door.signIn(
                login: "li", password: Self.password, code: "", address: "a")
            #expect(try await control.revokeSessions(of: open.principal.user, by: staff.system) == 1)
            #expect(try await door.session(token: open.token, address: "a") == nil)
            #expect(try await topics(control).contains(ControlEvents.streamsEnd))
            for _ in 0..<5 {
                await #expect(throws: ControlRefusal.signInFailed) {
                    try await door.signIn(login: "li", password: "wrong", code: "", address: "b")
                }
            }
            await #expect(throws: ControlRefusal.signInThrottled(seconds: 900)) {
                try await door.signIn(login: "li", password: Self.password, code: "", address: "c")
            }
            await #expect(throws: ControlRefusal.forbidden("control.users")) {
                try await control.unlock(open.principal.user, by: staff.security)
            }
            try await control.unlock(open.principal.user, by: staff.system)
            _ = try await door.signIn(login: "li", password: Self.password, code: "", address: "c")
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `no step of a workflow runs what needs a second person`(engine: Engine) async throws {
        let handler = CommandHandler(
            name: "vent.open", permission: "vent.open", input: WorkflowStepInput.self,
            picture: { _, _ in
                try CommandPicture(
                    title: "vent", subject: "vent", bucket: OrganisationID(1).bucket,
                    organisation: OrganisationPath("/1/"), lines: [])
            }, perform: { _, _ in "{}" })
        let definition = WorkflowDefinition(
            key: "vent.round", version: 1, name: "vent", start: "ask",
            steps: [
                WorkflowStep(
                    code: "ask", name: "ask", permission: "vent.open", place: .place,
                    branches: [WorkflowBranch(to: "do")]),
                WorkflowStep(
                    code: "do", name: "do", permission: "vent.open", place: .place, handler: "vent.open"),
            ])
        func room(_ approvals: [ApprovalRule], _ workflows: [WorkflowDefinition]) -> Room {
            Room(
                name: "vent", permissions: [PermissionDefinition("vent.open", .meterReader)],
                commands: [handler], approvals: approvals, workflows: workflows)
        }
        try await withControl(engine, rooms: [room([], [definition])]) { before, _ in
            try await before.addUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), roles: [.meterReader],
                password: Self.password, secondFactor: nil)
            let li = try #require(try await before.principal(login: "li"))
            // The next release says that the command needs a second person.
            let after = Control(
                house: before.house,
                rooms: [
                    room(
                        [ApprovalRule(command: "vent.open", approver: "vent.agree", clause: "a rule")], [])
                ])
            let system = after.systemPrincipal()
            let found = try await after.examineWorkflow(definition, by: system).faults
            #expect(
                found.contains {
                    $0.key == "control.workflow.fault.handlerNeedsApproval"
                        && $0.path == "/steps/1/handler"
                })
            let id = try await after.startCase(
                "vent.round", key: nil, title: "开阀", place: OrganisationID(2), values: [:], by: li)
            try await after.claimCase(id, version: 1, by: li)
            await #expect(throws: ApprovalRefusal.approvalNeeded(command: "vent.open")) {
                try await after.completeStep(id, values: [:], version: 2, by: li)
            }
        }
    }
}
