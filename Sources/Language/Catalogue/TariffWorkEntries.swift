extension Catalogue {
    /// The tariff clerk's work, from a copy to the second person: (key, Chinese, English).
    static let tariffWorkEntries: [Entry] = [
        (
            "tariff.refusal.needsPerson", "电价的报批须由本人登录后提出，命令行不能以系统身份报批。",
            "A publication is asked for by a person who signed in, never by the machine's own command line."
        ),
        (
            "tariff.refusal.notRehearsable.CALENDAR",
            "分时日历不测算：电量由电能表分时段计量，账单不改分；日历只用于装表设置、查询和公告。",
            "A calendar is not rehearsed: the meter splits the energy, not the bill; a calendar is for programming meters, reading and the notice."
        ),
        (
            "tariff.refusal.notRehearsable.LOSS", "这份草案不能测算。", "This draft cannot be rehearsed."
        ),
        (
            "tariff.refusal.notRehearsable.TARIFF", "这份草案不能测算。", "This draft cannot be rehearsed."
        ),
        (
            "tariff.refusal.notRehearsable.POWER_FACTOR", "这份草案不能测算。", "This draft cannot be rehearsed."
        ),
        (
            "tariff.refusal.reachesFurther",
            "本单位之外还有 {count} 户按它计费；一经发布全公司适用，请由上级单位测算和报批。",
            "{count} {count|account|accounts} outside your organisation are billed by it; what is published holds for the whole company, so the organisation above rehearses and proposes it."
        ),
        (
            "tariff.note.fromZero", "单价由 0 改为 {after}", "The price goes from 0 to {after}"
        ),
        (
            "tariff.note.sourceMoves", "依据由“{before}”改为“{after}”，已执行的版本也会显示新依据；新文号请写在新版本自己的“依据”里",
            "The source changes from “{before}” to “{after}” for versions in force too; write a new notice into the new version's own source"
        ),
        (
            "tariff.note.lossChange", "数值由 {before} 改为 {after}，变动 {percent}%，超过提示幅度",
            "The number goes from {before} to {after}, by {percent} %, more than is usual"
        ),
        ("tariff.note.lossFromZero", "数值由 0 改为 {after}", "The number goes from 0 to {after}"),
        (
            "tariff.note.transformerRemoved", "不再列出这一型号容量：按它计损的客户没有别的依据就不能出账",
            "This type and capacity is no longer listed: who goes by it cannot be billed unless another row gives its loss"
        ),
        ("tariff.note.priceAdded", "新增单价 {after}", "A price of {after} is new"),
        ("tariff.note.priceRemoved", "取消原单价 {before}", "The price of {before} is gone"),
        (
            "tariff.note.multiplierDiffers",
            "公布价 {published} 与按组成部分和浮动系数算出的 {computed} 相差 {difference}，以公布价为准",
            "The published price {published} and {computed}, what its parts and the multiplier come to, differ by {difference}; the published holds"
        ),
        (
            "tariff.command.publish.left", "其余变动项数（见草案页）",
            "Other values that change (on the draft's page)"
        ),
        ("tariff.command.publish.change", "测算：电费增减", "Rehearsal: change of the bills"),
        ("tariff.command.publish.accounts", "测算：户数", "Rehearsal: accounts"),
        ("tariff.command.publish.refused", "测算：不能计算的户·月", "Rehearsal: account months not rated"),
        (
            "tariff.difference.more", "只列出前 {shown} 项，另有 {left} 项未列出。",
            "The first {shown} are listed; {left} more are not."
        ),
        ("tariff.page.seasonMonths", "{season}（{months} 月）", "{season} (months {months})"),
        ("tariff.page.perKw", "kWh/千瓦·月", "kWh per kW and month"),
        ("tariff.prices.coming", "已公布，{day} 起执行", "Published; in force from {day}"),
        ("tariff.publish.waits.faulty", "校验有错误，改正后才能报批。", "The check found faults; mend them first."),
        (
            "tariff.publish.waits.unrehearsed", "现有内容尚未测算，测算后才能报批。",
            "This content was not rehearsed; rehearse it first."
        ),
        (
            "tariff.publish.waits.proposed", "已报批，等待另一人审批；在审批单上可以撤回后再报。",
            "It waits for a second person; take the proposal back before another is made."
        ),
    ]

    static let rehearsalWorkEntries: [Entry] = [
        (
            "billing.refusal.rehearsalUnderWay", "这份草案正在测算，请等它结束，或先取消。",
            "This draft is being rehearsed; wait for the end, or give it up first."
        ),
        (
            "billing.refusal.rehearsedMonths", "测算的月数是 1 到 12 个月，请改正。",
            "A rehearsal takes 1 to 12 months; name as many."
        ),
        (
            "billing.rehearsal.reasons", "未能计算的户月及原因：{reasons}。这些月份不计入两边的金额。",
            "Months that could not be rated, and why: {reasons}. They count on neither side."
        ),
        (
            "billing.rehearsal.newest", "草案有 {count} 个将执行的版本，测算只按最后一个（{day} 起）计算。",
            "The draft has {count} versions to come; only the last one, from {day}, is rehearsed."
        ),
        (
            "billing.rehearsal.nobody", "测算已结束：所选月份没有一户按它计费，结果为 0 户。",
            "The rehearsal has ended: nobody was billed by it in these months, so it comes to 0 accounts."
        ),
        ("billing.rehearsal.speed", "每秒 {count} 户·月", "{count} account months a second"),
        ("billing.rehearsal.left", "约剩 {time}", "about {time} left"),
        ("billing.rehearsal.job", "作业", "Job"),
        ("billing.rehearsal.winners", "减少户数", "Pay less"),
        ("billing.rehearsal.losers", "增加户数", "Pay more"),
    ]

    static let tariffWorkControlEntries: [Entry] =
        [("control.proposal.subject", "打开草案或电价", "Open what it is about")]
        + [
            ("CALENDAR", "分时日历", "time-of-use calendars"),
            ("POWER_FACTOR", "功率因数调整电费表", "the power-factor tables"),
            ("LOSS", "变损线损文件", "loss files"),
        ].flatMap { kind, zh, en -> [Entry] in
            let key = "control.parameter.tariff.owner.\(kind)"
            return [
                (key, "\(zh)由谁制定", "Who sets \(en)"), ("\(key).HERE", "本单位制定", "Set here"),
                ("\(key).ABOVE", "执行上级文件（公司本级自行制定）", "Set above; the company itself at the top"),
            ]
        }
}
