import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing

private let flowPermission: Permission = "test.work"

/// a → b (5 working days, stops) → c where n is at least 10, else d; c and d end.
private func flow(version: Int = 1, limit: Int = 5) -> WorkflowDefinition {
    WorkflowDefinition(
        key: "test.flow", version: version, name: "test", start: "a",
        steps: [
            WorkflowStep(
                code: "a", name: "a", permission: flowPermission, place: .origin,
                fields: [
                    WorkflowField("n", label: "n", .number(least: 0, most: 100)),
                    WorkflowField("on", label: "on", .day, required: false),
                ], branches: [WorkflowBranch(to: "b")]),
            WorkflowStep(
                code: "b", name: "b", permission: flowPermission, place: .place,
                clock: WorkflowClock(
                    .workingDays, .statutory, clause: "供电营业规则", limits: [.init(limit)]),
                stopsForCustomer: true,
                branches: [
                    WorkflowBranch(to: "c", when: WorkflowCondition("n", .atLeast, "10")),
                    WorkflowBranch(to: "d"),
                ]),
            WorkflowStep(code: "c", name: "c", permission: flowPermission, place: .place),
            WorkflowStep(code: "d", name: "d", permission: flowPermission, place: .place),
        ])
}

/// SplitMix64, so that a failing order of doings can be had again.
private struct Doings: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

private struct Team {
    let ann: Principal
    let bob: Principal
    let cat: Principal
    let head: Principal
}

private func withWork(_ engine: Engine, _ body: (Control, MovedClock, Team) async throws -> Void) async throws
{
    let room = Room(
        name: "test", permissions: [PermissionDefinition(flowPermission, .meterReader, .stationHead)],
        workflows: [flow()])
    try await withControl(engine, rooms: [room]) { control, clock in
        func person(_ login: String, _ place: Int64, _ role: RoleCode) async throws -> Principal {
            try await control.addUser(
                login: login, name: login, organisation: OrganisationID(place), roles: [role],
                password: "long enough pass", secondFactor: nil)
            return try #require(try await control.principal(login: login))
        }
        try await body(
            control, clock,
            Team(
                ann: try await person("ann", 2, .meterReader), bob: try await person("bob", 2, .meterReader),
                cat: try await person("cat", 3, .meterReader), head: try await person("head", 1, .stationHead)
            ))
    }
}

private func start(_ control: Control, _ who: Principal, n: Int = 3) async throws -> WorkCaseID {
    try await control.startCase(
        "test.flow", title: "一件事", place: OrganisationID(2), values: ["n": String(n)], by: who)
}

@Suite struct `Work orders` {
    @Test func `an unsound definition is found out`() {
        #expect(flow().faults().isEmpty)
        let step = WorkflowStep(code: "x", name: "x", permission: flowPermission, place: .origin)
        let lost = WorkflowStep(
            code: "y", name: "y", permission: flowPermission, place: .origin,
            clock: WorkflowClock(.hours, .statutory, clause: "", limits: []),
            branches: [WorkflowBranch(to: "z", when: WorkflowCondition("q", .equals, "1"))])
        let faults = WorkflowDefinition(key: "t", version: 1, name: "t", start: "x", steps: [step, lost])
            .faults()
        let found = faults.map { "\($0.path) \($0.key.split(separator: ".").last ?? "")" }
        #expect(
            found == [
                "/steps/1/branches/0/next noStep", "/steps/1/branches/0/condition/field noField",
                "/steps/1/branches/0/condition stuck", "/steps/1/clock/clause noClause",
                "/steps/1/clock/limits noLimit", "/steps/1 unreached",
            ])
        let loop = WorkflowStep(
            code: "x", name: "x", permission: flowPermission, place: .origin,
            branches: [WorkflowBranch(to: "x")])
        #expect(
            WorkflowDefinition(key: "t", version: 1, name: "t", start: "x", steps: [loop]).faults()
                .map(\.key) == ["control.workflow.fault.endless"])
    }

    @Test(arguments: TestEngines.all)
    func `a field decides the branch, and every wrong field is told`(engine: Engine) async throws {
        try await withWork(engine) { control, _, team in
            for (n, step) in [(9, "d"), (10, "c")] {
                let id = try await start(control, team.ann, n: n)
                try await control.claimCase(id, version: 1, by: team.bob)
                try await control.completeStep(id, values: [:], version: 2, by: team.bob)
                let picture = try await control.workCase(id, by: team.ann)
                #expect(picture.workCase.step == step)
                #expect(picture.values == ["n": String(n)])
            }
            await #expect(
                throws: WorkRefusal.formInvalid([
                    .init(field: "n", code: "control.field.number"),
                    .init(field: "on", code: "control.field.day"),
                    .init(field: "zz", code: "control.field.unknown"),
                ])
            ) {
                _ = try await control.startCase(
                    "test.flow", title: "错", place: OrganisationID(2),
                    values: ["n": "101", "on": "2026-02-30", "zz": "1"], by: team.ann)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a stale completion is refused, and another station's case is not there`(engine: Engine) async throws
    {
        try await withWork(engine) { control, _, team in
            let id = try await start(control, team.ann)
            try await control.claimCase(id, version: 1, by: team.bob)
            await #expect(throws: WorkRefusal.caseChanged) {
                try await control.claimCase(id, version: 1, by: team.ann)
            }
            await #expect(throws: WorkRefusal.taskTaken(by: "bob")) {
                try await control.claimCase(id, version: 2, by: team.ann)
            }
            await #expect(throws: WorkRefusal.taskNotYours) {
                try await control.completeStep(id, values: [:], version: 2, by: team.ann)
            }
            try await control.completeStep(id, values: [:], version: 2, by: team.bob)
            await #expect(throws: WorkRefusal.caseChanged) {
                try await control.completeStep(id, values: [:], version: 2, by: team.bob)
            }
            await #expect(throws: WorkRefusal.caseUnknown) {
                _ = try await control.workCase(id, by: team.cat)
            }
            await #expect(throws: WorkRefusal.caseUnknown) {
                try await control.claimCase(id, version: 3, by: team.cat)
            }
            for list in Control.CaseList.allCases {
                #expect(try await control.cases(list, by: team.cat).isEmpty)
            }
            await #expect(throws: ControlRefusal.organisationUnknown("2")) {
                _ = try await start(control, team.cat)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a running case stays on its version`(engine: Engine) async throws {
        try await withWork(engine) { control, _, team in
            let old = try await start(control, team.ann)
            let system = control.systemPrincipal()
            await #expect(throws: WorkRefusal.workflowPublished("test.flow", version: 1)) {
                try await control.publishWorkflow(flow(limit: 9), by: system)
            }
            try await control.publishWorkflow(flow(version: 2, limit: 9), by: system)
            try await control.installWorkflows()
            let new = try await start(control, team.ann)
            #expect(try await control.workCase(old, by: team.ann).definition == flow())
            #expect(try await control.workCase(old, by: team.ann).clock?.limit == 5)
            #expect(try await control.workCase(new, by: team.ann).clock?.limit == 9)
        }
    }

    /// Entered on Monday 2026-11-02, five working days: due at the end of Monday the 9th.
    @Test(arguments: TestEngines.all)
    func `the clock stands while the customer has to act`(engine: Engine) async throws {
        try await withWork(engine) { control, clock, team in
            func due(_ day: Int) -> Instant { Instant(startOf: Day(yyyymmdd: day)!.adding(days: 1)) }
            let id = try await start(control, team.ann)
            #expect(try await control.workCase(id, by: team.ann).clock?.due == due(2026_11_09))
            try await control.claimCase(id, version: 1, by: team.bob)
            clock.move(seconds: 2 * 86_400)
            try await control.suspendCase(id, reason: "等客户补图纸", version: 2, by: team.bob)
            clock.move(seconds: 30 * 86_400)
            var seen = try #require(try await control.workCase(id, by: team.bob).clock)
            #expect(seen.isStopped && seen.elapsed == 2 && seen.due == nil && !seen.isOverdue)
            await #expect(throws: WorkRefusal.caseNotIn(state: "SUSPENDED")) {
                try await control.completeStep(id, values: [:], version: 3, by: team.bob)
            }
            try await control.resumeCase(id, version: 3, by: team.bob)
            // Friday 2026-12-04; three days are left: the 7th, 8th and 9th.
            seen = try #require(try await control.workCase(id, by: team.bob).clock)
            #expect(
                !seen.isStopped && seen.elapsed == 2 && seen.due == due(2026_12_09) && seen.light == .green)
            clock.move(seconds: 5 * 86_400)
            seen = try #require(try await control.workCase(id, by: team.bob).clock)
            #expect(seen.elapsed == 5 && seen.light == .amber)
            #expect(try await control.cases(.overdue, by: team.head).isEmpty)
            clock.move(seconds: 86_400)
            #expect(try await control.cases(.overdue, by: team.head).map(\.workCase.id) == [id])
            #expect(try await control.cases(.overdue, by: team.head)[0].clock?.clause == "供电营业规则")
        }
    }

    @Test(arguments: TestEngines.all)
    func `a colleague takes over a task or covers a leave, and the trail names both`(engine: Engine)
        async throws
    {
        try await withWork(engine) { control, clock, team in
            let id = try await start(control, team.ann)
            try await control.claimCase(id, version: 1, by: team.bob)
            // Somebody of another station is not there, and is not named.
            await #expect(throws: WorkRefusal.personUnknown(team.cat.user.description)) {
                try await control.handOverCase(id, to: team.cat.user, note: "请假", version: 2, by: team.bob)
            }
            try await control.handOverCase(id, to: team.ann.user, note: "去抄表", version: 2, by: team.bob)
            #expect(try await control.cases(.mine, by: team.ann).count == 1)
            #expect(try await control.cases(.mine, by: team.bob).isEmpty)
            let today = clock.now.day
            _ = try await control.approveCover(
                of: team.ann.user, by: team.bob.user, from: today, to: today, reason: "休假", as: team.head)
            #expect(try await control.cases(.mine, by: team.bob)[0].coveredFor == team.ann.user)
            try await control.completeStep(id, values: [:], version: 3, by: team.bob)
            let trail = try await control.workCase(id, by: team.ann).trail
            #expect(trail.map(\.action) == ["start", "claim", "handOver", "complete"])
            #expect(
                trail[2].user == team.bob.user && trail[2].other == team.ann.user && trail[2].note == "去抄表")
            #expect(trail[3].user == team.bob.user && trail[3].other == team.ann.user)
            // The cover ends with its last day.
            clock.move(seconds: 86_400)
            #expect(try await control.cases(.mine, by: team.bob).isEmpty)
        }
    }

    @Test(arguments: TestEngines.all)
    func `any order of doings leaves the case where a small model says`(engine: Engine) async throws {
        try await withWork(engine) { control, _, team in
            let seed =
                ProcessInfo.processInfo.environment["LAMPLIGHT_SEED"].flatMap(UInt64.init)
                ?? UInt64.random(in: 1...UInt64.max)
            var random = Doings(state: seed)
            let people = [team.ann, team.bob]
            for _ in 0..<12 {
                let n = Int.random(in: 0...20, using: &random)
                let id = try await start(control, team.ann, n: n)
                var (step, state, holder, version) = ("b", "RUNNING", Int?.none, 1)
                var doneBy = ["a": 0]
                for _ in 0..<14 {
                    let who = Int.random(in: 0...1, using: &random)
                    let doing = Int.random(in: 0...6, using: &random)
                    let isOpen = state == "RUNNING" || state == "SUSPENDED"
                    let has = holder == who
                    let isLegal =
                        switch doing {
                        case 0: isOpen && holder == nil
                        case 1: state == "RUNNING" && has
                        case 2: state == "RUNNING" && has && step == "b"
                        case 3: state == "SUSPENDED" && has
                        case 4: state == "RUNNING" && has && doneBy["a"] != nil && step != "a"
                        case 5: isOpen && has
                        default: isOpen
                        }
                    // Withdrawing ends a case too soon to learn from it.
                    if doing == 6, Int.random(in: 0...3, using: &random) > 0 { continue }
                    var succeeded = true
                    let by = people[who]
                    let offered = try await control.workCase(id, by: by)
                    let action = [
                        CaseAction.claim, .complete, .suspend, .resume, .sendBack, .handOver, .withdraw,
                    ][
                        doing]
                    #expect(
                        isLegal
                            == (offered.actions(of: by).contains(action)
                                && (action != .sendBack || offered.returnable.contains { $0.code == "a" })),
                        "seed \(seed): \(action) offered")
                    do {
                        switch doing {
                        case 0: try await control.claimCase(id, version: version, by: by)
                        case 1:
                            try await control.completeStep(
                                id, values: step == "a" ? ["n": String(n)] : [:], version: version, by: by)
                        case 2: try await control.suspendCase(id, reason: "等", version: version, by: by)
                        case 3: try await control.resumeCase(id, version: version, by: by)
                        case 4:
                            try await control.returnCase(id, to: "a", reason: "重填", version: version, by: by)
                        case 5:
                            try await control.handOverCase(
                                id, to: people[1 - who].user, note: "忙", version: version, by: by)
                        default: try await control.withdrawCase(id, reason: "不办了", version: version, by: by)
                        }
                    } catch is WorkRefusal {
                        succeeded = false
                    }
                    #expect(
                        succeeded == isLegal,
                        "seed \(seed): doing \(doing) in \(state) \(step) by \(who), holder \(holder ?? -1)")
                    guard isLegal else { continue }
                    version += 1
                    switch doing {
                    case 0: holder = who
                    case 1:
                        doneBy[step] = who
                        if step == "c" || step == "d" { state = "DONE" }
                        if step == "b" { step = n >= 10 ? "c" : "d" } else if step == "a" { step = "b" }
                        holder = nil
                    case 2: state = "SUSPENDED"
                    case 3: state = "RUNNING"
                    case 4: (step, holder) = ("a", doneBy["a"])
                    case 5: holder = 1 - who
                    default: (state, holder) = ("WITHDRAWN", nil)
                    }
                }
                let found = try await control.workCase(id, by: team.head)
                #expect(found.workCase.step == step && found.workCase.state.rawValue == state)
                #expect(found.workCase.version == version && found.trail.count == version)
                #expect(found.workCase.assignee == holder.map { people[$0].user })
                #expect(
                    found.steps.filter { $0.endedAt == nil }.count == (found.workCase.state.isOpen ? 1 : 0))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a contact sheet goes to a station and comes back`(engine: Engine) async throws {
        try await withWork(engine) { control, _, team in
            let id = try await control.startCase(
                "control.contactSheet", title: "核查迎峰度冬隐患", place: OrganisationID(2),
                values: ["matter": "逐台区核查", "urgency": "urgent"], by: team.head)
            #expect(try await control.cases(.team, by: team.ann).map(\.workCase.id) == [id])
            #expect(try await control.workCase(id, by: team.ann).clock?.limit == 2)
            try await control.claimCase(id, version: 1, by: team.ann)
            try await control.completeStep(
                id, values: ["report": "已核查", "doneOn": "2026-11-02", "cost": "120.50"], version: 2,
                by: team.ann)
            await #expect(throws: ControlRefusal.forbidden("control.sheet.issue")) {
                try await control.claimCase(id, version: 3, by: team.ann)
            }
            try await control.claimCase(id, version: 3, by: team.head)
            try await control.completeStep(id, values: ["verdict": "again"], version: 4, by: team.head)
            #expect(try await control.workCase(id, by: team.ann).workCase.step == "execute")
            #expect(try await control.workCase(id, by: team.ann).values["cost"] == "12050")
        }
    }
}
