extension Catalogue {
    /// Texts of `payment`: (key, Chinese, English).
    static let paymentEntries: [Entry] = [
        ("payment.channel.COUNTER_CASH", "坐收现金", "Cash at the counter"),
        (
            "payment.refusal.accountUnknown", "没有账户 {name}，或不在您的管辖范围内。",
            "There is no account {name} in your area."
        ),
        (
            "payment.refusal.paymentUnknown", "没有收据 {name}，或不在您的管辖范围内。",
            "There is no receipt {name} in your area."
        ),
        (
            "payment.refusal.keyInvalid", "请求标识须为 1 至 {longest} 个可见的 ASCII 字符。",
            "The idempotency key must be 1 to {longest} visible ASCII characters."
        ),
        ("payment.refusal.amountNotPositive", "缴费金额必须大于零。", "The amount must be more than zero."),
        ("payment.refusal.amountTooLarge", "一次最多可收 {most} 元。", "At most {most} yuan can be taken at once."),
        (
            "payment.refusal.tenderedTooLittle", "实收现金少于缴费金额，还差 {short} 元。",
            "The cash handed over is {short} yuan short of the amount."
        ),
        ("payment.refusal.nothingOwed", "该户没有欠费。", "Nothing is owed on this account."),
        (
            "payment.refusal.moreThanOwed", "缴费金额超过欠费；该户现欠 {debt} 元（含违约金）。",
            "That is more than the debt, which is {debt} yuan with penalties."
        ),
        (
            "payment.refusal.penaltyUncountable", "违约金参数无法计算（{reason}），请联系管理员。",
            "The late penalty cannot be counted with the rates in force ({reason}); ask the administrator."
        ),
        (
            "payment.refusal.accountBusy", "该户正有其他缴费在办理，请稍后再试。",
            "Other payments on this account are being booked; try again in a moment."
        ),
        ("payment.nav", "收费", "Payments"),
        ("payment.nav.hint", "柜台坐收、收据、当日收费", "Take money at the counter; receipts; the day's takings"),
        ("payment.card", "今日收费", "Taken today"),
        ("payment.card.caption", "{count} 笔", "{count} {count|payment|payments}"),
        ("payment.counter.title", "坐收", "Counter"),
        ("payment.counter.lead", "输入户号、姓名、电话或表号，回车办理", "Number, name, phone or meter, then Enter"),
        ("payment.counter.field", "户号、姓名、电话或表号", "Number, name, phone or meter"),
        ("payment.counter.hits", "找到 {count} 户", "{count} {count|account|accounts} found"),
        ("payment.counter.none", "没有找到“{query}”", "Nothing found for “{query}”"),
        (
            "payment.counter.none.hint", "请核对户号，或改用姓名、电话后四位、表号查询。",
            "Check the number, or try the name, the last four digits of the phone, or the meter."
        ),
        (
            "payment.counter.empty", "全程键盘办理：查询 → 回车 → 输入实收 → 回车 → 收据",
            "All by keyboard: search → Enter → cash handed over → Enter → receipt"
        ),
        ("payment.account.number", "户号", "Account no."),
        ("payment.account.name", "户名", "Name"),
        ("payment.account.address", "用电地址", "Address"),
        ("payment.account.station", "供电所", "Station"),
        ("payment.debt", "欠费", "Debt"),
        ("payment.debt.clear", "无欠费", "Clear"),
        ("payment.debt.title", "{name} 的缴费", "Payment of {name}"),
        ("payment.debt.lead", "截至 {day}，违约金计至当日", "As of {day}, penalties counted to that day"),
        ("payment.debt.total", "应缴合计", "Total due"),
        (
            "payment.debt.parts", "电费等 {principal} ＋ 违约金 {penalty}",
            "Charges {principal} + penalties {penalty}"
        ),
        ("payment.debt.months", "欠费明细", "What is owed"),
        ("payment.debt.none", "该户没有欠费", "Nothing is owed on this account"),
        ("payment.column.month", "电费年月", "Month"),
        ("payment.column.kind", "费用", "For"),
        ("payment.column.amount", "应收", "Charged"),
        ("payment.column.paid", "已缴", "Paid"),
        ("payment.column.outstanding", "欠缴", "Outstanding"),
        ("payment.column.penalty", "违约金", "Penalty"),
        ("payment.column.due", "到期日", "Due"),
        ("payment.column.total", "小计", "Sum"),
        ("payment.column.time", "时间", "Time"),
        ("payment.column.receipt", "收据号码", "Receipt no."),
        ("payment.column.payment", "实缴", "Paid"),
        ("payment.column.tendered", "实收", "Cash"),
        ("payment.column.change", "找零", "Change"),
        ("payment.column.clerk", "收费员", "Clerk"),
        ("payment.due.overdue", "逾期 {days} 天", "{days} {days|day|days} late"),
        ("payment.due.open", "未到期", "Not yet due"),
        (
            "payment.penalty.stretch", "{base} × {rate}% × {days} 天",
            "{base} × {rate}% × {days} {days|day|days}"
        ),
        ("payment.penalty.earlier", "此前 {amount}", "{amount} before"),
        ("payment.penalty.paid", "已缴 {amount}", "{amount} paid"),
        ("payment.penalty.least", "不足下限，计 {amount}", "raised to {amount}"),
        ("payment.penalty.most", "已达上限 {amount}", "capped at {amount}"),
        ("payment.take.title", "收费", "Take payment"),
        ("payment.take.amount", "本次缴费（元）", "To pay (yuan)"),
        ("payment.take.amount.hint", "可部分缴费，先还最早的欠费", "Part payment settles the oldest month first"),
        ("payment.take.tendered", "实收现金（元）", "Cash handed over (yuan)"),
        ("payment.take.tendered.hint", "留空即收足额，不找零", "Leave empty where it is exact"),
        ("payment.take.change", "找零", "Change"),
        ("payment.take.short", "还差", "Short"),
        ("payment.take.left", "缴后尚欠", "Left after this"),
        ("payment.take.submit", "收款并出收据", "Take and print receipt"),
        ("payment.take.all", "缴清", "All of it"),
        (
            "payment.take.booked", "本页已收过一笔款，没有再次记账。欠费已重新计算，请核对后再收。",
            "This page has already taken a payment; nothing was booked again. The debt was counted anew: check it first."
        ),
        ("payment.recent", "近期收据", "Recent receipts"),
        ("payment.key.counter", "查询下一户", "Next account"),
        ("payment.key.today", "当日收费", "Today's payments"),
        ("payment.key.take", "收款", "Take"),
        ("payment.key.rows", "选户", "Choose"),
        ("payment.key.open", "办理", "Open"),
        ("payment.receipt.title", "电费收据", "Receipt"),
        ("payment.receipt.number", "收据号码", "Receipt no."),
        ("payment.receipt.payer", "付款户名", "Received from"),
        ("payment.receipt.day", "收款时间", "Received at"),
        ("payment.receipt.for", "收款项目", "Paid for"),
        ("payment.receipt.principal", "本金", "Principal"),
        ("payment.receipt.remaining", "尚欠本金", "Principal left"),
        ("payment.receipt.capitals", "合计（大写）", "In words"),
        ("payment.receipt.figures", "小写", "In figures"),
        ("payment.receipt.channel", "缴费方式", "Paid by"),
        ("payment.receipt.seal", "收款单位（盖章）", "Seal"),
        (
            "payment.receipt.note", "本收据依记账原始记录生成，重复打印内容一致，不重复收款。",
            "Made from the booked record: a reprint reads the same and books nothing."
        ),
        ("payment.receipt.printed", "本页出具于 {at}", "This copy made {at}"),
        ("payment.today.title", "当日收费", "Today's payments"),
        ("payment.today.lead", "{day}，{weekday}", "{weekday}, {day}"),
        ("payment.today.list", "收费明细", "Payments one by one"),
        ("payment.today.count", "笔数", "Payments"),
        ("payment.today.sum", "合计金额", "Total"),
        ("payment.today.mine", "我收的", "Mine"),
        ("payment.today.all", "全部", "All"),
        ("payment.today.none", "今天还没有收费", "No payment yet today"),
        ("payment.today.live", "新的收费会自动出现", "New payments appear by themselves"),
        ("payment.today.older", "更早的", "Earlier"),
        ("payment.today.newest", "回到最新", "Newest"),
        (
            "payment.debt.elsewhere", "他所客户（{station}）：户名、地址已隐去，所收款记入内部往来。",
            "Another station's account ({station}): name and address are masked; what is taken goes through the inter-station accounts."
        ),
    ]
}
