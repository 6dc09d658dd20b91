extension Catalogue {
    /// Texts of who took a price: (key, Chinese, English).
    static let uptakeEntries: [Entry] = [
        ("billing.uptake.title", "新价执行情况", "Who took a price"),
        (
            "billing.uptake.hint", "最近十二个月开始或将要开始的版本按首个电费月（首月无人执行的，按其后首个有人执行的月份），更早的现行版本按最近发行的月份",
            "Versions of the last twelve months and to come in their first month, or in the first later one in which anybody took them; older ones in force in the last released month"
        ),
        ("billing.uptake.versions", "电价版本", "Versions"),
        ("billing.uptake.tariff", "电价", "Tariff"),
        ("billing.uptake.from", "执行日期", "From"),
        ("billing.uptake.accounts", "户数", "Accounts"),
        ("billing.uptake.others", "未执行的用户", "Not on it"),
        ("billing.uptake.billed", "账单执行的版本", "Billed at the version of"),
        ("billing.uptake.states", "各户情况", "What became of them"),
        ("billing.uptake.none", "最近没有开始执行的电价版本。", "No version began lately."),
        (
            "billing.uptake.alarm", "有 {count} 个版本没有一户执行，请逐个查明。",
            "{count} versions reached nobody; find out why of each."
        ),
        (
            "billing.uptake.lead", "{code} · {from} 起执行 · 按 {month} 电费",
            "{code} · from {from} · bills of {month}"
        ),
        ("billing.uptake.more", "只列出前 {count} 户", "The first {count} are listed"),
        ("billing.uptake.monthBefore", "上个月", "Month before"),
        ("billing.uptake.monthAfter", "下个月", "Month after"),
        ("billing.uptake.concern.NONE", "全部执行", "All took it"),
        ("billing.uptake.concern.EARLY", "待执行", "Not yet due"),
        ("billing.uptake.concern.SOME", "部分未执行", "Some did not"),
        ("billing.uptake.concern.NOBODY", "新价无人执行", "Reached nobody"),
        (
            "billing.uptake.verdict.ALL", "{accounts} 户应执行，已全部执行。", "All {accounts} accounts have it."
        ),
        (
            "billing.uptake.verdict.NONE", "{accounts} 户应执行，已执行 {taken} 户，其余尚未到核算时候。",
            "Of {accounts} accounts {taken} took it; the rest are not due yet."
        ),
        (
            "billing.uptake.verdict.SOME", "{accounts} 户应执行，{others} 户没有执行，原因见下。",
            "Of {accounts} accounts {others} did not take it; why stands below."
        ),
        (
            "billing.uptake.verdict.NOBODY",
            "没有一户执行这个价格（共 {accounts} 户）。请核对电价代码、执行日期和用户档案。",
            "Nobody has this price (of {accounts} accounts). Check its code, its day and the accounts' terms."
        ),
        ("billing.uptake.state.TAKEN", "已执行", "Took it"),
        ("billing.uptake.state.BEFORE", "按上一版本计费", "Billed at the version before"),
        ("billing.uptake.state.OTHER", "按其他电价计费", "Billed under another tariff"),
        ("billing.uptake.state.STOPPED", "核算异常，没有账单", "Stopped in the run, no bill"),
        ("billing.uptake.state.TAKEN_BACK", "账单已撤回，尚未重新发行", "Bill taken back, not billed anew"),
        ("billing.uptake.state.UNREAD", "没有抄表数据，没有账单", "No reading, no bill"),
        ("billing.uptake.state.UNRELEASED", "已计算，待发行", "Calculated, not released"),
        ("billing.uptake.state.NOT_RUN", "本月尚未核算", "The month was not run yet"),
    ]
}
