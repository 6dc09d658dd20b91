extension Catalogue {
    /// Taking released bills back 撤回发行.
    static let takeBackEntries: [Entry] = [
        (
            "billing.command.takeBack.title", "撤回{name} {month} 电费 {amount} 元",
            "Take back {name}'s bill of {month}, {amount} yuan"
        ),
        (
            "billing.command.takeBack.titleMany", "撤回 {month} 电费单 {count} 张，共 {amount} 元",
            "Take back {count} {count|bill|bills} of {month}, {amount} yuan"
        ),
        ("billing.command.takeBack.account", "用电户", "Account"),
        ("billing.command.takeBack.bill", "电费单号", "Bill"),
        ("billing.command.takeBack.month", "电费年月", "Billing month"),
        ("billing.command.takeBack.reason", "撤回原因", "Reason"),
        ("billing.command.takeBack.bills", "有效电费单", "Bills that hold"),
        ("billing.command.takeBack.energy", "发行电量", "Energy billed"),
        ("billing.command.takeBack.receivable", "应收电费", "Receivable"),
        ("billing.command.takeBack.yearToDate", "阶梯年累计电量", "Energy of the tier year"),
        ("billing.command.takeBack.leftOut", "不能撤回而略过的电费单", "Bills left out, as they cannot be taken back"),
        (
            "billing.refusal.billPaid", "电费单 {bill} 已有缴费或冲抵，不能撤回；请用差额电费单（退补）更正，或先冲正缴费。",
            "Something was paid on bill {bill}: correct it by a difference bill, or take the payment back first."
        ),
        (
            "billing.refusal.billMonthClosed", "{month} 已关账，电费单 {bill} 不能撤回；请在当前账期出差额电费单（退补）更正。",
            "{month} is closed: bill {bill} cannot be taken back. Correct it by a difference bill in the open month."
        ),
        (
            "billing.refusal.laterBill", "该户 {month} 以后的电费已发行，请先撤回后面月份的电费单，再撤回 {bill}。",
            "A later month than {month} is billed for this account: take that bill back first, then {bill}."
        ),
        (
            "billing.refusal.billInRun", "{month} 有核算批次正在进行，请先完成或作废该批次，再撤回电费单 {bill}。",
            "A run of {month} is under way: finish or cancel it first, then take back bill {bill}."
        ),
        ("billing.refusal.billTakenBack", "电费单 {bill} 已经撤回。", "Bill {bill} was taken back already."),
        (
            "billing.refusal.billTooOften", "该户 {month} 的电费单已重开 63 次，不能再撤回 {bill}；请用差额电费单（退补）更正。",
            "{month} was billed anew 63 times for this account: correct bill {bill} by a difference bill."
        ),
        (
            "billing.refusal.notTakenBack",
            "{count} 张电费单不能撤回，本次未作任何变动。已缴费：{paid}；已关账：{closed}；后月已发行：{later}；批次进行中：{inRun}；已撤回：{takenBack}；重开次数已满：{tooOften}。可选择只撤回其余各张。",
            "{count} {count|bill|bills} cannot be taken back; nothing was changed. Paid: {paid}; month closed: {closed}; a later bill stands: {later}; a run is under way: {inRun}; taken back already: {takenBack}; billed too often: {tooOften}. The others alone can be taken back."
        ),
        (
            "billing.refusal.nothingToTakeBack", "没有可撤回的已发行电费单。",
            "There is no released bill to take back."
        ),
        (
            "billing.refusal.tooManyToTakeBack", "一次最多撤回 {most} 张，本次有 {count} 张；请按供电所或抄表段分批撤回。",
            "These are {count} bills, {most} at most at a time: take them back by station or route."
        ),
        (
            "billing.refusal.takeBackUnclear", "请指明要撤回的电费单、核算批次，或供电所与年月，三者只取其一；请求编号为 1 至 100 个字符。",
            "Name bills, a run, or a place and month, one of the three; a key has 1 to 100 characters."
        ),
        ("billing.refusal.reasonUnknown", "没有撤回原因 {name}。", "There is no reason {name}."),
        ("billing.refusal.accountBusy", "该户账目刚刚变动，请重试。", "The account changed a moment ago; try again."),
        ("billing.takeBack.open", "撤回发行…", "Take back…"),
        ("billing.takeBack.title", "撤回这张电费单", "Take this bill back"),
        ("billing.takeBack.titleRun", "撤回本批次全部电费单", "Take back all bills of this run"),
        (
            "billing.takeBack.second", "提交后由另一人审批，批准后才撤回：应收作废，该户本月重新待核算，示数可以更正。",
            "Another person decides. Once approved the receivable is void, the month can be billed anew and its readings corrected."
        ),
        ("billing.takeBack.code", "原因", "Reason"),
        ("billing.takeBack.reason", "情况说明", "What happened"),
        (
            "billing.takeBack.onlyGood", "有不能撤回的（如已缴费），略过，只撤回其余各张",
            "Leave out those that cannot be taken back, such as paid ones"
        ),
        ("billing.takeBack.submit", "提交撤回", "Take back"),
        ("billing.takeBack.cancel", "取消", "Cancel"),
        ("billing.takeBack.done", "已撤回，可以重新核算。", "Taken back; it can be billed anew."),
        ("billing.takeBack.proposed", "已提出撤回申请，等待审批。", "Proposed; it waits for approval."),
        ("billing.takeBack.waiting", "撤回申请待审批", "A taking back waits for approval"),
        ("billing.takeBack.noDue", "本单已撤回，不须交费", "This bill was taken back; nothing is to be paid on it"),
        ("billing.takeBack.badge", "已撤回", "taken back"),
        ("billing.takeBack.void", "已撤回 作废", "TAKEN BACK"),
        ("billing.takeBack.fact", "{at} 撤回：{code}，{reason}", "Taken back {at}: {code}, {reason}"),
        ("billing.takeBack.by", "申请 {by}，批准 {approver}", "asked by {by}, approved by {approver}"),
        ("billing.takeBack.byOne", "经办 {by}", "by {by}"),
        ("billing.takeBack.stat", "已撤回", "Taken back"),
        ("billing.takeBack.statCaption", "共 {amount}", "{amount} in all"),
    ]

    /// Its permissions' parameters and what the audit calls it.
    static let takeBackControlEntries: [Entry] = [
        ("control.action.billing.takeBack", "撤回发行", "Took a bill back"),
        (
            "control.parameter.billing.takeBack.approval.needed", "撤回发行是否须审批",
            "Whether taking back needs approval"
        ),
        (
            "control.parameter.billing.takeBack.approval.fromFen", "撤回发行审批起点金额",
            "Takings back that need approval, from"
        ),
        (
            "control.parameter.billing.takeBack.approval.seniorFromFen", "撤回发行须财务审批的起点金额",
            "Takings back that need the accountant, from"
        ),
        ("control.parameter.billing.takeBack.approval.needed.ALWAYS", "一律审批", "Always"),
        ("control.parameter.billing.takeBack.approval.needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
        ("control.parameter.billing.takeBack.approval.needed.NEVER", "不须审批", "Never"),
        (
            "control.parameter.billing.takeBack.approval.workingDays", "撤回申请有效工作日",
            "Working days a proposal to take back holds"
        ),
    ]
}
