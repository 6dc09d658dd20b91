internal import Control
internal import Kernel
internal import Store

/// The work order 路灯报修: somebody reports a dark lamp, an installer mends it within the hours of the parameter.
enum StreetLampsWork {
    static let repair = WorkflowDefinition(
        key: "streetlamps.repair", version: 1, name: "streetlamps.workflow.repair", start: "report",
        steps: [
            WorkflowStep(
                code: "report", name: "streetlamps.step.report", permission: "streetlamps.read",
                place: .origin,
                fields: [WorkflowField("hours", label: "streetlamps.hours", .number(least: 1, most: 168))],
                branches: [WorkflowBranch(to: "mend")], handler: "streetlamps.darken"),
            WorkflowStep(
                code: "mend", name: "streetlamps.step.mend", permission: "streetlamps.mend", place: .place,
                fields: [WorkflowField("done", label: "streetlamps.done", .text(most: 200))],
                clock: WorkflowClock(
                    .hours, .company, clause: "市政路灯维护协议：故障报修后 24 小时内修复", limits: [.init(24)],
                    limitField: "hours"),
                branches: [WorkflowBranch(to: nil)], handler: "streetlamps.mend"),
        ])

    static let darken = command("streetlamps.darken", "streetlamps.read", isLit: false)
    static let mend = command("streetlamps.mend", "streetlamps.mend", isLit: true)

    /// A step of the work order switches the lamp it is about, in the transaction that completes the step.
    private static func command(_ name: StaticString, _ permission: Permission, isLit: Bool) -> CommandHandler
    {
        CommandHandler(
            name: name, permission: permission, input: WorkflowStepInput.self,
            picture: { input, act in
                let lamp = try lamp(of: input, act)
                return try CommandPicture(
                    title: "command.\(name)", subject: input.subject, bucket: lamp.id.bucket,
                    organisation: lamp.organisationPath,
                    lines: [.init("streetlamps.pole", .text(lamp.pole))])
            },
            perform: { input, act in
                let lamp = try lamp(of: input, act)
                guard lamp.isLit != isLit else { throw StreetLampsRefusal.alreadyDark }
                try LampRows.set(lamp.id, isLit: isLit, in: act.transaction)
                try act.audit(
                    bucket: lamp.id.bucket, action: "\(name)", subject: input.subject,
                    before: AuditValues.json([("lit", lamp.isLit.description)]),
                    after: AuditValues.json([("lit", isLit.description)]))
                try act.publish(
                    isLit ? "streetlamps.mended" : "streetlamps.dark", bucket: lamp.id.bucket,
                    organisation: lamp.organisationPath)
                return "{}"
            })
    }

    private static func lamp(of input: WorkflowStepInput, _ act: Act) throws -> Lamp {
        guard let id = LampID(text: input.subject.dropFirst("lamp ".count)) else {
            throw StreetLampsRefusal.lampUnknown
        }
        return try LampRows.find(id, within: act.principal.scope, in: act.transaction)
    }
}
