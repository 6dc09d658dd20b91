extension Catalogue {
    /// Texts of parameters and their pages: (key, Chinese, English).
    static let parameterEntries: [Entry] =
        parameterPages + parameterNames + parameterChoices + parameterUnits + severityNames

    private static let parameterPages: [Entry] = [
        ("control.parameters.title", "参数", "Parameters"),
        (
            "control.parameters.hint", "法规与公司规定的数值：依据、生效日期、历史",
            "Numbers set by law and by the company: clause, since when, history"
        ),
        (
            "control.parameters.lead", "{place} 在 {day} 执行的全部 {count} 项参数；上级设定的值由下级继承。",
            "All {count} parameters as they stand for {place} on {day}; what is set above is inherited below."
        ),
        ("control.parameters.proposed", "已提交，等待另一人审批。", "Proposed; another person decides."),
        ("control.parameters.name", "参数", "Parameter"),
        ("control.parameters.room", "子系统", "Subsystem"),
        ("control.parameters.value", "取值", "Value"),
        ("control.parameters.valuePercent", "取值（%）", "Value (%)"),
        ("control.parameters.valueYuan", "取值（元）", "Value (yuan)"),
        ("control.parameters.valueWrong", "不是该参数可取的值。", "This is no value of the parameter."),
        ("control.parameters.range", "可取值", "Takes"),
        ("control.parameters.source", "来源", "From"),
        ("control.parameters.standard", "规则标准值", "Standard of the rule"),
        ("control.parameters.since", "生效日期", "Since"),
        ("control.parameters.from", "生效日期", "From"),
        ("control.parameters.clause", "依据", "Clause"),
        ("control.parameters.reason", "设定原因", "Reason"),
        ("control.parameters.by", "设定人", "Set by"),
        ("control.parameters.approved", "审批人", "Approved by"),
        ("control.parameters.place", "适用单位", "Organisation"),
        ("control.parameters.new", "设定新值", "Set a value"),
        ("control.parameters.save", "设定", "Set"),
        ("control.parameters.set", "“{name}”自 {day} 起执行新值。", "“{name}” has its new value from {day}."),
        ("control.parameters.history", "历次取值", "History"),
        (
            "control.parameters.neverSet", "从未另行设定，一直执行规则标准值。",
            "Never set otherwise; the standard of the rule has always held."
        ),
        ("control.parameters.future", "待生效", "To come"),
        ("control.parameters.inForce", "执行中", "In force"),
        (
            "control.refusal.parameterTooEarly", "生效日期不得早于当前账期首日 {day}，以前的月份已关账。",
            "The value may not begin before {day}, the first day of the open month."
        ),
        ("control.refusal.parameterClauseMissing", "请填写依据条款。", "Give the clause it comes from."),
    ]

    private static let parameterNames: [Entry] = [
        ("control.parameter.control.quietFrom", "免打扰开始（分钟）", "Quiet hours begin (minute of the day)"),
        ("control.parameter.control.quietUntil", "免打扰结束（分钟）", "Quiet hours end (minute of the day)"),
        ("control.parameter.control.clock.amberPercent", "时限预警比例", "Warning share of a time limit"),
        ("control.parameter.control.readerCollects", "抄收合一", "Readers may collect"),

        ("control.parameter.control.signIn.failures", "锁定前密码错误次数", "Wrong passwords that lock a login"),
        ("control.parameter.control.signIn.lockMinutes", "锁定时长（分钟）", "Minutes of a lock"),
        ("control.parameter.control.signIn.addressSlowAfter", "来源地址减速前失败次数", "Failures that slow an address"),
        ("control.parameter.control.signIn.addressFailures", "来源地址锁定前失败次数", "Failures that lock an address"),
        ("control.parameter.control.session.idleMinutes", "会话空闲时限（分钟）", "Idle limit of a session (minutes)"),
        ("control.parameter.control.session.hours", "会话最长时限（小时）", "Longest session (hours)"),
        ("control.parameter.control.password.profile", "密码规则", "Password policy"),
        ("control.parameter.control.password.length", "密码最短长度", "Least length of a password"),
        ("control.parameter.control.password.days", "密码有效天数（0 为不限）", "Days a password holds (0: for ever)"),
        (
            "control.parameter.control.password.history", "不得重复的历史密码数",
            "Earlier passwords not to be used again"
        ),
        ("control.parameter.control.token.days", "接口令牌最长有效天数", "Longest life of a token (days)"),
        (
            "control.parameter.control.grantRoles.approval.needed", "岗位授权是否须审批",
            "Granting roles: second person"
        ),
        (
            "control.parameter.control.grantRoles.approval.fromFen", "岗位授权审批起点金额",
            "Granting roles: from an amount"
        ),
        (
            "control.parameter.control.grantRoles.approval.workingDays", "岗位授权申请有效工作日",
            "Granting roles: working days"
        ),
        (
            "control.parameter.control.setParameter.approval.needed", "参数变更是否须审批",
            "Changing parameters: second person"
        ),
        (
            "control.parameter.control.setParameter.approval.fromFen", "参数变更审批起点金额",
            "Changing parameters: from an amount"
        ),
        (
            "control.parameter.control.setParameter.approval.workingDays", "参数变更申请有效工作日",
            "Changing parameters: working days"
        ),
        (
            "control.refusal.parameterReached", "已按现值算出电量，新值最早自 {day} 起生效。",
            "Energy was worked out by the present value: another can hold from {day} on at the earliest."
        ),
        ("control.parameter.billing.dueOnHoliday", "到期日遇法定休假日", "A due day on a holiday"),
        ("control.parameter.billing.dueOnHoliday.NEXT_WORKDAY", "顺延至下一工作日", "The next working day"),
        ("control.parameter.billing.dueOnHoliday.AS_IS", "不顺延", "Stays as it is"),
        (
            "control.parameter.payment.latePenalty.graceOnHoliday", "宽限期末日遇法定休假日",
            "Days of grace that end on a holiday"
        ),
        (
            "control.parameter.payment.latePenalty.graceOnHoliday.NEXT_WORKDAY", "顺延至下一工作日",
            "The next working day"
        ),
        ("control.parameter.payment.latePenalty.graceOnHoliday.AS_IS", "不顺延", "Stay as they are"),
        ("control.parameter.billing.dueDays", "电费缴纳期限", "Days to pay a bill"),
        (
            "control.parameter.billing.check.suddenPercentResidential", "居民电量突增突减比例",
            "Sudden change, residential: share"
        ),
        (
            "control.parameter.billing.check.suddenFloorKwhResidential", "居民电量突增突减下限",
            "Sudden change, residential: least energy"
        ),
        ("control.parameter.billing.check.suddenPercentOther", "非居民电量突增突减比例", "Sudden change, others: share"),
        (
            "control.parameter.billing.check.suddenFloorKwhOther", "非居民电量突增突减下限",
            "Sudden change, others: least energy"
        ),
        ("control.parameter.billing.check.leastPowerFactor", "功率因数异常下限", "Least plausible power factor"),
        ("control.parameter.billing.check.amountMultiple", "电费异常倍数", "Abnormal amount: times the last bill"),
        ("control.parameter.payment.allocationOrder", "缴费抵充次序", "Order a payment settles a bill in"),
        (
            "control.parameter.payment.latePenalty.residentialPpm", "居民违约金日比例",
            "Late penalty a day, residential"
        ),
        (
            "control.parameter.payment.latePenalty.otherPpm", "非居民违约金日比例（当年）",
            "Late penalty a day, others, same year"
        ),
        (
            "control.parameter.payment.latePenalty.otherCrossYearPpm", "非居民违约金日比例（跨年）",
            "Late penalty a day, others, over the year’s end"
        ),
        ("control.parameter.payment.latePenalty.minimumFen", "违约金起收额", "Least late penalty"),
        (
            "control.parameter.payment.latePenalty.capPercent", "违约金上限（占欠费本金）",
            "Cap of the late penalty, of the principal"
        ),
        ("control.parameter.payment.latePenalty.graceDays", "违约金宽限天数", "Days of grace before late penalty"),
        ("control.parameter.payment.latePenalty.paymentDay", "交纳当日违约金", "Late penalty of the day of payment"),
        ("control.parameter.payment.latePenalty.paymentDay.COUNTED", "计入", "Counted"),
        ("control.parameter.payment.latePenalty.paymentDay.NOT_COUNTED", "不计", "Not counted"),
        ("control.parameter.payment.latePenalty.rounding", "违约金不足一分的处理", "Late penalty below a fen"),
        ("control.parameter.payment.latePenalty.rounding.HALF_UP", "四舍五入", "Half up"),
        ("control.parameter.payment.latePenalty.rounding.DOWN", "舍去", "Cut off"),
        ("control.parameter.reading.registerUnits", "示数小数位处理", "Decimals of a register"),
        ("control.parameter.reading.flatless", "无平段表计尾差归属", "Difference on meters without a flat register"),
        ("control.parameter.reading.balanceDigits", "总分示数不平允差", "Tolerance between total and periods"),
        ("control.parameter.reading.rolloverFactor", "翻转判别倍数", "Roll-over: times the average"),
        (
            "control.parameter.reading.change.residentialPercent", "抄表突变比例（居民）",
            "Reading jump, residential: share"
        ),
        (
            "control.parameter.reading.change.residentialFloorKwh", "抄表突变下限（居民）",
            "Reading jump, residential: least energy"
        ),
        ("control.parameter.reading.change.otherPercent", "抄表突变比例（非居民）", "Reading jump, others: share"),
        (
            "control.parameter.reading.change.otherFloorKwh", "抄表突变下限（非居民）",
            "Reading jump, others: least energy"
        ),
        ("control.parameter.reading.impossibleFactor", "不可能电量倍数", "Impossible energy: times the average"),
        ("control.parameter.reading.daysAfter", "月末后可抄表天数", "Days after the month that readings are taken"),
        ("control.parameter.reading.averageMonths", "平均电量取样周期数", "Periods that an average is taken of"),
        ("control.parameter.reading.estimates", "连续估抄次数上限", "Estimates in a row"),
        ("control.parameter.reading.rule.notBalanced", "总分示数不平的处理", "Registers do not balance"),
        ("control.parameter.reading.rule.suddenRise", "电量突增的处理", "Sudden rise"),
        ("control.parameter.reading.rule.suddenFall", "电量突减的处理", "Sudden fall"),
        ("control.parameter.reading.rule.zeroEnergy", "零电量的处理", "No energy used"),
        ("control.parameter.reading.rule.rollover", "表计翻转的处理", "Register rolled over"),
        ("control.parameter.reading.rule.estimated", "估抄的处理", "Estimated reading"),
        ("control.parameter.reading.rule.readAgain", "重复抄表的处理", "Read again"),
        ("control.parameter.reading.rule.impossibleRise", "不可能电量的处理", "Impossible energy"),
        ("control.parameter.reading.rule.rolloverImplausible", "翻转存疑的处理", "Implausible roll-over"),
    ]

    private static let parameterChoices: [Entry] = [
        ("control.parameter.control.readerCollects.NO", "不允许", "No"),
        ("control.parameter.control.readerCollects.YES", "允许", "Yes"),
        ("control.parameter.control.grantRoles.approval.needed.ALWAYS", "一律审批", "Always"),
        ("control.parameter.control.grantRoles.approval.needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
        ("control.parameter.control.grantRoles.approval.needed.NEVER", "不审批", "Never"),
        ("control.parameter.control.setParameter.approval.needed.ALWAYS", "一律审批", "Always"),
        ("control.parameter.control.setParameter.approval.needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
        ("control.parameter.control.setParameter.approval.needed.NEVER", "不审批", "Never"),
        ("control.parameter.control.password.profile.dengbao3", "等保三级", "Graded protection, level 3"),
        ("control.parameter.control.password.profile.asvs", "OWASP ASVS", "OWASP ASVS"),
        ("control.parameter.payment.allocationOrder.PENALTY_FIRST", "先违约金后本金", "Penalty first"),
        ("control.parameter.payment.allocationOrder.PRINCIPAL_FIRST", "先本金后违约金", "Principal first"),
        ("control.parameter.reading.registerUnits.CUT", "只抄整数位", "Whole units only"),
        ("control.parameter.reading.registerUnits.CARRY", "余数结转下期", "The rest is carried over"),
        ("control.parameter.reading.flatless.LARGEST_PERIOD", "计入电量最大时段", "The largest period takes it"),
        (
            "control.parameter.reading.flatless.TOTAL_IS_SUM", "总电量按各时段之和",
            "The total is the sum of the periods"
        ),
    ]

    private static let parameterUnits: [Entry] = [
        ("control.parameterUnit.yuan", "元", "yuan"),
        ("control.parameterUnit.billing.dueDays", "天", "days"),
        ("control.parameterUnit.billing.check.suddenPercentResidential", "%", "%"),
        ("control.parameterUnit.billing.check.suddenFloorKwhResidential", "kWh", "kWh"),
        ("control.parameterUnit.billing.check.suddenPercentOther", "%", "%"),
        ("control.parameterUnit.billing.check.suddenFloorKwhOther", "kWh", "kWh"),
        ("control.parameterUnit.billing.check.leastPowerFactor", "／100", "/ 100"),
        ("control.parameterUnit.billing.check.amountMultiple", "倍", "×"),
        ("control.parameterUnit.payment.latePenalty.graceDays", "天", "days"),
        ("control.parameterUnit.reading.balanceDigits", "个末位", "last digits"),
        ("control.parameterUnit.reading.rolloverFactor", "倍", "×"),
        ("control.parameterUnit.reading.change.residentialFloorKwh", "kWh", "kWh"),
        ("control.parameterUnit.reading.change.otherFloorKwh", "kWh", "kWh"),
        ("control.parameterUnit.reading.impossibleFactor", "倍", "×"),
        ("control.parameterUnit.reading.daysAfter", "天", "days"),
        ("control.parameterUnit.reading.averageMonths", "个周期", "periods"),
        ("control.parameterUnit.reading.estimates", "次", "times"),
    ]

    /// What follows from a finding, the same four words for every rule of reading.
    private static let severityNames: [Entry] = [
        "notBalanced", "suddenRise", "suddenFall", "zeroEnergy", "rollover", "estimated", "readAgain",
        "impossibleRise", "rolloverImplausible",
    ].flatMap { rule in
        [
            ("OFF", "不检查", "Not looked for"), ("WARNING", "提示", "Said only"),
            ("REVIEW", "待审核", "Waits for review"), ("ERROR", "不予采用", "Not taken"),
        ].map { ("control.parameter.reading.rule.\(rule).\($0.0)", $0.1, $0.2) }
    }
}
