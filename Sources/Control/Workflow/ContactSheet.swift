/// The work contact sheet 工作联系单: headquarters gives a station a task, the station does it and reports back.
enum ContactSheet {
    static let issue: Permission = "control.sheet.issue"
    static let execute: Permission = "control.sheet.execute"

    static let definition = WorkflowDefinition(
        key: "control.contactSheet", version: 1, name: "control.workflow.contactSheet", start: "issue",
        steps: [
            WorkflowStep(
                code: "issue", name: "control.contactSheet.issue", permission: issue, place: .origin,
                fields: [
                    WorkflowField("matter", label: "control.contactSheet.matter", .text(most: 1_000)),
                    WorkflowField(
                        "urgency", label: "control.contactSheet.urgency", .choice(["normal", "urgent"])),
                    WorkflowField(
                        "days", label: "control.contactSheet.days", .number(least: 1, most: 60),
                        required: false),
                ], branches: [WorkflowBranch(to: "execute")]),
            WorkflowStep(
                code: "execute", name: "control.contactSheet.execute", permission: execute, place: .place,
                fields: [
                    WorkflowField("report", label: "control.contactSheet.report", .text(most: 1_000)),
                    WorkflowField("doneOn", label: "control.contactSheet.doneOn", .day),
                    WorkflowField(
                        "cost", label: "control.contactSheet.cost", .money, required: false),
                ],
                clock: WorkflowClock(
                    .workingDays, .company, clause: "公司工作联系单管理规定：一般 10 个工作日，紧急 2 个工作日；另有约定的从其约定",
                    limits: [
                        .init(2, when: WorkflowCondition("urgency", .equals, "urgent")), .init(10),
                    ], limitField: "days"),
                stopsForCustomer: true, branches: [WorkflowBranch(to: "accept")]),
            WorkflowStep(
                code: "accept", name: "control.contactSheet.accept", permission: issue, place: .origin,
                fields: [
                    WorkflowField(
                        "verdict", label: "control.contactSheet.verdict", .choice(["accepted", "again"])),
                    WorkflowField(
                        "remark", label: "control.contactSheet.remark", .text(most: 500), required: false),
                ],
                clock: WorkflowClock(
                    .workingDays, .company, clause: "公司工作联系单管理规定：收到办理报告后 3 个工作日内验收",
                    limits: [.init(3)]),
                branches: [
                    WorkflowBranch(to: "execute", when: WorkflowCondition("verdict", .equals, "again")),
                    WorkflowBranch(to: nil),
                ]),
        ])
}
