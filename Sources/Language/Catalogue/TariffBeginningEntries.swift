extension Catalogue {
    /// Beginning a code of its own.
    static let tariffBeginningEntries: [Entry] = [
        ("tariff.page.copyAsNew", "复制为新编码", "Copy as a new code"),
        ("tariff.new.newCode", "另立新编码", "Begin a new code"),
        (
            "tariff.new.newCode.hint", "填好后逐项在表单里录入，不需要电价文件",
            "Everything else is typed in forms; no file is needed"
        ),
        ("tariff.new.from", "起草自", "Begin with"), ("tariff.new.blank", "空白：{kind}", "Blank: {kind}"),
        ("tariff.new.copyOf", "复制：{name}", "Copy of {name}"), ("tariff.new.code", "新编码", "New code"),
        (
            "tariff.new.code.hint", "3 至 40 个大写字母、数字或 -；功率因数表没有编码，留空",
            "3 to 40 of A–Z, 0–9 and -; the power-factor table has none"
        ),
        (
            "tariff.new.code.invalid", "编码须为 3 至 40 个大写字母、数字或 -，如 SH-RES-2027。",
            "Write 3 to 40 of A–Z, 0–9 and -, such as SH-RES-2027."
        ),
        ("tariff.new.asCopied", "与原电价相同", "As copied"),
        (
            "tariff.new.class.hint", "空白电价必选；时段、线损和功率因数表不用填",
            "Needed for a blank tariff; not for a calendar, losses or the power-factor table"
        ),
        (
            "tariff.new.source.hint", "公布文件的名称和文号；复制时留空则沿用原依据",
            "The notice it rests on; a copy keeps the copied one's where it is left empty"
        ),
        ("tariff.new.begin", "建立草案", "Begin the draft"),
    ]

    /// 批量调价: prices of many codes at once.
    static let tariffGridEntries: [Entry] = [
        ("tariff.grid.title", "批量调价", "Prices of many codes"),
        (
            "tariff.grid.lead", "一份文件改多个电价时，在一张表里录入，每个编码生成一份草案",
            "What one notice changes in many codes is typed in one table and becomes a draft a code"
        ),
        ("tariff.grid.choose", "选择电价", "Choose the codes"), ("tariff.grid.show", "列出", "Show"),
        ("tariff.grid.any", "不限", "Any"), ("tariff.grid.area", "地区", "Area"),
        ("tariff.grid.area.hint", "编码的第一段，如 HB 为湖北", "The first word of the code, such as HB for Hubei"),
        ("tariff.grid.part", "含有价格组成", "With the part"),
        (
            "tariff.grid.none", "没有本单位制定、符合所选条件的电价。",
            "Your organisation sets no tariff that fits what was chosen."
        ),
        ("tariff.grid.prices", "新价格（元/kWh）", "New prices (yuan/kWh)"),
        (
            "tariff.grid.prices.hint", "未改动的行不生成草案；阶梯、季节价格请在各自的草案里改",
            "Rows left as they are make no draft; prices by tier or season are changed in a draft of their own"
        ),
        ("tariff.grid.all", "整列填入", "The whole column"),
        (
            "tariff.grid.notice.hint", "文件名称和文号；填写后新版本不再标为示例",
            "Where the notice is named, the new version is no example any more"
        ),
        ("tariff.grid.follows", "未改动的单价随价格组成联动", "Prices left as they are move with their parts"),
        (
            "tariff.grid.follows.hint", "随分时浮动的部分乘以该时段的倍数；没有倍数的时段须填单价",
            "What floats is multiplied by the period's multiplier; a period without one is to be typed"
        ),
        ("tariff.grid.begin", "生成草案", "Begin the drafts"), ("tariff.grid.sets", "批量草案", "Begun together"),
        (
            "tariff.grid.badPrice", "须为不小于 0 的单价，如 0.384470，最多 8 位小数。",
            "Write a price from 0 on such as 0.384470, with at most 8 decimals."
        ),
        (
            "tariff.grid.noMultiplier", "该时段没有分时倍数，请按文件填写单价。",
            "This period has no multiplier; type the price that the notice says."
        ),
        (
            "tariff.grid.tooEarly", "最近一个版本自 {day} 执行，新版本不能更早。",
            "The newest version begins on {day}; the new one cannot begin earlier."
        ),
        ("tariff.set.name", "名称", "Name"),
        ("tariff.set.name.hint", "如：湖北2026年12月代理购电价格", "Such as: Hubei agency purchase, December 2026"),
        ("tariff.set.begun", "草案已生成，逐份校验过。", "The drafts are begun, and each was checked."),
        ("tariff.set.lead", "{count} 份草案 · {name} {at} 建立", "{count} drafts · begun by {name}, {at}"),
        ("tariff.set.check", "全部校验", "Check all"), ("tariff.set.rehearse", "全部测算", "Rehearse all"),
        ("tariff.set.changes", "单价变动", "Prices that change"),
        ("tariff.set.checked", "全部校验无误。", "All are without fault."),
        (
            "tariff.set.faulty", "{count} 份草案校验有错误，请打开改正。",
            "{count} {count|draft has|drafts have} faults; open and mend them."
        ),
        ("tariff.set.notes", "{count} 条提示", "{count} {count|remark|remarks}"),
        (
            "tariff.set.rehearsed", "{count} 份草案开始测算。",
            "{count} {count|rehearsal is|rehearsals are} begun."
        ),
        ("tariff.set.propose", "全部报批", "Propose all"),
        (
            "tariff.set.propose.hint", "一份没有通过校验或测算，则全部不报批；每份各有一张审批单",
            "None is proposed while one is faulty or not rehearsed; each has a proposal of its own"
        ),
        ("tariff.set.proposed", "已报批 {count} 份，等待另一人审批。", "{count} wait for a second person."),
        ("tariff.set.approve", "审批通过", "Approve"),
        (
            "tariff.set.approve.hint", "按上面看到的内容逐份通过；不同意的去掉勾选，在审批单上退回",
            "Each as it is shown above; untick what you do not agree with and reject it on its proposal"
        ),
        ("tariff.set.approved", "已通过 {count} 份。", "{count} {count|is|are} approved and published."),
        ("tariff.refusal.gridFaulty", "价格有误：{faults}", "Some prices cannot be: {faults}"),
        ("tariff.refusal.nothingTyped", "没有改动任何单价，没有生成草案。", "No price differs; no draft was begun."),
        ("tariff.refusal.nothingTicked", "没有勾选要通过的审批单。", "No proposal is ticked."),
        (
            "tariff.refusal.decidedOtherwise", "{tariff} 的数据已变化，没有通过，请重新报批。",
            "What {tariff} rests on has changed; it was not approved, propose it anew."
        ),
        (
            "tariff.refusal.setUnknown", "没有这组批量草案，或者它不在您的管辖范围内。",
            "There is no such set of drafts, or it is outside your scope."
        ),
        (
            "tariff.refusal.setEmpty", "批量草案须有 1 至 {most} 份，名称须为 1 至 100 个字。",
            "A set has 1 to {most} drafts and a name of 1 to 100 characters."
        ),
        (
            "tariff.refusal.memberFaulty", "{tariff} 的草案校验有错误，先改正再一起报批。",
            "The draft of {tariff} has faults; mend them before all are proposed."
        ),
        (
            "tariff.refusal.memberNotRehearsed", "{tariff} 的草案还没有测算，先测算再一起报批。",
            "The draft of {tariff} was not rehearsed; rehearse it before all are proposed."
        ),
    ]

    /// What an organisation sets or reads, within a sentence.
    static let tariffSubjectEntries: [Entry] = [
        ("tariff.subject.RESIDENTIAL", "居民生活电价", "Residential tariffs"),
        ("tariff.subject.AGRICULTURAL", "农业生产电价", "Agricultural tariffs"),
        ("tariff.subject.COMMERCIAL_SINGLE", "工商业单一制电价", "Single-part commercial tariffs"),
        ("tariff.subject.COMMERCIAL_TWO_PART", "工商业两部制电价", "Two-part commercial tariffs"),
        ("tariff.subject.CALENDAR", "分时日历", "Time-of-use calendars"),
        ("tariff.subject.POWER_FACTOR", "功率因数调整电费表", "Power-factor tables"),
        ("tariff.subject.LOSS", "变损线损文件", "Loss files"),
    ]

    static let tariffGridControlEntries: [Entry] = [
        ("control.action.tariff.createDrafts", "批量起草电价", "Began tariff drafts together")
    ]
}
