extension Catalogue {
    /// Texts of equipment in service, contract demand and losses: (key, Chinese, English).
    static let capacityEntries: [Entry] = capacityRefusals + capacityWords + capacityPages

    /// The parameters of both, whose keys begin with control's word.
    static let capacityParameters: [Entry] = [
        ("control.parameter.records.capacity.leastDays", "暂停最短天数", "Least days of a suspension"),
        ("control.parameter.records.capacity.yearMonths", "每年累计暂停月数", "Suspended months a calendar year"),
        (
            "control.parameter.records.capacity.timesAYear", "每年暂停次数（0 为不限）",
            "Suspensions a year (0: no limit)"
        ),
        (
            "control.parameter.records.capacity.suspendedShare", "暂停容量计费比例",
            "Share paid for suspended capacity"
        ),
        (
            "control.parameter.records.capacity.shareYears", "按比例计费的年限",
            "Years in which suspended capacity pays its share"
        ),
        ("control.parameter.records.capacity.sealDay", "加封当日", "The day of sealing"),
        ("control.parameter.records.capacity.sealDay.STOPPED", "不计费", "not charged"),
        ("control.parameter.records.capacity.sealDay.CHARGED", "计费", "charged"),
        ("control.parameter.records.capacity.unsealDay", "启封当日", "The day of unsealing"),
        ("control.parameter.records.capacity.unsealDay.CHARGED", "计费", "charged"),
        ("control.parameter.records.capacity.unsealDay.STOPPED", "不计费", "not charged"),
        (
            "control.parameter.records.capacity.remainder", "非整月时 30 天的差额归属",
            "Who takes a divided month's difference to 30 days"
        ),
        ("control.parameter.records.capacity.remainder.STOPPED", "不计费的天数", "the days not charged"),
        ("control.parameter.records.capacity.remainder.RUNNING", "计费的天数", "the days charged"),
        ("control.parameter.records.capacity.remainder.LAST", "月末的状态", "the state at the month's end"),
        ("control.parameter.records.capacity.noticeDays", "暂停、减容提前申请工作日", "Working days' notice of sealing"),
        (
            "control.parameter.records.capacity.demandNoticeDays", "变更合同需量提前工作日",
            "Working days' notice of a contract demand"
        ),
        (
            "control.parameter.records.capacity.modeNoticeDays", "变更基本电费方式提前工作日",
            "Working days' notice of a mode of basic charge"
        ),
        (
            "control.parameter.records.capacity.demandFloor", "合同需量下限比例",
            "Least contract demand, share of capacity"
        ),
        ("control.parameter.reading.lossPeriodPolicy", "损耗电量计入时段", "Period that losses fall into"),
        ("control.parameter.reading.lossPeriodPolicy.FLAT", "平段", "flat"),
        ("control.parameter.reading.lossPeriodPolicy.PROPORTIONAL", "按各时段电量比例", "in proportion"),
        ("control.parameter.reading.chargeNoLoadWhenIdle", "零电量月份计铁损", "No-load loss without energy"),
        ("control.parameter.reading.chargeNoLoadWhenIdle.YES", "计", "charged"),
        ("control.parameter.reading.chargeNoLoadWhenIdle.NO", "不计", "not charged"),
        ("control.parameter.reading.lossShift.ONE", "变损修正系数 K：单班", "Loss factor K: one shift"),
        ("control.parameter.reading.lossShift.TWO", "变损修正系数 K：两班", "Loss factor K: two shifts"),
        ("control.parameter.reading.lossShift.THREE", "变损修正系数 K：三班", "Loss factor K: three shifts"),
        ("control.parameter.reading.lossShift.CONTINUOUS", "变损修正系数 K：连续", "Loss factor K: continuous"),
    ]

    private static let capacityRefusals: [Entry] = [
        ("records.refusal.equipmentUnknown", "没有受电设备 {name}", "There is no equipment {name}"),
        ("records.refusal.equipmentUnchanged", "{name} 已是这个状态", "{name} stands so already"),
        ("records.refusal.equipmentRemoved", "{name} 已拆除", "{name} was taken away"),
        (
            "records.refusal.wholeOnly", "按容量计收基本电费的用户，只能整台变压器暂停",
            "Where the basic charge goes by capacity only whole transformers are suspended"
        ),
        (
            "records.refusal.notice", "须提前 {days} 个工作日申请，最早 {first}",
            "Needs {days} working days' notice: {first} at the earliest"
        ),
        (
            "records.refusal.yearOver", "一个日历年内累计暂停不得超过 {months} 个月；更长的请办理减容",
            "At most {months} months of suspension a calendar year; for longer apply for a reduction"
        ),
        (
            "records.refusal.timesOver", "一个日历年内最多暂停 {times} 次",
            "At most {times} suspensions a calendar year"
        ),
        ("records.refusal.untilTooEarly", "到期日早于开始日", "The last day lies before the first"),
        ("records.refusal.equipmentTooMany", "一户最多 {limit} 台受电设备", "An account has at most {limit} pieces"),
        (
            "records.refusal.demandFloor", "合同需量不得低于 {least} kW（运行容量的下限比例）",
            "The contract demand must be at least {least} kW, its share of the capacity in service"
        ),
        (
            "records.refusal.notMonthStart", "合同需量自某月 1 日起变更",
            "A contract demand changes with the first of a month"
        ),
        (
            "records.refusal.notQuarterStart", "基本电费方式按季变更：须自季度首日起，且距上次变更满三个月",
            "A mode of basic charge changes with the first of a quarter, three months after the last change"
        ),
        ("records.refusal.notByDemand", "该户不按需量计收基本电费", "The account does not pay by demand"),
        (
            "records.invalid.lossUnknown", "没有已公布的损耗标准“{value}”，请先在电价页发布，或改选已有的标准",
            "No loss rules “{value}” are published; publish them on the tariff pages, or choose others"
        ),
        ("records.invalid.lossMissing", "计算损耗所需的数据不全", "What the loss is reckoned from is missing"),
        (
            "records.invalid.lossTwice", "共用变压器的用电点不再另设变损",
            "A point that shares a transformer has no loss of its own"
        ),
        (
            "records.invalid.lossArrangement", "只有高供低计的用电点计变损",
            "Only a point supplied high and metered low bears a transformer's loss"
        ),
        (
            "records.invalid.equipmentText", "“{value}”不是受电设备，应为 T:名称:容量kVA，可加 :型号:P0/Pk/I0/Uk",
            "“{value}” is no equipment; write T:name:kVA and, where known, :model:P0/Pk/I0/Uk"
        ),
        ("records.invalid.equipmentEarly", "受电设备早于立户日期", "Equipment begins before the account"),
        ("records.invalid.lossText", "“{value}”不是可用的损耗写法", "“{value}” is no way to write a loss"),
        ("records.invalid.equipmentPlate", "铭牌参数不合理", "The plate's values are out of range"),
    ]

    /// Texts of a bill's page and of `lamplight explain`.
    static let basisEntries: [Entry] = [
        ("billing.basis.title", "容量与损耗的由来", "Capacity and losses"),
        (
            "billing.basis.capacity", "{name} {kva} kVA：{kind} {days}/30 天{share}",
            "{name} {kva} kVA: {kind} {days}/30 of the month{share}"
        ),
        ("billing.basis.example", "，示例", ", an example"),
        (
            "billing.basis.follows", "（依据损耗标准 {code}，{from}起执行{example}）",
            " (by the loss rules {code} in force from {from}{example})"
        ),
        ("billing.basis.free", "，不计", ", free"),
        ("billing.basis.share", "，按 {percent}% 计", ", at {percent}%"),
        (
            "billing.basis.formula",
            "有功变损 P0·T + K·Pk·(Wp²+Wq²)/(Se²·T) = {still} × {hours} + {k} × {moving} × ({active}² + {reactive}²)/({kva}² × {hours}) = {loss} kWh",
            "Transformer loss P0·T + K·Pk·(Wp²+Wq²)/(Se²·T) = {still} × {hours} + {k} × {moving} × ({active}² + {reactive}²)/({kva}² × {hours}) = {loss} kWh"
        ),
        (
            "billing.basis.formulaReactive",
            "无功变损 Q0·T + K·Qk·(Wp²+Wq²)/(Se²·T) = {still} × {hours} + {k} × {moving} × ({active}² + {reactive}²)/({kva}² × {hours}) = {loss} kvarh",
            "Reactive loss Q0·T + K·Qk·(Wp²+Wq²)/(Se²·T) = {still} × {hours} + {k} × {moving} × ({active}² + {reactive}²)/({kva}² × {hours}) = {loss} kvarh"
        ),
        (
            "billing.basis.table",
            "变损查表 {table}（{kva} kVA）：{monthly} kWh × {days}/30 = {loss} kWh，无功 {reactive} kvarh",
            "Transformer loss by table {table} ({kva} kVA): {monthly} kWh × {days}/30 = {loss} kWh, reactive {reactive} kvarh"
        ),
        (
            "billing.basis.fixed", "变损按协议：每月 {monthly} kWh × {days}/30 = {loss} kWh，无功 {reactive} kvarh",
            "Transformer loss as agreed: {monthly} kWh a month × {days}/30 = {loss} kWh, reactive {reactive} kvarh"
        ),
        (
            "billing.basis.percent", "变损按比例：{active} kWh × {percent}% = {loss} kWh",
            "Transformer loss by percentage: {active} kWh × {percent}% = {loss} kWh"
        ),
        (
            "billing.basis.shared",
            "以上为共用变压器“{name}”的总变损 {whole} kWh，{points} 个用电点{method}，本点 {weight}/{weights}{charged}",
            "This is the whole loss of “{name}”, {whole} kWh, shared by {points} points {method}; this point {weight}/{weights}{charged}"
        ),
        ("billing.basis.notCharged", "，参与分摊但不计收", ", takes part but is not charged"),
        (
            "billing.basis.linePercent", "线损按比例：{active} kWh × {percent}% = {loss} kWh",
            "Line loss by percentage: {active} kWh × {percent}% = {loss} kWh"
        ),
        (
            "billing.basis.lineFixed", "线损按协议：每月 {monthly} kWh × {days}/30 = {loss} kWh",
            "Line loss as agreed: {monthly} kWh a month × {days}/30 = {loss} kWh"
        ),
        (
            "billing.basis.lineFormula",
            "线损 R·L·(Wp²+Wq²)/(1000·U²·T) = {r} × {l} × ({active}² + {reactive}²)/(1000 × {u}² × {hours}) = {loss} kWh",
            "Line loss R·L·(Wp²+Wq²)/(1000·U²·T) = {r} × {l} × ({active}² + {reactive}²)/(1000 × {u}² × {hours}) = {loss} kWh"
        ),
        (
            "billing.basis.billed", "损耗电量 {loss} kWh 并入计费电量，单价 {price} 元/kWh；无功 {reactive} kvarh 计入功率因数",
            "Losses of {loss} kWh are billed at {price} yuan/kWh; {reactive} kvarh enter the power factor"
        ),
        (
            "billing.basis.billedFlat", "损耗电量 {loss} kWh 计入平段，单价 {price} 元/kWh；无功 {reactive} kvarh 计入功率因数",
            "Losses of {loss} kWh are billed as flat energy at {price} yuan/kWh; {reactive} kvarh enter the power factor"
        ),
        (
            "billing.basis.billedShares", "损耗电量 {loss} kWh 按各时段电量比例计入各时段；无功 {reactive} kvarh 计入功率因数",
            "Losses of {loss} kWh fall into the periods in proportion to their energy; {reactive} kvarh enter the power factor"
        ),
    ]

    private static let capacityWords: [Entry] = [
        ("records.shared.title", "共用变压器", "Shared transformers"),
        (
            "records.shared.hint", "几个用电点共用的变压器，其变损由各点分摊",
            "Transformers whose loss several usage points bear together"
        ),
        ("records.shared.none", "您的范围内还没有共用变压器", "No shared transformers in your scope yet"),
        ("records.shared.add", "登记共用变压器", "Enter a shared transformer"),
        (
            "records.shared.add.hint", "登记后，在各户的“受电设备”页为用电点选定它，该点即参与分摊。",
            "Then choose it for a usage point on its account's page of equipment: the point takes its part."
        ),
        ("records.shared.added", "已登记 {name}。", "{name} was entered."),
        ("records.shared.method", "分摊办法", "Divided"),
        ("records.shared.terms", "变损与分摊办法", "Loss and how it is divided"),
        ("records.shared.beginning", "登记之初", "From the beginning"),
        ("records.shared.points", "参与分摊的用电点", "Points that share it"),
        (
            "records.shared.points.hint", "全部用电点的电量都审核通过后才分摊；在各户的“受电设备”页增减。",
            "Divided when the energy of all of them is approved; points are added on their accounts' pages of equipment."
        ),
        ("records.shared.noPoints", "还没有用电点参与分摊", "No point shares it yet"),
        ("records.shared.part", "分摊依据", "By"), ("records.shared.charged", "计收", "charged"),
        (
            "records.shared.outside", "另有 {count} 个用电点属于您的范围以外的用户",
            "{count} more belong to accounts outside your scope"
        ),
        ("records.shared.change", "变更变损或分摊办法", "Change the loss or how it is divided"),
        (
            "records.shared.change.hint", "自所填日期起执行，此前的照旧；尚未出账的已审电量随即重算，已出账的不变。",
            "Holds from the day; what is approved and not billed is reckoned anew, bills stay."
        ),
        ("records.shared.changed", "已变更。", "Changed."), ("records.shared.send", "提交", "Send"),
        ("records.share.CAPACITY", "按容量分摊", "by capacity"),
        ("records.share.ENERGY", "按电量分摊", "by energy"),
        ("records.share.FIXED", "按定量分摊", "as agreed"),
        ("records.equipment", "受电设备", "Equipment"),
        ("records.equipment.state.RUNNING", "运行", "Running"),
        ("records.equipment.state.HOT_STANDBY", "热备用", "Hot standby"),
        ("records.equipment.state.SUSPENDED", "暂停", "Suspended"),
        ("records.equipment.state.REDUCED", "减容", "Reduced"),
        ("records.equipment.state.COLD_STANDBY", "冷备用", "Cold standby"),
        ("records.equipment.state.REPLACED", "暂换", "Replaced for a while"),
        ("records.equipment.state.REMOVED", "拆除", "Taken away"),
        ("records.capacity.kind.RUNNING", "运行", "running"),
        ("records.capacity.kind.REPLACED", "暂换", "replaced"),
        ("records.capacity.kind.SUSPENDED", "暂停", "suspended"),
        ("records.capacity.kind.REDUCED", "减容", "reduced"),
        ("records.capacity.kind.COLD_STANDBY", "冷备用", "cold standby"),
        ("records.capacity.kind.ABSENT", "未接电", "not in supply"),
        ("records.capacity.kind.TOO_SHORT", "暂停不足最短天数，全额计收", "suspended too shortly, charged in full"),
        ("records.capacity.kind.YEAR_OVER", "超过全年暂停期限，全额计收", "beyond the year's suspension, charged in full"),
        ("records.capacity.kind.TERM_OVER", "期满，按合同容量计收", "term over, charged on the contract's capacity"),
        (
            "records.capacity.kind.BACK_CHARGE", "补收以前月份暂停不足天数",
            "back-charged for an earlier month, suspended too shortly"
        ),
    ]

    private static let capacityPages: [Entry] = [
        ("records.equipment.state.NOT_YET", "未投运", "Not yet"),
        ("records.equipment.kind.TRANSFORMER", "变压器", "Transformer"),
        ("records.equipment.kind.MOTOR", "高压电动机", "High-voltage motor"),
        ("records.equipment.open", "办理暂停、减容、暂换", "Seal, reduce, replace"),
        ("records.equipment.back", "返回档案", "Back to the account"),
        (
            "records.equipment.none", "尚无受电设备；基本电费按计费参数中的容量计收。",
            "No equipment yet; the basic charge goes by the capacity of the terms."
        ),
        ("records.equipment.states", "历次状态", "States"),
        ("records.equipment.counts", "计 {kva} kVA", "{kva} kVA count"),
        ("records.equipment.until", "至 {day}", "to {day}"),
        ("records.equipment.permanent", "永久", "for good"),
        ("records.equipment.month", "{month}计费天数（每月按 30 天）", "{month}: days counted, of 30"),
        (
            "records.equipment.part", "{name} {kva} kVA：{kind} {days}/30 天，计 {percent}%",
            "{name} {kva} kVA: {kind} {days}/30, at {percent}%"
        ),
        ("records.equipment.losses", "计量方式与损耗", "Metering arrangement and losses"),
        ("records.equipment.done", "已记录", "Recorded"),
        ("records.equipment.plateWhole", "铭牌四项须填全", "Give all four values of the plate"),
        ("records.equipment.unchanged", "不变", "unchanged"),
        ("records.equipment.form.change", "变更设备状态", "Change a state"),
        ("records.equipment.form.add", "新增设备", "Add equipment"),
        ("records.equipment.form.undo", "撤销最近一次变更", "Take back the newest change"),
        ("records.equipment.form.demand", "变更合同需量或基本电费方式", "Contract demand or mode of basic charge"),
        ("records.equipment.form.loss", "设定计量方式与损耗", "Metering arrangement and losses"),
        (
            "records.equipment.hint.change", "加封当日起停计，启封当日起恢复；暂停不足最短天数按全额计收，期满自动恢复计收。",
            "Charging stops with the day of sealing and begins with that of unsealing; too short a suspension is charged in full, a term that is over too."
        ),
        ("records.equipment.hint.add", "高压电动机 1 千瓦按 1 千伏安计。", "A high-voltage motor's kW count as kVA."),
        (
            "records.equipment.hint.undo", "撤销后恢复到上一状态，原记录保留可查。",
            "It stands as before; what was recorded stays readable."
        ),
        (
            "records.equipment.hint.demand", "合同需量自某月 1 日起变更；方式自季度首日起变更。",
            "A contract demand from the first of a month, a mode from the first of a quarter."
        ),
        (
            "records.equipment.hint.loss", "高供低计的用电点计变损；计量点不在产权分界处的计线损。",
            "A point metered below its transformer bears its loss, one away from the boundary that of the line."
        ),
        ("records.equipment.submit.change", "登记变更", "Record"),
        ("records.equipment.submit.add", "新增", "Add"),
        ("records.equipment.submit.undo", "撤销", "Take back"),
        ("records.equipment.submit.demand", "登记变更", "Record"),
        ("records.equipment.submit.loss", "设定", "Set"),
        ("records.equipment.order.SUSPENDED", "暂停（加封）", "Suspend (seal)"),
        ("records.equipment.order.RUNNING", "恢复运行（启封）", "Run (unseal)"),
        ("records.equipment.order.REDUCED", "减容", "Reduce"),
        ("records.equipment.order.REPLACED", "暂换", "Replace for a while"),
        ("records.equipment.order.HOT_STANDBY", "热备用", "Hot standby"),
        ("records.equipment.order.COLD_STANDBY", "冷备用（加封）", "Cold standby (seal)"),
        ("records.equipment.order.REMOVED", "拆除", "Take away"),
        ("records.equipment.field.piece", "设备", "Piece"),
        ("records.equipment.field.state", "变更为", "New state"),
        ("records.equipment.field.applied", "申请日期", "Applied on"),
        ("records.equipment.field.day", "生效日期", "From"),
        ("records.equipment.field.until", "期限止日", "Last day of the term"),
        ("records.equipment.field.counts", "变更后容量 kVA", "Capacity afterwards, kVA"),
        ("records.equipment.field.permanent", "永久减容", "Reduced for good"),
        ("records.equipment.field.reason", "原因", "Reason"),
        ("records.equipment.field.name", "名称", "Name"),
        ("records.equipment.field.kind", "类型", "Kind"),
        ("records.equipment.field.kva", "容量 kVA", "Capacity, kVA"),
        ("records.equipment.field.model", "型号", "Model"),
        ("records.equipment.field.P0", "空载损耗 P0 kW", "No-load loss P0, kW"),
        ("records.equipment.field.Pk", "负载损耗 Pk kW", "Load loss Pk, kW"),
        ("records.equipment.field.I0", "空载电流 I0 %", "No-load current I0, %"),
        ("records.equipment.field.Uk", "阻抗电压 Uk %", "Impedance voltage Uk, %"),
        ("records.equipment.field.mode", "基本电费方式", "Mode of basic charge"),
        ("records.equipment.field.demand", "合同需量 kW", "Contract demand, kW"),
        ("records.equipment.field.point", "用电点", "Usage point"),
        ("records.equipment.field.arrangement", "计量方式", "Metering arrangement"),
        ("records.equipment.field.method", "变损计算方式", "Transformer loss"),
        ("records.equipment.field.shift", "生产班次", "Shifts"),
        ("records.equipment.field.published", "公布的损耗标准", "Published loss rules"),
        ("records.equipment.field.percent", "变损比例 %", "Transformer loss, %"),
        ("records.equipment.field.fixed", "协议变损 kWh/月", "Agreed loss, kWh a month"),
        ("records.equipment.field.fixedReactive", "协议无功 kvarh/月", "Agreed reactive loss, kvarh a month"),
        ("records.equipment.field.shared", "共用变压器", "Shared transformer"),
        ("records.equipment.field.notCharged", "参与分摊但不计收", "Takes part but is not charged"),
        ("records.equipment.field.line", "线损计算方式", "Line loss"),
        ("records.equipment.field.linePercent", "线损比例 %", "Line loss, %"),
        ("records.equipment.field.lineFixed", "协议线损 kWh/月", "Agreed line loss, kWh a month"),
        ("records.equipment.field.lineR", "线路电阻 Ω/km", "Resistance, Ω/km"),
        ("records.equipment.field.lineL", "线路长度 km", "Length, km"),
        ("records.equipment.field.lineU", "线路电压 kV", "Voltage, kV"),
        ("records.arrangement.HIGH_HIGH", "高供高计", "High supply, metered high"),
        ("records.arrangement.HIGH_LOW", "高供低计", "High supply, metered low"),
        ("records.arrangement.LOW_LOW", "低供低计", "Low supply, metered low"),
        ("records.loss.NONE", "不计变损", "no transformer loss"),
        ("records.loss.TABLE", "查表", "by table"),
        ("records.loss.FORMULA", "公式", "by formula"),
        ("records.loss.PERCENT", "按比例", "by percentage"),
        ("records.loss.FIXED", "按协议", "as agreed"),
        ("records.loss.PUBLISHED", "按公布的损耗标准", "as the published rules say"),
        ("records.loss.shared", "共用变压器分摊", "part of a shared transformer"),
        ("records.loss.notCharged", "不计收", "not charged"),
        ("records.lineLoss.NONE", "不计线损", "no line loss"),
        ("records.lineLoss.PERCENT", "线损按比例", "line loss by percentage"),
        ("records.lineLoss.FIXED", "线损按协议", "line loss as agreed"),
        ("records.lineLoss.FORMULA", "线损公式", "line loss by formula"),
        ("records.lineLoss.PUBLISHED", "线损按公布的损耗标准", "line loss as the published rules say"),
        ("records.shift.ONE", "单班", "one shift"),
        ("records.shift.TWO", "两班", "two shifts"),
        ("records.shift.THREE", "三班", "three shifts"),
        ("records.shift.CONTINUOUS", "连续", "continuous"),
    ]
}
