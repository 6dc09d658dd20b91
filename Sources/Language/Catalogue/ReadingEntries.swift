extension Catalogue {
    /// Texts of `reading`: (key, Chinese, English).
    static let readingEntries: [Entry] =
        readingPageEntries + [
            // What is found in readings
            ("reading.problem.consumerEmpty", "户号为空", "The consumer number is missing"),
            (
                "reading.problem.consumerUnknown", "户号 {consumerNo} 不存在",
                "There is no consumer number {consumerNo}"
            ),
            ("reading.problem.meterUnknown", "该户没有在用表计 {meter}", "Meter {meter} is not in use there"),
            (
                "reading.problem.registerUnknown", "示数类型“{register}”无法识别",
                "“{register}” is not a register kind"
            ),
            (
                "reading.problem.registerNotOnMeter", "表计 {meter} 没有示数类型 {register}",
                "Meter {meter} has no register {register}"
            ),
            (
                "reading.problem.registerMissing", "缺少表计 {meter} 的示数 {register}",
                "Register {register} of meter {meter} is missing"
            ),
            ("reading.problem.meterMissing", "缺少表计 {meter} 的示数", "The readings of meter {meter} are missing"),
            ("reading.problem.notANumber", "示数“{value}”不是数字", "“{value}” is not a number"),
            (
                "reading.problem.tooManyDecimals", "示数 {value} 的小数超过 {decimals} 位",
                "{value} has more than {decimals} {decimals|decimal|decimals}"
            ),
            (
                "reading.problem.tooManyDigits", "示数 {value} 超过表码位数 {digits}",
                "{value} has more than the register's {digits} {digits|digit|digits}"
            ),
            (
                "reading.problem.exceptionUnknown", "没有现场异常代码“{value}”；在用代码：{choices}",
                "There is no exception “{value}”; in use are: {choices}"
            ),
            (
                "reading.problem.exceptionEnded", "现场异常代码“{value}”已于 {day} 停用；在用代码：{choices}",
                "The exception “{value}” ended on {day}; in use are: {choices}"
            ),
            (
                "reading.problem.exceptionsDiffer", "同一户的现场异常不一致：{exception} 与 {other}",
                "One account, two exceptions: {exception} and {other}"
            ),
            ("reading.problem.siteNote", "现场异常：{exception}", "Found at the meter: {exception}"),
            (
                "reading.problem.siteReview", "现场异常，待审核：{exception}",
                "Found at the meter, to be looked at: {exception}"
            ),
            ("reading.entry.exception", "现场异常", "Found at the meter"),
            ("reading.entry.exception.none", "无", "Nothing"),
            ("reading.problem.negative", "示数 {value} 为负", "{value} is negative"),
            ("reading.problem.statusUnknown", "抄表状态“{status}”无法识别", "“{status}” is not a reading status"),
            ("reading.problem.duplicate", "示数 {register} 重复", "Register {register} is given twice"),
            ("reading.problem.dayInvalid", "抄表日期“{day}”不是日期", "“{day}” is not a day"),
            (
                "reading.problem.dayOutsideMonth", "抄表日期 {day} 不属于 {month}",
                "{day} is not a reading day of {month}"
            ),
            ("reading.problem.dayInFuture", "抄表日期 {day} 尚未到来", "{day} is still to come"),
            (
                "reading.problem.dayNotAfterPrevious", "抄表日期 {day} 不晚于上次抄表日 {previous}",
                "{day} is not after the reading before, {previous}"
            ),
            (
                "reading.problem.daysDiffer", "同一户抄表日期不一致：{day} 与 {other}",
                "One account, two days: {day} and {other}"
            ),
            ("reading.problem.accountClosed", "该户已于 {day} 销户", "The account was closed on {day}"),
            ("reading.problem.accountTwice", "户号 {consumerNo} 重复", "Account {consumerNo} is given twice"),
            ("reading.problem.alreadyBilled", "{month} 电费已出账", "{month} is billed already"),
            ("reading.problem.laterMonthRead", "{month} 之后的月份已抄表", "A month after {month} was read already"),
            (
                "reading.problem.removalMissing", "拆回表计 {meter} 没有拆表示数",
                "Meter {meter} has no reading at its removal"
            ),
            (
                "reading.problem.removalBackwards", "表计 {meter} 拆表示数 {value} 小于上次示数 {previous}",
                "Meter {meter} was removed at {value}, below {previous} before"
            ),
            (
                "reading.problem.runsBackwards", "示数 {register}：{value} 小于上次示数 {previous}（倒走或抄错）",
                "Register {register}: {value} is below {previous} before (runs backwards, or mistyped)"
            ),
            (
                "reading.problem.rolloverUnmarked", "示数 {register}：{value} 小于上次示数 {previous}，如已翻转请注明“翻转”",
                "Register {register}: {value} is below {previous} before; if it rolled over, mark it so"
            ),
            (
                "reading.problem.didNotRollOver", "示数 {register}：注明翻转，但 {value} 不小于上次示数 {previous}",
                "Register {register} is marked as rolled over, but {value} is not below {previous} before"
            ),
            (
                "reading.problem.rolloverImplausible", "翻转后电量 {energy} kWh 远大于近期平均 {average} kWh",
                "Rolled over it would be {energy} kWh, far above {average} kWh of late"
            ),
            (
                "reading.problem.energyTooLarge", "示数 {register} 的电量超出范围",
                "The energy of register {register} is out of range"
            ),
            (
                "reading.problem.tooManyEstimates", "连续估抄不得超过 {most} 次",
                "No more than {most} {most|estimate|estimates} in a row"
            ),
            (
                "reading.problem.impossibleRise", "电量 {energy} kWh 远大于近期平均 {average} kWh",
                "{energy} kWh is far above {average} kWh of late"
            ),
            (
                "reading.problem.notBalanced", "示数不平：总 {total} kWh，各时段合计 {sum} kWh",
                "Registers do not balance: total {total} kWh, periods {sum} kWh"
            ),
            ("reading.problem.zeroEnergy", "本月零电量", "No energy this month"),
            (
                "reading.problem.suddenRise", "电量突增：{energy} kWh，上期 {previous} kWh",
                "Sudden rise: {energy} kWh, {previous} kWh before"
            ),
            (
                "reading.problem.suddenFall", "电量突减：{energy} kWh，上期 {previous} kWh",
                "Sudden fall: {energy} kWh, {previous} kWh before"
            ),
            ("reading.problem.rollover", "表计翻转，电量 {energy} kWh", "Rolled over, {energy} kWh"),
            ("reading.problem.estimated", "估抄电量 {energy} kWh", "Estimated at {energy} kWh"),
            (
                "reading.problem.readAgain", "{month} 已抄表，以本次为准",
                "{month} was read before; this reading stands"
            ),
            // Refusals
            ("reading.refusal.accountUnknown", "没有找到该用户 {consumerNo}", "There is no account {consumerNo}"),
            (
                "reading.refusal.notTaken", "示数有 {count} 处问题，未保存",
                "{count} {count|problem|problems}; nothing was saved"
            ),
            (
                "reading.refusal.nothingToApprove", "用户 {consumerNo} 在 {month} 没有待审核的电量",
                "Account {consumerNo} has nothing to approve for {month}"
            ),
            (
                "reading.refusal.noBasisForEstimate", "用户 {consumerNo} 没有可供估抄的历史电量",
                "Account {consumerNo} has no history to estimate from"
            ),
            (
                "reading.refusal.tooManyEstimates", "连续估抄已达 {most} 次",
                "It was estimated {most} {most|time|times} in a row already"
            ),
            // Words
            ("reading.register.110", "正向有功总", "Active, total"),
            ("reading.register.111", "峰", "Peak"),
            ("reading.register.112", "平", "Flat"),
            ("reading.register.113", "谷", "Valley"),
            ("reading.register.114", "尖", "Sharp"),
            ("reading.register.120", "无功总", "Reactive"),
            ("reading.register.130", "最大需量", "Maximum demand"),
            ("reading.register.115", "有功深谷", "Active, deep valley"),
            ("reading.register.210", "反向有功总", "Fed back, total"),
            ("reading.register.211", "反向有功峰", "Fed back, peak"),
            ("reading.register.212", "反向有功平", "Fed back, flat"),
            ("reading.register.213", "反向有功谷", "Fed back, valley"),
            ("reading.register.214", "反向有功尖", "Fed back, sharp"),
            ("reading.register.215", "反向有功深谷", "Fed back, deep valley"),
            ("reading.status.NORMAL", "正常", "Normal"),
            ("reading.status.ROLLOVER", "翻转", "Rolled over"),
            ("reading.status.ESTIMATED", "估抄", "Estimated"),
            ("reading.status.ESTIMATED_ROLLOVER", "估抄（翻转）", "Estimated, rolled over"),
            ("reading.state.PENDING", "待审核", "Waits for approval"),
            ("reading.state.APPROVED", "已审核", "Approved"),
            ("reading.state.LOSS_WAITS", "损耗待算", "Losses wait"),
        ]
}
