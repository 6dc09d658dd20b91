extension Catalogue {
    /// Texts of opening and closing billing months: (key, Chinese, English).
    static let monthEntries: [Entry] = [
        ("control.months.title", "关账", "Closing"),
        ("control.months.hint", "按单位开账、关账，月末检查清单", "Open and close months, the list before a close"),
        (
            "control.months.lead", "各单位的账期：已关账的月份任何业务都不能再写入，更正以差额记入当前开账月份。",
            "The billing months of each organisation. Nothing writes into a closed month; a correction stands as a difference in the open one."
        ),
        ("control.months.place", "单位", "Organisation"),
        ("control.months.openMonth", "当前账期", "Open month"),
        ("control.months.open", "开账", "Open"),
        ("control.months.closed", "已关账", "Closed"),
        ("control.months.closedAbove", "随上级关账", "Closed above"),
        ("control.months.future", "未到期", "Not over"),
        ("control.month.title", "{place} {month} 关账", "{place}: closing {month}"),
        (
            "control.month.lead", "共 {count} 项待办，其中 {open} 项未结清也未指定承办人。",
            "{count} open {count|item|items}, {open} neither settled nor carried."
        ),
        ("control.month.leadNone", "没有待办事项，可以关账。", "Nothing is open; the month may be closed."),
        ("control.month.leadClosed", "本月已关账，不再接受写入。", "The month is closed and takes nothing more."),
        (
            "control.month.leadRunning", "本月尚未结束，月底之后才能关账。",
            "The month is not over yet; it can be closed after its last day."
        ),
        ("control.month.checks", "关账检查", "What is looked for"),
        ("control.month.clear", "已结清", "Clear"),
        ("control.month.found", "{count} 项", "{count} open"),
        ("control.month.items", "待办事项", "Open items"),
        ("control.month.item", "事项", "Item"),
        ("control.month.carrier", "承办人", "Carried by"),
        ("control.month.carrierLogin", "承办人登录名", "Carrier’s login"),
        ("control.month.reason", "原因", "Reason"),
        ("control.month.carry", "指定承办", "Carry"),
        ("control.month.carried", "已指定承办人。", "The item is carried."),
        ("control.month.settle", "去处理", "Settle"),
        ("control.month.mustSettle", "必须结清", "Must be settled"),
        ("control.month.close", "关账", "Close the month"),
        ("control.month.closeDone", "{month} 已关账。", "{month} is closed."),
        ("control.month.openMonth", "开账", "Open the month"),
        ("control.month.openDone", "{month} 已开账。", "{month} is open."),
        ("control.month.reopen", "重新开账", "Open again"),
        (
            "control.month.reopenHint", "只能由关账人以外的人员重新开账，原因记入审计。",
            "By somebody else than who closed it; the reason is audited."
        ),
        ("control.month.reopenDone", "{month} 已重新开账。", "{month} is open again."),
        ("control.month.history", "开关账记录", "Opened and closed"),
        ("control.month.step", "操作", "Step"),
        ("control.month.by", "经办人", "By"),
        ("control.month.at", "时间", "At"),
        (
            "control.refusal.monthClosed", "{month} 已关账，不能再写入；更正请记入当前开账月份。",
            "{month} is closed and takes nothing more; a correction goes to the open month."
        ),
        (
            "control.refusal.monthNotOver", "{month} 尚未结束，不能执行此操作。",
            "{month} is not over; this cannot be done yet."
        ),
        (
            "control.refusal.monthEarlierOpen", "{month} 尚未关账，请按月份顺序关账。",
            "{month} is still open; months are closed in order."
        ),
        (
            "control.refusal.monthItemsOpen", "{month} 还有 {count} 项未结清也未指定承办人，不能关账。",
            "{month} has {count} {count|item|items} neither settled nor carried; it cannot be closed."
        ),
        ("control.refusal.monthNotClosed", "{month} 没有关账。", "{month} is not closed."),
        (
            "control.refusal.monthLaterClosed", "{month} 已关账，请先重新开启最近关账的月份。",
            "{month} is closed too; the last closed month is opened first."
        ),
        (
            "control.refusal.monthClosedBySamePerson", "重新开账须由关账人以外的人员办理。",
            "Whoever closed the month may not open it again."
        ),
        (
            "control.refusal.monthItemUnknown", "没有待办事项“{name}”，可能已经结清。",
            "There is no open item “{name}”; it may be settled."
        ),
        (
            "control.refusal.monthItemMustBeSettled", "此项必须结清，不能结转。",
            "This item must be settled; nobody may carry it."
        ),
        ("control.refusal.monthCarrierUnknown", "没有在用的登录名“{name}”。", "There is no active login “{name}”."),
        ("control.refusal.monthReasonMissing", "请填写原因。", "Give the reason."),
    ]

    /// What billing finds open before a close.
    static let billingClosingEntries: [Entry] = [
        ("billing.closing.unbilled", "抄表段全部发行", "Every route released"),
        (
            "billing.closing.unread", "{station} 抄表段 {route}：{count} 户未抄表或未审核",
            "{station}, route {route}: {count} {count|account|accounts} not read or not approved"
        ),
        (
            "billing.closing.unreleased", "{station} 抄表段 {route}：{count} 户已审核，电费未发行（结转后须重新开账才能发行）",
            "{station}, route {route}: {count} {count|account|accounts} approved, bills not released (once carried, only a reopened month releases them)"
        ),
        ("billing.closing.takeBack", "撤回发行申请已审批", "No taking back of bills waits"),
        (
            "billing.closing.takeBack.item", "{by} 申请撤回发行电费 {amount} 元，尚未审批；关账后不能再撤回",
            "{by} asks to take bills of {amount} yuan back; after the close they cannot be"
        ),
        ("billing.bill.parameters", "发行时采用的参数", "Parameters it was made with"),
        ("billing.bill.parameter", "参数", "Parameter"),
        ("billing.bill.parameterValue", "取值", "Value"),
        ("billing.bill.parameterClause", "依据", "Clause"),
    ]

    /// What the ledger finds open before a close.
    static let ledgerClosingEntries: [Entry] = [
        ("ledger.closing.unbalanced", "借贷平衡", "Books in balance"),
        (
            "ledger.closing.unbalanced.item", "{day} 借贷不平，差 {amount} 元",
            "{day} does not balance by {amount} yuan"
        ),
    ]
}
