extension Catalogue {
    /// Taking a payment back 冲正.
    static let reversalEntries: [Entry] = [
        (
            "payment.command.reverse.title", "冲正{name}的缴费 {amount} 元",
            "Take back {name}'s payment of {amount} yuan"
        ),
        ("payment.command.reverse.receipt", "收据号码", "Receipt"),
        ("payment.command.reverse.account", "用电户", "Account"),
        ("payment.command.reverse.day", "收费日期", "Taken on"),
        ("payment.command.reverse.clerk", "收费员", "Taken by"),
        ("payment.command.reverse.months", "所缴电费年月", "Months it settled"),
        ("payment.command.reverse.reason", "冲正原因", "Reason"),
        ("payment.command.reverse.taken", "实收金额", "Money taken"),
        ("payment.command.reverse.owed", "上述月份欠费本金", "Principal owed for these months"),
        ("payment.command.reverse.penalty", "已收违约金", "Penalty collected"),
        (
            "payment.refusal.alreadyReversed", "收据 {receipt} 已经冲正，不能再次冲正。",
            "Receipt {receipt} was taken back already."
        ),
        (
            "payment.refusal.laterPayment", "同一账单上还有后来的缴费（收据 {receipt}），请先冲正后一笔。",
            "A later payment (receipt {receipt}) stands on the same bill; take that one back first."
        ),
        ("payment.refusal.reasonUnknown", "没有冲正原因 {name}。", "There is no reason {name}."),
        ("payment.closing.reversals", "收费冲正申请已审批", "No reversal of a payment waits"),
        (
            "payment.closing.reversals.item", "收据 {receipt}（{amount} 元）：{by} 申请冲正，尚未审批",
            "Receipt {receipt}, {amount} yuan: {by} asks to take it back; nobody has decided"
        ),
        ("payment.reverse.open", "冲正…", "Take back…"),
        ("payment.reverse.title", "冲正这笔缴费", "Take this payment back"),
        (
            "payment.reverse.own", "当日本人所收，提交后立即冲正；收据作废，欠费恢复。",
            "You took it today: it is taken back at once, its receipt void and the debt open again."
        ),
        (
            "payment.reverse.second", "提交后由另一人审批，批准后才冲正。",
            "Another person decides; it is taken back when approved."
        ),
        ("payment.reverse.code", "原因", "Reason"),
        ("payment.reverse.reason", "情况说明", "What happened"),
        ("payment.reverse.submit", "提交冲正", "Take back"),
        ("payment.reverse.cancel", "取消", "Cancel"),
        ("payment.reverse.done", "已冲正，收据作废，欠费已恢复。", "Taken back: the receipt is void, the debt open again."),
        ("payment.reverse.proposed", "已提出冲正申请，等待审批。", "Proposed; it waits for approval."),
        ("payment.reverse.waiting", "冲正申请待审批", "A reversal waits for approval"),
        ("payment.reverse.void", "已冲正 作废", "VOID"),
        ("payment.reverse.fact", "{at} 冲正：{code}，{reason}", "Taken back {at}: {code}, {reason}"),
        ("payment.reverse.by", "申请 {by}，批准 {approver}", "asked by {by}, approved by {approver}"),
        ("payment.reverse.byOne", "经办 {by}", "by {by}"),
        ("payment.reverse.badge", "已冲正", "taken back"),
        ("payment.today.reversed", "当日冲正", "Taken back today"),
        ("payment.today.net", "净收", "Net"),
        ("payment.today.reversals", "{count} 笔", "{count} {count|payment|payments}"),
    ]

    /// Its parameters and what the audit calls it.
    static let reversalControlEntries: [Entry] = [
        ("control.action.payment.reverse", "收费冲正", "Took a payment back"),
        ("control.parameter.payment.reverse.ownSameDay", "收费员当日自行冲正", "A clerk's own payment on its own day"),
        ("control.parameter.payment.reverse.approval.needed", "冲正是否须审批", "Whether a reversal needs approval"),
        (
            "control.parameter.payment.reverse.approval.fromFen", "冲正审批起点金额",
            "Reversals that need approval, from"
        ),
        (
            "control.parameter.payment.reverse.approval.seniorFromFen", "冲正须财务审批的起点金额",
            "Reversals that need the accountant, from"
        ),
        ("control.parameter.payment.reverse.ownSameDay.ALLOWED", "允许", "Allowed"),
        ("control.parameter.payment.reverse.ownSameDay.NEVER", "一律须他人审批", "Never, always by another"),
        ("control.parameter.payment.reverse.approval.needed.ALWAYS", "一律审批", "Always"),
        ("control.parameter.payment.reverse.approval.needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
        ("control.parameter.payment.reverse.approval.needed.NEVER", "不须审批", "Never"),
        (
            "control.parameter.payment.reverse.approval.workingDays", "冲正申请有效工作日",
            "Working days a reversal's proposal holds"
        ),
    ]
}
