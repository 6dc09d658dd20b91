extension Catalogue {
    /// What a bill's lines are made of, the tax inside it, and the mark of example prices in lists.
    static let billComponentEntries: [Entry] = [
        ("billing.components.title", "其中：电价组成", "What the energy price is made of"),
        (
            "billing.components.hint", "每一行数量 × 单价，四舍五入到分；各项相加即为该行电费，取整的差额列在“其余及尾差”。",
            "Each row is quantity × price to the fen; together they are the line's amount, and what rounding leaves is the last row."
        ),
        ("billing.components.component", "组成项", "Component"),
        ("billing.components.line", "电费行", "Line"),
        ("billing.components.sum", "小计", "Sum"),
        ("billing.components.fund", "代征", "Fund"),
        ("billing.sum.net", "其中：不含税金额", "of which net of value-added tax"),
        ("billing.sum.tax", "其中：增值税（{rate}%）", "of which value-added tax ({rate} %)"),
        (
            "billing.factor.standard",
            "考核标准 {standard}：功率因数 {factor} 在功率因数调整电费表（水电财字〔1983〕215号）中为 {percent}%",
            "Held to {standard}: the table of 1983 has {percent}% for a power factor of {factor}"
        ),
        (
            "billing.basis.balanced",
            "总示数电量 {total} kWh，各时段示数合计 {sum} kWh，差额 {difference} kWh 计入{period}：{metered} kWh → {balanced} kWh",
            "The total register counted {total} kWh, the periods together {sum} kWh; the difference of {difference} kWh went to {period}: {metered} kWh → {balanced} kWh"
        ),
        (
            "billing.basis.summed",
            "总示数电量 {total} kWh，各时段示数合计 {sum} kWh，按各时段合计计费",
            "The total register counted {total} kWh, the periods together {sum} kWh; the periods' sum is billed"
        ),
        (
            "billing.reading.register",
            "{register} {meter}：{previous}（{previousDay}）→ {current}（{currentDay}），× {multiplier}{marks} = {amount} {unit}{carried}",
            "{register} {meter}: {previous} ({previousDay}) → {current} ({currentDay}), × {multiplier}{marks} = {amount} {unit}{carried}"
        ),
        (
            "billing.reading.demand",
            "{register} {meter}：{current}（{currentDay}）× {multiplier} = {amount} kW",
            "{register} {meter}: {current} ({currentDay}) × {multiplier} = {amount} kW"
        ),
        ("billing.reading.cut", "取整", "cut to whole units"),
        ("billing.example", "示例", "Example"),
    ]

    static let receiptExampleEntries: [Entry] = [
        ("payment.receipt.example", "示例电价", "Example prices")
    ]

    static let termExampleEntries: [Entry] = [
        ("records.term.example", "示例", "Example")
    ]
}
