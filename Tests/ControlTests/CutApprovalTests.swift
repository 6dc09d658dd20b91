import Control
import Kernel
import Store
import TestSupport
import Testing

/// A trial subsystem that cuts off supply: the approved command opens the notice step of a case and never switches.
private enum Cutting {
    struct Cut: Codable, Sendable { let account: Int64 }

    static let workflow = WorkflowDefinition(
        key: "cut.cut", version: 1, name: "cut", start: "order",
        steps: [
            WorkflowStep(
                code: "order", name: "order", permission: "cut.notify", place: .place,
                fields: [WorkflowField("account", label: "account", .number(least: 1, most: 1_000_000))],
                branches: [WorkflowBranch(to: "notice")]),
            WorkflowStep(
                code: "notice", name: "notice", permission: "cut.notify", place: .place,
                clock: WorkflowClock(
                    .calendarDays, .statutory, clause: "供电营业规则：停电前三至七天内送达停电通知书",
                    limits: [.init(7)]), branches: [WorkflowBranch(to: "switch")]),
            WorkflowStep(code: "switch", name: "switch", permission: "cut.switch", place: .place),
        ])

    static let room = Room(
        name: "cut",
        permissions: [
            PermissionDefinition("cut.propose", .collector),
            PermissionDefinition("cut.approve", .stationHead),
            PermissionDefinition("cut.notify", .collector), PermissionDefinition("cut.switch", .installer),
        ],
        commands: [
            CommandHandler(
                name: "cut.order", permission: "cut.propose", input: Cut.self,
                picture: { input, _ in
                    try CommandPicture(
                        title: "cut.title", subject: "account \(input.account)",
                        bucket: Bucket(of: input.account),
                        organisation: OrganisationPath("/1/2/"),
                        lines: [.init("cut.supply", before: .text("on"), after: .text("notice"))])
                },
                perform: { input, act in
                    let id: WorkCaseID = act.house.ids.next()
                    try act.startCase(
                        id, "cut.cut", title: "停电通知", subject: "account \(input.account)",
                        place: OrganisationID(input.account == 8 ? 3 : 2),
                        values: ["account": String(input.account)])
                    return try CommandInput.encode(["case": id.description])
                })
        ],
        approvals: [ApprovalRule(command: "cut.order", approver: "cut.approve", clause: "供电营业规则")],
        workflows: [workflow])
}

@Suite struct `An approved command that the law wants a notice before` {
    @Test(arguments: TestEngines.all)
    func `opens its case with the approval, in one transaction, and does nothing more`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Cutting.room]) { control, _ in
            try await control.installWorkflows()
            let asker = Vault.person(11, "/1/2/", ["cut.propose"])
            let head = Vault.person(12, "/1/2/", ["cut.approve"])
            let proposal = try await control.propose(
                "cut.order", Cutting.Cut(account: 7), reason: "三次催缴无果", by: asker)
            #expect(try await Self.cases(control) == [])
            for _ in 0..<2 {
                _ = try await control.approve(proposal.id, hash: proposal.hashText, by: head)
            }
            #expect(try await Self.cases(control) == ["account 7 notice RUNNING"])
            let decided = try await control.proposal(proposal.id, by: asker)
            #expect(decided.decision?.result?.hasPrefix("{\"case\":\"") == true)
        }
    }

    @Test(arguments: TestEngines.all)
    func `is not approved where its case cannot be opened`(engine: Engine) async throws {
        try await withControl(engine, rooms: [Cutting.room]) { control, _ in
            // Its place is not the approver's.
            let asker = Vault.person(11, "/1/2/", ["cut.propose"])
            let head = Vault.person(12, "/1/2/", ["cut.approve"])
            let proposal = try await control.propose(
                "cut.order", Cutting.Cut(account: 8), reason: "三次催缴无果", by: asker)
            await #expect(throws: ControlRefusal.organisationUnknown("3")) {
                try await control.approve(proposal.id, hash: proposal.hashText, by: head)
            }
            #expect(try await control.proposal(proposal.id, by: asker).decision == nil)
        }
    }

    private static func cases(_ control: Control) async throws -> [String] {
        try await control.house.database.read {
            try $0.all("/*scatter: a test reads cases*/ SELECT subject, step, state FROM control_case") {
                "\(try $0.text(0)) \(try $0.text(1)) \(try $0.text(2))"
            }
        }
    }
}
