extension Catalogue {
    /// Texts of comparing tariffs on an account's past usage: (key, Chinese, English).
    static let comparisonEntries: [Entry] = [
        ("billing.compare.title", "电价比较", "Compare tariffs"),
        ("billing.compare.months", "比较期间", "Span"),
        ("billing.compare.last", "最近 {count} 个已出账月份", "The last {count} billed {count|month|months}"),
        ("billing.compare.valley", "谷时用电占比（%）", "Share used in valley hours (%)"),
        (
            "billing.compare.valley.hint", "只有总表示数的月份按此占比估算分时电价，0–100 的整数；不填不估。",
            "For months with a total register alone; a whole number, 0 to 100. Empty: no estimate."
        ),
        ("billing.compare.again", "重新比较", "Compare again"),
        ("billing.compare.candidates", "本户适用类别的电价", "Tariffs of the account's class and voltage"),
        ("billing.compare.choose", "点电价名称看逐月对照", "Choose one to see it month by month"),
        ("billing.compare.own", "现行", "In use"),
        ("billing.compare.open", "可选", "Open to it"),
        ("billing.compare.draft", "草案", "Draft"),
        ("billing.compare.estimate", "估算", "Estimate"),
        ("billing.compare.column.billed", "已出账单", "As billed"),
        ("billing.compare.column.own", "按现行电价", "Own tariff"),
        ("billing.compare.column.other", "按所比电价", "Other tariff"),
        ("billing.compare.column.difference", "差额", "Difference"),
        ("billing.compare.heading", "{span} 逐月对照：{tariff}", "{span}, month by month: {tariff}"),
        ("billing.compare.total", "合计", "Total"),
        (
            "billing.compare.less",
            "按这 {months} 个月的实际用电，改用“{tariff}”少付 {difference}（{percent}）：现行 {own}，改用后 {other}。",
            "On the usage of {months} {months|month|months}, {tariff} costs {difference} less ({percent}): {other} instead of {own}."
        ),
        (
            "billing.compare.more",
            "按这 {months} 个月的实际用电，改用“{tariff}”多付 {difference}（{percent}）：现行 {own}，改用后 {other}。",
            "On the usage of {months} {months|month|months}, {tariff} costs {difference} more ({percent}): {other} instead of {own}."
        ),
        (
            "billing.compare.same", "按这 {months} 个月的实际用电，“{tariff}”与现行电价金额相同：{own}。",
            "On the usage of {months} {months|month|months}, {tariff} comes to the same: {own}."
        ),
        (
            "billing.compare.nothing", "“{tariff}”不能计算：{why}。",
            "{tariff} cannot be reckoned: {why}."
        ),
        (
            "billing.compare.left", "另有 {count} 个月不能计算，未计入合计。",
            "{count} {count|month|months} could not be reckoned and {count|is|are} left out."
        ),
        (
            "billing.compare.changed", "有的月份按现行电价重算与已出账单不同：出账后示数、档案或电价有更正。差额按重算金额比较。",
            "Some months rated again differ from their bills: readings, archive or prices were corrected since. The difference is of what is rated now."
        ),
        (
            "billing.compare.rule",
            "各月按月末有效的电价版本计算；当时尚未执行的电价按其首个版本，草案按最新版本。阶梯按自然年累计。只作比较，不出账、不记账。",
            "Each month under the versions in force at its end; a tariff that had not begun under its first one, a draft under its newest. Tiers go by the calendar year. Nothing is billed or posted."
        ),
        (
            "billing.compare.none", "该户还没有已发行的电费单，没有可比较的用电。",
            "This account has no released bills, so there is nothing to compare."
        ),
        ("billing.compare.side.own", "按现行电价 {tariff}", "Under its own tariff, {tariff}"),
        ("billing.compare.side.other", "按所比电价 {tariff}", "Under {tariff}"),
        ("billing.compare.gap.NO_READING", "没有已审核的示数", "no approved reading"),
        ("billing.compare.gap.NO_TERMS", "当月档案没有执行电价", "no tariff on record in that month"),
        ("billing.compare.gap.NO_PERIODS", "只有总表示数，没有分时示数", "only a total was metered, no periods"),
        (
            "billing.compare.gap.NO_BASIC_MODE", "没有运行容量，也没有选定基本电费计收方式",
            "no capacity on record, and no choice what the basic charge goes by"
        ),
        ("billing.compare.gap.NO_CAPACITY", "档案没有运行容量", "no capacity on record"),
        ("billing.compare.gap.NO_CONTRACT_DEMAND", "档案没有合同最大需量", "no contract demand on record"),
        (
            "billing.compare.assumes.VALLEY_SHARE", "估算：只有总表示数的月份，按谷时用电占 {percent}%、其余为峰时计算。",
            "Estimate: where only a total was metered, {percent} % is taken as valley hours and the rest as peak."
        ),
        (
            "billing.compare.assumes.BY_CAPACITY", "估算：基本电费按档案的运行容量计收。",
            "Estimate: the basic charge is reckoned by the capacity on record."
        ),
        (
            "billing.compare.assumes.BEFORE_ITS_TIME", "有的月份该电价尚未执行，按其首个版本计算。",
            "In some months the tariff had not begun; its first version is taken."
        ),
        (
            "billing.refusal.tariffDoesNotFit", "电价 {tariff} 不适用于该户的用电类别或电压等级。",
            "Tariff {tariff} is for another class or voltage."
        ),
        ("billing.try.title", "在一户上试算", "Try it on one account"),
        (
            "billing.try.lead", "输入户号，用该户最近 12 个已出账月份的实际用电试算电价；不出账、不记账。",
            "Rates the last twelve billed months of one account. Nothing is billed or posted."
        ),
        ("billing.try.submit", "试算", "Try"),
        ("billing.try.unknown", "没有这个户号，或不在您的管辖范围内。", "There is no such account in your scope."),
        ("billing.own.title", "换一种电价会怎样", "What would another tariff cost?"),
        (
            "billing.own.lead", "用您过去的用电算一算：{span}，共 {energy}。",
            "Reckoned on your own past usage: {span}, {energy} in all."
        ),
        ("billing.own.back", "‹ 户号 {number}", "‹ Account {number}"),
        ("billing.own.section", "电价比较", "Tariffs"),
        ("billing.own.row", "换一种电价会怎样", "What would another tariff cost?"),
        ("billing.own.row.detail", "用您过去一年的用电，比较可选的电价", "The tariffs open to you, on your own past year"),
        ("billing.own.inUse", "现在使用", "In use"),
        ("billing.own.cheapest", "最省", "Cheapest"),
        ("billing.own.cost", "{months} 个月合计", "{months} {months|month|months}"),
        ("billing.own.less", "比现在少 {difference}（{percent}）", "{difference} less than now ({percent})"),
        ("billing.own.more", "比现在多 {difference}（{percent}）", "{difference} more than now ({percent})"),
        ("billing.own.same", "与现在相同", "The same as now"),
        ("billing.own.unrated", "不能计算：{why}", "Cannot be reckoned: {why}"),
        ("billing.own.valley.title", "估算分时电价", "Estimate peak and valley"),
        (
            "billing.own.valley.lead", "您的电表只记总电量，分时电价没法按示数算准。选一个谷时（夜间）用电占比，可以估算：",
            "Your meter keeps a total only, so prices by peak and valley cannot be reckoned from readings. Choose the share you use in valley hours (at night) for an estimate:"
        ),
        ("billing.own.valley", "谷时用电占比（%）", "Share in valley hours (%)"),
        ("billing.own.valley.submit", "估算", "Estimate"),
        ("billing.own.monthly", "逐月对照", "Month by month"),
        ("billing.own.energy", "用电量（kWh）", "Energy (kWh)"),
        (
            "billing.own.note", "以上按您过去的实际用电和当月有效的价格计算，仅供参考；今后用电不同，结果也会不同。能否变更、何时生效，以供电所办理为准。",
            "This is on your past usage and the prices of each month. It says nothing certain of the future: use differently and it comes out differently. Whether and when you can change is for your station to say."
        ),
        ("billing.own.only", "您这一类用电目前没有其他可选的电价。", "There is no other tariff open to your class at present."),
        ("billing.own.none", "还没有电费单，等第一期电费出来再来比较。", "No bills yet. Come back after the first one."),
    ]

    /// The way there from the archive.
    static let comparisonLinkEntries: [Entry] = [
        ("records.account.tariffs", "电价比较", "Tariffs")
    ]

    /// The way there from the public prices.
    static let comparisonPriceEntries: [Entry] = [
        ("tariff.prices.compare", "登录后可用自己过去的用电比较电价 ›", "Signed in, compare them on your own past usage ›")
    ]
}
