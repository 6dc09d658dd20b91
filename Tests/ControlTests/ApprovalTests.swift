import Control
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `The two-person rule` {
    @Test(arguments: TestEngines.all)
    func `the proposer and whoever has a part in it cannot approve, another can, and sees before and after`(
        engine: Engine
    ) async throws {
        try await withVault(engine) { vault in
            let proposal = try await vault.propose(900)
            #expect(
                proposal.picture.lines == [
                    .init("vault.amount", before: .money(Money(fen: 1000)), after: .money(Money(fen: 100)))
                ])
            #expect(proposal.state(on: vault.today) == .waiting)
            for person in [vault.asker, vault.involved] {
                await #expect(throws: ApprovalRefusal.ownProposal) {
                    try await vault.control.approve(proposal.id, hash: proposal.hashText, by: person)
                }
            }
            for person in [vault.stranger, vault.powerless] {
                await #expect(throws: ApprovalRefusal.proposalUnknown) {
                    try await vault.control.approve(proposal.id, hash: proposal.hashText, by: person)
                }
            }
            await #expect(throws: ApprovalRefusal.hashDiffers) {
                try await vault.control.approve(proposal.id, hash: "00", by: vault.chief)
            }
            #expect(try await vault.amount() == 1000)
            let done = try await vault.control.approve(
                proposal.id, hash: proposal.hashText, by: vault.chief)
            #expect(done.decision?.kind == .approved && done.decision?.decider == vault.chief.user)
            #expect(done.decision?.result == "{\"left\":\"1.00\"}")
            #expect(try await vault.amount() == 100)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a double click runs it once, one after the other and at the same time`(engine: Engine) async throws
    {
        try await withVault(engine) { vault in
            let first = try await vault.propose(100)
            for _ in 0..<2 {
                let answer = try await vault.control.approve(first.id, hash: first.hashText, by: vault.chief)
                #expect(answer.decision?.result == "{\"left\":\"9.00\"}")
            }
            #expect(try await vault.amount() == 900)
            let second = try await vault.propose(100)
            let answers = try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await vault.control.approve(second.id, hash: second.hashText, by: vault.chief)
                    }
                }
                return try await group.reduce(into: Set<Proposal>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await vault.amount() == 800)
            // Another approver is told that it is done.
            await #expect(throws: ApprovalRefusal.decided(.approved)) {
                try await vault.control.approve(second.id, hash: second.hashText, by: vault.deputy)
            }
            #expect(try await vault.decisions() == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `two approvers at once run it once`(engine: Engine) async throws {
        try await withVault(engine) { vault in
            let proposal = try await vault.propose(100)
            let outcomes = await withTaskGroup { group in
                for person in [vault.chief, vault.deputy] {
                    group.addTask {
                        do {
                            _ = try await vault.control.approve(
                                proposal.id, hash: proposal.hashText, by: person)
                            return "done"
                        } catch let refusal as ApprovalRefusal {
                            return refusal.code
                        } catch { return "\(error)" }
                    }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["control.refusal.proposalDecided", "done"])
            #expect(try await vault.amount() == 900)
        }
    }

    @Test(arguments: TestEngines.all)
    func `what changed under it is told, nothing is run, and it can be proposed again`(engine: Engine)
        async throws
    {
        try await withVault(engine) { vault in
            let proposal = try await vault.propose(100)
            try await vault.set(750)
            for _ in 0..<2 {
                await #expect(throws: ApprovalRefusal.stale(proposal.id)) {
                    try await vault.control.approve(proposal.id, hash: proposal.hashText, by: vault.chief)
                }
            }
            let stale = try await vault.control.proposal(proposal.id, by: vault.asker)
            #expect(stale.state(on: vault.today) == .stale)
            #expect(
                stale.differences == [
                    Proposal.Difference(
                        label: "vault.amount", proposed: .money(Money(fen: 1000)),
                        found: .money(Money(fen: 750)))
                ])
            #expect(try await vault.amount() == 750)
            let again = try await vault.control.proposeAgain(
                proposal.id, reason: "余额已核对", by: vault.asker)
            _ = try await vault.control.approve(again.id, hash: again.hashText, by: vault.chief)
            #expect(try await vault.amount() == 650)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a command that fails leaves its proposal waiting and nothing half done`(engine: Engine) async throws
    {
        try await withVault(engine) { vault in
            let proposal = try await vault.propose(5000)
            await #expect(throws: VaultRefusal.empty) {
                try await vault.control.approve(proposal.id, hash: proposal.hashText, by: vault.chief)
            }
            #expect(try await vault.amount() == 1000)
            let after = try await vault.control.proposal(proposal.id, by: vault.asker)
            #expect(after.state(on: vault.today) == .waiting)
        }
    }

    @Test(arguments: TestEngines.all)
    func `it expires after its working days, which skip the weekend`(engine: Engine) async throws {
        try await withVault(engine) { vault in
            // Thursday 5 November and three working days: Tuesday the 10th.
            vault.clock.move(seconds: 3 * 86_400)
            let proposal = try await vault.propose(100)
            #expect(proposal.lastDay == Day(yyyymmdd: 2026_11_10))
            vault.clock.move(seconds: 5 * 86_400)
            #expect(try await vault.control.proposals(.mine, by: vault.chief).map(\.id) == [proposal.id])
            vault.clock.move(seconds: 86_400)
            await #expect(throws: ApprovalRefusal.expired(lastDay: "2026-11-10")) {
                try await vault.control.approve(proposal.id, hash: proposal.hashText, by: vault.chief)
            }
            #expect(try await vault.control.proposals(.mine, by: vault.chief).isEmpty)
            #expect(try await vault.control.proposals(.decided, by: vault.chief).map(\.id) == [proposal.id])
            #expect(try await vault.amount() == 1000)
        }
    }

    @Test(arguments: TestEngines.all)
    func `its working days follow the holiday calendar and the parameter of its kind`(engine: Engine)
        async throws
    {
        try await withVault(engine, on: 2026_09_30) { vault in
            // The Wednesday before National Day and three working days: the 8th, the 9th, and the Saturday that makes
            // up for a holiday.
            let proposal = try await vault.propose(100)
            #expect(proposal.lastDay == Day(yyyymmdd: 2026_10_10))
            vault.clock.move(seconds: 10 * 86_400)
            #expect(proposal.state(on: vault.today) == .waiting)
            _ = try await vault.control.approve(proposal.id, hash: proposal.hashText, by: vault.chief)
            #expect(proposal.state(on: vault.today.adding(days: 1)) == .expired)
            try await vault.control.setParameter(
                "vault.take.approval.workingDays", organisation: OrganisationPath("/1/"), from: vault.today,
                value: "1", clause: "公司决议", by: Control.system())
            // Saturday the 10th: the next working day is Monday.
            #expect(try await vault.propose(60).lastDay == Day(yyyymmdd: 2026_10_12))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a command that has become impossible is told with why, and is closed`(engine: Engine) async throws {
        try await withVault(engine) { vault in
            let proposal = try await vault.propose(100)
            try await vault.control.house.database.write {
                try $0.run("UPDATE vault_vault SET is_shut = 1 WHERE id = 1")
            }
            await #expect(throws: ApprovalRefusal.stale(proposal.id)) {
                try await vault.control.approve(proposal.id, hash: proposal.hashText, by: vault.chief)
            }
            let stale = try await vault.control.proposal(proposal.id, by: vault.asker)
            #expect(stale.state(on: vault.today) == .stale && stale.differences.isEmpty)
            #expect(stale.decision?.refusal?.code == "vault.refusal.shut")
            #expect(stale.decision?.refusal?.arguments.map(\.1) == ["盘点=封库\t中"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `amounts decide whether a second person is needed and which one`(engine: Engine) async throws {
        try await withVault(engine) { vault in
            // From 0.50 yuan on a second person, from 5 yuan on the senior one.
            let small = try await vault.control.submit(
                "vault.take", Take(fen: 49), reason: "", by: vault.asker)
            guard case .done("{\"left\":\"9.51\"}") = small else {
                Issue.record("49 fen was not done at once")
                return
            }
            await #expect(throws: ApprovalRefusal.approvalNotNeeded(command: "vault.take")) {
                try await vault.propose(49)
            }
            await #expect(throws: ApprovalRefusal.reasonMissing) { try await vault.propose(50, " ") }
            #expect(try await vault.propose(499).permission == "vault.approve")
            let large = try await vault.propose(500)
            #expect(large.permission == "vault.approveLarge")
            await #expect(throws: ApprovalRefusal.proposalUnknown) {
                try await vault.control.approve(large.id, hash: large.hashText, by: vault.deputy)
            }
            _ = try await vault.control.approve(large.id, hash: large.hashText, by: vault.chief)
            try await vault.control.setParameter(
                "vault.take.approval.seniorFromFen", organisation: OrganisationPath("/1/"), from: vault.today,
                value: "200", clause: "公司决议", by: Control.system())
            #expect(try await vault.propose(200).permission == "vault.approveLarge")
        }
    }

    @Test(arguments: TestEngines.all)
    func `proposing and deciding are in the audit and told, with both persons`(engine: Engine) async throws {
        try await withVault(engine) { vault in
            let heard = Mutex<[Event]>([])
            _ = vault.control.pump.listen { event in heard.withLock { $0.append(event) } }
            let proposal = try await vault.propose(100)
            _ = try await vault.control.reject(
                proposal.id, hash: proposal.hashText, reason: "金额不符", by: vault.chief)
            try await vault.control.pump.deliver(control: vault.control)
            let events = heard.withLock { $0 }.filter { $0.topic == "control.proposal" }
            #expect(events.map(\.organisation) == ["/1/2/", "/1/2/"])
            #expect(events.first?.payload.contains("WAITING") == true)
            #expect(events.last?.payload.contains("REJECTED") == true)
            let entries = try await vault.control.house.database.read {
                try $0.all(
                    """
                    /*scatter: a test reads the trail*/
                    SELECT action, user_id, before_values FROM control_audit
                    WHERE action IN ('control.propose', 'control.decide') ORDER BY sequence
                    """
                ) { "\(try $0.text(0)) \(try $0.int64(1)) \(try $0.optionalText(2) ?? "")" }
            }
            #expect(entries.first == "control.propose 11 ")
            #expect(entries.last?.hasPrefix("control.decide 12 ") == true)
            #expect(entries.last?.contains("\"proposer\":\"11\"") == true)
            #expect(
                try await vault.control.house.database.read { try AuditChain.verify(in: $0).broken } == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `whatever people do in whatever order, money moves once an approval and as the small model says`(
        engine: Engine
    ) async throws {
        try await withVault(engine) { vault in
            var random = SeededNumbers(20_261_123)
            var balance: Int64 = 1000
            /// What the model knows of each proposal.
            var waiting: [(proposal: Proposal, fen: Int64, seen: Int64)] = []
            var closed: [Proposal] = []
            for _ in 0..<120 {
                switch Int.random(in: 0..<6, using: &random) {
                case 0, 1:
                    let fen = Int64.random(in: 50...400, using: &random)
                    let proposal = try await vault.propose(fen)
                    if !waiting.contains(where: { $0.proposal.id == proposal.id }) {
                        waiting.append((proposal, fen, balance))
                    }
                case 2:
                    balance = Int64.random(in: 400...2000, using: &random)
                    try await vault.set(balance)
                case 3:
                    guard let one = waiting.randomElement(using: &random) else { continue }
                    waiting.removeAll { $0.proposal.id == one.proposal.id }
                    closed.append(try await vault.control.withdraw(one.proposal.id, by: vault.asker))
                case 4:
                    guard let one = closed.randomElement(using: &random) else { continue }
                    await #expect(throws: ApprovalRefusal.self) {
                        try await vault.control.approve(one.id, hash: one.hashText, by: vault.deputy)
                    }
                default:
                    guard let one = waiting.randomElement(using: &random) else { continue }
                    let proposal = one.proposal
                    do {
                        let done = try await vault.control.approve(
                            proposal.id, hash: proposal.hashText, by: vault.chief)
                        #expect(one.seen == balance && one.fen <= balance)
                        balance -= one.fen
                        closed.append(done)
                    } catch ApprovalRefusal.stale {
                        #expect(one.seen != balance)
                        closed.append(proposal)
                    }
                    waiting.removeAll { $0.proposal.id == proposal.id }
                }
                #expect(try await vault.amount() == balance)
            }
            #expect(try await vault.decisions() == closed.count)
            let mine = try await vault.control.proposals(.mine, by: vault.chief)
            #expect(Set(mine.map(\.id)) == Set(waiting.map(\.proposal.id)))
        }
    }
}

@Suite struct `Commands of control that need a second person` {
    @Test(arguments: TestEngines.all)
    func `roles are granted by two people, never to oneself, never two of the three administrators`(
        engine: Engine
    ) async throws {
        try await withControl(engine) { control, _ in
            let roles: [(String, RoleCode)] = [
                ("anquan1", .securityAdministrator), ("anquan2", .securityAdministrator),
                ("xiaowang", .counterClerk),
            ]
            for (login, role) in roles {
                try await control.addUser(
                    login: login, name: login, organisation: OrganisationID(1), roles: [role],
                    password: "Lamplight-2026", secondFactor: nil)
            }
            let first = try #require(try await control.principal(login: "anquan1"))
            let second = try #require(try await control.principal(login: "anquan2"))
            let clerk = try #require(try await control.principal(login: "xiaowang"))
            func grant(_ roles: [RoleCode]) -> ControlCommands.GrantRoles {
                ControlCommands.GrantRoles(user: clerk.user, roles: roles.map(\.rawValue))
            }
            await #expect(throws: PeopleRefusal.self) {
                try await control.propose(
                    "control.grantRoles", grant([.systemAdministrator, .auditAdministrator]), reason: "兼任",
                    by: first)
            }
            await #expect(throws: ApprovalRefusal.nothingChanges) {
                try await control.propose(
                    "control.grantRoles", grant([.counterClerk]), reason: "原样", by: first)
            }
            let proposal = try await control.propose(
                "control.grantRoles", grant([.counterClerk, .accountant]), reason: "兼账务", by: first)
            _ = try await control.approve(proposal.id, hash: proposal.hashText, by: second)
            let after = try #require(try await control.principal(login: "xiaowang"))
            #expect(after.roles == ["accountant", "counterClerk"])
            let own = try await control.propose(
                "control.grantRoles", ControlCommands.GrantRoles(user: second.user, roles: ["stationHead"]),
                reason: "轮岗", by: first)
            await #expect(throws: ApprovalRefusal.ownProposal) {
                try await control.approve(own.id, hash: own.hashText, by: second)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a person cannot set a parameter alone, two can`(engine: Engine) async throws {
        try await withControl(engine) { control, clock in
            func person(_ id: Int64, _ permission: Permission) -> Principal {
                Vault.person(id, "/1/", [permission])
            }
            let asker = person(11, "control.parameters")
            let approver = person(12, "control.parameters.approve")
            let key = "control.grantRoles.approval.workingDays"
            await #expect(throws: ApprovalRefusal.approvalNeeded(command: "control.setParameter")) {
                try await control.setParameter(
                    key, organisation: OrganisationPath("/1/"), from: clock.now.day, value: "7", clause: "c",
                    by: asker)
            }
            let change = ControlCommands.SetParameter(
                key: key, organisation: OrganisationPath("/1/"), from: clock.now.day, value: "7",
                clause: "公司决议")
            let proposal = try await control.propose(
                "control.setParameter", change, reason: "审批人常出差", by: asker)
            _ = try await control.approve(proposal.id, hash: proposal.hashText, by: approver)
            let now = try await control.house.database.read {
                try control.parameter(key, organisation: OrganisationPath("/1/"), on: clock.now.day, in: $0)
            }
            #expect(now.text == "7" && now.clause == "公司决议")
            let people = try await control.house.database.read {
                try $0.one("SELECT set_by, approved_by FROM control_parameter_value WHERE key = \(key)") {
                    [try $0.int64(0), try $0.int64(1)]
                }
            }
            #expect(people == [11, 12])
        }
    }
}
