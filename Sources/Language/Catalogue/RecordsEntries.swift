extension Catalogue {
    /// Texts of `records`: (key, Chinese, English).
    static let recordsEntries: [Entry] = refusals + invalid + words + recordsPageEntries + recordsCloseEntries

    private static let refusals: [Entry] = [
        (
            "records.refusal.reasonMissing", "请写明查看原因，至少 {least} 个字。",
            "Say why, in at least {least} characters."
        ),
        ("records.refusal.nothingToUnmask", "档案中没有此项信息。", "Nothing of the kind is on record."),
        ("records.unmask", "查看完整信息", "Show in clear"),
        ("records.unmask.field", "查看哪一项", "Which"),
        ("records.unmask.reason", "原因", "Why"),
        ("records.unmask.hint", "原因与查看人、时间一并记入审计", "The reason is kept in the audit log with who and when"),
        ("records.unmask.submit", "查看", "Show"),
        ("records.refusal.accountUnknown", "没有户号 {name}", "There is no account {name}"),
        ("records.refusal.customerUnknown", "没有客户 {name}", "There is no customer {name}"),
        ("records.refusal.gridNodeUnknown", "没有电网节点 {name}", "There is no grid node {name}"),
        ("records.refusal.usagePointUnknown", "没有用电点 {name}", "There is no usage point {name}"),
        (
            "records.refusal.installationUnknown", "没有在用的装表记录 {name}",
            "There is no meter in place under {name}"
        ),
        ("records.refusal.gridCodeTaken", "编码 {name} 已被使用", "The code {name} is in use"),
        (
            "records.refusal.gridParentWrong", "{name} 的上级不对：线路属于变电站，台区属于线路",
            "{name} hangs wrong: a feeder belongs to a substation, an area to a feeder"
        ),
        (
            "records.refusal.placeWrong", "{name} 不是台区，也不是线路（专变）",
            "{name} is neither an area nor a feeder for a customer with its own transformer"
        ),
        ("records.refusal.accountClosed", "{name} 已销户", "{name} is closed"),
        (
            "records.refusal.changedMeanwhile", "{name} 已被他人更改，请刷新后重试",
            "Someone else changed {name}; reload and try again"
        ),
        ("records.refusal.notNewest", "只能撤销最近一次变更", "Only the newest change of a day can be undone"),
        ("records.refusal.onlyTerm", "立户时的计费参数不能撤销", "The terms an account began with cannot be undone"),
        ("records.refusal.nothingChanged", "没有任何改动", "Nothing was changed"),
        ("records.refusal.dayTooEarly", "日期不得早于 {least}", "The day must be {least} or later"),
        ("records.refusal.dayTooLate", "日期不得晚于 {most}", "The day must be {most} or earlier"),
        ("records.refusal.idsExhausted", "账户编号已用完", "No account ids are left"),
        ("records.refusal.tooMany", "一次最多 {limit} 条", "At most {limit} at once"),
    ]

    private static let invalid: [Entry] = [
        ("records.invalid.missing", "必填", "is required"),
        ("records.invalid.consumerNo", "户号须为 1 至 16 位数字", "must be 1 to 16 digits"),
        ("records.invalid.oldNo", "原户号须为 1 至 20 位数字", "must be 1 to 20 digits"),
        (
            "records.invalid.text", "须为 {least} 至 {most} 个字，不得换行",
            "must be {least} to {most} characters on one line"
        ),
        ("records.invalid.identityNumber", "身份证号码不正确（校验码或日期）", "is no identity number (check digit or date)"),
        ("records.invalid.creditCode", "统一社会信用代码不正确（校验码）", "is no credit code (check character)"),
        ("records.invalid.phone", "电话须为 7 至 15 位数字", "must be 7 to 15 digits"),
        ("records.invalid.bankAccount", "银行账号须为 8 至 30 位数字", "must be 8 to 30 digits"),
        ("records.invalid.code", "编码只能用字母、数字和 - _ .", "takes letters, digits and - _ . only"),
        ("records.invalid.tariffCode", "电价码只能用字母、数字和 - _ .，最长 40 位", "is no tariff code"),
        ("records.invalid.assetNo", "表号须为 1 至 32 位字母、数字或 - _ .", "must be 1 to 32 letters, digits or - _ ."),
        ("records.invalid.range", "须在 {least} 与 {most} 之间", "must be between {least} and {most}"),
        ("records.invalid.capacityMissing", "按容量计收须填运行容量", "is needed where capacity is charged"),
        ("records.invalid.demandMissing", "按合同需量计收须填合同需量", "is needed where contract demand is charged"),
        ("records.invalid.powerFactor", "功率因数标准只有 0.80、0.85、0.90 或空", "is 0.80, 0.85, 0.90 or empty"),
        ("records.invalid.meterTwice", "表号 {name} 重复", "The meter {name} stands twice"),
        ("records.invalid.registerTotal", "缺少正向有功总（110）", "The total register (110) is missing"),
        ("records.invalid.registerTwice", "同一示数类型重复", "A register stands twice"),
        ("records.invalid.registerForm", "示数类型 {kind} 的位数不正确", "The digits of register {kind} are wrong"),
        ("records.invalid.registerRange", "示数类型 {kind} 的示数超出表码位数", "Register {kind} cannot show this value"),
        ("records.invalid.registerDecimals", "示数类型 {kind} 的小数位过多", "Register {kind} has fewer decimals"),
        (
            "records.invalid.registerMissing", "缺少示数类型 {kind} 的拆表示数",
            "The removal value of register {kind} is missing"
        ),
        (
            "records.invalid.registersText", "“{value}” 不是 类型:整数位.小数位:示数",
            "“{value}” is not kind:digits.decimals:value"
        ),
        ("records.invalid.choice", "“{value}” 不在可选值之内：{choices}", "“{value}” is none of: {choices}"),
        ("records.invalid.number", "“{value}” 不是数字", "“{value}” is not a number"),
        ("records.invalid.tooPrecise", "“{value}” 的小数位过多", "“{value}” has too many decimals"),
        (
            "records.invalid.day", "“{value}” 不是日期（如 2026-11-22）",
            "“{value}” is not a day (such as 2026-11-22)"
        ),
        ("records.invalid.month", "“{value}” 不是年月（如 2026-11）", "“{value}” is not a month (such as 2026-11)"),
        (
            "records.invalid.organisation", "本单位之下没有供电单位 “{value}”",
            "There is no organisation “{value}” in your scope"
        ),
        (
            "records.invalid.organisationAmbiguous", "有几个供电单位叫 “{value}”，请用编码",
            "Several organisations are named “{value}”; use the code"
        ),
        ("records.invalid.area", "没有台区 “{value}”", "There is no area “{value}”"),
        ("records.invalid.feeder", "没有线路 “{value}”", "There is no feeder “{value}”"),
        ("records.invalid.areaOrFeeder", "台区与线路（专变）须填且只填一个", "Give either an area or a feeder"),
        ("records.invalid.gridParentNone", "变电站没有上级", "A substation hangs from nothing"),
        (
            "records.invalid.gridParent", "没有可作上级的 “{value}”：线路的上级是变电站，台区的上级是线路",
            "Nothing “{value}” to hang from: a feeder hangs from a substation, an area from a feeder"
        ),
        ("records.invalid.taken", "“{value}” 已有人使用", "“{value}” is taken"),
        (
            "records.invalid.twiceInFile", "“{value}” 在第 {line} 行已出现",
            "“{value}” stands on line {line} already"
        ),
    ]

    private static let words: [Entry] = [
        ("records.class.RESIDENTIAL", "居民", "Residential"),
        ("records.class.AGRICULTURAL", "农业", "Agricultural"),
        ("records.class.COMMERCIAL", "商业", "Commercial"),
        ("records.class.INDUSTRIAL", "工业", "Industrial"),
        ("records.state.ACTIVE", "正常用电", "Active"),
        ("records.state.CLOSED", "已销户", "Closed"),
        ("records.kind.PERSON", "个人", "Person"),
        ("records.kind.COMPANY", "单位", "Company"),
        ("records.grid.SUBSTATION", "变电站", "Substation"),
        ("records.grid.FEEDER", "线路", "Feeder"),
        ("records.grid.AREA", "台区", "Transformer area"),
        ("records.basicMode.NONE", "不计基本电费", "No basic charge"),
        ("records.basicMode.CAPACITY", "按容量", "By capacity"),
        ("records.basicMode.CONTRACT_DEMAND", "按合同需量", "By contract demand"),
        ("records.basicMode.ACTUAL_DEMAND", "按实际需量", "By actual demand"),
        ("records.register.110", "正向有功总", "Forward active, total"),
        ("records.register.111", "峰", "Peak"),
        ("records.register.112", "平", "Flat"),
        ("records.register.113", "谷", "Valley"),
        ("records.register.114", "尖", "Sharp"),
        ("records.register.120", "正向无功总", "Forward reactive, total"),
        ("records.register.130", "最大需量", "Maximum demand"),
        ("records.register.115", "有功深谷", "Active, deep valley"),
        ("records.register.210", "反向有功总", "Fed back, total"),
        ("records.register.211", "反向有功峰", "Fed back, peak"),
        ("records.register.212", "反向有功平", "Fed back, flat"),
        ("records.register.213", "反向有功谷", "Fed back, valley"),
        ("records.register.214", "反向有功尖", "Fed back, sharp"),
        ("records.register.215", "反向有功深谷", "Fed back, deep valley"),
        ("records.match.number", "户号", "Account number"),
        ("records.match.oldNumber", "原户号", "Former number"),
        ("records.match.meter", "表号", "Meter"),
        ("records.match.phone", "电话", "Phone"),
        ("records.match.numberBeginning", "户号开头", "Number begins"),
        ("records.match.meterBeginning", "表号开头", "Meter begins"),
        ("records.match.name", "户名", "Name"),
        ("records.match.initials", "拼音首字母", "Pinyin initials"),
        ("records.match.address", "地址", "Address"),
    ]
}
