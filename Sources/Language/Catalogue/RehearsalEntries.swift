extension Catalogue {
    /// Rehearsing a tariff's draft 电价测算.
    static let rehearsalEntries: [Entry] = [
        ("billing.rehearsal.title", "电价测算 {tariff}", "Rehearsal of {tariff}"),
        (
            "billing.rehearsal.lead", "按 {months} 的实际用电，对全部受影响的用户试算；不出账、不记账。",
            "Everybody it concerns, on the real usage of {months}; no bill, no posting."
        ),
        (
            "billing.rehearsal.none", "还没有测算。选择月数开始，草案内容以开始时为准。",
            "Not rehearsed yet. Choose the months; the draft as it stands now is what is rated."
        ),
        (
            "billing.rehearsal.reach", "现在按它计费、将受影响的有 {count} 户：{classes}。",
            "{count} {count|account is|accounts are} billed by it now and would be hit: {classes}."
        ),
        ("billing.rehearsal.reach.comma", "，", ", "),
        (
            "billing.rehearsal.reach.none", "现在没有客户按它计费：发布后也不会有人用到，除非先改客户的计费条件。",
            "Nobody is billed by it now: published, it reaches nobody until accounts are moved to it."
        ),
        (
            "billing.rehearsal.never", "这类文件不测算：它本身不向任何人计费，用到它的电价另行测算。",
            "Not rehearsed: nobody is billed by it alone; the tariffs that go by it are rehearsed."
        ),
        ("billing.rehearsal.finished", "{time} 完成。", " Done {time}."),
        (
            "billing.rehearsal.stale", "测算之后草案又改过：以下是改动前的结果，报批前须重新测算。",
            "The draft was changed since: what follows is of the draft as it was, and it is rehearsed again before it is proposed."
        ),
        ("billing.rehearsal.start", "开始测算", "Start"),
        ("billing.rehearsal.started", "测算已开始。", "The rehearsal has begun."),
        ("billing.rehearsal.months", "测算月数", "Months"),
        ("billing.rehearsal.one", "最近一个已发行月", "The last released month"),
        ("billing.rehearsal.twelve", "最近十二个月", "The last twelve months"),
        ("billing.rehearsal.progress", "已完成 {done}/{units} 个单元", "{done} of {units} units"),
        ("billing.rehearsal.accounts", "户数", "Accounts"),
        ("billing.rehearsal.bills", "户·月", "Account months"),
        ("billing.rehearsal.before", "按现行电价（元）", "As published (yuan)"),
        ("billing.rehearsal.after", "按草案电价（元）", "Under the draft (yuan)"),
        ("billing.rehearsal.change", "增减（元）", "Change (yuan)"),
        ("billing.rehearsal.refused", "不能计算", "Not rated"),
        ("billing.rehearsal.classes", "按用电类别", "By class"),
        ("billing.rehearsal.class", "类别", "Class"),
        ("billing.rehearsal.areas", "按台区", "By transformer area"),
        ("billing.rehearsal.area", "台区", "Area"),
        ("billing.rehearsal.area.none", "未挂接台区", "In no area"),
        ("billing.rehearsal.area.rest", "其余 {count} 个台区", "{count} other areas"),
        (
            "billing.rehearsed.changed", "草案在测算后又有修改；这里按测算时的内容计算。",
            "The draft was changed since; this is rated as it was when rehearsed."
        ),
        ("billing.rehearsal.bands", "升降分布", "Winners and losers"),
        ("billing.rehearsal.band", "幅度", "Band"),
        ("billing.rehearsal.band.LESS_10", "降 10% 以上", "Down more than 10 %"),
        ("billing.rehearsal.band.LESS_3", "降 3%–10%", "Down 3–10 %"),
        ("billing.rehearsal.band.LESS", "降 3% 以内", "Down up to 3 %"),
        ("billing.rehearsal.band.SAME", "不变", "The same"),
        ("billing.rehearsal.band.MORE", "升 3% 以内", "Up to 3 % more"),
        ("billing.rehearsal.band.MORE_3", "升 3%–10%", "3–10 % more"),
        ("billing.rehearsal.band.MORE_10", "升 10% 以上", "More than 10 % more"),
        ("billing.rehearsal.largest", "变动最大的 50 户", "The fifty largest changes"),
        ("billing.rehearsed.title", "{name}的账单对照", "{name}: before and after"),
        (
            "billing.rehearsed.energy", "计费电量 {energy} kWh，其中损耗 {loss} kWh",
            "{energy} kWh billed, {loss} kWh of it lost"
        ),
        ("billing.rehearsed.line", "项目", "Line"),
        ("billing.rehearsed.quantity", "数量", "Quantity"),
        ("billing.rehearsed.price", "单价", "Price"),
        ("billing.rehearsed.factor", "系数", "Factor"),
    ]
}
