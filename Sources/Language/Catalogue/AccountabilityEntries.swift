extension Catalogue {
    /// Texts of what can be accounted for: messages on their way, looks, values on a day: (key, Chinese, English).
    static let accountabilityEntries: [Entry] = [
        ("control.proof.HELD", "免打扰时段，顺延", "Held for quiet hours"),
        ("control.proof.OPTED_OUT", "客户已拒收，未发送", "Not sent: the customer opted out"),
        ("control.parameters.day", "查看日期", "On the day"),
        ("control.parameters.show", "查看", "Show"),
        ("control.parameters.replaced", "已被改定", "Set again since"),
        ("control.action.records.list.view", "查看客户清单", "Looked at a list of accounts"),
        ("control.action.control.hold", "消息顺延或不发", "Held or dropped a message"),
        ("control.evidence.title", "送达证明", "Proof of delivery"),
        (
            "control.evidence.lead", "{matter}：共 {count} 条消息及其送达记录。{name}于 {at} 出具。",
            "{matter}: {count} {count|message|messages} and what became of them. Issued by {name} at {at}."
        ),
        ("control.evidence.none", "没有就此发过消息。", "Nothing was sent about this."),
        (
            "control.evidence.cut", "只列最近 {count} 条，更早的在消息页查找。",
            "Only the newest {count} are here; earlier ones are on the page of messages."
        ),
    ]

    /// The words that subjects of audit entries and messages begin with: (key, Chinese, English).
    static let subjectEntries: [Entry] = [
        ("control.subject.account", "用户", "Account"), ("control.subject.accounts", "用户清单", "Accounts"),
        ("control.subject.equipment", "用电设备", "equipment"),
        ("control.subject.installation", "装表", "installation"),
        ("control.subject.terms", "计费参数", "terms"),
        ("control.subject.usage-point", "计量点", "usage point"),
        ("control.subject.audit", "审计记录", "Audit log"), ("control.subject.bill", "电费账单", "Bill"),
        ("control.subject.case", "工单", "Case"), ("control.subject.code", "代码", "Code"),
        ("control.subject.codes", "代码表", "Codes"),
        ("control.subject.conflict", "不相容岗位规则", "Rule of separation"),
        ("control.subject.customer", "客户", "Customer"), ("control.subject.day", "日期", "Day"),
        ("control.subject.draft", "电价草案", "Draft"), ("control.subject.grid-node", "电网节点", "Grid node"),
        ("control.subject.grid-nodes", "电网节点", "Grid nodes"), ("control.subject.job", "任务", "Job"),
        ("control.subject.unit", "单元", "unit"), ("control.subject.login", "工号", "Login"),
        ("control.subject.loss-table", "损耗表", "Loss table"),
        ("control.subject.message", "消息", "Message"), ("control.subject.messages", "消息", "Messages"),
        ("control.subject.month", "账期", "Month"), ("control.subject.number", "户号", "Number"),
        ("control.subject.organisation", "单位", "Organisation"),
        ("control.subject.parameter", "参数", "Parameter"), ("control.subject.payment", "缴费", "Payment"),
        ("control.subject.position", "职位", "Position"), ("control.subject.proposal", "审批单", "Proposal"),
        ("control.subject.rehearsal", "电价试算", "Rehearsal"), ("control.subject.role", "岗位", "Role"),
        ("control.subject.roles", "岗位", "Roles"), ("control.subject.run", "核算批次", "Run"),
        ("control.subject.schedule", "定时任务", "Schedule"),
        ("control.subject.shared-transformer", "公用变压器", "Shared transformer"),
        ("control.subject.tariff", "电价", "Tariff"), ("control.subject.tariffs", "电价", "Tariffs"),
        ("control.subject.template", "消息模板", "Template"), ("control.subject.token", "令牌", "Token"),
        ("control.subject.trial", "试发", "Trial"), ("control.subject.user", "人员", "User"),
        ("control.subject.webhook", "回调地址", "Webhook"), ("control.subject.workflow", "流程", "Workflow"),
        ("control.subject.year", "年度", "Year"), ("control.subject.SMS", "短信", "SMS"),
        ("control.subject.EMAIL", "邮件", "E-mail"), ("control.subject.LETTER", "信函", "Letter"),
        ("control.subject.CALL", "电话", "Call"), ("control.subject.revision", "修订", "revision"),
    ]
}
