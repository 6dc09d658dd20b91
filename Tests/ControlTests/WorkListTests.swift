import Control
import Kernel
import Store
import TestSupport
import Testing

private let mine: Permission = "test.mine"
private let theirs: Permission = "test.theirs"

/// ask → look (5 working days by law, stops) → answer (by law, 8 days since `look` began) → close (company, 2 days).
private let inquiry = WorkflowDefinition(
    key: "test.inquiry", version: 1, name: "test", start: "ask",
    steps: [
        WorkflowStep(
            code: "ask", name: "ask", permission: mine, place: .origin,
            branches: [WorkflowBranch(to: "look")]),
        WorkflowStep(
            code: "look", name: "look", permission: mine, place: .place,
            clock: WorkflowClock(.workingDays, .statutory, clause: "条例", limits: [.init(5)]),
            stopsForCustomer: true, branches: [WorkflowBranch(to: "answer")]),
        WorkflowStep(
            code: "answer", name: "answer", permission: mine, place: .place,
            clock: WorkflowClock(.workingDays, .statutory, clause: "条例", limits: [.init(8)], from: "look"),
            branches: [WorkflowBranch(to: "close")]),
        WorkflowStep(
            code: "close", name: "close", permission: mine, place: .place,
            clock: WorkflowClock(.workingDays, .company, clause: "企业标准", limits: [.init(2)])),
    ])

/// One step without a clock, of another trade.
private let errand = WorkflowDefinition(
    key: "test.errand", version: 1, name: "test", start: "ask",
    steps: [
        WorkflowStep(
            code: "ask", name: "ask", permission: mine, place: .origin, branches: [WorkflowBranch(to: "do")]),
        WorkflowStep(code: "do", name: "do", permission: theirs, place: .place),
    ])

private struct Desk {
    let control: Control
    let clock: MovedClock
    let ann: Principal
    let head: Principal

    func start(_ workflow: String = inquiry.key, title: String = "一件事") async throws -> WorkCaseID {
        try await control.startCase(
            workflow, title: title, place: OrganisationID(2), values: [:], by: ann)
    }

    /// Ann takes it.
    func claim(_ id: WorkCaseID) async throws {
        try await control.claimCase(id, version: try await version(id), by: ann)
    }

    func complete(_ id: WorkCaseID) async throws {
        try await control.completeStep(id, values: [:], version: try await version(id), by: ann)
    }

    func goBack(_ id: WorkCaseID, to step: String) async throws {
        try await control.returnCase(id, to: step, reason: "重办", version: try await version(id), by: ann)
    }

    func seen(_ id: WorkCaseID) async throws -> CaseClock {
        try #require(try await control.workCase(id, by: ann).clock)
    }

    private func version(_ id: WorkCaseID) async throws -> Int {
        try await control.workCase(id, by: ann).workCase.version
    }

    /// The events of a topic so far.
    func events(_ topic: String) async throws -> [String] {
        try await control.house.database.read { transaction in
            try transaction.all(
                "SELECT payload FROM control_event WHERE topic = \(topic) ORDER BY id /*scatter: a test looks*/"
            ) { try $0.text(0) }
        }
    }

    /// So many copies of a case straight in the tables, their numbers before it.
    func copy(_ id: WorkCaseID, times: Int) async throws {
        try await control.house.database.write { transaction in
            try transaction.run(
                """
                INSERT INTO control_case (bucket, id, workflow, workflow_version, title, subject, origin_path,
                  place_path, state, step, step_number, step_path, permission, assignee_id, version, started_by,
                  started_at, due_at)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(times))
                SELECT c.bucket, c.id - n.i, c.workflow, c.workflow_version, c.title, c.subject, c.origin_path,
                  c.place_path, c.state, c.step, c.step_number, c.step_path, c.permission, c.assignee_id, c.version,
                  c.started_by, c.started_at, c.due_at
                FROM control_case c CROSS JOIN n WHERE c.bucket = \(id.bucket) AND c.id = \(id)
                """)
            try transaction.run(
                """
                INSERT INTO control_case_step (bucket, case_id, number, step, entered_at, clock_unit, clock_limit,
                  clause, basis, clock_from, form)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(times))
                SELECT s.bucket, s.case_id - n.i, s.number, s.step, s.entered_at, s.clock_unit, s.clock_limit,
                  s.clause, s.basis, s.clock_from, s.form
                FROM control_case_step s CROSS JOIN n WHERE s.bucket = \(id.bucket) AND s.case_id = \(id)
                """)
        }
    }
}

private func withDesk(
    _ engine: Engine, on day: Int = 2026_11_02, _ body: (Desk) async throws -> Void
) async throws {
    let room = Room(
        name: "test",
        permissions: [
            PermissionDefinition(mine, .meterReader, .stationHead),
            PermissionDefinition(theirs, .stationHead),
        ], workflows: [inquiry, errand])
    try await withControl(engine, rooms: [room], on: day) { control, clock in
        func person(_ login: String, _ role: RoleCode) async throws -> Principal {
            try await control.addUser(
                login: login, name: login, organisation: OrganisationID(2), roles: [role],
                password: "long enough pass", secondFactor: nil)
            return try #require(try await control.principal(login: login))
        }
        try await body(
            Desk(
                control: control, clock: clock, ann: try await person("ann", .meterReader),
                head: try await person("head", .stationHead)))
    }
}

private func due(_ day: Int) -> Instant { Instant(startOf: Day(yyyymmdd: day)!.adding(days: 1)) }

@Suite struct `Lists of work` {
    @Test(arguments: TestEngines.all)
    func `an urgent task stands first however many of others' came before it`(engine: Engine) async throws {
        try await withDesk(engine) { desk in
            try await desk.copy(try await desk.start(errand.key), times: 2_100)
            let late = try await desk.start(title: "最急")
            desk.clock.move(seconds: 3_600)
            let later = try await desk.start()
            // What asks for another's permission does not crowd out one's own.
            let team = try await desk.control.cases(.team, by: desk.ann)
            #expect(team.map(\.workCase.id) == [late, later])
            #expect(try await desk.control.caseCount(.team, by: desk.ann) == 2)
            #expect(try await desk.control.caseCount(.open, by: desk.ann) == 2_103)
            #expect(try await desk.control.cases(.open, by: desk.ann).first?.workCase.id == late)
            // Nor do those in time hide what is overdue.
            try await desk.copy(later, times: 2_100)
            desk.clock.move(seconds: 7 * 86_400 - 3_600)
            try await desk.claim(late)
            let fresh = try await desk.start()
            desk.clock.move(seconds: 86_400)
            #expect(try await desk.control.caseCount(.overdue, by: desk.head) == 2_102)
            let overdue = try await desk.control.cases(.overdue, by: desk.head)
            #expect(!overdue.contains { $0.workCase.id == fresh })
            #expect(overdue.first?.clock?.light == .red)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a list read piece by piece repeats nothing, though what it read is done meanwhile`(engine: Engine)
        async throws
    {
        try await withDesk(engine) { desk in
            var ids: [WorkCaseID] = []
            for _ in 0..<7 {
                let id = try await desk.start()
                try await desk.claim(id)
                ids.append(id)
                desk.clock.move(seconds: 86_400)
            }
            for list in [Control.CaseList.mine, .all] {
                var seen: [WorkCaseID] = []
                var after: CaseCursor?
                repeat {
                    let piece = try await desk.control.cases(list, after: after, limit: 2, by: desk.ann)
                    seen += piece.lines.map(\.workCase.id)
                    // A program drains its list: each is completed as soon as it is read.
                    if list == .mine { for line in piece.lines { try await desk.complete(line.workCase.id) } }
                    after = try piece.next.map { try #require(CaseCursor(text: $0.description)) }
                } while after != nil
                #expect(seen == (list == .all ? ids.reversed() : ids), "\(list)")
            }
            #expect(CaseCursor(text: "7") == nil && CaseCursor(text: "1.x") == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `running clocks stand before standing ones, and those before what has none`(engine: Engine)
        async throws
    {
        try await withDesk(engine) { desk in
            let none = try await desk.start(errand.key)
            let stopped = try await desk.start()
            try await desk.claim(stopped)
            desk.clock.move(seconds: 86_400)
            let running = try await desk.start()
            try await desk.control.suspendCase(stopped, reason: "等客户", version: 2, by: desk.ann)
            func order() async throws -> [WorkCaseID] {
                try await desk.control.cases(.open, by: desk.head).map(\.workCase.id)
            }
            #expect(try await order() == [running, stopped, none])
            try await desk.control.resumeCase(stopped, version: 3, by: desk.ann)
            #expect(try await order() == [stopped, running, none])
        }
    }
}

@Suite struct `Clocks of the law` {
    /// Begun on Monday 2026-11-02, five working days: the 3rd to the 9th.
    @Test(arguments: TestEngines.all)
    func `a step entered again goes on with the time it has used`(engine: Engine) async throws {
        try await withDesk(engine) { desk in
            let id = try await desk.start()
            try await desk.claim(id)
            desk.clock.move(seconds: 3 * 86_400)
            #expect(try await desk.seen(id).elapsed == 3)
            // Thursday: back to the first step, and at once forth again.
            try await desk.goBack(id, to: "ask")
            try await desk.complete(id)
            var now = try await desk.seen(id)
            #expect(now.elapsed == 3 && now.due == due(2026_11_09))
            try await desk.claim(id)
            // Over the weekend it lies at the first step: those days are not the step's.
            try await desk.goBack(id, to: "ask")
            desk.clock.move(seconds: 4 * 86_400)
            try await desk.complete(id)
            now = try await desk.seen(id)
            #expect(now.elapsed == 3 && now.due == due(2026_11_11))
            let listed = try await desk.control.cases(.team, by: desk.ann)
            #expect(listed.map(\.clock) == [now] && listed[0].due == now.due)
            desk.clock.move(seconds: 3 * 86_400)
            #expect(try await desk.seen(id).light == .red)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a limit over several steps counts from the first of them, without what stood still`(engine: Engine)
        async throws
    {
        try await withDesk(engine) { desk in
            let id = try await desk.start()
            try await desk.claim(id)
            desk.clock.move(seconds: 86_400)
            try await desk.control.suspendCase(id, reason: "等客户", version: 2, by: desk.ann)
            desk.clock.move(seconds: 7 * 86_400)
            try await desk.control.resumeCase(id, version: 3, by: desk.ann)
            try await desk.complete(id)
            // Tuesday the 10th: one day was used, seven are left: the 11th to the 19th.
            var now = try await desk.seen(id)
            #expect(now.elapsed == 1 && now.limit == 8 && now.due == due(2026_11_19))
            #expect(try await desk.control.cases(.team, by: desk.ann).map(\.clock) == [now])
            // Sent back and forth it is still the same limit.
            try await desk.claim(id)
            desk.clock.move(seconds: 2 * 86_400)
            try await desk.goBack(id, to: "look")
            desk.clock.move(seconds: 86_400)
            try await desk.complete(id)
            now = try await desk.seen(id)
            #expect(now.elapsed == 4 && now.due == due(2026_11_19))
            // What the company sets begins anew.
            try await desk.claim(id)
            try await desk.complete(id)
            #expect(try await desk.seen(id).elapsed == 0)
        }
    }

    @Test func `a clock cannot count from where the case never was, nor by a parameter that is none`() {
        func faults(from: String) -> [String] {
            WorkflowDefinition(
                key: "t", version: 1, name: "t", start: "a",
                steps: [
                    WorkflowStep(
                        code: "a", name: "a", permission: mine, place: .origin,
                        branches: [WorkflowBranch(to: "b")]),
                    WorkflowStep(
                        code: "b", name: "b", permission: mine, place: .origin,
                        clock: WorkflowClock(.hours, .company, clause: "", limits: [.init(1)], from: from),
                        branches: [WorkflowBranch(to: "c")]),
                    WorkflowStep(code: "c", name: "c", permission: mine, place: .origin),
                ]
            ).faults().map(\.key)
        }
        #expect(faults(from: "a") == [])
        #expect(faults(from: "b") == ["control.workflow.fault.notBefore"])
        #expect(faults(from: "c") == ["control.workflow.fault.notBefore"])
        #expect(faults(from: "x") == ["control.workflow.fault.noStep"])
    }

    @Test(arguments: TestEngines.all)
    func `amber and red are told once each, and a holiday that is set moves what is due`(engine: Engine)
        async throws
    {
        try await withDesk(engine) { desk in
            let id = try await desk.start()
            try await desk.claim(id)
            let quiet = try await desk.start(errand.key)
            func tell() async throws -> [String] {
                let outcome = try await desk.control.tellClocks()
                return ["amber", "red", "expired"].map { outcome.arguments[$0] ?? "" }
            }
            #expect(try await tell() == ["0", "0", "0"])
            desk.clock.move(seconds: 4 * 86_400)
            // The schedule does it.
            try await desk.control.runDueSchedules()
            let payload =
                #"{"case":"\#(id)","step":"look","holder":"\#(desk.ann.user)"}"#
            #expect(try await desk.events("control.clockAmber") == [payload])
            #expect(try await tell() == ["0", "0", "0"])
            // Monday the 9th is made a day of rest: one day more.
            try await desk.control.setCalendarDay(
                Day(yyyymmdd: 2026_11_09)!, isWorkday: false, clause: "台风停工",
                by: desk.control.systemPrincipal())
            #expect(try await desk.control.cases(.mine, by: desk.ann).map(\.due) == [due(2026_11_10)])
            desk.clock.move(seconds: 4 * 86_400)
            #expect(try await tell() == ["0", "0", "0"])
            // A form that is open on it is still good: to tell is no change of the case.
            let version = try await desk.control.workCase(id, by: desk.ann).workCase.version
            desk.clock.move(seconds: 86_400)
            #expect(try await tell() == ["0", "1", "0"])
            #expect(try await tell() == ["0", "0", "0"])
            #expect(try await desk.events("control.clockRed") == [payload])
            #expect(try await desk.control.workCase(id, by: desk.ann).workCase.version == version)
            // The next step's clock is another.
            try await desk.complete(id)
            #expect(try await tell() == ["1", "0", "0"])
            #expect(try await desk.control.workCase(quiet, by: desk.ann).clock == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a proposal's expiry is told once`(engine: Engine) async throws {
        try await withVault(engine) { vault in
            let proposal = try await vault.propose(100)
            _ = try await vault.control.tellClocks()
            vault.clock.move(seconds: 60 * 86_400)
            for expired in ["1", "0"] {
                #expect(try await vault.control.tellClocks().arguments["expired"] == expired)
            }
            let told = try await vault.control.house.database.read { transaction in
                try transaction.all(
                    "SELECT payload FROM control_event WHERE topic = 'control.proposalExpired' /*scatter: a test looks*/"
                ) { try $0.text(0) }
            }
            #expect(told == [#"{"proposal":"\#(proposal.id)","proposer":"\#(vault.asker.user)"}"#])
        }
    }
}
