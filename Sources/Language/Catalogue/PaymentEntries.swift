extension Catalogue {
    /// Texts of `payment`: (key, Chinese, English).
    static let paymentEntries: [Entry] = [
        ("payment.channel.COUNTER_CASH", "坐收现金", "Cash at the counter"),
        ("permission.payment.read", "查看收费", "See payments"),
        ("permission.payment.take", "收费", "Take payments"),
        ("payment.refusal.accountUnknown", "没有账户 {name}，或不在您的管辖范围内。", "There is no account {name} in your area."),
        ("payment.refusal.paymentUnknown", "没有收据 {name}，或不在您的管辖范围内。", "There is no receipt {name} in your area."),
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
    ]
}
