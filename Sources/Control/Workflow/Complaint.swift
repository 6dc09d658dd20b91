/// A customer's complaint 投诉 or report 举报: received at a counter, by telephone or from an account's page, looked into
/// and decided on within the days the law gives, answered, and closed once the customer was asked.
///
/// The law's limit runs from the receipt to the decision, whichever steps lie between; it stands while the customer has
/// to act.
enum Complaint {
    static let register: Permission = "control.complaint.register"
    static let handle: Permission = "control.complaint.handle"

    static let days = ParameterDefinition(
        "control.complaint.days", .integer(1...60), standard: "3",
        clause: "省级电力条例：供电企业受理用户投诉后 3 个工作日内作出处理决定（各省规定不同，以本省条例为准）")

    private static let clause = "省级电力条例：受理用户投诉后在规定的工作日内作出处理决定"

    private static func clock(from: String? = nil) -> WorkflowClock {
        WorkflowClock(
            .workingDays, .statutory, clause: clause, limitParameter: "control.complaint.days", from: from)
    }

    static let definition = WorkflowDefinition(
        key: "control.complaint", version: 1, name: "control.workflow.complaint", start: "register",
        steps: [
            WorkflowStep(
                code: "register", name: "control.complaint.register", permission: register, place: .origin,
                fields: [
                    WorkflowField(
                        "kind", label: "control.complaint.kind",
                        .choice(["meter", "bill", "outage", "quality", "service", "report", "other"])),
                    WorkflowField(
                        "channel", label: "control.complaint.channel",
                        .choice(["counter", "phone", "letter", "online", "regulator"])),
                    WorkflowField(
                        "caller", label: "control.complaint.caller", .text(most: 60), required: false),
                    WorkflowField("matter", label: "control.complaint.matter", .text(most: 1_000)),
                    WorkflowField(
                        "answerBy", label: "control.complaint.answerBy",
                        .choice(["phone", "letter", "visit", "none"])),
                ], branches: [WorkflowBranch(to: "accept")]),
            WorkflowStep(
                code: "accept", name: "control.complaint.accept", permission: handle, place: .place,
                fields: [
                    WorkflowField(
                        "taken", label: "control.complaint.taken", .choice(["ours", "notOurs"])),
                    WorkflowField(
                        "takenWhy", label: "control.complaint.takenWhy", .text(most: 500), required: false),
                ], clock: clock(),
                branches: [
                    WorkflowBranch(to: "answer", when: WorkflowCondition("taken", .equals, "notOurs")),
                    WorkflowBranch(to: "investigate"),
                ]),
            WorkflowStep(
                code: "investigate", name: "control.complaint.investigate", permission: handle, place: .place,
                fields: [
                    WorkflowField("finding", label: "control.complaint.finding", .text(most: 1_000))
                ], clock: clock(from: "accept"), stopsForCustomer: true,
                branches: [WorkflowBranch(to: "answer")]),
            WorkflowStep(
                code: "answer", name: "control.complaint.answer", permission: handle, place: .place,
                fields: [
                    WorkflowField(
                        "decision", label: "control.complaint.decision",
                        .choice(["upheld", "partly", "rejected", "passedOn"])),
                    WorkflowField("answer", label: "control.complaint.answerText", .text(most: 1_000)),
                    WorkflowField("answeredOn", label: "control.complaint.answeredOn", .day),
                ], clock: clock(from: "accept"), branches: [WorkflowBranch(to: "close")]),
            WorkflowStep(
                code: "close", name: "control.complaint.close", permission: register, place: .origin,
                fields: [
                    WorkflowField(
                        "content", label: "control.complaint.content",
                        .choice(["content", "notContent", "unreached"])),
                    WorkflowField(
                        "closeNote", label: "control.complaint.closeNote", .text(most: 500), required: false),
                ],
                clock: WorkflowClock(
                    .workingDays, .company, clause: "企业标准：答复后 5 个工作日内回访", limits: [.init(5)])),
        ])
}
