import Control
import Kernel
import Store
import TestSupport
import Testing

private let casePermission: Permission = "test.case"
private let fees: Permission = "test.fees"

/// ask → visit (4 hours, stops) → reply (5 working days), whose completion runs a command.
private let visits = WorkflowDefinition(
    key: "test.round", version: 1, name: "test", start: "ask",
    steps: [
        WorkflowStep(
            code: "ask", name: "ask", permission: casePermission, place: .origin,
            fields: [WorkflowField("fee", label: "fee", .number(least: 0, most: 9))],
            branches: [WorkflowBranch(to: "visit")]),
        WorkflowStep(
            code: "visit", name: "visit", permission: casePermission, place: .place,
            clock: WorkflowClock(.hours, .statutory, clause: "供电监管办法 第十四条", limits: [.init(4)]),
            stopsForCustomer: true, branches: [WorkflowBranch(to: "reply")]),
        WorkflowStep(
            code: "reply", name: "reply", permission: casePermission, place: .place,
            clock: WorkflowClock(
                .workingDays, .statutory, clause: "供电监管办法 第十一条", limits: [.init(5)]),
            handler: "test.raiseFee"),
    ])

/// Refuses a fee of nothing, else writes it down.
private let raiseFee = CommandHandler(
    name: "test.raiseFee", permission: fees, input: WorkflowStepInput.self,
    picture: { _, _ in
        try CommandPicture(
            title: "test", subject: "", bucket: OrganisationID(1).bucket,
            organisation: OrganisationPath("/1/"), lines: [])
    },
    perform: { input, act in
        guard let fee = input.values["fee"], fee != "0" else { throw ControlRefusal.codeInvalid }
        try act.audit(
            bucket: OrganisationID(1).bucket, action: "test.raiseFee", subject: "case \(input.caseID)",
            after: "\(input.step) \(fee)")
        return "{}"
    })

private struct Crew {
    let ann: Principal
    let bob: Principal
    let cat: Principal
    let desk: Principal
    let head: Principal
}

private func withCrew(_ engine: Engine, _ body: (Control, MovedClock, Crew) async throws -> Void) async throws
{
    let room = Room(
        name: "test",
        permissions: [
            PermissionDefinition(casePermission, .meterReader, .stationHead),
            PermissionDefinition(fees, .meterReader),
        ], commands: [raiseFee], workflows: [visits])
    try await withControl(engine, rooms: [room]) { control, clock in
        func person(_ login: String, _ place: Int64, _ role: RoleCode) async throws -> Principal {
            try await control.addUser(
                login: login, name: login, organisation: OrganisationID(place), roles: [role],
                password: "long enough pass", secondFactor: nil)
            return try #require(try await control.principal(login: login))
        }
        try await body(
            control, clock,
            Crew(
                ann: try await person("ann", 2, .meterReader), bob: try await person("bob", 2, .meterReader),
                cat: try await person("cat", 3, .meterReader),
                desk: try await person("desk", 2, .counterClerk),
                head: try await person("head", 2, .stationHead)
            ))
    }
}

private func ask(_ control: Control, _ who: Principal, key: String? = nil, fee: String = "3") async throws
    -> WorkCaseID
{
    try await control.startCase(
        "test.round", key: key, title: "上门核查", place: OrganisationID(2), values: ["fee": fee], by: who)
}

extension MovedClock {
    fileprivate func move(to day: Int, hour: Int64) {
        let there = Instant(startOf: Day(yyyymmdd: day)!).adding(seconds: hour * 3_600)
        move(seconds: (there.milliseconds - now.milliseconds) / 1_000)
    }
}

@Suite struct `Cases under way` {
    @Test(arguments: TestEngines.all)
    func `the head gives a task to whoever may do it, and nobody else gives it`(engine: Engine) async throws {
        try await withCrew(engine) { control, _, crew in
            let id = try await ask(control, crew.ann)
            await #expect(throws: ControlRefusal.forbidden("control.assign")) {
                try await control.assignCase(id, to: crew.bob.user, version: 1, by: crew.ann)
            }
            await #expect(throws: WorkRefusal.personUnfit("desk")) {
                try await control.assignCase(id, to: crew.desk.user, version: 1, by: crew.head)
            }
            await #expect(throws: WorkRefusal.personUnknown(crew.cat.user.description)) {
                try await control.assignCase(id, to: crew.cat.user, version: 1, by: crew.head)
            }
            let fit = try await control.peopleFit(for: id, by: crew.head).map(\.name)
            #expect(fit == ["ann", "bob", "head"])
            try await control.assignCase(id, to: crew.bob.user, version: 1, by: crew.head)
            let mine = try await control.cases(.mine, by: crew.bob)
            #expect(mine.map(\.workCase.id) == [id] && mine[0].names.starter == "ann")
            #expect(mine[0].names.sender == "ann" && mine[0].names.holder == "bob")
            // Given to another while it is in somebody's hands: the trail names both.
            try await control.assignCase(id, to: crew.ann.user, version: 2, by: crew.head)
            let trail = try await control.workCase(id, by: crew.ann).trail
            #expect(trail.map(\.action) == ["start", "assign", "assign"])
            #expect(trail.map(\.other) == [nil, crew.bob.user, crew.ann.user])
            await #expect(throws: WorkRefusal.caseChanged) {
                try await control.assignCase(id, to: crew.bob.user, version: 2, by: crew.head)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a clock in hours counts at once, and stands while the customer has to act`(engine: Engine)
        async throws
    {
        try await withCrew(engine) { control, clock, crew in
            let began = clock.now
            let id = try await ask(control, crew.ann)
            try await control.claimCase(id, version: 1, by: crew.bob)
            func seen() async throws -> CaseClock {
                try #require(try await control.workCase(id, by: crew.bob).clock)
            }
            #expect(try await seen().due == began.adding(seconds: 4 * 3_600))
            clock.move(seconds: 2 * 3_600)
            #expect(try await seen().light == .green)
            try await control.suspendCase(id, reason: "客户不在家", version: 2, by: crew.bob)
            // A night passes that does not count.
            clock.move(seconds: 14 * 3_600)
            var now = try await seen()
            #expect(now.isStopped && now.due == nil && now.elapsed == 2)
            // Every list tells the clock as the case itself does.
            for list in [Control.CaseList.mine, .open, .all] {
                #expect(try await control.cases(list, by: crew.bob).map(\.clock) == [now], "\(list)")
            }
            #expect(try await control.workCase(id, by: crew.bob).stopReason == "客户不在家")
            try await control.resumeCase(id, version: 3, by: crew.bob)
            #expect(try await seen().due == began.adding(seconds: 18 * 3_600))
            for list in [Control.CaseList.mine, .open, .all] {
                #expect(
                    try await control.cases(list, by: crew.bob)[0].clock?.due
                        == began.adding(seconds: 18 * 3_600), "\(list)")
            }
            clock.move(seconds: 3_600)
            now = try await seen()
            #expect(now.light == .amber && now.left == 1 && now.clause == "供电监管办法 第十四条")
            clock.move(seconds: 3_600)
            #expect(try await seen().light == .amber)
            clock.move(seconds: 1)
            #expect(try await seen().light == .red)
            #expect(try await control.cases(.overdue, by: crew.head).map(\.workCase.id) == [id])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a step's command runs with its completion or neither does`(engine: Engine) async throws {
        try await withCrew(engine) { control, _, crew in
            for (fee, isRaised) in [("0", false), ("3", true)] {
                let id = try await ask(control, crew.ann, fee: fee)
                try await control.claimCase(id, version: 1, by: crew.bob)
                try await control.completeStep(id, values: [:], version: 2, by: crew.bob)
                // The head may do the step, but not what its command does.
                try await control.claimCase(id, version: 3, by: crew.head)
                await #expect(throws: ControlRefusal.forbidden(fees)) {
                    try await control.completeStep(id, values: [:], version: 4, by: crew.head)
                }
                try await control.handOverCase(id, to: crew.bob.user, note: "请办", version: 4, by: crew.head)
                if isRaised {
                    try await control.completeStep(id, values: [:], version: 5, by: crew.bob)
                } else {
                    await #expect(throws: ControlRefusal.codeInvalid) {
                        try await control.completeStep(id, values: [:], version: 5, by: crew.bob)
                    }
                }
                let found = try await control.workCase(id, by: crew.bob).workCase
                #expect(found.state == (isRaised ? .done : .running) && found.version == (isRaised ? 6 : 5))
                let written = try await control.house.database.read { transaction in
                    try transaction.all(
                        """
                        SELECT after_values FROM control_audit
                        WHERE action = 'test.raiseFee' AND subject = \("case \(id)") /*scatter: a test looks*/
                        """
                    ) { try $0.text(0) }
                }
                #expect(written == (isRaised ? ["reply 3"] : []))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `the same key gives the same case, and a key used for something else is refused`(engine: Engine)
        async throws
    {
        try await withCrew(engine) { control, _, crew in
            let id = try await ask(control, crew.ann, key: "k-1")
            #expect(try await ask(control, crew.ann, key: "k-1") == id)
            await #expect(throws: ControlRefusal.keyReused) {
                _ = try await ask(control, crew.ann, key: "k-1", fee: "4")
            }
            // Another person's key is another key.
            #expect(try await ask(control, crew.bob, key: "k-1") != id)
            let many = try await withThrowingTaskGroup(of: WorkCaseID.self) { group in
                for _ in 0..<8 { group.addTask { try await ask(control, crew.ann, key: "k-2") } }
                return try await group.reduce(into: Set<WorkCaseID>()) { $0.insert($1) }
            }
            #expect(many.count == 1)
            #expect(try await control.cases(.all, by: crew.head).count == 3)
            for key in ["", String(repeating: "k", count: 101), "钥"] {
                await #expect(throws: WorkRefusal.caseKeyInvalid(longest: 100)) {
                    _ = try await ask(control, crew.ann, key: key)
                }
            }
            // A refused request leaves its key free.
            await #expect(throws: WorkRefusal.self) {
                _ = try await ask(control, crew.ann, key: "k-3", fee: "77")
            }
            _ = try await ask(control, crew.ann, key: "k-3", fee: "7")
        }
    }

    /// The day of receipt does not count. 2025: Sunday 28 September is worked, 1 to 8 October are not. 2026: the Friday
    /// itself is Mid-Autumn, 1 to 7 October are not worked, Saturday the 10th is.
    @Test(
        arguments: TestEngines.all.flatMap { engine in
            [(2025_09_26, 2025_10_10), (2026_09_25, 2026_10_09)].map { (engine, $0.0, $0.1) }
        })
    func `received on the Friday before National Day it is due when the holiday calendar says`(
        engine: Engine, received: Int, due: Int
    ) async throws {
        try await withCrew(engine) { control, clock, crew in
            clock.move(to: received, hour: 10)
            let id = try await ask(control, crew.ann)
            try await control.claimCase(id, version: 1, by: crew.bob)
            try await control.completeStep(id, values: [:], version: 2, by: crew.bob)
            let end = Instant(startOf: Day(yyyymmdd: due)!.adding(days: 1))
            #expect(try await control.workCase(id, by: crew.bob).clock?.due == end)
            clock.move(to: due, hour: 23)
            #expect(try await control.cases(.overdue, by: crew.head).isEmpty)
            clock.move(seconds: 3_600)
            #expect(try await control.cases(.overdue, by: crew.head).map(\.workCase.id) == [id])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a due date in a year without its notice is not guessed`(engine: Engine) async throws {
        try await withCrew(engine) { control, clock, crew in
            clock.move(to: 2026_12_30, hour: 10)
            let id = try await ask(control, crew.ann)
            try await control.claimCase(id, version: 1, by: crew.bob)
            try await control.completeStep(id, values: [:], version: 2, by: crew.bob)
            #expect(try await control.workCase(id, by: crew.bob).clock?.due == nil)
            let system = control.systemPrincipal()
            try await control.publishCalendarYear("2027 -0101", clause: "国办发明电〔2026〕9号", by: system)
            // 31 December, then 4, 5, 6 and 7 January: the 1st is a Friday of rest, then a weekend.
            #expect(
                try await control.workCase(id, by: crew.bob).clock?.due
                    == Instant(startOf: Day(yyyymmdd: 2027_01_08)!))
            #expect(try await control.enteredNotices(by: system).map(\.year) == [2027])
        }
    }

    @Test(arguments: TestEngines.all)
    func `published versions tell who may take each step and what runs on them`(engine: Engine) async throws {
        try await withCrew(engine) { control, _, crew in
            _ = try await ask(control, crew.ann)
            let system = control.systemPrincipal()
            let second = WorkflowDefinition(
                key: visits.key, version: 2, name: visits.name, start: visits.start, steps: visits.steps)
            try await control.publishWorkflow(second, by: system)
            _ = try await ask(control, crew.ann)
            _ = try await ask(control, crew.ann)
            let published = try await control.workflows(by: crew.ann).filter {
                $0.definition.key == visits.key
            }
            #expect(published.map(\.definition.version) == [2, 1])
            #expect(published.map(\.isNewest) == [true, false])
            #expect(published.map(\.openCases) == [2, 1])
            #expect(try await control.workflows(by: crew.cat).allSatisfy { $0.openCases == 0 })
            let takers = try await control.takers(of: second, by: crew.ann)
            #expect(second.textKeys.first == "test" && second.textKeys.contains("fee"))
            #expect(takers["visit"]?.map(\.code) == ["meterReader", "stationHead"])
            let open = try await control.startableWorkflows(by: crew.desk)
            #expect(open.allSatisfy { $0.key != visits.key })
            let offered = try await control.startableWorkflows(by: crew.ann)
            #expect(offered.filter { $0.key == visits.key }.map(\.version) == [2])
            let found = try await control.cases(
                .open, CaseFilter(text: "核查", workflow: visits.key), by: crew.ann)
            #expect(found.count == 3)
            #expect(try await control.cases(.open, CaseFilter(text: "没有"), by: crew.ann).isEmpty)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a search looks at every case there ever was, however many came after`(engine: Engine) async throws {
        try await withCrew(engine) { control, _, crew in
            let old = try await ask(control, crew.ann)
            let all = try await control.cases(.all, by: crew.ann)
            let title = try #require(all.first?.workCase.title)
            // 2,100 newer ones, straight into the tables.
            try await control.house.database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO control_case (bucket, id, workflow, workflow_version, title, subject, origin_path,
                      place_path, state, step, step_number, step_path, permission, assignee_id, version, started_by,
                      started_at)
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100)
                    SELECT c.bucket, c.id + n.i, c.workflow, c.workflow_version, 'Later_100% of ' || n.i, c.subject,
                      c.origin_path, c.place_path, c.state, c.step, c.step_number, c.step_path, c.permission,
                      c.assignee_id, c.version, c.started_by, c.started_at
                    FROM control_case c CROSS JOIN n WHERE c.bucket = \(old.bucket) AND c.id = \(old)
                    """)
                try transaction.run(
                    """
                    INSERT INTO control_case_step (bucket, case_id, number, step, entered_at, form)
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100)
                    SELECT s.bucket, s.case_id + n.i, s.number, s.step, s.entered_at, s.form
                    FROM control_case_step s CROSS JOIN n WHERE s.bucket = \(old.bucket) AND s.case_id = \(old)
                    """)
            }
            func found(_ text: String, _ list: Control.CaseList = .all) async throws -> [WorkCaseID] {
                try await control.cases(list, CaseFilter(text: text), by: crew.ann).map(\.workCase.id)
            }
            #expect(try await control.cases(.all, by: crew.ann).contains { $0.workCase.id == old } == false)
            #expect(try await found(title) == [old])
            #expect(try await found(title, .open) == [old])
            #expect(try await found(old.description) == [old])
            #expect(try await found("LATER_100% of 2100").count == 1)
            // What stands for anything in LIKE stands for itself.
            #expect(try await found("Later%of").isEmpty)
            #expect(try await found("Later?100").isEmpty)
            #expect(try await found("L_ter").isEmpty)
        }
    }

    @Test(arguments: TestEngines.all)
    func `leave cover set before there was one table of it is carried over`(engine: Engine) async throws {
        let before = Schema(ControlSchema.migrations.filter { $0.number < 9 })
        try await withDatabase(engine, schema: before) { database in
            let ann = UserID(1_001)
            try await database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO control_leave (bucket, user_id, id, cover_id, from_day, until_day, reason, set_by, set_at)
                    VALUES (\(ann.bucket), \(ann), 7, 1002, 20261101, 20261103, '休假', 1003, 5)
                    """)
            }
            try await Schema(ControlSchema.migrations).apply(to: database)
            let found = try await database.read { transaction in
                try transaction.all(
                    """
                    SELECT covering_id, first_day, last_day, reason, approved_by FROM control_cover
                    WHERE bucket = \(ann.bucket) AND absent_id = \(ann) AND ended_at IS NULL
                    """
                ) {
                    "\(try $0.int64(0)) \(try $0.day(1)) \(try $0.day(2)) \(try $0.text(3)) \(try $0.int64(4))"
                }
            }
            #expect(found == ["1002 2026-11-01 2026-11-03 休假 1003"])
        }
    }
}
